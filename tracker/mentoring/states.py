"""The states of an enrolment and of a pairing, and which may follow which."""

from enum import StrEnum


class Side(StrEnum):
    LEADER = "leader"
    MENTEE = "mentee"


class Direction(StrEnum):
    """Who learns from whom. In a reverse programme the leader is mentored."""

    TRADITIONAL = "traditional"
    REVERSE = "reverse"
    RECIPROCAL = "reciprocal"


class Track(StrEnum):
    """How a pair came about: found locally, or matched from the pool."""

    LOCAL = "local"
    MATCHED = "matched"


class Enrolled(StrEnum):
    """Where an enrolment stands. Unavailability is a date beside it, not a state."""

    DRAFT = "draft"  # being written, or named by somebody and not confirmed
    ENROLLED = "enrolled"
    PREPARED = "prepared"
    IN_POOL = "in pool"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """Where a pairing stands. "Suggested" lives in a run of the matching until it is approved."""

    CLAIMED = "claimed"  # a local arrangement that one side alone has told of
    APPROVED = "approved"
    RELEASED = "released"
    OFFERED_TO_MENTEE = "offered to mentee"
    OFFERED_TO_LEADER = "offered to leader"
    ACCEPTED = "accepted"  # by both
    TRIAL = "trial"
    ACTIVE = "active"
    PAUSED = "paused"
    WINDING_DOWN = "winding down"
    ENDED = "ended"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


OFFERED = (State.OFFERED_TO_MENTEE, State.OFFERED_TO_LEADER)
CONFIRMED = (State.ACCEPTED, State.TRIAL, State.ACTIVE, State.PAUSED, State.WINDING_DOWN)
BEGUN = (*CONFIRMED, State.ENDED)  # the two know one another
LIVE = (State.RELEASED, *OFFERED, *CONFIRMED)  # these occupy a place
OVER = (State.ENDED, State.DECLINED, State.EXPIRED, State.WITHDRAWN)

FOLLOWS: dict[State, tuple[State, ...]] = {
    State.CLAIMED: (State.ACCEPTED, State.ACTIVE, State.DECLINED, State.WITHDRAWN),
    State.APPROVED: (State.RELEASED, State.WITHDRAWN),
    State.RELEASED: (State.OFFERED_TO_MENTEE, State.WITHDRAWN),
    State.OFFERED_TO_MENTEE: (
        State.OFFERED_TO_LEADER,
        State.DECLINED,
        State.EXPIRED,
        State.WITHDRAWN,
    ),
    State.OFFERED_TO_LEADER: (State.ACCEPTED, State.DECLINED, State.EXPIRED, State.WITHDRAWN),
    State.ACCEPTED: (State.TRIAL, State.PAUSED, State.WINDING_DOWN, State.ENDED),
    State.TRIAL: (State.ACTIVE, State.PAUSED, State.WINDING_DOWN, State.ENDED),
    State.ACTIVE: (State.PAUSED, State.WINDING_DOWN, State.ENDED),
    State.PAUSED: (State.ACCEPTED, State.TRIAL, State.ACTIVE, State.ENDED),
    State.WINDING_DOWN: (State.ENDED,),
}


class Refusal(StrEnum):
    """Why an offer was turned down."""

    TIME = "time"
    GOALS = "goals"
    CONFLICT = "conflict of interest"
    KNOWS = "knows the person"
    NOT_NOW = "not now"
    OTHER = "other"


class Ending(StrEnum):
    """Why a pair ended. The partner sees only "ended"."""

    PLANNED = "planned"
    GOALS_MET = "early with goals met"
    MOVED_JOB = "moved job"
    LEFT_NHS = "left the NHS"
    LINE = "line relation arose"
    NO_CONTACT = "no contact"
    NOT_A_FIT = "not a fit"
    CONCERN = "concern"
    CLOSED = "programme closed"


def may_follow(now: State, then: State) -> bool:
    return then in FOLLOWS.get(now, ())


def occupies(state: State) -> bool:
    """Whether a pairing in this state takes one of its leader's places."""
    return state in LIVE
