"""Bringing figures in: a file waits, is mended and decided on, and is accepted whole or not."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from tracker import audit, uploads
from tracker.audit import Actor
from tracker.errors import OutOfDate, Refused
from tracker.extensions import db
from tracker.imports import queries
from tracker.uploads import Upload
from tracker.wres.checking import Block
from tracker.wres.models import DataVersion, Figure, VersionScope
from tracker.wres.preview import Preview

SOMEBODY_ELSE = (
    "Somebody else imported figures since you looked, and this file would now do something else."
    " Nothing was saved. Look at the preview again, then accept."
)


def mend(upload: Upload, content: bytes, file_name: str, by: Actor) -> Upload:
    """Let the mended file wait beside the one it mends. What was decided is kept."""
    mended = uploads.keep(content, file_name, queries.PURPOSE, by)
    mended.answers = upload.answers
    audit.record(by, "mended a file", mended, replaces=upload.id)
    return mended


def decide(upload: Upload, answers: dict[str, Any], by: Actor) -> None:
    """Keep what was decided about a file that waits, also what is half decided."""
    upload.answers = answers
    audit.record(by, "decided about a file", upload, sha256=upload.sha256)


def accept(preview: Preview, seen: str | None, by: Actor) -> DataVersion:
    """Keep every figure of a file, or none. What it replaces is superseded, never overwritten.

    The preview is made before the writing begins, for that can be long; what it rests on is
    looked at again here. `seen` is the fingerprint of the one that somebody decided on; None for
    whoever looks and accepts in one go.
    """
    _refuse_again(preview)
    if seen not in (None, preview.fingerprint) or queries.has_been_overtaken(preview):
        raise OutOfDate(SOMEBODY_ELSE)
    if not preview.can_be_accepted:
        raise Refused("There is still something to mend or to decide, so nothing was saved.")
    ids = queries.organisation_ids({key.organisation for key in preview.figures})
    try:
        with db.session.begin_nested():
            version = _add_version(preview, by)
            _supersede({key.block for key in preview.figures}, ids, version)
            _add_figures(preview, ids, version)
    except IntegrityError as clash:
        raise OutOfDate(SOMEBODY_ELSE) from clash
    for code, figures in Counter(key.organisation for key in preview.figures).items():
        audit.record(by, "imported figures", version, ids[code], kind=version.kind, figures=figures)
    return version


def _refuse_again(preview: Preview) -> None:
    version = queries.version_made_by(preview)
    if version:
        raise Refused(
            f"This file is already imported, as data version {version.id}, and nothing has"
            " replaced its figures since. Importing it again would change nothing."
        )


def _add_version(preview: Preview, by: Actor) -> DataVersion:
    reading = preview.reading
    version = DataVersion(
        kind=reading.kind,
        standard=queries.STANDARD,
        year=reading.year,
        file_name=reading.file_name,
        sha256=reading.sha256,
        fingerprint=preview.identity,
        answers=_for_the_record(preview),
        figure_count=len(preview.figures),
        accepted_at=datetime.now(UTC),
        accepted_by_id=by.person_id,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _for_the_record(preview: Preview) -> dict[str, Any]:
    """What was decided, for everybody to read: so without any number of the file."""
    return {
        "decided": [code.words for code in preview.unknown_codes],
        "acknowledged": [
            {"row": doubt.row, "column": doubt.column, "words": preview.acknowledged[doubt.key]}
            for doubt in preview.doubts
        ],
    }


def _supersede(blocks: Collection[Block], ids: Mapping[str, int], version: DataVersion) -> None:
    """Let the version take the place of all that is current in these blocks.

    In one order for everybody, so that two who import at once wait for one another and no more.
    """
    beaten: set[int] = set()
    for year, indicator, basis, codes in _alike(blocks):
        beaten |= set(
            db.session.scalars(
                update(Figure)
                .where(
                    queries.is_current(),
                    Figure.organisation_id.in_([ids[code] for code in codes]),
                    Figure.year == year,
                    Figure.indicator == indicator,
                    Figure.basis == basis,
                )
                .values(superseded_by_id=version.id)
                .returning(Figure.version_id),
                execution_options={"synchronize_session": False},
            )
        )
    db.session.execute(
        update(DataVersion).where(DataVersion.id.in_(beaten)).values(fingerprint=None)
    )


def _alike(blocks: Collection[Block]) -> Iterator[tuple[int, str, str, list[str]]]:
    """The blocks of one year, indicator and basis together, with their organisations."""

    def what(block: Block) -> tuple[int, str, str]:
        return block.year, block.indicator, block.basis

    for (year, indicator, basis), members in groupby(sorted(blocks, key=what), key=what):
        yield year, indicator, basis, sorted(block.organisation for block in members)


def _add_figures(preview: Preview, ids: Mapping[str, int], version: DataVersion) -> None:
    place = {"standard": queries.STANDARD, "version_id": version.id}
    db.session.execute(
        insert(Figure),
        [
            place | {"organisation_id": ids[key.organisation]} | vars(figure)
            for key, figure in preview.figures.items()
        ],
    )
    scopes = [
        {"version_id": version.id, "organisation_id": ids[code]}
        for code in {key.organisation for key in preview.figures}
    ]
    db.session.execute(insert(VersionScope), scopes)
