"""People, and the posts and roles that say what a person may do."""

from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from tracker import audit
from tracker.accounts import passwords, queries
from tracker.accounts.models import Delegation, Grant, Holding, Person, Post
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations.models import Network, Organisation, Panel
from tracker.permissions import Role


def add_person(
    name: str,
    email: str,
    password: str | None,
    by: Actor,
    organisation: Organisation | None = None,
) -> Person:
    """Open an account, which the administrators of `organisation` look after."""
    taken = Refused("Somebody already has this address", field="email")
    if queries.person_with_email(email):
        raise taken
    person = Person(
        name=name.strip(),
        email=email.strip().lower(),
        password_hash=passwords.hashed(password) if password else None,
        organisation_id=organisation.id if organisation else None,
    )
    try:
        with db.session.begin_nested():
            audit.record(by, "added a person", person)
    except IntegrityError:  # somebody else was quicker with the same address
        raise taken from None
    return person


def add_post(
    organisation: Organisation,
    title: str,
    by: Actor,
    line_post: Post | None = None,
    senior_leader: bool = False,
) -> Post:
    post = Post(
        organisation_id=organisation.id,
        title=title,
        line_post_id=line_post.id if line_post else None,
        senior_leader=senior_leader,
    )
    audit.record(by, "added a post", post)
    return post


def hold(post: Post, person: Person, since: date, by: Actor, acting: bool = False) -> Holding:
    """Put a person in a post. Nobody holds it beside another unless one of them is acting."""
    if not acting and queries.substantive_holding(post, since):
        raise Refused(f"Somebody else holds {post.title} on that day. End that holding first.")
    holding = Holding(post_id=post.id, person_id=person.id, since=since, acting=acting)
    audit.record(by, "gave a post", holding, post.organisation_id, post=post.id, person=person.id)
    return holding


def end_holding(holding: Holding, until: date, by: Actor) -> None:
    post = db.session.get_one(Post, holding.post_id)
    if until < holding.since:
        raise Refused("A holding cannot end before it began", field="until")
    holding.until = until
    audit.record(by, "ended a holding", holding, post.organisation_id, until=until.isoformat())


def delegate(holding: Holding, person: Person, since: date, by: Actor) -> Delegation:
    """Let somebody draft on behalf of a post's holder. They cannot submit."""
    if person.id == holding.person_id:
        raise Refused("Name somebody other than the holder")
    delegation = Delegation(holding_id=holding.id, person_id=person.id, since=since)
    audit.record(by, "named a delegate", delegation, holding=holding.id, person=person.id)
    return delegation


def grant(
    person: Person,
    role: Role,
    place: Organisation | Network | Panel,
    since: date,
    by: Actor,
    until: date | None = None,
) -> Grant:
    """Give a person a role in a place. An administrator's has no end."""
    if role is Role.ADMINISTRATOR and until:
        raise Refused("An administrator's role is given without an end", field="until")
    if until and until < since:
        raise Refused("The last day must be on or after the first", field="until")
    if not person.active:
        raise Refused("This person has left. A role is given to somebody who is here.", "email")
    queries.hold_place(place)
    if queries.grants_overlapping(person, role, place, since, until):
        raise Refused(f"They have the role {role} here already", field="role")
    given = Grant(
        person_id=person.id,
        role=role.value,
        since=since,
        until=until,
        given_by_id=by.person_id,
        **{f"{place.__tablename__}_id": place.id},
    )
    audit.record(by, "gave a role", given, role=role.value, person=person.id)
    return given


def end_grant(given: Grant, until: date, by: Actor) -> None:
    """End a role: from the day `until` it counts no more. One that never counted is taken back.

    An organisation never loses its last administrator, also when two remove each other at once:
    whoever ends a role holds its place until that is done, and then looks again.
    """
    found = queries.grant_to_change(given)
    if found is None or (found.until and found.until < until):
        raise Refused("This role has ended already")
    counts = given.role == Role.ADMINISTRATOR and given.since <= until
    if counts and not queries.other_administrators(given, until):
        place = db.session.get_one(Organisation, given.organisation_id)
        raise Refused(
            f"This is the last administrator of {place.name}. Give somebody else the role first."
        )
    audit.record(by, "ended a role", given, role=given.role, person=given.person_id)
    if given.since < until:
        given.until = until - timedelta(days=1)
    else:
        db.session.delete(given)
    db.session.flush()
