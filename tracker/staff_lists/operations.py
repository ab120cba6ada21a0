"""Bringing in a list of people and posts: all of it or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.exc import IntegrityError

from tracker import audit, uploads
from tracker.accounts.models import Grant, Holding, Person, Post
from tracker.accounts.queries import hold_place
from tracker.accounts.reviewing import Node
from tracker.audit import Actor
from tracker.errors import OutOfDate, Refused
from tracker.extensions import db, insert_all
from tracker.mail import operations as mail
from tracker.organisations.models import Organisation
from tracker.permissions import Role
from tracker.signing_in.operations import invite_newcomers
from tracker.staff_lists import queries
from tracker.staff_lists.preview import Preview
from tracker.staff_lists.reading import Reading
from tracker.uploads import Upload

CHANGED = OutOfDate(
    "People or posts have changed since you looked. This is what the list would do now."
)


@dataclass(frozen=True)
class Chosen:
    """A list that somebody looked at, and what they decided."""

    upload: Upload
    reading: Reading
    seen: str  # the fingerprint of what they were shown
    invite: bool


def accept(
    organisation: Organisation, chosen: Chosen, today: date, by: Actor, now: datetime
) -> str:
    """Bring a list in, ask the new people in where that was wished, and let the file go. Gives
    what was done in words."""
    done, new = bring_in(organisation, chosen.reading, chosen.seen, today, by)
    if chosen.invite:
        ask_in(new, organisation, by, now)
    uploads.throw_away(chosen.upload, by)
    posts = len(done.steps_that("is_new_post"))
    audit.record(by, "accepted a file", organisation, sha256=chosen.upload.sha256)
    return f"Brought in: {len(new):,} people and {posts:,} posts are new"


def bring_in(
    organisation: Organisation, reading: Reading, seen: str, today: date, by: Actor
) -> tuple[Preview, list[int]]:
    """Do what a list says, if that is what was shown. Gives the ids of the people who are new.

    Things are made kind by kind and not row by row, and without an object for each, so that a long
    list takes no longer than it must.
    """
    hold_place(organisation)
    preview = queries.preview_of(organisation, reading, today)
    if preview.faults:
        raise Refused("Mend the faults in the file first. Nothing was changed.")
    if preview.seen != seen:
        raise CHANGED
    if not preview.does_something:
        raise Refused("The list says what is here already. There is nothing to bring in.")
    people, new = _people(organisation, preview, today, by)
    posts = _posts(organisation, preview, by)
    _end_holdings(organisation, preview, by)
    _begin_holdings(organisation, preview, people, posts, by)
    counts = {
        "new_people": len(new),
        "new_posts": len(preview.steps_that("is_new_post")),
        "begun": len(preview.steps_that("begins")),
        "brought_in_line": len(preview.in_line),
    }
    audit.record(by, "brought in a staff list", organisation, **counts)
    db.session.expire_all()  # much was changed without an object for each
    return preview, new


def ask_in(new: Sequence[int], organisation: Organisation, by: Actor, now: datetime) -> None:
    """Send the new people of a list their invitations."""
    invite_newcomers(new, organisation.id, by, now)
    audit.record(by, "invited people of a staff list", organisation, people=len(new))


def _people(
    organisation: Organisation, preview: Preview, today: date, by: Actor
) -> tuple[dict[str, int], list[int]]:
    """Everybody on the list by address: the new ones, who become staff members, and the known."""
    people = {step.entry.email: step.person.id for step in preview.steps if step.person}
    renamed = {
        step.person.id: step.entry.name for step in preview.steps if step.person and step.is_renamed
    }
    for person_id, person in queries.people_by_id(list(renamed)).items():
        person.name = renamed[person_id]
    db.session.flush()
    audit.record_all(by, "changed a name", Person, _nothing_more(renamed), organisation.id)
    named = {step.entry.email: step.entry.name for step in preview.steps_that("is_new_person")}
    home = {"organisation_id": organisation.id}
    rows = [{"email": email, "name": name, **home} for email, name in named.items()]
    try:
        with db.session.begin_nested():
            new = insert_all(Person, rows)
    except IntegrityError:  # somebody else was quicker with one of the addresses
        raise CHANGED from None
    audit.record_all(by, "added a person", Person, _nothing_more(new), organisation.id)
    _make_staff_members(organisation, new, today, by)
    return people | dict(zip(named, new, strict=True)), new


def _make_staff_members(
    organisation: Organisation, people: Sequence[int], today: date, by: Actor
) -> None:
    role = str(Role.STAFF_MEMBER)
    alike = {"role": role, "organisation_id": organisation.id, "since": today}
    alike |= {"given_by_id": by.person_id}
    grants = insert_all(Grant, [{**alike, "person_id": id_} for id_ in people])
    given = zip(grants, people, strict=True)
    told = {grant: {"role": role, "person": person} for grant, person in given}
    audit.record_all(by, "gave a role", Grant, told, organisation.id)


def _posts(organisation: Organisation, preview: Preview, by: Actor) -> dict[str, int]:
    """Every post of the list by its folded title: made where it is new, and put in line."""
    steps = preview.steps_that("is_new_post")
    rows = [
        {
            "organisation_id": organisation.id,
            "title": step.entry.post,
            "senior_leader": bool(step.entry.senior_leader),
        }
        for step in steps
    ]
    titles = [step.entry.post.casefold() for step in steps]
    new = dict(zip(titles, insert_all(Post, rows), strict=True))
    lines = [
        {"post": new[title], "line": _id_of(step.line, new)}
        for title, step in zip(titles, steps, strict=True)
        if step.line
    ]
    if lines:
        answer = update(Post).where(Post.id == bindparam("post"))
        db.session.connection().execute(answer.values(line_post_id=bindparam("line")), lines)
    audit.record_all(by, "added a post", Post, _nothing_more(new.values()), organisation.id)
    _change_posts(organisation, preview, new, by)
    here = {step.entry.post.casefold(): step.post.id for step in preview.steps if step.post}
    return here | new


def _change_posts(
    organisation: Organisation, preview: Preview, new: Mapping[str, int], by: Actor
) -> None:
    changed = {step.post.id: step for step in preview.steps if step.post and step.is_changed_post}
    posts = queries.posts_by_id(organisation) if changed else {}
    for post_id, step in changed.items():
        if step.line is not None:
            posts[post_id].line_post_id = _id_of(step.line, new)
        if step.seniority is not None:
            posts[post_id].senior_leader = step.seniority
    db.session.flush()
    audit.record_all(by, "changed a post", Post, _nothing_more(changed), organisation.id)


def _id_of(node: Node, new: Mapping[str, int]) -> int:
    return new[node] if isinstance(node, str) else node


def _end_holdings(organisation: Organisation, preview: Preview, by: Actor) -> None:
    """Whoever takes up another post leaves the one before on the eve."""
    days = {
        step.ends.id: step.entry.since - timedelta(days=1)
        for step in preview.steps
        if step.ends and step.entry.since
    }
    for id_, holding in queries.holdings_by_id(days).items():
        holding.until = days[id_]
    db.session.flush()
    told = {id_: {"until": str(until)} for id_, until in days.items()}
    audit.record_all(by, "ended a holding", Holding, told, organisation.id)


def _begin_holdings(
    organisation: Organisation,
    preview: Preview,
    people: Mapping[str, int],
    posts: Mapping[str, int],
    by: Actor,
) -> None:
    rows = [
        {
            "post_id": posts[step.entry.post.casefold()],
            "person_id": people[step.entry.email],
            "since": step.entry.since,
        }
        for step in preview.steps_that("begins")
    ]
    begun = zip(insert_all(Holding, rows), rows, strict=True)
    told = {id_: {"post": row["post_id"], "person": row["person_id"]} for id_, row in begun}
    audit.record_all(by, "gave a post", Holding, told, organisation.id)
    known: dict[int, dict[str, int | str]] = {
        step.person.id: {} for step in preview.steps_that("begins") if step.person
    }
    mail.post_all("given_post", by, known)  # the new ones are asked in


def _nothing_more(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What the record says of acts on these things beside the acts."""
    return {id_: {} for id_ in ids}
