"""One entry of the roll: what became of somebody since they joined. No exclusion is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.mentoring.models import Enrolment, Place, Preference
from tracker.mentoring.states import LIVE
from tracker.pairings.models import Pairing
from tracker.workbench.models import LeftOut, MatchRun, Suggestion
from tracker.workshops.models import Booking, Workshop

MOST_LISTS = 5


def pairings_with(enrolment_id: int) -> list[Pairing]:
    """Every pair and offer that an enrolment was in, on either side, the newest first."""
    return list(
        db.session.scalars(
            select(Pairing)
            .where(
                or_(
                    Pairing.leader_enrolment_id == enrolment_id,
                    Pairing.mentee_enrolment_id == enrolment_id,
                )
            )
            .options(joinedload(Pairing.leader), joinedload(Pairing.mentee))
            .order_by(Pairing.id.desc())
        )
    )


def is_one_of(pairing: Pairing, person_id: int) -> bool:
    """Whether they are the leader or the mentee, who is told by the pair's own pages what became
    of it and by nothing else."""
    return person_id in {one.person_id for one in (pairing.leader, pairing.mentee) if one}


@dataclass(frozen=True)
class Room:
    """A leader's place, and the pair that has it."""

    number: int
    withdrawn_on: date | None
    pairing: Pairing | None


def rooms_of(enrolment_id: int, pairings: Sequence[Pairing]) -> list[Room]:
    """A leader's places in order, each with which of their pairs lives in it."""
    live = {each.place_id: each for each in pairings if each.state in LIVE}
    places = db.session.scalars(
        select(Place).where(Place.enrolment_id == enrolment_id).order_by(Place.number)
    )
    return [Room(each.number, each.withdrawn_on, live.get(each.id)) for each in places]


def leaders_named_by(enrolment_id: int) -> list[str]:
    """Whom a mentee would like, in order."""
    return list(
        db.session.scalars(
            select(Person.name)
            .join(Preference, Preference.leader_id == Person.id)
            .where(Preference.enrolment_id == enrolment_id)
            .order_by(Preference.rank)
        )
    )


@dataclass(frozen=True)
class Visit:
    """A workshop at which somebody has a place; `attended` is None until it is noted."""

    workshop_id: int
    starts_at: datetime
    attended: bool | None


def workshops_of(enrolment_id: int) -> list[Visit]:
    rows = db.session.execute(
        select(Workshop.id, Workshop.starts_at, Booking.attended)
        .join(Booking, Booking.workshop_id == Workshop.id)
        .where(
            Booking.enrolment_id == enrolment_id,
            Booking.given_up_on.is_(None),
            Workshop.called_off_on.is_(None),
        )
        .order_by(Workshop.starts_at, Workshop.id)
    )
    return [Visit(*row) for row in rows]


@dataclass(frozen=True)
class Lists:
    """The newest lists that left somebody out, how many did, and the list that stands now: its
    id, where it says anything of this person."""

    left_out: list[MatchRun]
    number: int
    standing: int | None


def lists_about(enrolment: Enrolment) -> Lists:
    theirs = (
        MatchRun.programme_id == enrolment.programme_id,
        LeftOut.mentee_id == enrolment.person_id,
    )
    left_out = select(MatchRun).join(LeftOut, LeftOut.run_id == MatchRun.id).where(*theirs)
    newest = left_out.order_by(MatchRun.number.desc()).limit(MOST_LISTS)
    counted = left_out.with_only_columns(func.count(LeftOut.id))
    return Lists(
        list(db.session.scalars(newest)),
        db.session.scalar(counted) or 0,
        _standing_list(enrolment),
    )


def _standing_list(enrolment: Enrolment) -> int | None:
    """The newest list of the programme, if this mentee is on it or was left out of it."""
    newest = (
        select(MatchRun.id)
        .where(MatchRun.programme_id == enrolment.programme_id)
        .order_by(MatchRun.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    about = [
        select(table.run_id).where(table.run_id == newest, table.mentee_id == enrolment.person_id)
        for table in (Suggestion, LeftOut)
    ]
    return db.session.scalar(about[0].union_all(about[1]))
