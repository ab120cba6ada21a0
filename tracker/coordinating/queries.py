"""Which pairs of a programme need somebody, and why; and concerns, for whoever handles them."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from tracker.accounts.models import Person
from tracker.coordinating.day import Kind, Terms
from tracker.duties import Duty
from tracker.extensions import db
from tracker.mentoring.line import Found
from tracker.mentoring.lines import found_between
from tracker.mentoring.models import Programme
from tracker.mentoring.states import CONFIRMED, OFFERED, State
from tracker.mentoring.wording import counted
from tracker.organisations.queries import with_words
from tracker.pages import LONDON
from tracker.pairings.models import Concern, Meeting, Pairing
from tracker.pairs.models import PulseGiven
from tracker.permissions import Role, Standing

LEADER, MENTEE = aliased(Person, name="leader"), aliased(Person, name="mentee")


def terms_of(programme: Programme, today: date) -> Terms:
    return Terms.of(today, programme.first_within_days, programme.nudge_days, programme.task_days)


def last_held() -> Any:
    """The day of the last meeting that both say was held, within a question about a pairing."""
    return (
        select(func.max(Meeting.held_on))
        .where(Meeting.pairing_id == Pairing.id, Meeting.state == "held")
        .correlate(Pairing)
        .scalar_subquery()
    )


def meets_again(now: datetime) -> Any:
    """Whether a meeting is planned and still to come."""
    return (
        exists()
        .where(
            Meeting.pairing_id == Pairing.id, Meeting.state == "planned", Meeting.starts_at > now
        )
        .correlate(Pairing)
    )


def last_sign() -> Any:
    """The day of the last meeting, or of coming to the state that it is in if that is later."""
    held = last_held()
    return case((held > Pairing.since, held), else_=Pairing.since)


def midnight(today: date) -> datetime:
    return datetime.combine(today, time(), LONDON)


def silent_since(before: date, today: date) -> Any:
    """Pairs that have begun to meet and have given no sign of life since before a day."""
    return and_(
        Pairing.state.in_([State.TRIAL, State.ACTIVE]),
        last_sign() <= before,
        ~meets_again(midnight(today)),
    )


def _given() -> Any:
    return (
        select(func.count(PulseGiven.id))
        .where(PulseGiven.pairing_id == Pairing.id, PulseGiven.check_in == "trial")
        .correlate(Pairing)
        .scalar_subquery()
    )


def _conditions(programme: Programme, today: date, in_line: Sequence[int]) -> dict[Kind, Any]:
    """Each kind of task: the condition of its pairs, and the day since which it is so."""
    terms = terms_of(programme, today)
    return {
        Kind.LINE: (Pairing.id.in_(in_line), Pairing.since),
        Kind.OFFER: (Pairing.state.in_([*OFFERED]), Pairing.since),
        Kind.FIRST: (
            and_(Pairing.state == State.ACCEPTED, Pairing.since <= terms.first_before),
            Pairing.since,
        ),
        Kind.SILENT: (silent_since(terms.task_before, today), last_sign()),
        Kind.CHECK_IN: (and_(Pairing.state == State.ACTIVE, _given() < 2), Pairing.since),
        Kind.PAUSE: (
            and_(Pairing.state == State.PAUSED, Pairing.paused_until < today),
            Pairing.paused_until,
        ),
    }


def tasks_of(
    programme: Programme, today: date, in_line: Sequence[int], kind: str = "", words: str = ""
) -> Select:
    """One row for each task: kind, pairing_id, since, expires_on, and the two names."""
    kinds = _conditions(programme, today, in_line)
    chosen = {each: said for each, said in kinds.items() if not kind or each == kind}
    parts = [
        select(
            cast(literal(each.value), String(10)).label("kind"),
            Pairing.id.label("pairing_id"),
            type_coerce(since, Date).label("since"),
            Pairing.expires_on.label("expires_on"),
            Pairing.leader_id.label("leader_id"),
            Pairing.mentee_id.label("mentee_id"),
        ).where(Pairing.programme_id == programme.id, condition)
        for each, (condition, since) in chosen.items()
    ]
    task = union_all(*parts).subquery("task")
    return (
        select(
            task.c.kind,
            task.c.pairing_id,
            task.c.since,
            task.c.expires_on,
            LEADER.name.label("leader"),
            MENTEE.name.label("mentee"),
        )
        .join(LEADER, LEADER.id == task.c.leader_id)
        .join(MENTEE, MENTEE.id == task.c.mentee_id)
        .where(*with_words(words, LEADER.name, MENTEE.name))
    )


def order_of(query: Select, by_name: bool) -> tuple[Any, ...]:
    """Whoever waits longest first, or by the mentee's name."""
    columns = {column["name"]: column["expr"] for column in query.column_descriptions}
    first = "mentee" if by_name else "since"
    return columns[first], columns["pairing_id"], columns["kind"]


