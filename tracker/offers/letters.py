"""What the letters about offers need to say. None says what it is about before one signs in."""

from tracker.extensions import db
from tracker.mail.letters import LETTERS, Letter, address_of, to_first_page
from tracker.mail.models import Message
from tracker.mentoring.states import OFFERED
from tracker.offers import answering
from tracker.pairings.models import Pairing


def offer_values(message: Message) -> dict[str, object] | None:
    """Not sent once it was answered, or when it waits for the other of the two."""
    pairing = db.session.get(Pairing, message.ids["pairing"])
    if pairing is None or pairing.state not in OFFERED:
        return None
    if answering.asked_of(pairing) != message.person_id:
        return None
    return {
        "address": address_of("offers.show_offer", pairing_id=pairing.id),
        "until": pairing.expires_on,
    }


LETTERS["mentoring_offer"] = Letter("mentoring_offer", offer_values)
LETTERS["mentoring_offer_over"] = to_first_page("mentoring_offer_over")
LETTERS["mentoring_pair"] = to_first_page("mentoring_pair")
