"""What the letters about a second factor need to say: where to go if it was somebody else."""

from tracker.mail.letters import LETTERS, Letter, address_of

LETTERS["second_factor_changed"] = Letter(
    "second_factor_changed", lambda _message: {"address": address_of("signing_in.forgotten")}
)
