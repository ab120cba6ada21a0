"""A list is drawn, kept, read again and drawn again; and what was decided of pairs holds."""

import json

import pytest

from tests import factories
from tests.conftest import TODAY
from tests.workbench.steps import CENTRE, drawn, listed, pairs_of
from tracker.accounts.models import Person
from tracker.audit import AuditEntry
from tracker.errors import OutOfDate, Refused
from tracker.extensions import db
from tracker.mentoring.models import Exclusion, Programme
from tracker.workbench import drawing, operations, queries
from tracker.workbench.models import LeftOut, MatchRun, Override, Suggestion


def override(run, kind, leader, mentee, reason="They asked for it"):
    pair = (leader.person_id, mentee.person_id)
    made = operations.override(run, kind, pair, reason, None, TODAY, CENTRE)
    db.session.commit()
    return made


def again(programme):
    """What the newest list has."""
    run = queries.newest_run(programme.id)
    return {
        (each.leader_id, each.mentee_id): each
        for each in db.session.query(Suggestion).filter_by(run_id=run.id)
    }


def test_a_list_is_kept_with_all_that_is_needed_to_draw_it_again(programme, few):
    run = listed(programme)

    opened = queries.opened(run)
    anew = drawing.draw(queries.input_of(run), drawing.settings_of(run.settings))

    assert (run.number, run.matched, run.places, run.unmatched) == (1, 2, 2, 1)
    assert anew.run == opened.run
    assert anew.run.input_hash == run.fingerprint
    assert run.solver.startswith("scipy ")
    assert db.session.query(AuditEntry).filter_by(thing="match_run").count() == 1


def test_whoever_is_left_out_is_told_why_in_numbers(programme, few):
    run = listed(programme)
    [left] = db.session.query(LeftOut).filter_by(run_id=run.id)

    assert left.reasons["leaders"] == 2
    assert left.reasons["people"] > left.reasons["places"] or not left.reasons["acceptable"]
    assert left.reasons["region"] == "Vale"
    assert json.dumps(left.reasons)


def test_the_same_people_give_the_same_pairs(programme, few):
    first, second = drawn(programme), drawn(programme)

    assert first.run.input_hash == second.run.input_hash
    assert pairs_of(first) == pairs_of(second)


def test_the_next_list_knows_the_one_before(programme, few):
    first = listed(programme)
    second = listed(programme)

    assert (second.number, second.previous_id) == (2, first.id)
    assert all(each.as_before for each in again(programme).values())


def test_nobody_draws_over_a_list_that_they_have_not_seen(programme, few):
    first = listed(programme)
    listed(programme)
    programme = db.session.get(Programme, programme.id, options=Programme.loaded_with)

    with pytest.raises(OutOfDate, match="drew a new list"):
        operations.keep(programme, drawn(programme), first.id, "asked for", CENTRE)
    with pytest.raises(OutOfDate):
        override(first, "lock", few.helen, few.amara)

    assert db.session.query(MatchRun).count() == 2
    assert db.session.query(Override).count() == 0


def test_a_locked_pair_is_on_every_later_list(programme, few):
    run = listed(programme)
    override(run, "swap", few.owen, few.amara)

    listed(programme)

    pair = again(programme)[few.owen.person_id, few.amara.person_id]
    assert pair.locked


def test_a_pair_that_is_ruled_out_is_on_none_until_that_is_lifted(programme, few):
    pair = few.helen.person_id, few.amara.person_id
    run = listed(programme)
    assert pair in again(programme)

    override(run, "exclude", few.helen, few.amara)
    listed(programme)
    assert pair not in again(programme)

    [decided] = queries.overrides_of(programme.id)
    operations.lift(decided, TODAY, CENTRE)
    with pytest.raises(Refused, match="lifted already"):
        operations.lift(decided, TODAY, CENTRE)
    listed(programme)
    assert pair in again(programme)


def test_what_is_decided_anew_takes_the_place_of_what_held(programme, few):
    run = listed(programme)
    first = override(run, "lock", few.helen, few.amara)
    with pytest.raises(Refused, match="locked already"):
        override(run, "lock", few.helen, few.amara)

    override(run, "swap", few.owen, few.amara)

    assert first.lifted_on == TODAY
    assert [each.kind for each in queries.overrides_of(programme.id)] == ["swap"]
    assert len(queries.overrides_of(programme.id, lifted=True)) == 2


