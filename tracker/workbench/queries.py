"""Which lists were drawn of a programme's pool, who is on them, and what was decided of pairs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from tracker.accounts.models import Person
from tracker.errors import OutOfDate
from tracker.extensions import db
from tracker.mentoring.market import Market, market_of
from tracker.mentoring.matching import Run
from tracker.mentoring.models import Enrolment
from tracker.mentoring.profiles import Pool
from tracker.mentoring.states import Side
from tracker.mentoring.weights import Weights
from tracker.organisations.queries import with_words
from tracker.pairings.models import Pairing
from tracker.workbench import comparing, drawing
from tracker.workbench.drawing import settings_of
from tracker.workbench.models import LeftOut, MatchRun, Override, Suggestion
from tracker.workbench.pool import read
from tracker.workbench.pool_queries import TAKEN, in_pool

MEANWHILE = (
    "Somebody drew a new list while you were looking at this one, so nothing of what you asked for"
    " was done. Look at the new list first"
)

LeaderEnrolment = aliased(Enrolment, name="leader_enrolment")
MenteeEnrolment = aliased(Enrolment, name="mentee_enrolment")
OfTheRun = aliased(Pairing, name="of_the_run")
MENTEE_NAME = aliased(Person, name="mentee")
LEADER_NAME = aliased(Person, name="leader")


def overrides_of(programme_id: int, lifted: bool = False) -> list[Override]:
    """What holds of pairs, the oldest first; with `lifted` also what held once."""
    query = select(Override).where(Override.programme_id == programme_id)
    query = query if lifted else query.where(Override.lifted_on.is_(None))
    return list(db.session.scalars(query.options(*Override.loaded_with).order_by(Override.id)))


def decided_in(programme_id: int, lifted: bool, words: str = "") -> Select:
    """The same for a list: of what holds, or with what held once; by a part of either name."""
    query = (
        select(Override)
        .join(LEADER_NAME, LEADER_NAME.id == Override.leader_id)
        .join(MENTEE_NAME, MENTEE_NAME.id == Override.mentee_id)
        .where(Override.programme_id == programme_id, *_narrowed("", words))
        .options(*Override.loaded_with)
    )
    return query if lifted else query.where(Override.lifted_on.is_(None))


def newest_run(programme_id: int) -> MatchRun | None:
    return db.session.scalar(
        select(MatchRun)
        .where(MatchRun.programme_id == programme_id)
        .options(*MatchRun.loaded_with)
        .order_by(MatchRun.number.desc())
        .limit(1)
    )


def refuse_unless_newest(run: MatchRun) -> None:
    newest = newest_run(run.programme_id)
    if newest is None or newest.id != run.id:
        raise OutOfDate(MEANWHILE)


def run_before(run: MatchRun) -> MatchRun | None:
    return db.session.get(MatchRun, run.previous_id) if run.previous_id else None


def runs_of(programme_id: int, because: str = "") -> Select:
    query = select(MatchRun).where(MatchRun.programme_id == programme_id)
    if because:
        query = query.where(MatchRun.because == because)
    return query.options(joinedload(MatchRun.made_by))


def parts_of(run_id: int) -> list[list[int]]:
    return list(db.session.scalars(select(Suggestion.parts).where(Suggestion.run_id == run_id)))


def beside(now: Any, before: MatchRun | None, weights: Weights) -> list[comparing.Figure]:
    """The numbers of a list beside the one before, scored by the same weights."""
    if before is None:
        return comparing.figures(now, None, None, "")
    rescored = drawing.rescored(parts_of(before.id), weights)
    return comparing.figures(now, before, rescored, f"list {before.number}")


def input_of(run: MatchRun) -> Pool:
    """What the matching was told."""
    return read(db.session.scalars(select(MatchRun.input).where(MatchRun.id == run.id)).one())


@dataclass(frozen=True)
class Opened:
    """A run as the sums have it: to explain a pair of it, or to price a change."""

    market: Market
    run: Run


def opened(run: MatchRun) -> Opened:
    market = market_of(input_of(run), settings_of(run.settings))
    suggestions = db.session.scalars(select(Suggestion).where(Suggestion.run_id == run.id))
    left_out = db.session.scalars(select(LeftOut.mentee_id).where(LeftOut.run_id == run.id))
    return Opened(market, drawing.run_again(run, market, suggestions, list(left_out)))


@dataclass(frozen=True)
class Line:
    """A suggested pair, with both enrolments; `pairing` is None until it is approved."""

    suggestion: Suggestion
    leader: Enrolment
    mentee: Enrolment
    pairing: Pairing | None


def suggestions_of(run: MatchRun, shown: str = "", words: str = "") -> Select:
    """The lines of a list: `shown` is one of SHOWN, `words` a part of either name."""
    return _said_of_both(run).where(*_narrowed(shown, words))


def _narrowed(shown: str, words: str) -> list[Any]:
    chosen = [SHOWN[shown]] if shown in SHOWN else []
    return [*chosen, *with_words(words, MENTEE_NAME.name, LEADER_NAME.name)]


SHOWN = {
    "open": OfTheRun.id.is_(None),
    "new": Suggestion.as_before.is_(False),
    "locked": exists().where(
        Override.programme_id == MenteeEnrolment.programme_id,
        Override.leader_id == Suggestion.leader_id,
        Override.mentee_id == Suggestion.mentee_id,
        Override.kind != "exclude",
        Override.lifted_on.is_(None),
    ),
    "approved": OfTheRun.id.is_not(None),
}
BY_SCORE = (Suggestion.score, Suggestion.id)
BY_WAIT = (func.coalesce(MenteeEnrolment.pooled_on, date.max), Suggestion.id)
BY_NAME = (MENTEE_NAME.name, Suggestion.id)


def _joined(query: Select, run: MatchRun) -> Select:
    """To the two people, their enrolments, and what was approved of it."""
    of_leader, of_mentee = LeaderEnrolment, MenteeEnrolment
    return (
        query.where(Suggestion.run_id == run.id)
        .join(
            of_leader,
            (of_leader.programme_id == run.programme_id)
            & (of_leader.person_id == Suggestion.leader_id)
            & (of_leader.side == Side.LEADER),
        )
        .join(
            of_mentee,
            (of_mentee.programme_id == run.programme_id)
            & (of_mentee.person_id == Suggestion.mentee_id)
            & (of_mentee.side == Side.MENTEE),
        )
        .join(LEADER_NAME, LEADER_NAME.id == Suggestion.leader_id)
        .join(MENTEE_NAME, MENTEE_NAME.id == Suggestion.mentee_id)
        .outerjoin(
            OfTheRun,
            (OfTheRun.run_id == run.id)
            & (OfTheRun.leader_id == Suggestion.leader_id)
            & (OfTheRun.mentee_id == Suggestion.mentee_id),
        )
    )


def _said_of_both(run: MatchRun) -> Select:
    query = select(Suggestion, LeaderEnrolment, MenteeEnrolment, OfTheRun)
    both = (LeaderEnrolment, MenteeEnrolment)
    return _joined(query, run).options(
        *(joinedload(side.person) for side in both),
        *(joinedload(side.organisation) for side in both),
    )


def counts_of(run: MatchRun) -> dict[str, int]:
    """How many lines each of SHOWN has, and "all"."""
    counted = [func.count().filter(condition) for condition in SHOWN.values()]
    row = db.session.execute(_joined(select(func.count(), *counted), run)).one()
    return dict(zip(("all", *SHOWN), row, strict=True))


def line_of(run: MatchRun, mentee_id: int) -> Line | None:
    row = db.session.execute(
        _said_of_both(run).where(Suggestion.mentee_id == mentee_id)
    ).one_or_none()
    return Line(*row) if row else None


def lines_of(run: MatchRun, mentee_ids: Collection[int]) -> list[Line]:
    """Those of the list that are asked for, the best first."""
    query = _said_of_both(run).where(Suggestion.mentee_id.in_(mentee_ids))
    rows = db.session.execute(query.order_by(Suggestion.score.desc(), Suggestion.id))
    return [Line(*row) for row in rows]


def left_out_of(run: MatchRun, words: str = "", region: str = "") -> Select:
    """Whom the list left out, each with their enrolment."""
    enrolled = and_(
        Enrolment.programme_id == run.programme_id,
        Enrolment.person_id == LeftOut.mentee_id,
        Enrolment.side == Side.MENTEE,
    )
    query = (
        select(LeftOut, Enrolment)
        .join(Enrolment, enrolled)
        .join(Person, Person.id == LeftOut.mentee_id)
        .where(LeftOut.run_id == run.id, *with_words(words, Person.name))
        .options(joinedload(Enrolment.person), joinedload(Enrolment.organisation))
    )
    if region:
        query = query.where(LeftOut.reasons["home"].as_string() == region)
    return query


def left_out(run: MatchRun, mentee_id: int) -> tuple[LeftOut, Enrolment] | None:
    query = left_out_of(run).where(LeftOut.mentee_id == mentee_id)
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None


def reasons_in(run: MatchRun) -> list[dict[str, Any]]:
    return list(db.session.scalars(select(LeftOut.reasons).where(LeftOut.run_id == run.id)))


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row[0]: row[1] for row in rows}


def waiting_in(
    programme_id: int, today: date, words: str = "", organisations: Any = None
) -> Select:
    """Mentees of the pool who have nobody yet, of some organisations or of all."""
    busy = exists().where(
        Pairing.programme_id == programme_id,
        Pairing.mentee_id == Enrolment.person_id,
        Pairing.state.in_([*TAKEN]),
    )
    query = (
        select(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            in_pool(programme_id, today),
            Enrolment.side == Side.MENTEE,
            ~busy,
            *with_words(words, Person.name),
        )
        .options(joinedload(Enrolment.person), joinedload(Enrolment.organisation))
    )
    if organisations is not None:
        query = query.where(Enrolment.organisation_id.in_(organisations))
    return query


def joined_since(run: MatchRun, today: date) -> int:
    """How many wait now who were not in the pool when a list was drawn."""
    listed = select(Suggestion.mentee_id).where(Suggestion.run_id == run.id)
    left = select(LeftOut.mentee_id).where(LeftOut.run_id == run.id)
    fresh = waiting_in(run.programme_id, today).where(
        Enrolment.person_id.not_in(listed), Enrolment.person_id.not_in(left)
    )
    return db.session.scalar(fresh.with_only_columns(func.count(Enrolment.id))) or 0


def gone_since(run: MatchRun, today: date) -> set[int]:
    """Whoever is on a list (by person), not approved of it, and could not be matched today: they
    have withdrawn or are unavailable, or a mentee has somebody by now."""
    rows = db.session.execute(
        _joined(select(Suggestion.leader_id, Suggestion.mentee_id), run).where(
            OfTheRun.id.is_(None)
        )
    ).all()
    here = in_pool(run.programme_id, today)
    leaders = select(Enrolment.person_id).where(here, Enrolment.side == Side.LEADER)
    waiting = waiting_in(run.programme_id, today).with_only_columns(Enrolment.person_id)
    leading, looking = ({*db.session.scalars(each)} for each in (leaders, waiting))
    return {row.leader_id for row in rows} - leading | {row.mentee_id for row in rows} - looking
