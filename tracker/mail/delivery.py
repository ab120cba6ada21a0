"""Handing a mail over: to a server that sends it on, or to a folder that takes its place."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from tracker.mail.outbox import put_into

TIMEOUT = 10  # seconds

Deliver = Callable[[EmailMessage], None]


class NotDelivered(Exception):
    """A mail was not taken. The message is a kind of fault, without anybody's address."""


class Unreachable(NotDelivered):
    """No mail can be handed over now."""


class RefusedForNow(NotDelivered):
    """This mail may be taken later."""


class RefusedForGood(NotDelivered):
    """This mail will never be taken."""


@contextmanager
def way_out(mail_url: str, folder: Path) -> Iterator[Deliver]:
    """What delivers. It connects to the server when there is something to deliver."""
    if mail_url == "outbox:":
        yield partial(put_into, folder)
        return
    connected: list[smtplib.SMTP] = []

    def deliver(mail: EmailMessage) -> None:
        if not connected:
            connected.append(connect(urlsplit(mail_url)))
        hand_over(connected[0], mail)

    try:
        yield deliver
    finally:
        for server in connected:
            server.close()


def connect(url: SplitResult) -> smtplib.SMTP:
    """The server, greeted and where asked encrypted; never a password or a mail in the clear."""
    host, context = url.hostname or "", ssl.create_default_context()
    try:
        if url.scheme == "smtps":
            secure = smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT, context=context)
            return sign_in(secure, url)
        server = smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT)
        try:
            if url.query == "tls=starttls":
                server.starttls(context=context)
            return sign_in(server, url)
        except BaseException:
            server.close()
            raise
    except (OSError, smtplib.SMTPException) as fault:
        raise Unreachable(type(fault).__name__) from fault


def sign_in(server: smtplib.SMTP, url: SplitResult) -> smtplib.SMTP:
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server


def hand_over(server: smtplib.SMTP, mail: EmailMessage) -> None:
    try:
        server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as refusal:
        [(code, _)] = refusal.recipients.values()
        raise refused(code, "recipient") from refusal
    except smtplib.SMTPDataError as refusal:
        raise refused(refusal.smtp_code, "mail") from refusal
    except (OSError, smtplib.SMTPException) as fault:
        raise Unreachable(type(fault).__name__) from fault


def refused(code: int, what: str) -> NotDelivered:
    """By what SMTP says: from 500 on it is for good."""
    kind = RefusedForGood if code >= 500 else RefusedForNow
    return kind(f"{what} refused ({code})")