def count_by_kind(query: Select) -> dict[str, int]:
    listed = query.subquery()
    counted = select(listed.c.kind, cast(func.count(), Integer)).group_by(listed.c.kind)
    found = {row[0]: row[1] for row in db.session.execute(counted)}
    return {kind: found.get(kind, 0) for kind in Kind}


def to_look_at(programmes: Sequence[int], today: date) -> list[int]:
    """The live pairs in one line of management that nobody has looked at as it is now.

    As many questions for many as for few.
    """
    live = db.session.execute(
        select(Pairing.id, Pairing.leader_id, Pairing.mentee_id, Pairing.line_accepted).where(
            Pairing.programme_id.in_(programmes), Pairing.state.in_([*OFFERED, *CONFIRMED])
        )
    ).all()
    found = found_between([(row.leader_id, row.mentee_id) for row in live], today)
    return [
        row.id
        for row in live
        if (line := found[row.leader_id, row.mentee_id]).forbids and line.mark != row.line_accepted
    ]


def line_of(pairing: Pairing, today: date) -> Found | None:
    """How the two of a pair stand to one another; None while there is nobody yet."""
    if pairing.mentee_id is None:
        return None
    two = pairing.leader_id, pairing.mentee_id
    return found_between([two], today)[two]


def to_nudge(today: date) -> list[Pairing]:
    """Pairs that are silent for long enough to be written to, and were not since."""
    found = db.session.execute(
        select(Pairing, Programme, last_sign())
        .join(Programme, Programme.id == Pairing.programme_id)
        .where(
            Pairing.state.in_([State.TRIAL, State.ACTIVE]),
            ~meets_again(midnight(today)),
            or_(Pairing.chased_on.is_(None), Pairing.chased_on < last_sign()),
        )
        .order_by(Pairing.id)
    )
    return [
        pairing
        for pairing, programme, sign in found
        if sign <= terms_of(programme, today).silent_before
    ]


def open_concerns(programme: Programme, *handler_ids: int | None) -> list[Concern]:
    """Those that one of these handles and has not closed, the oldest first, each with its pair.
    None is for those of which nobody was left to be told."""
    return list(
        db.session.scalars(
            select(Concern)
            .join(Pairing, Pairing.id == Concern.pairing_id)
            .where(
                Pairing.programme_id == programme.id,
                or_(*(Concern.handler_id == id_ for id_ in handler_ids)),
                Concern.closed_on.is_(None),
            )
            .options(*Concern.loaded_with)
            .order_by(Concern.raised_at, Concern.id)
        )
    )


def programmes_run_by(standing: Standing) -> list[int]:
    """The organisations whose programmes somebody looks after."""
    return [id_ for id_, roles in standing.roles.items() if Role.LEADERSHIP_CENTRE in roles]


def duties_of(standing: Standing, today: date) -> list[Duty]:
    """What a co-ordinator has to answer, and the days of the programmes that are theirs to run. Of
    others nothing is asked."""
    if not standing.confirmed or not programmes_run_by(standing):
        return []
    return [*_answers_of(standing), *_days_of(standing, today)]


def _answers_of(standing: Standing) -> list[Duty]:
    found = db.session.execute(
        select(Concern.id, Concern.raised_at).where(
            Concern.handler_id == standing.person_id, Concern.closed_on.is_(None)
        )
    )
    return [
        Duty(
            "answer",
            "Answer",
            "what somebody told you in private",
            "coordinating.show_concern",
            {"concern_id": id_},
            raised_at.astimezone(LONDON).date(),
        )
        for id_, raised_at in found
    ]


def _days_of(standing: Standing, today: date) -> list[Duty]:
    """Of each programme with pairs that need somebody, how many things there are to see to."""
    run_here = Programme.organisation_id.in_(programmes_run_by(standing))
    found = db.session.scalars(select(Programme).where(run_here).order_by(Programme.id))
    programmes = {each.id: each for each in found if each.is_open(today)}
    if not programmes:
        return []
    in_line = to_look_at(list(programmes), today)
    tasks = [
        select(literal(id_).label("id"), func.count().label("many")).select_from(
            tasks_of(each, today, in_line).subquery()
        )
        for id_, each in programmes.items()
    ]
    return [
        Duty(
            "answer",
            "See to",
            f"{counted(row.many, 'thing')} on the day of {programmes[row.id].title}",
            "coordinating.show_day",
            {"mentoring_programme_id": row.id},
            today,
        )
        for row in db.session.execute(union_all(*tasks))
        if row.many
    ]
