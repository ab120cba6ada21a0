"""What the letters about signing in need to say: the address to follow, and until when."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tracker.accounts.models import Person
from tracker.audit import JOB
from tracker.extensions import db
from tracker.mail.letters import LETTERS, Letter, address_of, secret_of
from tracker.mail.models import Message
from tracker.signing_in import operations, queries
from tracker.signing_in.models import SingleUseLink

OPENS = {"invitation": "signing_in.open_invitation", "reset": "signing_in.open_reset"}


def link(message: Message) -> Mapping[str, Any] | None:
    """The address, with its secret; None for a link that nobody may follow any more."""
    sent = db.session.get(SingleUseLink, message.ids["link"])
    if sent is None or sent.used_at or sent.withdrawn_at:
        return None
    token = operations.arm(sent, datetime.now(UTC), by=JOB, token=secret_of(message))
    return {
        "address": address_of(OPENS[sent.purpose], token=token),
        "until": sent.expires_at,
        "by_another": sent.made_at == db.session.get_one(Person, sent.person_id).reset_at,
    }


def reset_by_administrator(_message: Message) -> Mapping[str, Any]:
    return {"address": address_of("signing_in.show_you")}


def password_changed(_message: Message) -> Mapping[str, Any]:
    return {"address": address_of("signing_in.forgotten")}


def address_changed(_message: Message) -> Mapping[str, Any]:
    """To where somebody was reached before. Whoever reads it there may be the one who lost it."""
    return {"address": address_of("governance.show_privacy")}


def given(message: Message) -> Mapping[str, Any] | None:
    """None for somebody who was never in: the invitation is all that they need."""
    person = db.session.get(Person, message.person_id)
    if person is None or not (person.password_hash or queries.has_signed_in(person.id)):
        return None
    return {"address": address_of("signing_in.show_you")}


for what in ("given_post", "given_delegation", "given_role"):
    LETTERS[what] = Letter("given", given)  # what it is, is in no mail
LETTERS["address_changed"] = Letter("address_changed", address_changed)
LETTERS["invitation"] = Letter("invitation", link, alone=True)
LETTERS["reset"] = Letter("reset", link, alone=True)
LETTERS["reset_by_administrator"] = Letter("reset_by_administrator", reset_by_administrator)
LETTERS["password_changed"] = Letter("password_changed", password_changed)
