"""What can be done from the command line, which has every scope and is on the record as itself."""

from flask import Flask

from tracker.cli.backing_up import backup, restore
from tracker.cli.governance import governance_commands, retention
from tracker.cli.matching import mentoring_commands
from tracker.cli.organisations import organisations_commands
from tracker.cli.people import people_commands
from tracker.cli.record import audit_commands
from tracker.cli.setting_up import demo, prepare
from tracker.cli.working import worker
from tracker.cli.wres import wres_commands

COMMANDS = (
    prepare,
    demo,
    worker,
    organisations_commands,
    people_commands,
    wres_commands,
    mentoring_commands,
    audit_commands,
    backup,
    restore,
    governance_commands,
    retention,
)


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
