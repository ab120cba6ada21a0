"""Which programmes there are, whom leaders have told of, and what the register counts."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from tracker.accounts.models import Person
from tracker.duties import Duty
from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.mentoring.queries import above, open_programmes, regions_of
from tracker.mentoring.states import LIVE, State, Track
from tracker.organisations.models import Organisation
from tracker.organisations.queries import below
from tracker.pages import LONDON
from tracker.pairings.models import Meeting, Pairing, PairingEvent
from tracker.permissions import Role, Standing
from tracker.register import counting
from tracker.register.counting import Count, Pair, Step
from tracker.register.models import KEPT_DAYS, LocalClaim, PublishedCount

COMING = timedelta(days=30)


# Programmes.


def programmes_of(organisation_id: int, words: str, today: date) -> Select:
    """The programmes of an organisation and of those below it, with whose each is."""
    query = (
        select(Programme, Organisation.name)
        .join(Organisation, Organisation.id == Programme.organisation_id)
        .where(Programme.organisation_id.in_(below([organisation_id], today)[organisation_id]))
    )
    for word in words.split()[:10]:
        named = (func.lower(column).contains(word.lower(), autoescape=True) for column in NAMED)
        query = query.where(or_(*named))
    return query


NAMED = (Programme.title, Organisation.name)


def kinds(today: date) -> dict[str, ColumnElement[bool]]:
    """What the list can be asked to show."""
    is_open = or_(Programme.closed_on.is_(None), Programme.closed_on >= today)
    return {
        "open": is_open,
        "review": and_(is_open, or_(Programme.review_on.is_(None), Programme.review_on <= today)),
        "closed": Programme.closed_on < today,
        "all": Programme.id.is_not(None),
    }


def counts(query: Select, today: date) -> dict[str, int]:
    rows = query.subquery()
    chosen = {
        name: func.count(Programme.id).filter(condition) for name, condition in kinds(today).items()
    }
    asked = select(*chosen.values()).where(Programme.id.in_(select(rows.c.id)))
    return dict(zip(chosen, db.session.execute(asked).one(), strict=True))


def programme(programme_id: int) -> Programme | None:
    return db.session.get(Programme, programme_id, options=Programme.loaded_with)


# Local arrangements.


def has_told_of(programme_id: int, leader_id: int, email: str) -> bool:
    """Whether a leader has told of this colleague, taken back or denied since or not."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    LocalClaim.leader_id == leader_id,
                    LocalClaim.email == email,
                    LocalClaim.pairing_id == Pairing.id,
                    Pairing.programme_id == programme_id,
                )
            )
        )
    )


def how_many_told_of(programme_id: int, leader_id: int) -> int:
    """Those that nobody confirmed, and the leader's live pairs."""
    waiting = select(LocalClaim.pairing_id).where(
        LocalClaim.taken_back_at.is_(None),
        Pairing.state.in_([State.CLAIMED, State.DECLINED]),
        LocalClaim.pairing_id == Pairing.id,
    )
    return (
        db.session.scalar(
            select(func.count(Pairing.id)).where(
                Pairing.programme_id == programme_id,
                Pairing.leader_id == leader_id,
                or_(Pairing.state.in_([*LIVE]), exists(waiting)),
            )
        )
        or 0
    )


def told_by(leader_id: int) -> list[LocalClaim]:
    """Whom a leader has told of and has not taken back, the latest first."""
    mine = LocalClaim.leader_id == leader_id, LocalClaim.taken_back_at.is_(None)
    return _claims(*mine)


def told_of(email: str) -> list[LocalClaim]:
    """What somebody with this address has not answered."""
    return _claims(LocalClaim.email == email, *_waits())


def _waits() -> tuple[ColumnElement[bool], ...]:
    return LocalClaim.answered_at.is_(None), LocalClaim.taken_back_at.is_(None)


def _claims(*which: ColumnElement[bool]) -> list[LocalClaim]:
    return list(
        db.session.scalars(
            select(LocalClaim)
            .where(*which)
            .options(*LocalClaim.loaded_with)
            .order_by(LocalClaim.id.desc())
        )
    )


def claim_for(claim_id: int, email: str) -> LocalClaim | None:
    """The arrangement with this number, for whom it names; for nobody else."""
    return next(iter(_claims(LocalClaim.id == claim_id, LocalClaim.email == email)), None)


def own_claim(claim_id: int, leader_id: int) -> LocalClaim | None:
    named = LocalClaim.id == claim_id, LocalClaim.leader_id == leader_id
    return next(iter(_claims(*named)), None)


def claim_with_secret(token_hash: str, now: datetime) -> LocalClaim | None:
    good = LocalClaim.token_hash == token_hash, LocalClaim.expires_at > now, *_waits()
    return next(iter(_claims(*good)), None)


def without_account(emails: Collection[str]) -> set[str]:
    """Those of the addresses that nobody with an account has."""
    known = select(Person.email).where(Person.email.in_(emails), Person.active)
    return set(emails) - set(db.session.scalars(known)) if emails else set()


def to_write_to() -> list[LocalClaim]:
    """Those of which the colleague was not asked yet and has an account by now."""
    with_account = exists().where(Person.email == LocalClaim.email, Person.active)
    return _claims(LocalClaim.sent_at.is_(None), with_account, *_waits())


def too_old(now: datetime) -> list[LocalClaim]:
    """Those that nobody confirmed in time, the denied ones among them."""
    return _claims(
        LocalClaim.told_at < now - timedelta(days=KEPT_DAYS),
        LocalClaim.taken_back_at.is_(None),
        LocalClaim.pairing_id == Pairing.id,
        Pairing.state.in_([State.CLAIMED, State.DECLINED]),
    )


