"""Noting and receiving: by whom, once, and nothing written is changed."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests import factories
from tests.client import questions_of
from tests.conftest import TODAY
from tests.handing_over.conftest import ago, as_actor, at, loaded
from tracker.accounts.standing import standing_of
from tracker.audit import AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.governance import operations as governance
from tracker.governance import queries as erasing
from tracker.handing_over import operations, queries
from tracker.handing_over.receiving import Answer, State
from tracker.plan.lines import lines
from tracker.plan.models import Action


def note(handed, who=None, words="Ask the panel’s secretary.", when=None, action=0):
    by = as_actor(who or handed.gone, "is their own")
    about = loaded(handed.outgoing), handed.actions[action].id
    made = operations.leave_note(*about, words, when or at(1), TODAY, by)
    db.session.commit()
    return made


def receive(handed, who=None, answer=Answer.ACCEPT, words="", when=None, action=0, today=TODAY):
    about = loaded(handed.outgoing), handed.actions[action].id
    by = as_actor(who or handed.new)
    made = operations.receive(*about, answer, words, when or at(0), today, by)
    db.session.commit()
    return made


def found(handed, today=TODAY):
    return queries.hand_over_of(handed.outgoing.id, today)


def last_act():
    newest = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)
    return db.session.scalars(newest).one()


def owes(person, today=TODAY):
    found = queries.duties_of(standing_of(person.id, today), today)
    return [(f"{duty.verb} {duty.thing}", duty.due, duty.kind) for duty in found]


def test_a_note_and_a_receipt_are_kept_and_on_the_record(handed):
    note(handed)
    assert (last_act().did, last_act().person_id) == (
        "left a note on what they hand over",
        handed.gone.id,
    )
    made = receive(handed)

    assert made.receiving_holding_id == handed.incoming.id
    assert last_act().did == "answered a hand-over"
    assert last_act().details == {"answer": "accept"}
    assert last_act().organisation_id == handed.post.organisation_id
    [first, second] = found(handed).items
    assert first.is_received
    assert not second.is_received


def test_only_whoever_hands_over_leaves_a_note(handed):
    with pytest.raises(Refused, match="Only whoever hands"):
        note(handed, handed.new)


@pytest.mark.parametrize(
    "who, why",
    [
        ("gone", "You handed this over yourself"),
        ("delegate", "Only whoever holds the post"),
        ("above", "comes to you if nobody has received it by 4 December 2026"),
    ],
)
def test_nobody_receives_in_place_of_whoever_follows(handed, who, why):
    with pytest.raises(Refused, match=why):
        receive(handed, getattr(handed, who))


def test_after_21_days_the_line_receives_in_their_stead_and_it_says_so(handed):
    late = ago(-12)
    made = receive(handed, handed.above, today=late)

    assert made.receiving_holding_id == factories.holding_of(handed.line).id
    [said] = queries.receipts_of(found(handed, late))[handed.actions[0].id]
    assert (said.name, said.through) == ("Amara Okafor", "Chief executive")


def test_nothing_is_received_while_the_holder_is_still_there(handed, trust):
    handed.outgoing.until = TODAY
    handed.incoming.acting = True
    db.session.commit()

    with pytest.raises(Refused, match="Grace Adeyemi holds the post until 23 November 2026"):
        receive(handed)


def test_an_action_is_received_once(handed):
    receive(handed)
    with pytest.raises(Refused, match="received already"):
        receive(handed)
    with pytest.raises(Refused, match="received already"):
        note(handed)


@pytest.mark.parametrize("answer", [Answer.CONCERN, Answer.QUERY])
def test_a_concern_and_a_query_need_words(handed, answer):
    with pytest.raises(Refused, match="Say what"):
        receive(handed, answer=answer)


def test_a_query_is_answered_by_another_note_and_then_accepted(handed):
    note(handed, when=at(5))
    receive(handed, answer=Answer.QUERY, words="Who is the secretary?", when=at(3))
    assert found(handed).state(TODAY) is State.TO_NOTE
    with pytest.raises(Refused, match="waits for an answer"):
        receive(handed, answer=Answer.QUERY, words="Who?", when=at(2))
    note(handed, words="Maya Thorne.", when=at(1))
    receive(handed, answer=Answer.CONCERN, words="She leaves in May.")

    hand_over, action_id = found(handed), handed.actions[0].id
    assert [each.words for each in queries.notes_of(hand_over)[action_id]] == [
        "Maya Thorne.",
        "Ask the panel’s secretary.",
    ]
    assert [each.answer for each in queries.receipts_of(hand_over)[action_id]] == [
        "concern",
        "query",
    ]
    assert hand_over.items[0].is_received


def test_words_are_erased_and_the_receipt_stands(handed):
    rows = note(handed), receive(handed, answer=Answer.CONCERN, words="She is ill.")
    by, because = as_actor(handed.gone, "administrator"), next(iter(erasing.REASONS))
    for row in rows:
        entry = erasing.entry_of(row.__tablename__)
        governance.erase_texts(entry, row.id, ["words"], because, TODAY, by)
        assert erasing.organisation_of(entry, row.id) == handed.post.organisation_id
    db.session.commit()

    assert {row.words for row in rows} == {"[erased 23 November 2026]"}
    assert found(handed).items[0].is_received


def test_the_database_knows_three_answers_and_no_concern_without_words(handed):
    about = (handed.outgoing, handed.actions[0], handed.incoming)
    for wrong in ({"answer": "perhaps"}, {"answer": "query"}):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            factories.hand_over_receipt(*about, **wrong)


@pytest.mark.parametrize(
    "phase, on, open_still",
    [
        ("complete", 15, False),
        ("stopped", 14, False),
        ("embedded", 20, False),
        ("complete", 13, True),  # by the next holder
        ("under way", 15, True),
    ],
)
def test_what_was_finished_before_the_end_is_not_handed_over(handed, phase, on, open_still):
    first, second = handed.actions
    factories.check_in(first, handed.gone, ago(30), phase="under way")
    factories.check_in(first, handed.gone, ago(on), phase=phase)

    shown = [item.action_id for item in found(handed).items]
    assert shown == ([first.id, second.id] if open_still else [second.id])


def test_what_was_taken_up_again_is_handed_over(handed):
    factories.check_in(handed.actions[0], handed.gone, ago(90), phase="complete")
    factories.check_in(handed.actions[0], handed.gone, ago(40), phase="under way")

    assert len(found(handed).items) == 2


@pytest.mark.parametrize(
    "changed", [{"state": "draft"}, {"state": "closed"}, {"adopted_on": ago(13)}], ids=str
)
def test_only_a_plan_adopted_by_then_and_not_closed_is_handed_over(handed, plan, changed):
    for name, value in changed.items():
        setattr(plan, name, value)
    db.session.commit()

    assert found(handed) is None
    assert owes(handed.new) == []


def test_what_was_received_stays_on_the_record_of_a_plan_that_is_closed(handed, plan):
    receive(handed)
    plan.state = "closed"
    db.session.commit()

    assert [item.action_id for item in found(handed).items] == [handed.actions[0].id]
    assert found(handed).state(TODAY) is State.RECEIVED


def test_each_of_them_is_asked_for_what_is_theirs(handed):
    assert owes(handed.gone) == [
        ("Leave a note on 2 actions you hand over as Chief Nurse", ago(14), "due")
    ]
    note(handed)
    assert owes(handed.gone)[0][0] == "Leave a note on 1 action you hand over as Chief Nurse"
    assert owes(handed.new) == [
        ("Receive 2 actions handed over to you as Chief Nurse", ago(-11), "answer")
    ]
    assert owes(handed.above) == owes(handed.delegate) == []
    assert owes(handed.above, ago(-11)) == []
    assert owes(handed.above, ago(-12)) == [
        ("Receive 2 actions of Chief Nurse that nobody has received", ago(-11), "due")
    ]
    receive(handed)
    receive(handed, action=1)
    assert owes(handed.gone) == owes(handed.new) == []


def test_of_a_vacant_post_it_goes_up_past_a_vacant_line(handed, trust):
    top = factories.post(trust, factories.person(trust, name="Nasreen Qadir"), title="Chair")
    handed.line.line_post_id = top.id
    factories.holding_of(handed.line).until = ago(40)
    db.session.execute(sa.text("delete from delegation"))
    db.session.delete(handed.incoming)
    db.session.commit()
    holder = factories.holding_of(top).person_id
    late = ago(-8)

    found_duties = queries.duties_of(standing_of(holder, late), late)
    assert [(duty.verb, duty.thing, duty.note) for duty in found_duties] == [
        ("Receive", "2 actions of Chief Nurse that nobody has received", "Post vacant")
    ]


def test_ten_more_hand_overs_cost_no_more_questions(handed, trust, plan):
    standing = standing_of(handed.above.id, TODAY)
    few = questions_of(lambda: queries.duties_of(standing, TODAY))
    for n in range(10):
        post = factories.post(trust, line_post_id=handed.line.id)
        factories.hold(post, factories.person(trust), until=ago(30 + n))
        factories.action(plan, post)
    db.session.commit()

    assert len(queries.hand_overs_in(trust.id, TODAY)) == 11
    assert few == questions_of(lambda: queries.duties_of(standing, TODAY)) == 2


def test_a_new_holders_first_check_in_is_due_thirty_days_after_they_began(handed):
    factories.check_in(handed.actions[0], handed.gone, ago(200))

    [first, _] = lines(Action.owner_post_id == handed.post.id, TODAY)
    assert first.check_in_due == ago(-20)
