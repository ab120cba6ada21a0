"""People, and the posts and roles that say what a person may do."""

from datetime import date, timedelta

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
    if queries.person_with_email(email):
        raise Refused("Somebody already has this e-mail address", field="email")
    person = Person(
        name=name.strip(),
        email=email.strip().lower(),
        password_hash=passwords.hashed(password) if password else None,
        organisation_id=organisation.id if organisation else None,
    )
    audit.record(by, "added a person", person)
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
        raise Refused("An administrator's role is given without an end")
    given = Grant(
        person_id=person.id,
        role=role.value,
        since=since,
        until=until,
        given_by_id=by.person_id,
        **{f"{place.__tablename__}_id": place.id},
    )
    if isinstance(place, Network) and role is Role.NETWORK_OFFICER:
        place.has_had_an_officer = True
    if isinstance(place, Panel):
        place.has_had_a_member = True
    audit.record(by, "gave a role", given, role=role.value, person=person.id)
    return given


def end_grant(given: Grant, until: date, by: Actor) -> None:
    """End a role, unless that would leave an organisation with no administrator."""
    if given.role == Role.ADMINISTRATOR and not queries.other_administrators(given, until):
        raise Refused("This is the last administrator. Give somebody else the role first.")
    given.until = until - timedelta(days=1)
    audit.record(by, "ended a role", given, role=given.role, person=given.person_id)
