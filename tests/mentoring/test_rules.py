"""Who may never be paired."""

from dataclasses import replace

import pytest

from tracker.mentoring.columns import columns_of
from tracker.mentoring.profiles import Leader, Mentee, Pool
from tracker.mentoring.rules import RULES, broken_by
from tracker.mentoring.scoring import words_of

LEADER = Leader(id=1, organisation=1, region="London", capacity=2, directorate=5)
MENTEE = Mentee(id=11, organisation=2, region="London", directorate=6)


def broken(leader, mentee, **settled):
    settled = {name: frozenset(pairs) for name, pairs in settled.items()}
    columns = columns_of(Pool((leader,), (mentee,), **settled))
    return [rule.name for rule in broken_by(columns, 0, 0)]


def test_two_who_have_nothing_against_them_may_be_paired():
    assert broken(LEADER, MENTEE) == []


@pytest.mark.parametrize(
    "leader, mentee",
    [
        ({}, {"manager": 1}),
        ({}, {"managers_manager": 1}),
        ({"manager": 11}, {}),
        ({"managers_manager": 11}, {}),
        ({"matrix_line": frozenset({11})}, {}),
        ({}, {"matrix_line": frozenset({1})}),
    ],
)
def test_nobody_mentors_in_a_line_of_management_whichever_is_above(leader, mentee):
    assert broken(replace(LEADER, **leader), replace(MENTEE, **mentee)) == ["line"]


def test_nor_somebody_with_the_same_manager():
    assert broken(replace(LEADER, manager=7), replace(MENTEE, manager=7)) == ["manager"]
    assert broken(replace(LEADER, manager=7), replace(MENTEE, managers_manager=7)) == []


def test_nor_in_the_same_directorate_of_the_same_organisation():
    colleague = replace(MENTEE, organisation=1, directorate=5)

    assert broken(LEADER, colleague) == ["directorate"]
    assert broken(LEADER, replace(colleague, organisation=2)) == []
    assert broken(LEADER, replace(colleague, directorate=6)) == []


def test_a_chief_executive_may_in_their_own_trust_but_not_in_their_own_line():
    chief = replace(LEADER, leads_organisation=True)
    colleague = replace(MENTEE, organisation=1, directorate=5)

    assert broken(chief, colleague) == []
    assert broken(chief, replace(colleague, managers_manager=1)) == ["line"]


def test_what_is_not_known_breaks_no_rule_and_is_shown():
    silent = replace(MENTEE, directorate=None, organisation=1)

    assert broken(replace(LEADER, directorate=None), silent) == []
    assert silent.unchecked == ("manager", "manager's manager", "directorate")
    assert replace(MENTEE, manager=3, managers_manager=4).unchecked == ()


def test_whom_a_mentee_excludes_is_out_and_no_leader_is_told():
    assert broken(LEADER, replace(MENTEE, excludes=frozenset({1}))) == ["excluded"]
    assert broken(LEADER, replace(MENTEE, excludes_organisations=frozenset({1}))) == ["excluded"]
    assert [rule.name for rule in RULES if rule.confidential] == ["excluded"]


def test_a_pair_that_declined_or_ended_is_not_made_again():
    assert broken(LEADER, MENTEE, declined={(1, 11)}) == ["declined"]
    assert broken(LEADER, MENTEE, declined={(1, 12), (11, 1)}) == []


def test_whoever_has_a_mentor_looks_for_no_other():
    assert broken(LEADER, MENTEE, active={(8, 11)}) == ["paired"]


def test_two_regions_are_too_far_unless_both_meet_remotely():
    far = replace(MENTEE, region="North")
    remote = replace(LEADER, remote=True)

    assert broken(LEADER, far) == ["place"]
    assert broken(remote, far) == ["place"]
    assert broken(remote, replace(far, remote=True)) == []


def test_two_regions_that_are_not_known_are_not_the_same_region():
    nowhere = replace(LEADER, region=None), replace(MENTEE, region=None)

    assert broken(*nowhere) == ["place"]
    assert words_of(*nowhere)["travel"] == "another region"


def test_nobody_mentors_themselves():
    assert broken(LEADER, replace(MENTEE, id=1)) == ["self"]
