"""Whoever keeps every published count is left with ten whole values for each hidden number."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.register.test_counting import PROGRAMME, START, counted, figures, many
from tracker.register import attacking, telling
from tracker.register.counting import Count
from tracker.register.telling import HIDDEN, published

SIZES = st.integers(0, 40)
GROWTH = st.integers(0, 24)


def as_counted(n, existing, local, matched, regions, met, working, ended, leaders):
    """A count with these numbers: `local` are those found locally that began since."""
    together = existing + local + matched
    numbers = {
        "claimed": 0,
        "confirmed": together,
        "met": met,
        "working": working,
        "ended": ended,
        "new": local + matched,
        "existing": existing,
        "local": existing + local,
        "matched": matched,
        "leaders": 0,
    }
    ids = {code: tuple(range(number)) for code, number in numbers.items()}
    named = {f"R{place}": tuple(range(number)) for place, number in enumerate(regions)}
    return Count(START + timedelta(days=30 * n), ids, named, leaders)


@st.composite
def programmes(draw):
    """Counts of a programme, one after another: pairs of every kind and place come, and meet."""
    at = dict.fromkeys(("existing", "local", "matched", "met", "working", "ended", "leaders"), 0)
    regions, made = [0] * draw(st.integers(1, 3)), []
    for n in range(draw(st.integers(1, 4))):
        new = [draw(SIZES if n == 0 else GROWTH) for _ in range(3)]
        for code, more in zip(("existing", "local", "matched"), new, strict=True):
            at[code] += more
        left = sum(new)
        for place in range(1, len(regions)):
            more = draw(st.integers(0, left))
            regions[place], left = regions[place] + more, left - more
        regions[0] += left
        together = at["existing"] + at["local"] + at["matched"]
        at["leaders"] += draw(st.integers(0, sum(new)))
        at["met"] = draw(st.integers(at["met"], together))
        at["working"] = draw(st.integers(at["working"], at["met"]))
        at["ended"] = draw(st.integers(at["ended"], together))
        made.append(as_counted(n, regions=tuple(regions), **at))
    return made


def all_published(counts):
    told = []
    for each in counts:
        told.append(published(each, PROGRAMME, told))
    return told


@settings(max_examples=15)
@given(programmes())
def test_every_hidden_number_of_every_count_can_be_ten_whole_values(counts):
    told = all_published(counts)

    for number, (least, most) in attacking.possible(told).items():
        assert most - least >= 9, number


@settings(max_examples=15)
@given(programmes())
def test_what_is_true_is_among_what_the_attacker_thinks_possible(counts):
    """Else the attack above would attack nothing."""
    told = all_published(counts)

    puzzle = attacking.puzzle_of(told, believing=False)
    assert puzzle.can_be()
    for (n, code), at in puzzle.at.items():
        truth = telling.numbers_of(counts[n])[code]
        assert puzzle.least[at] <= truth <= puzzle.most[at]
    for equation in puzzle.equal:
        assert sum(sign * _truth(puzzle, counts, at) for at, sign in equation.items()) == 0
    for sums in puzzle.no_more:
        assert sum(sign * _truth(puzzle, counts, at) for at, sign in sums.items()) <= 0


def _truth(puzzle, counts, at):
    n, code = next(number for number, place in puzzle.at.items() if place == at)
    return telling.numbers_of(counts[n])[code]


def told_by_the_rule_alone(counts, monkeypatch):
    """What was told before counts were held against one another."""
    monkeypatch.setattr(telling, "leaves_enough", lambda _contents: True)
    return all_published(counts)


def test_the_attack_finds_what_holding_them_together_keeps(monkeypatch):
    """Ten numbers were told of the existing ones, then how many they are: with how few new ones
    came in between, that tells of the earlier day more than it should."""
    usual = {"local": 0, "met": 0, "working": 0, "ended": 0, "leaders": 12, "regions": ()}
    counts = [
        as_counted(0, existing=8, matched=92, **usual),
        as_counted(1, existing=15, matched=95, **usual),
    ]

    kept = attacking.possible(all_published(counts))
    given_away = attacking.possible(told_by_the_rule_alone(counts, monkeypatch))

    assert given_away[0, "existing"] == (5, 9)
    assert kept[0, "existing"] == (0, 9)


def test_a_part_that_passed_what_was_told_of_its_whole_is_hidden_with_it():
    """Else 25 that have met would say that of the confirmed ones, 20 when last told, at least
    five have come."""
    usual = {"existing": 0, "local": 0, "ended": 0, "leaders": 12, "regions": ()}
    counts = [
        as_counted(0, matched=20, met=12, working=0, **usual),
        as_counted(1, matched=26, met=25, working=0, **usual),
    ]

    said = [figures(each)["met"]["shown"] for each in all_published(counts)]

    assert said == ["12", f"12 on 1 Apr 2026, then {HIDDEN}"]


def test_leaders_are_not_told_to_grow_faster_than_pairs():
    usual = {"existing": 0, "local": 0, "met": 0, "working": 0, "ended": 0, "regions": ()}
    counts = [
        as_counted(n, matched=pairs, leaders=leaders, **usual)
        for n, (pairs, leaders) in enumerate([(40, 20), (60, 28), (70, 38), (90, 48)])
    ]

    said = [figures(each)["leaders"]["value"] for each in all_published(counts)]

    assert said == [20, None, None, None]


@pytest.mark.parametrize("number", [0, 9])
def test_words_for_a_small_number_leave_all_ten_and_say_so(number):
    told = published(counted(many(number)), PROGRAMME)

    assert figures(told)["confirmed"]["between"] == [0, 9]
    assert attacking.possible([told])[0, "confirmed"] == (0, 9)


def test_a_number_that_is_kept_back_though_it_is_not_small_is_not_called_small():
    counts = [
        as_counted(n, **each, local=0, ended=0, leaders=0, regions=())
        for n, each in enumerate(
            [
                {"existing": 0, "matched": 9, "met": 0, "working": 0},
                {"existing": 0, "matched": 18, "met": 0, "working": 0},
            ]
        )
    ]

    for each in all_published(counts):
        for figure in each["figures"]:
            if figure["between"]:
                least, most = figure["between"]
                number = counts[0 if each["as_at"] == "2026-04-01" else 1].number(figure["code"])
                assert least <= number <= most


def test_what_is_told_of_one_count_is_not_taken_back_by_the_next():
    counts = [counted(many(n), as_at=START + timedelta(days=n)) for n in (20, 24, 30, 41)]

    for before, after in pairwise(all_published(counts)):
        told = telling.told_by(before)
        assert set(told) <= set(telling.told_by(after))


def shares(parts, together):
    """Every way in which so many, or fewer, can be parted."""
    if not parts:
        return [()]
    return [
        (number, *rest)
        for number in range(together + 1)
        for rest in shares(parts - 1, together - number)
    ]


def test_whoever_knows_the_rule_and_tries_every_programme_there_could_be_is_left_with_enough(
    monkeypatch,
):
    """Every programme of at most eight pairs in three regions, where small is below three. Those
    that read alike to the last letter are one to the attacker: what a hidden number is in any of
    them, it may be."""
    for module in (telling, attacking):
        monkeypatch.setattr(module, "THRESHOLD", 3)
    usual = {"existing": 0, "local": 0, "met": 0, "working": 0, "ended": 0, "leaders": 0}
    alike = defaultdict(list)
    for regions in shares(3, 8):
        world = as_counted(0, regions=regions, matched=sum(regions), **usual)
        alike[telling.as_text(published(world, PROGRAMME))].append(regions)

    tried = 0
    for same in alike.values():
        if max(map(sum, same)) == 8:
            continue  # larger programmes, which were not tried, may read the same
        told = published(as_counted(0, regions=same[0], matched=sum(same[0]), **usual), PROGRAMME)
        for place, each in enumerate(told["regions"]):
            if each["value"] is None:
                assert len({regions[place] for regions in same}) >= 3, same
                tried += 1
    assert tried > 9
