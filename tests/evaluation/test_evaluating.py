"""The sums of an evaluation: what each figure is of, and what of it is told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.evaluation import evaluating
from tracker.evaluation.evaluating import Pair, Terms, after_months
from tracker.evaluation.telling import ALL_BUT_FEW, FEW, HIDDEN, NOT_YET, part
from tracker.mentoring.states import Ending

START = date(2026, 1, 31)
LATER = date(2026, 12, 31)
TERMS = Terms(meetings=6, first_within_days=30)


def told(section):
    return {each.code: each for each in section.lines}


@pytest.mark.parametrize(
    "start, months, end",
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 9, 15), 3, date(2026, 12, 15)),
        (date(2026, 6, 1), 6, date(2026, 12, 1)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
    ],
)
def test_months_are_counted_as_people_count_them(start, months, end):
    assert after_months(start, months) == end


def test_only_pairs_that_are_old_enough_show_whether_they_last():
    went_on = [Pair(START) for _ in range(20)]
    ended = [Pair(START, START + timedelta(days=30), Ending.MOVED_JOB) for _ in range(12)]
    ended_later = [Pair(START, date(2026, 6, 1), Ending.PLANNED) for _ in range(8)]
    new = [Pair(date(2026, 12, 1)) for _ in range(50)]

    lines = told(evaluating.lasting([*went_on, *ended, *ended_later, *new], LATER))

    assert (lines["live 3"].shown, lines["live 3"].share) == ("28", "70%")
    assert lines["live 3"].of == "40 pairs confirmed 3 months ago or earlier"
    assert (lines["live 6"].shown, lines["live 6"].share) == ("20", "50%")


@pytest.mark.parametrize(
    "number, whole, shown, share",
    [
        (0, 0, FEW, ""),
        (9, 40, FEW, ""),
        (0, 40, FEW, ""),
        (10, 40, "10", "25%"),
        (30, 40, "30", "75%"),
        (31, 40, ALL_BUT_FEW, ""),
        (40, 40, ALL_BUT_FEW, ""),
        (10, 12, ALL_BUT_FEW, ""),
    ],
)
def test_neither_a_part_nor_what_is_left_is_told_when_small(number, whole, shown, share):
    line = part("met", "Met", "", number, whole, "pairs")

    assert (line.shown, line.share) == (shown, share)


def test_meetings_have_their_own_denominators():
    soon = [Pair(START, met=(START + timedelta(days=30),)) for _ in range(15)]
    late = [Pair(START, met=tuple(START + timedelta(days=d) for d in (31, 60, 90)))] * 15
    new = [Pair(LATER) for _ in range(10)]

    lines = told(evaluating.meeting([*soon, *late, *new], 60, 80, TERMS, LATER))

    assert (lines["met"].shown, lines["met"].of) == ("30", "40 confirmed pairs")
    assert (lines["working"].shown, lines["working"].share) == ("15", "38%")
    assert (lines["met soon"].shown, lines["met soon"].of[:2]) == ("15", "30")
    assert (lines["held"].shown, lines["held"].share) == ("60", "75%")
    assert lines["middle"].shown == NOT_YET


def test_the_middle_is_of_pairs_that_have_ended():
    over = [
        Pair(START, LATER, Ending.PLANNED, (START,) * n) for n in (0, 1, 2, 3, 4, 5, 6, 6, 6, 6)
    ]

    line = told(evaluating.meeting([*over, Pair(START)], 0, 0, TERMS, LATER))["middle"]

    assert (line.shown, line.of) == ("4.5", "10 pairs that have ended")


endings = st.lists(st.sampled_from([*Ending]), max_size=120)


@given(endings)
def test_no_reason_with_few_in_it_can_be_worked_out(reasons):
    lines = told(evaluating.ending([Pair(START, LATER, reason) for reason in reasons]))
    numbers = {reason: reasons.count(reason) for reason in Ending}

    def shown(code):
        words = lines[code].shown.replace(",", "")
        return int(words) if words.isdigit() else None

    for code in Ending:
        assert shown(code) in (None, numbers[code])
        assert shown(code) is None or numbers[code] >= 10
    early = [reason for reason in Ending if reason != Ending.PLANNED]
    for whole, parts in (("early", early), ("ended", [Ending.PLANNED, "early"])):
        out = [code for code in parts if shown(code) is None]
        total = shown(whole) if whole == "early" else len(reasons) if len(reasons) > 9 else None
        if total is not None and out and "early" not in out:
            left = total - sum(shown(code) or 0 for code in parts)
            assert len(out) > 1
            assert left >= 10


def test_early_endings_are_told_by_reason():
    reasons = [Ending.PLANNED] * 30 + [Ending.MOVED_JOB] * 20 + [Ending.NOT_A_FIT] * 15
    reasons += [Ending.CONCERN] * 2
    lines = told(evaluating.ending([Pair(START, LATER, reason) for reason in reasons]))

    assert (lines[Ending.PLANNED].shown, lines["early"].shown) == ("30", "37")
    assert lines[Ending.MOVED_JOB].shown == "20"
    assert lines[Ending.CONCERN].shown == lines[Ending.NOT_A_FIT].shown == HIDDEN
    assert lines[Ending.MOVED_JOB].of == "67 pairs that have ended"


@pytest.mark.parametrize(
    "answers, shown, of",
    [
        ([5] * 9, NOT_YET, f"{FEW} answers"),
        ([5] * 10, "5.0", "10 answers"),
        ([5] * 10 + [1] * 9, "5.0", "10 answers"),
        ([5] * 10 + [1] * 10, "3.0", "20 answers"),
    ],
)
def test_the_pulse_is_told_from_ten_on_and_by_tens(answers, shown, of):
    given = evaluating.by_check_in(("trial", "mentee", score) for score in answers)

    line = told(evaluating.pulse(given))["pulse trial mentee"]

    assert (line.shown, line.of) == (shown, of)


def test_promises_are_told_in_tens():
    few, many = (told(evaluating.promising(*each)) for each in ((9, 0), (47, 20)))

    assert (few["promised"].shown, few["kept"].shown) == (FEW, FEW)
    assert (many["promised"].shown, many["kept"].shown) == ("40 or more", "20 or more")
    assert many["kept"].of == "40 or more promised"
