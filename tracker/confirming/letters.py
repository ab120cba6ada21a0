"""What the letters about a confirmation need to say, which names neither person nor network."""

from tracker.mail.letters import LETTERS, Letter, address_of, to_first_page

LETTERS["confirmed"] = Letter(
    "confirmed",
    lambda _message: {
        "address": address_of("reports.show_home"),
        "forgotten": address_of("signing_in.forgotten"),
    },
)
LETTERS["to_confirm"] = to_first_page("to_confirm")
