"""What the letters about signing in need to say: the address to follow, and until when."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import current_app

from tracker.audit import Actor
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.signing_in import operations
from tracker.signing_in.models import SingleUseLink

JOB = Actor(None, "job", "every scope")


def link(message: Message) -> Mapping[str, Any] | None:
    """The address, with its secret; None for a link that nobody may follow any more."""
    sent = db.session.get(SingleUseLink, message.ids["link"])
    if sent is None or sent.used_at or sent.withdrawn_at:
        return None
    token = operations.arm(sent, datetime.now(UTC), by=JOB)
    return {"address": service(f"/{sent.purpose}s/{token}"), "until": sent.expires_at}


def reset_by_administrator(message: Message) -> Mapping[str, Any]:
    return {"address": service("/you")}


def password_changed(message: Message) -> Mapping[str, Any]:
    return {"address": service("/forgotten")}


def service(path: str) -> str:
    """An address of ours as a letter has it: by the setting, whatever host a request named."""
    return f"{current_app.config['SERVICE_URL']}{path}"


# The values for each template in templates/mail/. None: there is nothing to tell any more.
LETTERS: dict[str, Callable[[Message], Mapping[str, Any] | None]] = {
    "invitation": link,
    "reset": link,
    "reset_by_administrator": reset_by_administrator,
    "password_changed": password_changed,
}
