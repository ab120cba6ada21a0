"""What the letter about a local arrangement needs to say, which names nobody."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tracker.arrangements import operations
from tracker.arrangements.models import LocalClaim
from tracker.audit import JOB
from tracker.extensions import db
from tracker.mail.letters import LETTERS, Letter, address_of, secret_of
from tracker.mail.models import Message


def local_claim(message: Message) -> Mapping[str, Any] | None:
    """The address, with its secret; None once it is answered or taken back."""
    told = db.session.get(LocalClaim, message.ids["claim"])
    if told is None or not told.waits:
        return None
    token = secret_of(message)
    operations.arm(told, token, datetime.now(UTC), by=JOB)
    return {"address": address_of("arrangements.open_claim", token=token), "until": told.expires_at}


LETTERS["local_claim"] = Letter("local_claim", local_claim, alone=True)
