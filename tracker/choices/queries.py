"""Who has come back to the pool, and whom each of them could have next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Person
from tracker.mentoring.market import market_of
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.states import OVER
from tracker.mentoring.weights import Settings
from tracker.pairings.models import Pairing
from tracker.workbench.drawing import acceptable_to, settings_of
from tracker.workbench.pool_queries import pool_of
from tracker.workbench.queries import names_of, newest_run, waiting_in

Last = aliased(Pairing, name="last")


@dataclass(frozen=True)
class Choice:
    """The best leader with a free place, by name, and how many more there are."""

    leader: str
    score: int  # of 1,000
    more: int


def come_back(programme: Programme, today: date, by_id: int, words: str = "") -> Select:
    """Mentees who wait and had somebody in view: each with what came of it, and since when.

    Not whoever asks: of their own pairs a co-ordinator is shown nothing.
    """
    newest = (
        select(func.max(Pairing.id))
        .where(Pairing.programme_id == programme.id, Pairing.mentee_id == Enrolment.person_id)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    return (
        waiting_in(programme.id, today, words)
        .join(Last, Last.id == newest)
        .add_columns(Last.state, Last.since)
        .where(Last.state.in_([*OVER]), Enrolment.person_id != by_id)
    )


BY_NAME, BY_WAIT = (Person.name, Enrolment.id), (Last.since, Enrolment.id)


def next_choices(programme: Programme, mentees: Collection[int], today: date) -> dict[int, Choice]:
    """For each mentee (by id), while there is anybody: in the pool of today, with the weights, the
    floor and the rules of the newest list."""
    if not mentees:
        return {}
    pool = pool_of(programme, today)
    run = newest_run(programme.id)
    settings = settings_of(run.settings) if run else Settings()
    free = [leader for leader, places in pool.places_free.items() if places]
    waiting = {one.id for one in pool.mentees} & {*mentees}
    market = market_of(pool, settings, [(leader, each) for each in waiting for leader in free])
    found = {each: acceptable_to(market, each) for each in waiting}
    names = names_of({leaders[0][0] for leaders in found.values() if leaders})
    return {
        each: Choice(names[leaders[0][0]], leaders[0][1], len(leaders) - 1)
        for each, leaders in found.items()
        if leaders
    }
