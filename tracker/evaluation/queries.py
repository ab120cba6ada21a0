"""What is known of a programme's pairs, as plain values, and the sections that are told of it."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from tracker.evaluation import evaluating
from tracker.evaluation.evaluating import Pair, Section, Terms
from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.mentoring.states import BEGUN, State
from tracker.pages import LONDON
from tracker.pairings.models import Meeting, Pairing, PairingEvent
from tracker.pairs.models import Commitment, Pulse


def sections_of(programme: Programme, as_at: date, now: datetime) -> list[Section]:
    """The evaluation of a programme. As many questions for any number of pairs."""
    pairs = _pairs(programme.id)
    held, due = _meetings(programme.id, now)
    terms = Terms(programme.meetings, programme.first_within_days)
    promised, kept = _promises(programme.id)
    return [
        evaluating.lasting(pairs, as_at),
        evaluating.meeting(pairs, held, due, terms, as_at),
        evaluating.ending(pairs),
        evaluating.pulse(_answers(programme.id)),
        evaluating.promising(promised, kept),
    ]


def _pairs(programme_id: int) -> list[Pair]:
    """Those to which both have said yes, from the steps that they took."""
    rows = db.session.execute(
        select(PairingEvent.pairing_id, PairingEvent.on, PairingEvent.state, PairingEvent.reason)
        .join(Pairing, Pairing.id == PairingEvent.pairing_id)
        .where(Pairing.programme_id == programme_id, PairingEvent.state.in_([*BEGUN]))
        .order_by(PairingEvent.id)
    )
    first: dict[int, date] = {}
    ended: dict[int, date] = {}
    reasons: dict[int, str | None] = {}
    for id_, on, state, reason in rows:
        first.setdefault(id_, on)
        if state == State.ENDED:
            ended[id_], reasons[id_] = on, reason
    met = _met(programme_id)
    return [
        Pair(on, ended.get(id_), reasons.get(id_), tuple(met[id_])) for id_, on in first.items()
    ]


def _of_the_programme(programme_id: int) -> tuple[ColumnElement[bool], ...]:
    return Pairing.id == Meeting.pairing_id, Pairing.programme_id == programme_id


def _met(programme_id: int) -> dict[int, list[date]]:
    """The days on which each pair met, as both say: the meetings' own, whenever it was said."""
    rows = db.session.execute(
        select(Meeting.pairing_id, Meeting.starts_at).where(
            *_of_the_programme(programme_id), Meeting.state == "held"
        )
    )
    met: dict[int, list[date]] = defaultdict(list)
    for pairing_id, starts_at in rows:
        met[pairing_id].append(starts_at.astimezone(LONDON).date())
    return met


def _meetings(programme_id: int, now: datetime) -> tuple[int, int]:
    """How many were held, of how many whose time has come, each moved one counted once."""
    held = func.count(Meeting.id).filter(Meeting.state == "held")
    return tuple(  # type: ignore[return-value]
        db.session.execute(
            select(held, func.count(Meeting.id)).where(
                *_of_the_programme(programme_id),
                (Meeting.starts_at <= now) | (Meeting.state == "held"),
                Meeting.state != "moved",
            )
        ).one()
    )


def _promises(programme_id: int) -> tuple[int, int]:
    promised = func.count(Commitment.id)
    row = db.session.execute(
        select(promised, promised.filter(Commitment.confirmed_on.is_not(None)))
        .join(Pairing, Pairing.id == Commitment.pairing_id)
        .where(Pairing.programme_id == programme_id)
    ).one()
    return row[0], row[1]


def _answers(programme_id: int) -> dict[tuple[str, str], list[int]]:
    rows = db.session.execute(
        select(Pulse.check_in, Pulse.side, Pulse.score)
        .where(Pulse.programme_id == programme_id)
        .order_by(Pulse.id)
    )
    return evaluating.by_check_in((row.check_in, row.side, row.score) for row in rows)
