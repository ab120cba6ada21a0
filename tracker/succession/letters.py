"""What the letter to a new officer needs to say, which names no network."""

from tracker.mail.letters import LETTERS, Letter, address_of

LETTERS["officer_chosen"] = Letter(
    "first_officer", lambda _message: {"address": address_of("belonging.list_own")}
)
