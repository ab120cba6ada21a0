"""Whose answer an offer waits for, until when, and when they are reminded."""

from collections.abc import Collection
from datetime import date
from typing import Any

from tracker.mentoring.states import BEGUN, OFFERED, State
from tracker.mentoring.working_days import working_days_after

OVER = (
    "The time to answer this offer is over, so the place was given back. Tell your co-ordinator if"
    " you would still like it."
)


def asked_of(pairing: Any) -> int | None:
    """The person whose answer it waits for; None when it waits for nobody's."""
    if pairing.state == State.OFFERED_TO_MENTEE:
        return pairing.mentee_id
    return pairing.leader_id if pairing.state == State.OFFERED_TO_LEADER else None


def may_know(pairing: Any, person_id: int, steps: Collection[str]) -> bool:
    """Whether one of the two has been asked, by the steps that the pairing took.

    Until then they learn neither that there is an offer nor of whom: a leader not before the
    mentee has said yes, and never when the mentee said no.
    """
    asked = State.OFFERED_TO_LEADER if person_id == pairing.leader_id else State.OFFERED_TO_MENTEE
    return pairing.state in (*BEGUN, asked) or asked in steps


def is_over(pairing: Any, today: date) -> bool:
    """Whether its last day has passed. It can be answered on that day itself."""
    offered = pairing.state in OFFERED
    return offered and pairing.expires_on is not None and pairing.expires_on < today


def chase_due(pairing: Any, chase_working_days: int, today: date) -> bool:
    """Whether whoever is asked is to be reminded: once, after so many working days."""
    if pairing.state not in OFFERED or pairing.chased_on is not None or is_over(pairing, today):
        return False
    return working_days_after(pairing.since, chase_working_days) <= today
