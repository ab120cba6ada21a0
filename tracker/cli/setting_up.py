"""Making what the service needs before it is served."""

import json
import secrets
from pathlib import Path

import click
import sqlalchemy
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from tracker import demo as demonstration
from tracker import uploads
from tracker.audit import COMMAND_LINE
from tracker.cli.sentences import in_sentences
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.web import today

MIGRATIONS = Path(__file__).parents[2] / "migrations"


@click.command("prepare")
@with_appcontext
def prepare():
    """Make what is missing: keys, the database, and the demonstration when it is new.

    Files that waited for more than a day are cleared away.
    """
    write_missing_keys()
    new = not sqlalchemy.inspect(db.engine).has_table("organisation")
    upgrade(str(MIGRATIONS))
    begin_writing()
    uploads.clear_old(COMMAND_LINE)
    db.session.commit()
    if current_app.config["ENVIRONMENT"] == "development":
        if new:
            build_demonstration()
        if demonstration.exists():
            print_sign_ins()


@click.command("demo")
@click.option("--json", "as_json", is_flag=True, help="The sign-ins as an array of objects.")
@with_appcontext
def demo(as_json: bool):
    """Make the fictional region, where it is missing, and print how to sign in to it."""
    with in_sentences():
        if current_app.config["ENVIRONMENT"] != "development":
            raise Refused(
                "The demonstration is for trying the service, and this is production. Everybody"
                " knows its passwords, so it is made only where TRACKER_ENV is development."
            )
        if not demonstration.exists():
            build_demonstration()
    print_sign_ins(as_json)


def build_demonstration() -> None:
    begin_writing()
    demonstration.build(today())
    db.session.commit()


def print_sign_ins(as_json: bool = False) -> None:
    sign_ins = demonstration.sign_ins()
    if as_json:
        click.echo(json.dumps(sign_ins, indent=2))
        return
    width = max(len(each["email"]) for each in sign_ins)
    click.echo(f"\nSign in with one of these, and the password '{demonstration.PASSWORD}':\n")
    for each in sign_ins:
        roles = ", ".join(each["roles"])
        click.echo(f"  {each['email']:{width}}  {roles}, {each['organisation']}")
    click.echo()


def write_missing_keys():
    """Keep a key for signing cookies in the instance folder, readable by its owner alone."""
    folder = current_app.config["INSTANCE"]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32))
