"""Noting what is handed over, and receiving it. Neither is ever changed: the last one counts."""

from datetime import date, datetime

from tracker import audit
from tracker.accounts.models import Holding, Post
from tracker.accounts.queries import lock
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.handing_over import queries
from tracker.handing_over.models import HandOverNote, HandOverReceipt
from tracker.handing_over.receiving import NEEDS_WORDS, Answer, HandOver, Item
from tracker.pages import day

GONE = "This is not handed over any more"
NOT_YOURS = "Only whoever hands the post over leaves notes"
OWN = "You handed this over yourself, so another has to receive it"


def leave_note(
    holding: Holding, action_id: int, words: str, now: datetime, today: date, by: Actor
) -> HandOverNote:
    """Say how an action stands, for whoever follows. After a query another note answers it."""
    hand_over, item = _locked(holding, action_id, today)
    if by.person_id != holding.person_id:
        raise Refused(NOT_YOURS)
    if item.is_received:
        raise Refused("This action is received already, so no note is waited for")
    note = HandOverNote(
        holding_id=holding.id,
        action_id=action_id,
        words=words,
        author_id=by.person_id,
        written_at=now,
    )
    audit.record(by, "left a note on what they hand over", note, hand_over.organisation_id)
    return note


def receive(
    holding: Holding,
    action_id: int,
    answer: Answer,
    words: str,
    now: datetime,
    today: date,
    by: Actor,
) -> HandOverReceipt:
    """Take an action on, with or without a concern, or ask about it first."""
    hand_over, item = _locked(holding, action_id, today)
    through = _through_which(hand_over, today, by)
    if item.is_received:
        raise Refused("This action is received already")
    if item.answer == Answer.QUERY and answer == Answer.QUERY and item.wants_note:
        raise Refused("A query waits for an answer already", "answer")
    if answer in NEEDS_WORDS and not words:
        raise Refused("Say what the concern or the query is", "words")
    receipt = HandOverReceipt(
        holding_id=holding.id,
        action_id=action_id,
        receiving_holding_id=through,
        answer=answer,
        words=words,
        author_id=by.person_id,
        given_at=now,
    )
    audit.record(by, "answered a hand-over", receipt, hand_over.organisation_id, answer=str(answer))
    return receipt


def _locked(holding: Holding, action_id: int, today: date) -> tuple[HandOver, Item]:
    """The hand-over as it is now, with one of its actions; whoever else changes it waits."""
    lock(db.session.get_one(Post, holding.post_id))
    hand_over = queries.hand_over_of(holding.id, today)
    items = {item.action_id: item for item in hand_over.items} if hand_over else {}
    if hand_over is None or action_id not in items:
        raise Refused(GONE)
    return hand_over, items[action_id]


def _through_which(hand_over: HandOver, today: date, by: Actor) -> int:
    """The holding through which somebody receives: of the post, or in its stead up the line."""
    if by.person_id == hand_over.outgoing.person_id:
        raise Refused(OWN)
    if not hand_over.is_over(today):
        last = day(hand_over.last_day)
        raise Refused(f"{hand_over.outgoing.name} holds the post until {last}. Receive it then.")
    own = hand_over.held_by(by.person_id, today)
    if own:
        return own.holding_id
    above = queries.holding_in_line(hand_over, by.person_id, today)
    if above is None:
        raise Refused("Only whoever holds the post, or the one that it answers to, receives this")
    if not hand_over.is_late(today):
        due = day(hand_over.receive_by(today))
        raise Refused(f"It comes to you if nobody has received it by {due}")
    return above
