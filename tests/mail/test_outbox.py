"""In the demonstration, what would have been sent is kept in a folder and shown."""

import stat
from email.message import EmailMessage

import pytest

from tests.client import page, words
from tests.conftest import settings
from tracker import create_app
from tracker.mail import outbox
from tracker.mail.models import Message
from tracker.pages import PAGE_SIZE


@pytest.fixture
def folder(app):
    return app.config["OUTBOX"]


def put(folder, number=1, text="Some words", to="Ruth Mensah <ruth@nhs.example>"):
    mail = EmailMessage()
    mail["Subject"] = "You have a message"
    mail["To"] = to
    mail["Date"] = "Mon, 23 Nov 2026 12:00:00 +0000"
    mail["Message-ID"] = f"<{number}@localhost>"
    mail.set_content(text)
    outbox.put_into(folder, mail)


def test_what_the_worker_sends_is_shown(client, post, send, ruth, folder):
    message = post(ruth, what="a check-in – 8.1")

    send()

    answer = client.get("/outbox")
    assert "To Ruth Mensah <ruth@nhs.example>" in words(answer)
    assert "You owe a check-in – 8.1." in words(answer)
    assert isinstance(message, Message)
    assert message.state == "sent"


def test_nobody_else_on_the_machine_reads_it(folder):
    put(folder)

    [path] = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_newest_two_hundred_are_kept(folder, monkeypatch):
    monkeypatch.setattr(outbox, "KEPT", 3)
    for number in range(5):
        put(folder, number, text=f"number {number}")

    kept = [mail.text for mail in outbox.mails(folder, outbox.names_in(folder))]

    assert [text.strip() for text in kept] == ["number 4", "number 3", "number 2"]


@pytest.mark.sqlite_only
def test_only_addresses_of_ours_can_be_followed(client, folder):
    ours = "http://127.0.0.1:5000/reset/abc?x=1&y=2"
    theirs = "http://127.0.0.1:5000.evil.example/a https://evil.example/b javascript:alert(1)"
    put(folder, text=f"{ours}\n{theirs}\n<script>alert(1)</script>")

    answer = client.get("/outbox")

    followed = [link["href"] for link in page(answer).main.article.find_all("a")]
    assert followed == ["/reset/abc?x=1&y=2"]
    assert "<script>alert(1)</script>" in words(answer)
    assert "<script>alert" not in answer.text


@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", ["//evil.example/a", "/\\evil.example/a"])
def test_an_address_that_a_browser_takes_for_another_hosts_leads_nowhere(client, folder, path):
    put(folder, text=f"http://127.0.0.1:5000{path}")

    links = page(client.get("/outbox")).main.article.find_all("a")

    assert [link["href"] for link in links] == []


@pytest.mark.sqlite_only
def test_it_has_pages(client, folder):
    for number in range(PAGE_SIZE + 2):
        put(folder, number, text=f"number {number}")

    first = page(client.get("/outbox"))
    second = page(
        client.get(f"/outbox{first.find('a', rel='next')['href'].partition('/outbox')[2]}")
    )

    assert len(first.find_all("article")) == PAGE_SIZE
    assert [mail.get_text().split()[-1] for mail in second.find_all("article")] == ["1", "0"]


@pytest.mark.sqlite_only
def test_what_was_sent_to_somebody_is_found(client, folder):
    """An invitation lies beneath what is sent every day."""
    for number in range(PAGE_SIZE + 2):
        put(folder, number, text=f"number {number}", to="Ruth Mensah <ruth@nhs.example>")
    put(folder, 40, text="You are invited", to="Maya Thorne <maya@nhs.example>")

    for asked in ("maya", "MAYA%40nhs"):
        [mail] = page(client.get(f"/outbox?q={asked}")).find_all("article")
        assert "You are invited" in mail.get_text()
    of_ruth = page(client.get("/outbox?q=ruth"))
    assert len(of_ruth.find_all("article")) == PAGE_SIZE
    assert "q=ruth" in of_ruth.find("a", rel="next")["href"]
    none = client.get("/outbox?q=nobody")
    assert "No mail shown here is to anybody with “nobody”" in words(none)
    assert page(none).find("a", string="Show all of it")


@pytest.mark.sqlite_only
def test_an_empty_one_says_when_something_comes(client):
    assert "No mail has been sent yet" in words(client.get("/outbox"))


def test_there_is_no_such_page_in_production(tmp_path):
    app = create_app(settings("sqlite:///", tmp_path, DEMONSTRATION=False, TESTING=False))

    assert app.test_client().get("/outbox").status_code == 404
