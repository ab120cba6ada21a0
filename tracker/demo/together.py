"""Leaders and mentees of the demonstration brought together: a pair, or a few, in every state."""

from collections.abc import Iterator
from datetime import timedelta

from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.demo.joined import Telling, actor_of
from tracker.extensions import db
from tracker.mentoring.states import Ending, Refusal, State
from tracker.offers import operations as offers
from tracker.pairings.models import Meeting, Pairing
from tracker.pairings.operations import move, propose
from tracker.pairs import operations as pairs


def approve(telling: Telling, leader: str, mentee: str, days: int) -> Pairing:
    above, below = telling.leaders[leader], telling.mentees[mentee]
    own_trust = above.organisation_id == below.organisation_id
    return propose(
        telling.programme,
        above,
        below,
        telling.ago(days),
        telling.centre,
        steps_back=above.leads_organisation and own_trust,
    )


def offer(telling: Telling, leader: str, mentee: str, days: int) -> Pairing:
    """Approved, looked at where they work, released, and offered to the mentee."""
    pairing = approve(telling, leader, mentee, days + 7)
    move(pairing, State.RELEASED, telling.ago(days), telling.centre)
    pairing.released_on = telling.ago(days)
    offers.make(pairing, telling.programme, telling.ago(days), telling.centre)
    return pairing


def two_of(telling: Telling, pairing: Pairing) -> tuple[Actor, Actor]:
    ids = pairing.leader_id, pairing.mentee_id
    leader, mentee = (actor_of(db.session.get_one(Person, id_)) for id_ in ids)
    return leader, mentee


def agree(telling: Telling, leader: str, mentee: str, days: int) -> Pairing:
    """Both said yes, so many days ago."""
    pairing = offer(telling, leader, mentee, days + 4)
    leads, learns = two_of(telling, pairing)
    offers.accept(pairing, telling.programme, telling.ago(days + 2), learns)
    offers.accept(pairing, telling.programme, telling.ago(days), leads)
    db.session.flush()
    return with_programme(pairing)


def with_programme(pairing: Pairing) -> Pairing:
    return db.session.get_one(
        Pairing, pairing.id, options=Pairing.loaded_with, populate_existing=True
    )


def meet(telling: Telling, pairing: Pairing, *days: int, leader_alone: bool = False) -> None:
    """They met so many days ago, and both say so, or the leader does and the mentee is asked."""
    leads, learns = two_of(telling, pairing)
    for ago in days:
        day = telling.ago(ago)
        now = telling.moment(day - timedelta(days=3))
        planned = pairs.plan_meeting(pairing, telling.moment(day), 60, "", now, learns)
        for who in (leads,) if leader_alone else (learns, leads):
            meeting = db.session.get_one(
                Meeting, planned.id, options=Meeting.loaded_with, populate_existing=True
            )
            later = telling.moment(day) + timedelta(hours=1)
            pairs.say_whether_held(meeting, True, later, day, who)
        db.session.flush()


def bring_together(telling: Telling) -> None:
    """One pair, or a few, in every state that there is."""
    approve(telling, "leader 20", "mentee 40", 2)
    approve(telling, "leader 21", "mentee 41", 8)
    offer(telling, "operating", "staff", 2)
    offer(telling, "leader 22", "mentee 42", 6)
    waiting = offer(telling, "chief executive", "mentee 43", 5)
    offers.accept(waiting, telling.programme, telling.ago(3), two_of(telling, waiting)[1])
    over = offer(telling, "leader 23", "mentee 44", 30)
    offers.expire(over, telling.ago(15), telling.centre)
    refused = offer(telling, "leader 24", "mentee 45", 25)
    mentee = two_of(telling, refused)[1]
    offers.decline(refused, Refusal.NOT_NOW, None, telling.ago(22), mentee)
    agree(telling, "leader 25", "mentee 46", 41)
    agree(telling, "leader 26", "mentee 47", 6)
    begin_to_meet(telling)


def next_two(numbers: Iterator[int]) -> tuple[str, str]:
    """A leader and a mentee of Vale and Fells who are in no pair yet."""
    number = next(numbers)
    return f"leader {number}", f"mentee {number + 21}"


def begin_to_meet(telling: Telling) -> None:
    """In the trial, one of them silent; beyond it; paused; and one where something is wrong."""
    numbers = iter(range(27, 60))
    held: tuple[tuple[int, ...], ...] = ((30,), (12,), (100,))
    for days in held:
        meet(telling, agree(telling, *next_two(numbers), 110), *days)
    for days in ((90, 60, 20), (80, 50, 10), (85, 40), (70, 45, 15), (66, 30)):
        meet(telling, agree(telling, *next_two(numbers), 100), *days)
    go_well(telling, agree(telling, "nurse", "member", 95))
    paused = agree(telling, *next_two(numbers), 90)
    meet(telling, paused, 75, 50)
    pairs.pause(paused, telling.ago(-45), telling.ago(5), two_of(telling, paused)[1])
    told = agree(telling, *next_two(numbers), 60)
    meet(telling, told, 40)
    words = "I would rather speak to somebody before the next meeting."
    pairs.raise_concern(told, words, True, telling.ago(1), two_of(telling, told)[1])
    end_some(telling, numbers)


AGREED = {
    "purpose": "A step to band 7 or 8a, and to know how such decisions are made.",
    "first_contact": "mentee",
    "between": "Messages are fine, answered within a week.",
    "cancelling": "We tell the other a day before, and offer another day.",
    "race": "Either of us may raise it. Nobody has to explain or to prove it.",
    "manager_told": "no",
}


def go_well(telling: Telling, pairing: Pairing) -> None:
    """A pair whose home has something of everything, some of it waiting for the mentee."""
    leads, learns = two_of(telling, pairing)
    meet(telling, pairing, 80, 50, 20)
    meet(telling, pairing, 1, leader_alone=True)
    agreement = pairs.propose_agreement(pairing, AGREED, learns)
    db.session.flush()
    pairs.sign_agreement(pairing, agreement, leads)
    words, due = "Be ready for the next interview at band 7", telling.ago(-60)
    goal = pairs.add_goal(pairing, words, due, learns)
    pairs.change_goal(pairing, goal, words, due, "under way", learns)
    pairs.promise(
        pairing, "introduce", "Introduce you to the finance director", telling.ago(-20), leads
    )
    done = pairs.promise(pairing, "shadow", "A day beside the finance committee", None, leads)
    pairs.say_done(pairing, done, True, telling.ago(4), leads)
    soon, now = telling.moment(telling.ago(-9)), telling.moment(telling.today)
    pairs.plan_meeting(pairing, soon, 60, "Room 4, education centre", now, learns)


def end_some(telling: Telling, numbers: Iterator[int]) -> None:
    for ending in (Ending.PLANNED, Ending.MOVED_JOB, Ending.NOT_A_FIT):
        pairing = agree(telling, *next_two(numbers), 120)
        meet(telling, pairing, 100, 70)
        pairs.end(pairing, ending, telling.ago(30), two_of(telling, pairing)[0])
    closing = agree(telling, *next_two(numbers), 120)
    meet(telling, closing, 100, 70, 40)
    move(closing, State.WINDING_DOWN, telling.ago(4), two_of(telling, closing)[0])
