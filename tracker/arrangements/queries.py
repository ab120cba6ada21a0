"""Whom leaders have told of, and who has not answered yet."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Person
from tracker.arrangements.models import KEPT_DAYS, LocalClaim
from tracker.duties import Duty
from tracker.extensions import db
from tracker.mentoring.directions import words_of
from tracker.mentoring.models import Programme
from tracker.mentoring.queries import above, open_above
from tracker.mentoring.states import CONFIRMED, LIVE, State
from tracker.organisations.queries import with_words
from tracker.pages import LONDON
from tracker.pairings.models import Pairing
from tracker.permissions import Standing


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


def partners_of(programme_id: int, leader_id: int) -> frozenset[str]:
    """The addresses of those whom a leader mentors in a programme, as both have said."""
    return frozenset(
        db.session.scalars(
            select(Person.email)
            .join(Pairing, Pairing.mentee_id == Person.id)
            .where(
                Pairing.programme_id == programme_id,
                Pairing.leader_id == leader_id,
                Pairing.state.in_([*CONFIRMED]),
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


def _waits() -> tuple[ColumnElement[bool], ...]:
    return LocalClaim.answered_at.is_(None), LocalClaim.taken_back_at.is_(None)


CLAIMS = select(LocalClaim).options(*LocalClaim.loaded_with).order_by(LocalClaim.id.desc())
# Asked for what everybody owes, so it is put together once.
TOLD_OF = CLAIMS.join(Person, Person.email == LocalClaim.email).where(
    Person.id == bindparam("person_id"), *_waits()
)


def told_by(leader_id: int) -> list[LocalClaim]:
    """Whom a leader has told of and has not taken back, the latest first."""
    mine = LocalClaim.leader_id == leader_id, LocalClaim.taken_back_at.is_(None)
    return _claims(*mine)


def told_of(email: str) -> list[LocalClaim]:
    """What somebody with this address has not answered."""
    return _claims(LocalClaim.email == email, *_waits())


def _claims(*which: ColumnElement[bool]) -> list[LocalClaim]:
    return list(db.session.scalars(CLAIMS.where(*which)))


def has_confirmed(claim_id: int, person_id: int) -> bool:
    """Whether this person has said that it is so."""
    theirs = LocalClaim.id == claim_id, Pairing.mentee_id == person_id
    joined = LocalClaim.pairing_id == Pairing.id
    return bool(db.session.scalar(select(exists().where(joined, *theirs))))


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
    for each in open_above(ups, today):
        covered = sorted(id_ for id_ in places if each.organisation_id in ups[id_])
        found.append((each, home if home in covered else covered[0]))
    return found


def duties_of(standing: Standing, _today: date) -> list[Duty]:
    """What a leader told of this person, until they have answered; shut as their mentoring is."""
    if not standing.confirmed:
        return []
    told_of_them = db.session.scalars(TOLD_OF, {"person_id": standing.person_id})
    return [_to_answer(told) for told in told_of_them]


def _to_answer(told: LocalClaim) -> Duty:
    words = words_of(told.pairing.programme.direction)
    return Duty(
        kind="answer",
        verb="Say",
        thing=words.to_say.format(leader=told.pairing.leader.name),
        endpoint="arrangements.answer_claim",
        values={"local_claim_id": told.id},
        due=told.told_at.astimezone(LONDON).date(),
    )


# For the Leadership Centre.


class Arrangement(NamedTuple):
    """A row of the list: what was told of, who confirmed it, and how it stands."""

    told_at: datetime
    sent_at: datetime | None
    id: int  # of the pair
    began_on: date | None
    leader_id: int
    leader: str
    colleague_id: int | None
    colleague: str | None
    standing: str


def arrangements_in(programme_id: int, words: str) -> Select:
    """The local arrangements of a programme, of leaders with these words in their name. Each row
    is an Arrangement."""
    colleague = aliased(Person)
    return (
        select(
            LocalClaim.told_at,
            LocalClaim.sent_at,
            Pairing.id,
            Pairing.began_on,
            Pairing.leader_id,
            Person.name,
            Pairing.mentee_id,
            colleague.name,
            standing_in_words().label("standing"),
        )
        .join(Pairing, Pairing.id == LocalClaim.pairing_id)
        .join(Person, Person.id == Pairing.leader_id)
        .outerjoin(colleague, colleague.id == Pairing.mentee_id)
        .where(Pairing.programme_id == programme_id, *with_words(words, Person.name))
    )


def standing_in_words() -> ColumnElement[str]:
    """A denial reads as whatever else was not confirmed: it is told to nobody."""
    return case(
        (Pairing.state == State.CLAIMED, "waiting"),
        (Pairing.mentee_id.is_not(None), "confirmed"),
        else_="not confirmed",
    )


def how_many(query: Select) -> dict[str, int]:
    """How many of them stand where, and how many there are."""
    rows = query.subquery()
    found = db.session.execute(
        select(rows.c.standing, func.count()).group_by(rows.c.standing)
    ).all()
    counts: dict[str, int] = dict(tuple(row) for row in found)
    return counts | {"all": sum(counts.values())}
