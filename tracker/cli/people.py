"""People, as far as somebody has to be there before there is a page for it."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from tracker.accounts import operations as accounts
from tracker.accounts.models import Person
from tracker.accounts.queries import person_with_email
from tracker.audit import COMMAND_LINE
from tracker.cli.sentences import in_sentences
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.organisations.models import Organisation
from tracker.organisations.queries import organisation_with_code
from tracker.people.forms import ADDRESS, NOT_AN_ADDRESS, tidy
from tracker.people.queries import GIVEN
from tracker.permissions import Role
from tracker.signing_in import operations as signing_in
from tracker.web import today

people_commands = AppGroup("people", help="Who comes in before anybody is there to invite them.")


@people_commands.command("bring-in")
@click.argument("email")
@click.option("--name", default="", help="For somebody new: as colleagues know them.")
@click.option("--organisation", required=True, metavar="CODE", help="Such as R0A.")
@click.option(
    "--role",
    type=click.Choice([str(role) for role in GIVEN]),
    default=str(Role.ADMINISTRATOR),
    show_default=True,
)
def bring_in(email: str, name: str, organisation: str, role: str):
    """Give somebody a role, and an invitation where they have no account; both by mail."""
    with in_sentences():
        begin_writing()
        place = organisation_with_code(organisation.upper())
        if place is None:
            raise Refused(f"No organisation has the code {organisation.upper()}.")
        person = person_with_email(email) or newcomer(tidy(email), tidy(name), place)
        accounts.grant(person, Role(role), place, today(), by=COMMAND_LINE)
        db.session.commit()
        told = f"{person.name} has the role {role} in {place.name}, and is told so by mail."
    click.echo(told)


def newcomer(email: str, name: str, place: Organisation) -> Person:
    """Somebody whose account is opened, looked after in this place, and who is invited."""
    if not ADDRESS.fullmatch(email) or len(email) > 254:
        raise Refused(f"{NOT_AN_ADDRESS}.")
    if not 0 < len(name) <= 120:
        raise Refused(f"Nobody has the address {email}. Say with --name who it is.")
    person = accounts.add_person(name, email, None, COMMAND_LINE, place)
    signing_in.invite(person, COMMAND_LINE, datetime.now(UTC))
    return person
