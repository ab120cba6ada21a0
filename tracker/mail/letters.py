"""The words of mail, made when it is sent: the outbox holds only what they are about."""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from tracker.mail.models import Message

SUBJECT = "Race equality action tracker: you have a message"  # the same whatever is in it


@dataclass(frozen=True)
class Letter:
    """How one kind of message is written: a template in templates/mail/, and its values.

    `values` is asked at each try, in a transaction that writes: what it changes is kept before
    the mail goes. None says that the message is no longer meant, as when its link was withdrawn.
    `alone` is for a letter with a secret, which shares its mail with no other.
    """

    template: str
    values: Callable[[Message], Mapping[str, Any] | None]
    alone: bool = False

    def paragraph(self, message: Message) -> str | None:
        values = self.values(message)
        if values is None:
            return None
        return words(self.template, **values)


def to_first_page(template: str) -> Letter:
    """A letter that leads to the page of what somebody owes, where they see what it is about."""
    return Letter(template, lambda _message: {"address": address_of("reports.show_home")})


LETTERS: dict[str, Letter] = {}  # by the template that messages are posted with


def address_of(endpoint: str, **values: Any) -> str:
    """The whole address of a page of ours, where no request says how we are reached."""
    service = urlsplit(current_app.config["SERVICE_URL"])
    reached = current_app.url_map.bind(service.netloc, url_scheme=service.scheme)
    return reached.build(endpoint, values, force_external=True)


def secret_of(message: Message) -> str:
    """A secret for a message's link: at every try the same, so that a mail that comes twice
    holds the same link twice. It is made from the service's key; keep only its hash."""
    return keyed(f"the secret of message {message.id}")


def mail_of(messages: Sequence[Message], paragraphs: Sequence[str], name: str, email: str):
    """One mail with everything that one person is to be told."""
    name = on_one_line(name)
    mail = EmailMessage()
    mail["Subject"] = SUBJECT
    mail["From"] = Address("Race equality action tracker", addr_spec=sender())
    mail["To"] = Address(name, addr_spec=email)
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = message_id(messages)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(
        words("_frame", name=name, paragraphs=paragraphs, home=current_app.config["SERVICE_URL"])
    )
    return mail


def words(template: str, **values: Any) -> str:
    """Without what pages are given: there is no request, and nobody has signed in."""
    text = current_app.jinja_env.get_template(f"mail/{template}.txt").render(**values)
    return text.strip()


def message_id(messages: Sequence[Message]) -> str:
    """The same whenever the same messages are sent: a mail sent twice is one mail to its reader."""
    which = "-".join(str(message.id) for message in messages)
    domain = sender().rpartition("@")[2]
    return f"<{keyed(f'messages {which}')[:32]}@{domain}>"


def sender() -> str:
    return current_app.config["MAIL_FROM"]


def keyed(what: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, what.encode(), hashlib.sha256).hexdigest()


def on_one_line(name: str) -> str:
    """A name as it can stand in a header: nothing in it begins another."""
    visible = "".join(letter if letter.isprintable() else " " for letter in name)
    return " ".join(visible.split())
