"""What can be done from the command line, which has every scope and is on the record as itself."""

import secrets

import click
from flask import Flask, current_app
from flask_migrate import upgrade


def init_app(app: Flask) -> None:
    app.cli.add_command(prepare)


@click.command("prepare")
def prepare():
    """Make what is missing: keys, the database, and the demonstration when it is new."""
    write_missing_keys()
    upgrade()


def write_missing_keys():
    """Keep a key for signing cookies in the instance folder, readable by its owner alone."""
    folder = current_app.config["INSTANCE"]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32))
