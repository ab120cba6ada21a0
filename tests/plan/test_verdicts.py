from datetime import date, timedelta

import pytest

from tracker.plan import verdicts
from tracker.plan.verdicts import Place, Speaker, Verdict

TODAY = date(2026, 11, 23)
OWNER, DATA, NETWORK, PANEL = Speaker


def four(owner, data, network="not stated", panel="no panel has looked"):
    words = zip(Speaker, (owner, data, network, panel), strict=True)
    return [Verdict(who, word) for who, word in words]


# One scale, for comparison alone


@pytest.mark.parametrize(
    "word, place",
    [
        ("on course", Place.ON_COURSE),
        ("met", Place.ON_COURSE),
        ("outstanding", Place.ON_COURSE),
        ("good", Place.ON_COURSE),
        ("at risk", Place.AT_RISK),
        ("behind", Place.AT_RISK),
        ("requires improvement", Place.AT_RISK),
        ("off course", Place.OFF_COURSE),
        ("worse than baseline", Place.OFF_COURSE),
        ("missed", Place.OFF_COURSE),
        ("inadequate", Place.OFF_COURSE),
        ("awaiting data", Place.NO_VERDICT),
        ("data overdue", Place.NO_VERDICT),
        ("hidden (small numbers)", Place.NO_VERDICT),
        ("not measurable", Place.NO_VERDICT),
        ("too small to call", Place.NO_VERDICT),
        ("no evidence available", Place.NO_VERDICT),
        ("not stated", Place.NO_VERDICT),
        ("no panel has looked", Place.NO_VERDICT),
    ],
)
def test_each_word_has_its_place_on_the_scale(word, place):
    assert Verdict(DATA, word).place is place


@pytest.mark.parametrize(
    "word, mark",
    [
        ("good", "ring"),
        ("behind", "triangle"),
        ("missed", "diamond"),
        ("awaiting data", "dash"),
        ("hidden (small numbers)", "hatched"),
        ("too small to call", "wave"),
    ],
)
def test_a_shape_stands_beside_every_word(word, mark):
    assert Verdict(DATA, word).mark == mark


# Where they disagree


@pytest.mark.parametrize(
    "said",
    [
        four("on course", "on course", "at risk"),
        four("on course", "behind"),
        four("at risk", "worse than baseline", "at risk", "requires improvement"),
        four("on course", "not measurable", "not stated", "inadequate"),
    ],
)
def test_any_two_that_exist_and_differ_are_a_disagreement(said):
    assert verdicts.disagree(said)


@pytest.mark.parametrize(
    "said",
    [
        four("on course", "met", "on course", "good"),
        four("at risk", "behind", "at risk", "requires improvement"),
        four("on course", "hidden (small numbers)"),
        four("nothing said yet", "awaiting data"),
        [],
    ],
)
def test_other_words_and_own_words_for_the_same_place_are_none(said):
    assert not verdicts.disagree(said)


@pytest.mark.parametrize(
    "said, sentence",
    [
        (
            four("on course", "behind", "at risk", "requires improvement"),
            "They disagree. The owner says on course. "
            "The data, the network and the panel say at risk.",
        ),
        (
            four("on course", "worse than baseline", "off course", "good"),
            "They disagree. The owner and the panel say on course. "
            "The data and the network say off course.",
        ),
        (
            four("on course", "behind", "off course", "awaiting data"),
            "They disagree. The owner says on course. The data say at risk. "
            "The network says off course.",
        ),
        (four("on course", "met"), "They agree. The owner and the data say on course."),
        (four("on course", "awaiting data"), "Only the owner has given a verdict: on course."),
        (four("nothing said yet", "behind"), "Only the data have given a verdict: at risk."),
        (four("nothing said yet", "awaiting data"), "There is no verdict yet."),
    ],
)
def test_one_sentence_says_who_differs(said, sentence):
    assert verdicts.sentence(said) == sentence


# What the data say


def measured(word, as_at=date(2026, 3, 31), note=""):
    return Verdict(DATA, word, as_at, note)


def test_one_measure_speaks_for_itself():
    only = measured("behind")

    assert verdicts.data_say([only]) == only


@pytest.mark.parametrize(
    "words, worst, count",
    [
        (["on course", "behind"], "behind", "1 of 2 measures"),
        (["behind", "behind", "met"], "behind", "2 of 3 measures"),
        (["missed", "behind"], "missed", "1 of 2 measures"),
        (["missed", "worse than baseline"], "worse than baseline", "1 of 2 measures"),
        (["met", "on course"], "on course", "1 of 2 measures"),
        (["met", "data overdue"], "met", "1 of 2 measures"),
        (["awaiting data", "data overdue"], "data overdue", "1 of 2 measures"),
        (["hidden (small numbers)", "behind"], "behind", "1 of 2 measures"),
        (["not measurable", "hidden (small numbers)"], "hidden (small numbers)", "1 of 2 measures"),
    ],
)
def test_several_measures_say_the_worst_of_them_with_the_count_beside_it(words, worst, count):
    said = verdicts.data_say([measured(word) for word in words])

    assert (said.word, said.note) == (worst, count)


