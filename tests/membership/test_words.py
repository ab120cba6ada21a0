"""What may be seen over somebody's shoulder says nothing of what they belong to."""

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize("template", ["first_officer", "first_panel_member", "confirmed"])
def test_the_words_of_a_mail_are_neutral(plain_app, template):
    text = plain_app.jinja_env.get_template(f"mail/{template}.txt").render(address="https://here")

    assert "https://here" in text
    for word in ("network", "panel", "officer", "member", "ethnic"):
        assert word not in text.lower()


def test_no_template_of_a_mail_says_which_network():
    for template in ("first_officer", "first_panel_member", "confirmed"):
        assert "name" not in (ROOT / "templates" / "mail" / f"{template}.txt").read_text()
