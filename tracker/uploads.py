"""Files that wait between being chosen and being accepted. Kept a day at the most."""

import hashlib
import os
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import Model, db
from tracker.kept import PUBLIC_TASK, Act, Goes, Kept

KEPT_FOR = timedelta(hours=24)
NAME_BYTES = 16


class Upload(Model):
    """A file that one person chose and has not yet accepted or thrown away."""

    __kept__ = Kept(
        what="Files that wait to be accepted",
        why="So that you see what a file would do before it does it",
        basis=PUBLIC_TASK,
        seen_by="Whoever chose the file",
        goes=(Goes("chosen_at", KEPT_FOR.days, Act.DELETE, "it was chosen"),),
        columns={
            "To know whose it is and what for": "person_id purpose file_name chosen_at",
            "To find the file and to know that it is the same": "kept_as size sha256",
            "To keep what was answered on the way": "answers",
        },
        subject="person_id",
        personal_text="file_name",
        secret="kept_as",
        with_person=True,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(200))
    kept_as: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    chosen_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))

    @property
    def kept_until(self) -> datetime:
        return self.chosen_at + KEPT_FOR


def keep(content: bytes, file_name: str, purpose: str, by: Actor) -> Upload:
    """Put a chosen file where only this service can read it; clear away what waited too long."""
    clear_old(by)
    kept_as = secrets.token_hex(NAME_BYTES)
    with open(folder() / kept_as, "xb", opener=for_the_owner_alone) as file:
        file.write(content)
    upload = Upload(
        person_id=by.person_id,
        purpose=purpose,
        file_name=plain_name(file_name),
        kept_as=kept_as,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        answers={},
    )
    audit.record(by, "chose a file", upload, sha256=upload.sha256)
    return upload


def for_the_owner_alone(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def plain_name(file_name: str) -> str:
    """What a file was called, to be shown: its last part, without what cannot be seen."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-200:] or "a file"


def waiting(upload_id: int, purpose: str, by: Actor) -> Upload | None:
    """A person's own file that waits; nobody else's."""
    upload = db.session.get(Upload, upload_id)
    theirs = upload and upload.person_id == by.person_id and upload.purpose == purpose
    return upload if theirs else None


def content_of(upload: Upload) -> bytes:
    """The file itself, or a refusal when it has waited too long."""
    gone = Refused("This file is no longer kept. Choose it again.")
    if upload.kept_until < datetime.now(UTC):
        raise gone
    try:
        return (folder() / upload.kept_as).read_bytes()
    except FileNotFoundError:
        raise gone from None


def throw_away(upload: Upload, by: Actor) -> None:
    audit.record(by, "threw a file away", upload)
    _remove(upload)


def clear_old(by: Actor) -> int:
    """Remove every file that has waited more than a day; says how many.

    Those too that no row speaks of: the service ended between writing one and saying so.
    """
    before = datetime.now(UTC) - KEPT_FOR
    waited = select(Upload).where(Upload.chosen_at < before).with_for_update(skip_locked=True)
    old = db.session.scalars(waited).all()
    for upload in old:
        throw_away(upload, by)
    for path in folder().glob("[0-9a-f]" * 2 * NAME_BYTES):
        with suppress(FileNotFoundError):  # cleared away by somebody else meanwhile
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
    return len(old)


def _remove(upload):
    db.session.delete(upload)
    (folder() / upload.kept_as).unlink(missing_ok=True)


def folder() -> Path:
    place = Path(current_app.config["UPLOAD_DIR"])
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def init_app(app: Flask) -> None:
    app.config.setdefault("UPLOAD_DIR", Path(app.instance_path) / "uploads")