def to_join(places: Collection[int], home: int | None, today: date) -> list[tuple[Programme, int]]:
    """The open programmes that cover any of these places, each with the place to join it at:
    the person's own where that is one."""
    ups = above(places, today)
    found = []
    for each in open_programmes(places, today):
        covered = sorted(id_ for id_ in places if each.organisation_id in ups[id_])
        found.append((each, home if home in covered else covered[0]))
    return found


# The count.


def counted(programme: Programme, as_at: date) -> Count:
    """The count of a programme as at the end of a day. Five questions for any number of pairs."""
    return counting.count(_pairs(programme, as_at), _steps(programme.id), as_at)


def _pairs(programme: Programme, as_at: date) -> list[Pair]:
    rows = db.session.execute(
        select(
            Pairing.id,
            Pairing.leader_id,
            Pairing.track,
            Pairing.began_on,
            Pairing.leader_organisation_id,
        ).where(Pairing.programme_id == programme.id)
    ).all()
    regions = regions_of({row.leader_organisation_id for row in rows}, as_at)
    met = _met(programme.id)
    return [
        Pair(
            id=row.id,
            leader_id=row.leader_id,
            track=Track(row.track),
            existing=row.began_on is not None and row.began_on < programme.launched_on,
            region=regions[row.leader_organisation_id],
            met=tuple(met[row.id]),
        )
        for row in rows
    ]


def _met(programme_id: int) -> dict[int, list[date]]:
    """The days on which each pair met, as both say."""
    rows = db.session.execute(
        select(Meeting.pairing_id, Meeting.held_on)
        .join(Pairing, Pairing.id == Meeting.pairing_id)
        .where(
            Pairing.programme_id == programme_id,
            Meeting.state == "held",
            Meeting.leader_said.is_(True),
            Meeting.mentee_said.is_(True),
            Meeting.held_on.is_not(None),
        )
    )
    met: dict[int, list[date]] = defaultdict(list)
    for pairing_id, held_on in rows:
        assert held_on
        met[pairing_id].append(held_on)
    return met


def _steps(programme_id: int) -> Iterator[Step]:
    rows = db.session.execute(
        select(PairingEvent.pairing_id, PairingEvent.on, PairingEvent.state)
        .join(Pairing, Pairing.id == PairingEvent.pairing_id)
        .where(Pairing.programme_id == programme_id)
        .order_by(PairingEvent.id)
    )
    return (Step(row.pairing_id, row.on, State(row.state)) for row in rows)


def content_of(
    programme: Programme, counted: Count, before: PublishedCount | None
) -> dict[str, Any]:
    """What anybody may see of a count, beside the one that was published before."""
    told = {
        "id": programme.id,
        "title": programme.title,
        "target": programme.target,
        "launched_on": programme.launched_on.isoformat(),
    }
    return counting.published(counted, told, before.content if before else None)


def by_region(counted: Count) -> list[tuple[str, tuple[int, ...]]]:
    return [(counting.region_code(name), ids) for name, ids in counted.regions.items()]


def latest_published(programme_id: int) -> PublishedCount | None:
    return db.session.scalar(
        select(PublishedCount)
        .where(PublishedCount.programme_id == programme_id)
        .order_by(PublishedCount.id.desc())
        .limit(1)
    )


def all_published(programme_id: int) -> Select:
    return select(PublishedCount).where(PublishedCount.programme_id == programme_id)


def published_with_hash(programme_id: int, sha256: str) -> PublishedCount | None:
    return db.session.scalar(all_published(programme_id).where(PublishedCount.sha256 == sha256))


def how_many(query: Select) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def pairings_of(ids: Collection[int]) -> Select:
    """Pairs by their numbers, with dates and states and nobody's name."""
    return select(Pairing.id, Pairing.track, Pairing.state, Pairing.since, Pairing.began_on).where(
        Pairing.id.in_(ids)
    )


# What is owed.


def duties_of(standing: Standing, today: date) -> list[Duty]:
    """Programmes whose positive-action record is to be looked at, and arrangements to answer."""
    return [*_reviews(standing, today), *_answers(standing)]


def _reviews(standing: Standing, today: date) -> list[Duty]:
    run = [id_ for id_, roles in standing.roles.items() if Role.LEADERSHIP_CENTRE in roles]
    if not run:
        return []
    due = select(Programme.id, Programme.title, Programme.review_on, Programme.launched_on).where(
        Programme.organisation_id.in_(run),
        or_(Programme.closed_on.is_(None), Programme.closed_on >= today),
        or_(Programme.review_on.is_(None), Programme.review_on <= today + COMING),
    )
    return [_review(*row, today) for row in db.session.execute(due)]


def _review(id_: int, title: str, review_on: date | None, launched_on: date, today: date) -> Duty:
    on = review_on or launched_on
    return Duty(
        kind="due" if on <= today else "coming",
        verb="Review" if review_on else "Write",
        thing=f"the positive-action record of {title}",
        endpoint="register.edit_positive_action",
        values={"mentoring_programme_id": id_},
        due=on,
    )


def _answers(standing: Standing) -> list[Duty]:
    own = select(Person.email).where(Person.id == standing.person_id).scalar_subquery()
    return [
        Duty(
            kind="answer",
            verb="Say",
            thing=f"whether {told.pairing.leader.name} mentors you",
            endpoint="register.answer_claim",
            values={"local_claim_id": told.id},
            due=told.told_at.astimezone(LONDON).date(),
        )
        for told in _claims(LocalClaim.email == own, *_waits())
    ]
