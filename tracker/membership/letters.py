"""What the letters about membership need to say, which names no network and no panel."""

from tracker.mail.letters import LETTERS, Letter, address_of

LETTERS["first_officer"] = LETTERS["first_panel_member"] = Letter(
    "first_officer", lambda _message: {"address": address_of("belonging.list_own")}
)
