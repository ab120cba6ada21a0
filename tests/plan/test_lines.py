"""Who owns each action, when its next check-in is due, and what all four say of it."""

from datetime import date, timedelta

from tests import factories
from tests.conftest import TODAY
from tracker.accounts.models import Holding
from tracker.extensions import db
from tracker.plan.lines import lines, rows
from tracker.plan.models import Action
from tracker.plan.progress import Acknowledgement


def line_of(action):
    [line] = lines(Action.id == action.id, TODAY)
    return line


def row_of(action):
    [row] = rows(Action.id == action.id, TODAY)
    return row


def leave(post, until):
    db.session.query(Holding).filter_by(post_id=post.id).update({"until": until})
    db.session.commit()


def test_an_action_is_owned_by_whoever_holds_its_post(action):
    owner = line_of(action).owner

    assert (owner.post, owner.holder) == ("Chief executive", "Amara Okafor")
    assert not owner.is_vacant


def test_whoever_acts_answers_for_the_post(action, owning):
    acting = factories.person(name="Acting Chief")
    factories.hold(owning, acting, since=date(2026, 10, 1), acting=True)

    assert line_of(action).owner.holder == "Acting Chief"


def test_a_vacant_post_says_for_how_long(action, owning):
    leave(owning, date(2026, 9, 14))

    owner = line_of(action).owner
    assert owner.is_vacant
    assert owner.days_vacant(TODAY) == 70


def test_a_holder_on_their_last_day_still_holds(action, owning):
    leave(owning, TODAY)

    assert line_of(action).owner.holder == "Amara Okafor"


def test_a_holder_who_begins_tomorrow_does_not_hold_yet(plan, trust):
    post = factories.post(trust)
    factories.hold(post, factories.person(), since=TODAY + timedelta(days=1))

    owner = line_of(factories.action(plan, post)).owner
    assert owner.is_vacant
    assert owner.days_vacant(TODAY) is None


def test_an_action_without_an_owner_is_a_line_too(plan):
    line = line_of(factories.action(plan))

    assert line.owner.post_id is None
    assert line.owner.is_vacant


def test_the_last_published_check_in_counts(action, chief):
    factories.check_in(action, chief, on=date(2026, 5, 15), said="at risk")
    factories.check_in(action, chief, on=date(2026, 8, 13), said="on course")
    factories.check_in(action, chief, on=date(2026, 11, 1), said="off course", published_at=None)

    line = line_of(action)
    assert (line.said, line.said_on) == ("on course", date(2026, 8, 13))
    assert line.check_in_due == date(2026, 11, 11)
    assert line.days_silent(TODAY) == 102


def test_the_first_check_in_is_due_ninety_days_after_the_start(plan, owning):
    fresh = factories.action(plan, owning, start=date(2026, 10, 1))

    assert line_of(fresh).check_in_due == date(2026, 12, 30)


def test_nothing_is_due_before_the_plan_was_adopted(trust, owning):
    late = factories.plan(trust, adopted_on=date(2026, 11, 2))
    action = factories.action(late, owning, start=date(2025, 4, 1))

    assert line_of(action).check_in_due == date(2027, 1, 31)


def test_a_new_holder_has_thirty_days(action, owning, chief):
    factories.check_in(action, chief, on=date(2026, 5, 15))
    leave(owning, date(2026, 11, 15))
    factories.hold(owning, factories.person(), since=date(2026, 11, 16))

    assert line_of(action).check_in_due == date(2026, 12, 16)


def test_a_new_holder_who_has_spoken_has_the_usual_time(action, owning, chief):
    leave(owning, date(2026, 9, 30))
    successor = factories.person()
    factories.hold(owning, successor, since=date(2026, 10, 1))
    factories.check_in(action, successor, on=date(2026, 10, 20))

    assert line_of(action).check_in_due == date(2027, 1, 18)


def test_nothing_more_is_owed_on_what_stopped(action, chief):
    factories.check_in(action, chief, phase="stopped")

    assert line_of(action).check_in_due is None


def test_what_the_reviewer_asked_again_is_due_that_day(action, chief, vice):
    check_in = factories.check_in(action, chief, on=date(2026, 11, 1))
    factories.saved(
        Acknowledgement(
            check_in_id=check_in.id,
            by_id=vice.id,
            on=date(2026, 11, 9),
            accepted=False,
            words="How many panels?",
        )
    )

    assert line_of(action).check_in_due == date(2026, 11, 9)


def test_an_action_that_is_part_of_another_is_no_line(action, plan):
    merged = factories.action(plan, merged_into_id=action.id)

    assert lines(Action.id == merged.id, TODAY) == []


def test_nobody_has_said_anything_yet(action):
    assert [said.word for said in row_of(action).verdicts] == [
        "nothing said yet",
        "not measured",
        "not stated",
        "no panel has looked",
    ]
    assert not row_of(action).disagrees


def target_of(trust, baseline=1.5, now=1.44, **figure):
    start = factories.figure(trust, year=2025, value=baseline, **figure)
    factories.figure(trust, year=2026, value=now, **figure)
    return factories.target(start)


def test_the_data_say_what_the_target_comes_to(action, chief, trust):
    factories.check_in(action, chief)
    factories.measure_link(action, target_of(trust))

    row = row_of(action)
    assert [said.word for said in row.verdicts[:2]] == ["on course", "behind"]
    assert row.verdicts[1].as_at == date(2026, 3, 31)
    assert row.disagrees


def test_of_several_measures_the_worst_speaks_with_the_count_beside_it(action, trust):
    factories.measure_link(action, target_of(trust))
    worse = target_of(trust, now=1.9, indicator="3", basis="two-year rolling")
    factories.measure_link(action, worse)

    data = row_of(action).verdicts[1]
    assert data.word == "worse than baseline"
    assert data.note == "1 of 2 measures"


def test_what_an_action_contributes_to_says_nothing_of_it(action, trust):
    factories.measure_link(action, target_of(trust), role="contributes to")

    assert row_of(action).verdicts[1].word == "not measured"


def test_a_link_that_ended_says_nothing_any_more(action, trust):
    factories.measure_link(action, target_of(trust), ended_on=TODAY)

    assert row_of(action).verdicts[1].word == "not measured"


def test_figures_from_before_the_action_began_have_no_say(plan, owning, trust):
    young = factories.action(plan, owning, start=date(2026, 4, 1))
    factories.measure_link(young, target_of(trust))

    assert row_of(young).verdicts[1].word == "awaiting data"


def test_a_period_that_had_begun_before_the_action_says_so(plan, owning, trust):
    young = factories.action(plan, owning, start=date(2025, 9, 1))
    factories.measure_link(young, target_of(trust))

    assert row_of(young).verdicts[1].age == "Partly before the action began"


def test_a_hidden_figure_hides_the_status_that_rests_on_it(action, trust):
    start = factories.figure(trust, year=2025)
    factories.figure(trust, year=2026, hidden=True)
    factories.measure_link(action, factories.target(start))

    data = row_of(action).verdicts[1]
    assert data.word == "hidden (small numbers)"
    assert data.mark == "hatched"
    assert not data.exists


def test_overdue_data_say_what_they_said_last(action, trust):
    start = factories.figure(trust, year=2024, value=1.5)
    factories.figure(trust, year=2025, value=1.3)
    factories.measure_link(action, factories.target(start))
    action.start = date(2025, 1, 1)
    db.session.commit()

    data = row_of(action).verdicts[1]
    assert data.word == "data overdue"
    assert data.age.startswith("Last: ")
    assert data.age.endswith("31 Mar 2025")
