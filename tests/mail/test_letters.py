"""The words of mail: text as it is, addresses of ours, and the same secret however often."""

import pytest

from tracker.mail import address_of, secret_of
from tracker.mail.letters import on_one_line
from tracker.mail.models import Message
from tracker.pages import is_for_a_browser


@pytest.fixture
def context(plain_app):
    with plain_app.app_context():
        yield plain_app


def test_a_link_is_whole_though_no_request_says_how_we_are_reached(context, monkeypatch):
    monkeypatch.setitem(context.config, "SERVICE_URL", "https://tracker.example.nhs.uk")

    assert address_of("plan.show_plan", plan_id=7) == "https://tracker.example.nhs.uk/plans/7"


def test_a_secret_is_the_same_at_every_try_and_nobody_elses(context, monkeypatch):
    first = secret_of(Message(id=1))

    assert secret_of(Message(id=1)) == first
    assert secret_of(Message(id=2)) != first
    assert len(first) == 64
    monkeypatch.setitem(context.config, "SECRET_KEY", "another key, also long enough to be one")
    assert secret_of(Message(id=1)) != first


def test_only_the_words_of_mail_are_not_escaped():
    assert not is_for_a_browser("mail/_frame.txt")
    assert is_for_a_browser("mail/list_outbox.html")
    assert is_for_a_browser("macros/forms.jinja")
    assert is_for_a_browser(None)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Ruth\r\nBcc: all@nhs.example", "Ruth Bcc: all@nhs.example"),
        ("  Zoë\tNí \x00\u2028 Dhomhnaill ", "Zoë Ní Dhomhnaill"),
        ("\u202eRuth", "Ruth"),
        ("\n", ""),
    ],
)
def test_a_name_stands_on_one_line(name, line):
    assert on_one_line(name) == line