def test_a_decision_needs_a_reason(programme, few):
    with pytest.raises(Refused, match="Say why"):
        override(listed(programme), "lock", few.helen, few.amara, reason="  ")


def test_the_worst_match_is_raised_with_its_price(programme, few):
    usual = drawn(programme)
    raised = drawing.draw(usual.pool, usual.run.settings, raised=True)

    assert raised.run.matched == usual.run.matched
    assert raised.run.worst >= usual.run.worst
    assert raised.price == usual.run.total - raised.run.total


def test_a_list_of_nobody_is_a_list(programme):
    run = listed(programme)

    assert (run.matched, run.total, run.worst, run.longest_wait) == (0, 0, None, None)


def test_where_everybody_is_in_one_line_nobody_is_matched_and_each_is_told(programme, join):
    leader = join("Helen Marsh", "leader", capacity=3)
    boss = db.session.get(Person, leader.person_id).email
    for name in ("Amara", "Leila", "Samuel"):
        join(name, manager_email=boss)

    run = listed(programme)
    reasons = queries.reasons_in(run)

    assert (run.matched, run.unmatched) == (0, 3)
    assert [each["removed"]["line"] for each in reasons] == [1, 1, 1]


def test_a_mentee_whom_nobody_may_have_is_told_so(programme, few, another):
    factories.saved(Exclusion(enrolment_id=few.amara.id, organisation_id=another.id))

    run = listed(programme)

    left, _ = queries.left_out(run, few.amara.person_id)
    assert left.reasons["removed"]["excluded"] == 2
    assert left.reasons["acceptable"] == 0


def test_the_list_before_is_scored_by_the_weights_of_today(programme, few):
    from tracker.mentoring.weights import Weights

    run = listed(programme)
    same = drawing.rescored(queries.parts_of(run.id), Weights())
    goals_alone = drawing.rescored(queries.parts_of(run.id), Weights(1, 0, 0, 0, 0, 0))

    assert (same.total, same.worst) == (run.total, run.worst)
    assert goals_alone.total != run.total
    assert drawing.rescored([], Weights()).worst is None


def test_settings_have_a_new_version_once_something_is_changed():
    from tracker.mentoring.weights import Settings, Weights

    first = drawing.next_settings(None, Weights(), 300)
    assert (first.version, first.floor) == (1, 300)
    assert drawing.next_settings(first, Weights(), 300) is first
    assert drawing.next_settings(first, Weights(goals=50), 300).version == 2
    assert drawing.settings_of(drawing.written(Settings())) == Settings()


def test_the_command_prints_the_list_and_keeps_nothing(programme, few, run):
    printed = run("mentoring", "match", "--programme", programme.id, "--json")
    told = json.loads(printed.output)

    assert set(told) == {
        *("pairs", "unmatched", "matched", "total", "worst", "fifth_percentile", "seconds"),
    }
    assert told["matched"] == len(told["pairs"]) == 2
    assert set(told["pairs"][0]) == {"leader", "mentee", "score", "parts", "rank"}
    assert set(told["pairs"][0]["parts"]) == {
        *("goals", "profession", "grade", "availability", "travel", "named"),
    }
    assert {each["mentee"] for each in told["unmatched"]} <= {few.amara.person_id} | {
        one.person_id for one in (few.leila, few.samuel)
    }
    assert told["unmatched"][0]["reasons"]["leaders"] == 2
    assert db.session.query(MatchRun).count() == 0
    assert "2 of 3 people matched" in run("mentoring", "match", "--programme", programme.id).output


def test_the_command_says_of_an_empty_pool_that_nobody_is_matched(run, trust):
    empty = factories.programme(trust)

    printed = run("mentoring", "match", "--programme", empty.id).stdout

    assert printed.startswith("0 of 0 people matched; ")
    assert "None" not in printed


def test_the_command_says_when_there_is_no_such_programme(app, run):
    answer = run("mentoring", "match", "--programme", 9, "--json")

    assert answer.exit_code == 1
    assert "There is no programme 9" in answer.stderr
