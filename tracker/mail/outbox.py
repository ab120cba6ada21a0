"""A folder that takes the place of a mail server, where the service is only tried."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from hashlib import sha256
from pathlib import Path

KEPT = 200  # mails


@dataclass(frozen=True)
class SentMail:
    """A mail in the folder, as it can be shown."""

    to: str
    at: datetime
    subject: str
    text: str

    def pieces(self, home: str) -> Iterator[tuple[str, str]]:
        """The text in pieces, each with the path that it leads to, which is empty for words.

        Only an address of the service itself, below `home`, leads anywhere.
        """
        link = rf"({re.escape(home)}/(?![/\\])[^\s<>\"'\\]*)"
        for place, piece in enumerate(re.split(link, self.text)):
            yield piece, piece.removeprefix(home) if place % 2 else ""


def put_into(folder: Path, mail: EmailMessage) -> None:
    """A file for its owner alone, named so that the newest comes last; the oldest are removed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    which = sha256(mail["Message-ID"].encode()).hexdigest()[:12]
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{which}.eml"
    part = folder / f".{name}"
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(mail.as_bytes(policy=SMTP))
    part.rename(folder / name)
    for old in names_in(folder)[KEPT:]:
        (folder / old).unlink(missing_ok=True)


def names_in(folder: Path) -> list[str]:
    """The mails in the folder, the newest first."""
    return sorted((path.name for path in folder.glob("[0-9]*.eml")), reverse=True)


def to_whom(folder: Path, names: Sequence[str], words: str) -> list[str]:
    """Those of the mails that are to somebody with these words in their name or address."""
    wanted = words.casefold()
    return [
        name for name in names for mail in mails(folder, [name]) if wanted in mail.to.casefold()
    ]


def mails(folder: Path, names: Sequence[str]) -> Iterator[SentMail]:
    """Those of the mails that are still there."""
    for name in names:
        with suppress(FileNotFoundError):
            mail = message_from_bytes((folder / name).read_bytes(), policy=default)
            assert isinstance(mail, EmailMessage)
            at = mail["Date"].datetime
            yield SentMail(str(mail["To"]), at, str(mail["Subject"]), mail.get_content())
