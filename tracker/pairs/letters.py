"""What the letters about pairs need to say. None says what it is about before one signs in."""

from tracker.mail.letters import LETTERS, Letter, address_of
from tracker.mail.models import Message


def home_values(_message: Message) -> dict[str, object]:
    return {"address": address_of("reports.show_home")}


LETTERS["mentoring_ended"] = Letter("mentoring_ended", home_values)
LETTERS["mentoring_concern"] = Letter("mentoring_concern", home_values)
