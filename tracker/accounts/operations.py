"""People, and the posts and roles that say what a person may do."""

from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from tracker import audit
from tracker.accounts import passwords, queries
from tracker.accounts.models import Delegation, Grant, Holding, Person, Post
from tracker.audit import COMMAND_LINE, Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail.operations import post as write_to
from tracker.organisations.models import Network, Organisation, Panel
from tracker.pages import day
from tracker.permissions import Role

SAME_TITLE = (
    "An open post here has this title already. Give this one a title that tells them apart, such as"
    " Non-executive director (finance)."
)
CLOSED_LINE = "The post that it is to answer to is closed. Choose an open one."
YEAR = timedelta(days=366)


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
    """Make a post, whose title tells it from every other open one of the organisation."""
    queries.lock(organisation)
    if queries.open_post_titled(organisation.id, title):
        raise Refused(SAME_TITLE, field="title")
    if line_post:
        queries.lock(line_post)
        if line_post.closed_on:
            raise Refused(CLOSED_LINE, field="line_post_id")
    post = Post(
        organisation_id=organisation.id,
        title=title,
        line_post_id=line_post.id if line_post else None,
        senior_leader=senior_leader,
    )
    audit.record(by, "added a post", post)
    return post


def hold(
    post: Post,
    person: Person,
    since: date,
    by: Actor,
    acting: bool = False,
    until: date | None = None,
    today: date | None = None,
) -> Holding:
    """Put a person in a post. Nobody holds it beside another unless one of them is acting.

    Without `today`, for what is told of the past, the first day may be any day.
    """
    queries.lock(post)
    if post.closed_on:
        raise Refused("This post is closed. Reopen it before you put somebody in it.")
    if not person.active:
        raise Refused("This person’s account is closed. Open it first.", field="email")
    if today and since > today + YEAR:
        raise Refused("The first day must be within a year from today", field="since")
    if until and until < since:
        raise Refused("The last day cannot be before the first", field="until")
    holding = Holding(post_id=post.id, person_id=person.id, since=since, until=until, acting=acting)
    _refuse_overlap(holding, until, "since")
    try:
        with db.session.begin_nested():
            details = {"post": post.id, "person": person.id, "acting": acting}
            audit.record(by, "gave a post", holding, post.organisation_id, **details)
            _tell("given_post", person, by)
    except IntegrityError as clash:
        raise Refused(
            "Somebody else was put in this post a moment ago. Look at the post again."
        ) from clash
    return holding


def _refuse_overlap(holding: Holding, until: date | None, field: str) -> None:
    """No two hold a post on the same day unless one of them acts, and nobody holds it twice."""
    for other, name in queries.holdings_beside(holding.post_id, holding.since, until):
        last = f"to {day(other.until)}" if other.until else "with no last day"
        dates = f"from {day(other.since)} {last}"
        if other.id == holding.id:
            continue
        if other.person_id == holding.person_id:
            raise Refused(f"{name} holds this post already, {dates}.", field=field)
        if not (holding.acting or other.acting):
            raise Refused(
                f"{name} holds this post {dates}. Two people hold a post on the same day only where"
                " one of them is acting. End that holding first, or choose other days.",
                field=field,
            )


def end_holding(holding: Holding, until: date, by: Actor, today: date | None = None) -> None:
    """Say which day of a holding is the last. Nobody drafts for its holder after that.

    Without `today`, for what is told of the past, one that is over may still be corrected.
    """
    post = db.session.get_one(Post, holding.post_id)
    queries.lock(post)
    db.session.refresh(holding, ["since", "until"])
    if today and holding.until and holding.until < today:
        raise Refused(f"This holding ended on {day(holding.until)}")
    if until < holding.since:
        raise Refused("A holding cannot end before it began", field="until")
    if today and until > today + YEAR:
        raise Refused("The last day must be within a year from today", field="until")
    if holding.until and until > holding.until:
        _refuse_overlap(holding, until, "until")
    holding.until = until
    for delegation in queries.delegations_after(holding.id, until):
        delegation.until = max(until, delegation.since)
    audit.record(by, "ended a holding", holding, post.organisation_id, until=until.isoformat())


def delegate(holding: Holding, person: Person, since: date, by: Actor) -> Delegation:
    """Let somebody draft on behalf of a post's holder. They cannot submit."""
    post = db.session.get_one(Post, holding.post_id)
    queries.lock(post)
    db.session.refresh(holding, ["since", "until"])
    if person.id == holding.person_id:
        raise Refused("Name somebody other than the holder", field="email")
    if since < holding.since or (holding.until and holding.until < since):
        raise Refused("Somebody drafts for a holder only while they hold the post")
    before = queries.delegations_to(holding.id, person.id)
    if any(each.until is None or each.until >= since for each in before):
        raise Refused(f"{person.name} drafts for this post already", field="email")
    # Named, taken back and named again on one day, it is the same naming.
    delegation = next((each for each in before if each.since == since), None) or Delegation(
        holding_id=holding.id, person_id=person.id, since=since
    )
    delegation.until = None
    named = {"holding": holding.id, "person": person.id}
    audit.record(by, "named a delegate", delegation, post.organisation_id, **named)
    _tell("given_delegation", person, by)
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
    if isinstance(place, Network) and role is Role.NETWORK_OFFICER:
        place.has_had_an_officer = True
    if isinstance(place, Panel):
        place.has_had_a_member = True
    audit.record(by, "gave a role", given, role=role.value, person=person.id)
    _tell("given_role", person, by)
    return given


def _tell(template: str, person: Person, by: Actor) -> None:
    """Write to whoever was given something, by a person or a command. A demonstration that is
    made, and what the service does by itself, tells nobody."""
    if by.person_id or by == COMMAND_LINE:
        write_to(template, person.id, by)


def end_grant(given: Grant, until: date, by: Actor, today: date | None = None) -> None:
    """End a role: from the day `until` it counts no more. One that never counted is taken back.
    With `until` in the past, `today` is the day on which others have to be there.

    An organisation never loses its last administrator, also when two remove each other at once:
    whoever ends a role holds its place until that is done, and then looks again.
    """
    found = queries.grant_to_change(given)
    if found is None or (found.until and found.until < until):
        raise Refused("This role has ended already")
    day = max(until, today or until)
    counts = given.role == Role.ADMINISTRATOR and given.since <= day
    if counts and not queries.other_administrators(given, day):
        place = db.session.get_one(Organisation, given.organisation_id)
        raise Refused(
            f"This is the last administrator of {place.name}. Give somebody else the role first."
        )
    audit.record(by, "ended a role", given, role=given.role, person=given.person_id)
    if given.since >= until and given.since > (today or until):
        db.session.delete(given)
    else:
        given.end_before(until)
    db.session.flush()
