"""What the commands share: files that they are given, and sentences for what stops them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from sqlalchemy.exc import OperationalError, ProgrammingError

from tracker.errors import Refused

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@contextmanager
def in_sentences() -> Iterator[None]:
    """What stops a command is said on standard error, in the words a page would use."""
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(
            "Nothing was saved, because the database does not answer as it should. Is it busy,"
            f" out of reach, or not made yet ('flask prepare')? It says: {error.orig}"
        ) from error


def content_of(path: Path) -> bytes:
    """A file, no larger than the pages take it."""
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise click.ClickException(
            f"{path.name} is larger than {limit // 1024**2} MB, so it was not read. Split it."
        )
    return content


def stop_at(faults: Iterable[str]) -> None:
    """End with a sentence for each fault, if there is any."""
    sentences = list(faults)
    if sentences:
        raise click.ClickException("\n".join(["Nothing was brought in.", *sentences]))
