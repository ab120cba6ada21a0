"""Bringing in a list of people and posts: all of it or nothing."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from tracker import audit
from tracker.accounts.models import Grant, Holding, Person, Post
from tracker.accounts.queries import hold_place
from tracker.audit import Actor, AuditEntry
from tracker.errors import OutOfDate, Refused
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.permissions import Role
from tracker.signing_in.operations import invite
from tracker.staff_lists import queries
from tracker.staff_lists.preview import Preview, Step
from tracker.staff_lists.reading import Reading

CHANGED = OutOfDate(
    "People or posts have changed since you looked. This is what the list would do now."
)


def bring_in(
    organisation: Organisation, reading: Reading, seen: str, today: date, by: Actor
) -> tuple[Preview, list[Person]]:
    """Do what a list says, if that is what was shown. Gives the people who are new.

    Things are made kind by kind and not row by row, so that a long list takes no longer than
    it must.
    """
    hold_place(organisation)
    preview = queries.preview_of(organisation, reading, today)
    if preview.faults:
        raise Refused("Mend the faults in the file first. Nothing was changed.")
    if preview.seen != seen:
        raise CHANGED
    if not preview.does_something:
        raise Refused("The list says what is here already. There is nothing to bring in.")
    people = _people(organisation, preview, today, by)
    posts = _posts(organisation, preview, by)
    _end_holdings(organisation, preview, by)
    _begin_holdings(organisation, preview, people, posts, by)
    new = [people[step.entry.email] for step in preview.steps_that("is_new_person")]
    counts = {
        "new_people": len(new),
        "new_posts": len(preview.steps_that("is_new_post")),
        "begun": len(preview.steps_that("begins")),
    }
    audit.record(by, "brought in a staff list", organisation, **counts)
    return preview, new


def ask_in(people: Iterable[Person], organisation: Organisation, by: Actor, now: datetime) -> None:
    """Send the new people of a list their invitations."""
    invited = [invite(person, by, now) for person in people]
    audit.record(by, "invited people of a staff list", organisation, people=len(invited))


def _people(
    organisation: Organisation, preview: Preview, today: date, by: Actor
) -> dict[str, Person]:
    """Everybody on the list by address: the new ones added as staff members, the known renamed."""
    known = queries.people_by_id([step.person.id for step in preview.steps if step.person])
    people = {step.entry.email: known[step.person.id] for step in preview.steps if step.person}
    renamed = preview.steps_that("is_renamed")
    for step in renamed:
        people[step.entry.email].name = step.entry.name
    _write_down(audit.entry_of(by, "changed a name", people[step.entry.email]) for step in renamed)
    new = [
        Person(email=step.entry.email, name=step.entry.name, organisation_id=organisation.id)
        for step in preview.steps_that("is_new_person")
    ]
    try:
        with db.session.begin_nested():
            db.session.add_all(new)
    except IntegrityError:  # somebody else was quicker with one of the addresses
        raise CHANGED from None
    _write_down(audit.entry_of(by, "added a person", person) for person in new)
    _make_staff_members(organisation, new, today, by)
    return people | {person.email: person for person in new}


def _make_staff_members(organisation, people, today, by):
    role = str(Role.STAFF_MEMBER)
    place = {"organisation_id": organisation.id, "since": today, "given_by_id": by.person_id}
    grants = [Grant(person_id=person.id, role=role, **place) for person in people]
    _keep(grants)
    _write_down(
        audit.entry_of(by, "gave a role", given, role=role, person=given.person_id)
        for given in grants
    )


def _posts(organisation: Organisation, preview: Preview, by: Actor) -> dict[str, Post]:
    """Every post of the list by its folded title: made where it is new, and put in line."""
    known = queries.posts_by_id(organisation)
    posts = {step.entry.post.casefold(): known[step.post.id] for step in preview.steps if step.post}
    new = {
        step.entry.post.casefold(): Post(
            organisation_id=organisation.id,
            title=step.entry.post,
            senior_leader=bool(step.entry.senior_leader),
        )
        for step in preview.steps_that("is_new_post")
    }
    _keep(new.values())
    posts |= new
    changed = preview.steps_that("is_changed_post")
    for step in (*preview.steps_that("is_new_post"), *changed):
        post = posts[step.entry.post.casefold()]
        if step.line is not None:
            post.line_post_id = new[step.line].id if isinstance(step.line, str) else step.line
        if step.seniority is not None:
            post.senior_leader = step.seniority
    db.session.flush()
    _write_down(audit.entry_of(by, "added a post", post) for post in new.values())
    _write_down(
        audit.entry_of(by, "changed a post", posts[step.entry.post.casefold()]) for step in changed
    )
    return posts


def _end_holdings(organisation: Organisation, preview: Preview, by: Actor) -> None:
    """Whoever takes up another post leaves the one before on the eve."""
    days = {
        step.ends.id: step.entry.since - timedelta(days=1)
        for step in preview.steps
        if step.ends and step.entry.since
    }
    holdings = queries.holdings_by_id(days)
    for id_, until in days.items():
        holdings[id_].until = until
    db.session.flush()
    _write_down(
        audit.entry_of(by, "ended a holding", holding, organisation.id, until=str(holding.until))
        for holding in holdings.values()
    )


def _begin_holdings(
    organisation: Organisation,
    preview: Preview,
    people: dict[str, Person],
    posts: dict[str, Post],
    by: Actor,
) -> None:
    def begun(step: Step) -> Holding:
        post, person = posts[step.entry.post.casefold()], people[step.entry.email]
        return Holding(post_id=post.id, person_id=person.id, since=step.entry.since)

    holdings = [begun(step) for step in preview.steps_that("begins")]
    _keep(holdings)
    _write_down(
        audit.entry_of(
            *(by, "gave a post", each, organisation.id), post=each.post_id, person=each.person_id
        )
        for each in holdings
    )


def _keep(things: Iterable) -> None:
    db.session.add_all(things)
    db.session.flush()


def _write_down(entries: Iterable[AuditEntry]) -> None:
    """All at once, for nobody asks which number each has."""
    db.session.bulk_save_objects(list(entries))
