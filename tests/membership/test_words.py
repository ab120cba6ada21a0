"""Mail may be read over a shoulder: it says nothing of what somebody belongs to."""

import pytest


@pytest.mark.parametrize("template", ["first_officer", "confirmed"])
def test_the_words_of_a_mail_are_neutral(plain_app, template):
    text = plain_app.jinja_env.get_template(f"mail/{template}.txt").render(
        address="https://here", forgotten=""
    )

    assert "https://here" in text
    for word in ("network", "panel", "officer", "member", "ethnic"):
        assert word not in text.lower()
