"""The letter to a pair that is silent. It does not say what it is about."""

from tracker.mail.letters import LETTERS, Letter, address_of

LETTERS["mentoring_nudge"] = Letter(
    "mentoring_nudge",
    lambda message: {"address": address_of("pairs.show_pair", pairing_id=message.ids["pairing"])},
)