def test_what_was_noted_of_the_worst_measure_stays_beside_its_count():
    said = verdicts.data_say([measured("met", note="levelling down"), measured("data overdue")])

    assert said.note == "1 of 2 measures, levelling down"


def test_the_worst_is_dated_by_its_latest_data():
    older, newer = date(2025, 3, 31), date(2026, 3, 31)
    said = verdicts.data_say([measured("behind", older), measured("behind", newer)])

    assert said.as_at == newer


def test_a_word_that_nobody_placed_is_no_verdict_and_hides_none():
    said = verdicts.data_say([measured("some new word"), measured("on course")])

    assert said.word == "on course"


def test_an_action_without_a_measure_is_not_measured():
    assert verdicts.data_say([]) == Verdict(DATA, "not measured")


# What the owner says


def test_what_the_owner_said_is_dated_and_says_what_is_due():
    due = TODAY - timedelta(days=12)
    said = verdicts.owner_says("on course", TODAY - timedelta(days=102), due, TODAY)

    assert said == Verdict(
        OWNER,
        "on course",
        as_at=date(2026, 8, 13),
        note="Due 12 days ago",
        age="Said 102 days ago",
    )


def test_a_claim_whose_next_check_in_is_not_due_has_only_its_age():
    said = verdicts.owner_says("on course", TODAY, TODAY + timedelta(days=90), TODAY)

    assert (said.age, said.note) == ("Said today", "")


def test_a_stale_claim_keeps_its_word():
    said = verdicts.owner_says(
        "on course", TODAY - timedelta(days=196), TODAY - timedelta(days=106), TODAY
    )

    assert (said.word, said.age, said.note) == (
        "on course",
        "Said 196 days ago",
        "Stale, by 106 days",
    )


def test_an_owner_who_never_checked_in_has_said_nothing():
    said = verdicts.owner_says(None, None, TODAY - timedelta(days=20), TODAY)

    assert (said.word, said.as_at, said.note) == ("nothing said yet", None, "Late, by 20 days")


# Counts


def test_each_speaker_is_counted_once_for_each_action():
    rows = [four("on course", "behind"), four("on course", "met", "at risk")]

    assert verdicts.tally(rows) == {
        OWNER: {"on course": 2, "at risk": 0, "off course": 0, "no verdict": 0},
        DATA: {"on course": 1, "at risk": 1, "off course": 0, "no verdict": 0},
        NETWORK: {"on course": 0, "at risk": 1, "off course": 0, "no verdict": 1},
        PANEL: {"on course": 0, "at risk": 0, "off course": 0, "no verdict": 2},
    }


@pytest.mark.parametrize(
    "rows, sentence",
    [
        (
            [four("on course", "behind"), four("on course", "met")],
            "The verdicts disagree on 1 of 2 actions. "
            "Owners say on course for 2; the data say so for 1.",
        ),
        (
            [four("at risk", "behind")],
            "The verdicts disagree on 0 of 1 action. "
            "Owners say on course for 0; the data say so for 0.",
        ),
        ([], "There are no actions yet."),
    ],
)
def test_a_plan_opens_with_a_pair_of_counts(rows, sentence):
    assert verdicts.headline(rows) == sentence


# Who speaks for the network and the panel


def test_until_somebody_speaks_for_them_the_network_and_the_panel_say_nothing():
    said = verdicts.said_elsewhere([1, 2], TODAY)

    assert said == {
        action_id: [Verdict(NETWORK, "not stated"), Verdict(PANEL, "no panel has looked")]
        for action_id in (1, 2)
    }


def test_a_feature_above_speaks_for_the_actions_it_knows(monkeypatch):
    monkeypatch.setattr(verdicts, "_sources", {})

    def positions(action_ids, today):
        return {2: Verdict(NETWORK, "at risk", today)}

    verdicts.speak_for(NETWORK, positions)

    said = verdicts.said_elsewhere([1, 2], TODAY)
    assert [verdict.word for verdict in said[1]] == ["not stated", "no panel has looked"]
    assert [verdict.word for verdict in said[2]] == ["at risk", "no panel has looked"]


def test_nobody_else_speaks_for_the_owner_or_the_data():
    with pytest.raises(ValueError, match="owner"):
        verdicts.speak_for(OWNER, dict)
