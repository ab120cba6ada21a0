"""Saying that whoever signs in is who they were before a reset; asking those who can say so."""

from datetime import UTC, date, datetime

from sqlalchemy import update

from tracker import audit
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.confirming import queries
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail.operations import post
from tracker.organisations.locks import hold
from tracker.permissions import Role, Standing
from tracker.signing_in.models import SignIn


def ask(person: Person, today: date, by: Actor) -> None:
    """Write to whoever can confirm somebody, once for each reset.

    The worker does this, and writes down the same whether anybody was there to be written to or
    not: by neither does an administrator learn whether the person belongs to a network, or who
    has confirmed them by then.
    """
    hold(person)
    if queries.is_asked(person):
        return
    audit.record(by, queries.ASKED, person)
    for person_id in queries.who_can_confirm(person, today):
        post("to_confirm", person_id, by)


def confirm(person: Person, standing: Standing, by: Actor) -> None:
    """Say that whoever signs in now is who they were before an administrator reset it.

    No administrator reads of it: an officer knows whoever belongs to a network.
    """
    hold(person)
    if person.unconfirmed_since is None:
        raise Refused("There is nothing to confirm: nobody reset this sign-in, or it is done")
    through = queries.grants_through_which(person.id, standing)
    if Role.LEADERSHIP_CENTRE not in standing.roles_in(person.organisation_id):
        reset_on = person.unconfirmed_since.date()
        if not any(grant.since < reset_on for grant in through):
            raise Refused(
                "They came to your network after their sign-in was reset, so you cannot know whom"
                " you took in. Ask a mentoring co-ordinator to confirm them."
            )
    _note_confirmed(person)
    audit.record_by_name(by, "confirmed somebody after a reset", "person", str(person.id))
    for grant in through:
        audit.record(by, "confirmed somebody after a reset", grant)
    _sign_out_everywhere(person)
    post("confirmed", person.id, by)


def _note_confirmed(person: Person) -> None:
    """Without another version of the account, which is what administrators have before them."""
    confirmed = update(Person).where(Person.id == person.id).values(unconfirmed_since=None)
    db.session.execute(confirmed.execution_options(synchronize_session=False))
    db.session.refresh(person, ["unconfirmed_since"])


def _sign_out_everywhere(person: Person) -> None:
    """What opens now may ask for a second factor, which is asked on the way in.

    Of this there is no line on the record beside the confirmation: administrators would read it.
    """
    db.session.execute(
        update(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
        .values(ended_at=datetime.now(UTC))
    )
