"""Taking a backup while people work, and restoring one into an empty database."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click
from alembic.script import ScriptDirectory
from flask.cli import with_appcontext
from sqlalchemy import inspect, update

from tracker import audit, backups, seals
from tracker.audit import COMMAND_LINE
from tracker.backups import Backup
from tracker.cli.record import counted_rows, told
from tracker.cli.sentences import FILE, in_sentences
from tracker.cli.setting_up import MIGRATIONS
from tracker.extensions import begin_writing, db
from tracker.pages import instant
from tracker.signing_in.models import SignIn, SingleUseLink


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
@with_appcontext
def backup(folder: Path):
    """Copy the database into FOLDER, with a manifest beside it. People may go on working."""
    with in_sentences():
        taken = backups.take(folder, datetime.now(UTC))
        begin_writing()
        record("took a backup", taken)
        db.session.commit()
    click.echo(f"{taken.file}: {counted_rows(taken.rows)}.")
    click.echo("Keep SECRET_KEY and the files of UPLOAD_DIR too: they are not in it.")


@click.command("restore")
@click.argument("file", type=FILE)
@with_appcontext
def restore(file: Path):
    """Restore the backup FILE into an empty database, and prove that all of it is there."""
    with in_sentences():
        chosen = backups.read(file)
        click.echo(f"{file.name} is whole: its SHA-256 is that of its manifest.")
        backups.restore(chosen)
        end_what_was_open()
        made_at = datetime.fromisoformat(chosen.manifest["made_at"])
        click.echo(f"Restored: {counted_rows(chosen.rows)}, as at {instant(made_at)}.")
        stop_where_it_differs(backups.differences(chosen))
        click.echo("Every table has the rows that its manifest says.")
        if chosen.manifest["migration"] != newest_migration():
            click.echo("It is of another version: 'flask db upgrade', then 'flask audit verify'.")
            return
        found = seals.verify()
        stop_where_it_differs([] if found.holds else told(found))
        for sentence in told(found):
            click.echo(sentence)
        begin_writing()
        record("restored a backup", chosen)
        db.session.commit()
    click.echo("Everybody has to sign in again, and links that were sent before are worth nothing.")


def stop_where_it_differs(sentences: Iterable[str]) -> None:
    wrong = list(sentences)
    if wrong:
        raise click.ClickException("\n".join(["What was restored is not what was kept.", *wrong]))


def newest_migration() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def end_what_was_open() -> None:
    """A sign-in that ended, or a link that was used, after the backup would be good once more.

    First of all, whatever else is found of the backup; one from before there were links has none.
    """
    begin_writing()
    now = datetime.now(UTC)
    db.session.execute(update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=now))
    if inspect(db.session.connection()).has_table(SingleUseLink.__tablename__):
        unused = (SingleUseLink.used_at.is_(None), SingleUseLink.withdrawn_at.is_(None))
        db.session.execute(update(SingleUseLink).where(*unused).values(withdrawn_at=now))
    db.session.commit()


def record(did: str, which: Backup) -> None:
    made_at, sha256 = which.manifest["made_at"][:19], which.manifest["sha256"]
    audit.record_by_name(COMMAND_LINE, did, "backup", made_at, sha256=sha256)
