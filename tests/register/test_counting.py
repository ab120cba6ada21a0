"""The sums of the count: what each number means, and what of it is shown."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.mentoring.states import FOLLOWS, OVER, State, Track
from tracker.register.counting import AGREED, NOWHERE, SPLITS, Pair, Step, count
from tracker.register.telling import FEW, HIDDEN, published, region_code, told_by

START = date(2026, 4, 1)
PROGRAMME = {
    "id": 1,
    "title": "Mentoring",
    "direction": "traditional",
    "target": 500,
    "launched_on": "2026-04-01",
}


def day(n):
    return START + timedelta(days=n)


def pair(id_, **given):
    usual = {"leader_id": id_, "track": Track.MATCHED, "existing": False, "region": "London"}
    return Pair(id_, **usual | given)


def many(number, first=1, state=State.ACTIVE, **given):
    """So many pairs, each with the step that it took at the start."""
    ids = range(first, first + number)
    return [pair(id_, **given) for id_ in ids], [Step(id_, START, state) for id_ in ids]


def counted(*groups, as_at=START):
    pairs = [pair for some, _ in groups for pair in some]
    regions = sorted({pair.region for pair in pairs if pair.region})
    return count(pairs, [step for _, some in groups for step in some], as_at, regions)


def figures(content):
    return {each["code"]: each for each in content["figures"]}


@st.composite
def histories(draw):
    """Pairings with steps that may follow one another, and meetings, over some days."""
    pairs, steps = [], []
    for id_ in range(1, draw(st.integers(0, 25)) + 1):
        on, state = draw(st.integers(0, 5)), draw(st.sampled_from([State.CLAIMED, State.APPROVED]))
        local = state == State.CLAIMED
        steps.append(Step(id_, day(on), state))
        while FOLLOWS.get(state) and draw(st.booleans()):
            state, on = draw(st.sampled_from(FOLLOWS[state])), on + draw(st.integers(0, 9))
            steps.append(Step(id_, day(on), state))
        pairs.append(
            pair(
                id_,
                leader_id=draw(st.integers(1, 9)),
                track=Track.LOCAL if local else Track.MATCHED,
                existing=local and draw(st.booleans()),
                region=draw(st.sampled_from(["London", "Vale", None])),
                met=tuple(day(n) for n in draw(st.lists(st.integers(0, 60), max_size=5))),
            )
        )
    return pairs, steps


@given(histories())
def test_the_count_from_the_steps_is_that_from_where_the_pairings_stand(history):
    pairs, steps = history
    present = {step.pairing_id: step.state for step in steps}  # as a pairing's own row has it

    now = count(pairs, steps, day(999))

    assert set(now.ids["claimed"]) == {i for i, s in present.items() if s == State.CLAIMED}
    assert set(now.ids["confirmed"]) == {i for i, s in present.items() if s in AGREED}
    assert set(now.ids["ended"]) == {i for i, s in present.items() if s == State.ENDED}
    assert now.leaders == len({p.leader_id for p in pairs if present[p.id] in AGREED})


@given(histories(), st.integers(0, 80), st.integers(0, 80))
def test_what_was_once_confirmed_or_met_is_never_lost(history, one, other):
    earlier, later = sorted([one, other])
    before, after = (count(*history, day(n)) for n in (earlier, later))

    for code in ("confirmed", "met", "working", "ended", "new", "existing", "local", "matched"):
        assert set(before.ids[code]) <= set(after.ids[code])


@given(histories(), st.integers(0, 80))
def test_the_parts_make_the_whole(history, n):
    now = count(*history, day(n))
    confirmed = set(now.ids["confirmed"])

    for one, other in SPLITS:
        assert set(now.ids[one]) | set(now.ids[other]) == confirmed
        assert not set(now.ids[one]) & set(now.ids[other])
    assert sum(len(ids) for ids in now.regions.values()) == len(confirmed)
    assert set(now.ids["working"]) <= set(now.ids["met"]) <= confirmed
    assert not set(now.ids["claimed"]) & confirmed
    assert now.leaders <= len(now.ids["leaders"])


@given(st.lists(st.integers(0, 40), max_size=8))
def test_no_small_region_can_be_worked_out_from_the_others(sizes):
    groups, first = [], 1
    for place, size in enumerate(sizes):
        groups.append(many(size, first, region=f"Region {place}"))
        first += size

    content = published(counted(*groups), PROGRAMME)

    total = figures(content)["confirmed"]["value"]
    hidden = [each for each in content["regions"] if each["value"] is None]
    if total is not None and hidden:
        left = total - sum(each["value"] or 0 for each in content["regions"])
        assert len(hidden) > 1
        assert left >= 10
    assert all((each["value"] or 10) >= 10 for each in content["regions"])


def test_none_and_nine_read_the_same_and_ten_is_a_number():
    nothing, nine, ten = (
        figures(published(counted(many(n)), PROGRAMME))["confirmed"] for n in (0, 9, 10)
    )

    assert (nothing["value"], nothing["shown"]) == (nine["value"], nine["shown"]) == (None, FEW)
    assert (ten["value"], ten["shown"]) == (10, "10")


@pytest.mark.parametrize(
    "local, matched, words",
    [
        (3, 40, (FEW, "34 to 43")),
        (9, 10, (FEW, "10 to 19")),
        (3, 15, (HIDDEN, HIDDEN)),  # of 18 in all neither could be every number from none to nine
        (20, 4, ("15 to 24", FEW)),
    ],
)
def test_a_part_that_would_give_a_small_one_away_is_told_as_ten_numbers(local, matched, words):
    groups = many(matched), many(local, 100, track=Track.LOCAL)

    shown = figures(published(counted(*groups), PROGRAMME))

    assert shown["confirmed"]["value"] == local + matched
    assert (shown["local"]["shown"], shown["matched"]["shown"]) == words
    assert [shown[code]["value"] for code in ("local", "matched")] == [None, None]


def test_new_ones_are_told_though_existing_ones_hardly_change():
    """Ten numbers each, which stay the same ten however often it is published."""
    before, said = [], []
    for n, (new, existing) in enumerate([(30, 14), (55, 14), (60, 19), (90, 23), (120, 24)]):
        groups = many(new), many(existing, 1000, existing=True)
        before.append(published(counted(*groups, as_at=day(n)), PROGRAMME, before))
        said.append([figures(before[-1])[code]["shown"] for code in ("new", "existing")])

    assert said == [
        ["30", "14"],
        ["46 to 55", "14 to 23"],
        ["56 to 65", "14 to 23"],
        ["90 to 99", "14 to 23"],
        ["120", "24"],
    ]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 12)), min_size=1, max_size=5))
def test_each_hidden_part_may_be_ten_numbers_at_least(steps):
    before, new, existing = [], 0, 0
    for n, (more_new, more_existing) in enumerate(steps):
        new, existing = new + more_new, existing + more_existing
        groups = many(new), many(existing, 1000, existing=True)
        content = published(counted(*groups, as_at=day(n)), PROGRAMME, before)
        before.append(content)

        for code, number in (("new", new), ("existing", existing)):
            words = figures(content)[code]["shown"]
            if " to " in words:
                least, most = map(int, words.split(" to "))
                assert least <= number <= most == least + 9
            elif words == FEW:
                assert number < 10


def test_one_meeting_makes_it_met_and_three_make_it_working():
    pairs = [pair(n, met=tuple(day(m) for m in range(n))) for n in range(5)]
    steps = [Step(n, START, State.TRIAL) for n in range(5)]

    now = count(pairs, steps, day(30))

    assert now.ids["met"] == (1, 2, 3, 4)
    assert now.ids["working"] == (3, 4)
    assert count(pairs, steps, day(0)).ids["working"] == ()  # the third was a day later


def test_a_leader_of_two_is_one_leader():
    pairs = [pair(1, leader_id=7), pair(2, leader_id=7), pair(3, leader_id=8), pair(4)]
    states = [State.ACTIVE, State.PAUSED, State.ENDED, State.CLAIMED]
    steps = [Step(n, START, state) for n, state in enumerate(states, start=1)]

    assert count(pairs, steps, START).leaders == 2


def test_how_few_have_ended_is_not_told_by_how_many_leaders_there_are():
    going_on, one_ended = counted(many(12)), counted(many(11), many(1, 50, state=State.ENDED))

    assert published(going_on, PROGRAMME) == published(one_ended, PROGRAMME)


def test_what_was_declined_or_taken_back_counts_nowhere():
    groups = [
        many(1, n, state=state) for n, state in enumerate([*set(OVER) - {State.ENDED}], start=1)
    ]

    assert all(not ids for ids in counted(*groups).ids.values())


def test_a_pair_outside_the_regions_is_counted_last():
    groups = many(12, region=None), many(11, 50, region="Vale"), many(10, 90, region="Moor")

    assert list(counted(*groups).regions) == ["Moor", "Vale", NOWHERE]


def test_every_region_of_the_programme_is_there_whether_it_has_a_pair_or_not():
    """One that were missing would tell that it has none."""
    pairs, steps = many(12, region="Vale")

    now = count(pairs, steps, START, ["Moor", "Vale"])

    assert {name: len(ids) for name, ids in now.regions.items()} == {
        "Moor": 0,
        "Vale": 12,
        NOWHERE: 0,
    }
    assert {each["shown"] for each in published(now, PROGRAMME)["regions"]} == {HIDDEN}


@pytest.mark.parametrize("names, where", [(["Vale"], "Vale"), ([], NOWHERE)])
def test_where_there_is_one_region_or_none_all_are_of_it(names, where):
    now = count(*many(12, region="Somewhere else"), START, names)

    assert {name: len(ids) for name, ids in now.regions.items()} == {where: 12}


@pytest.mark.parametrize(
    "before, now, difference, change",
    [
        (20, 35, 15, "+15 since 1 Apr 2026"),
        (20, 30, 10, "+10 since 1 Apr 2026"),
        (5, 25, None, "not told before"),
    ],
)
def test_the_change_is_told_where_it_is_ten_or_more(before, now, difference, change):
    old = published(counted(many(before)), PROGRAMME)

    confirmed = figures(published(counted(many(now)), PROGRAMME, [old]))["confirmed"]

    assert (confirmed["value"], confirmed["difference"], confirmed["change"]) == (
        *(now, difference, change),
    )


@pytest.mark.parametrize("now", [20, 21, 29, 11])
def test_a_small_change_is_hidden_and_what_was_told_stays_with_its_day(now):
    old = published(counted(many(20)), PROGRAMME)

    content = published(counted(many(now), as_at=day(30)), PROGRAMME, [old])

    for told in (figures(content)["confirmed"], content["regions"][0]):
        assert (told["value"], told["difference"], told["change"]) == (None, None, HIDDEN)
        assert told["shown"] == f"20 on 1 Apr 2026, then {HIDDEN}"


def test_a_number_that_fell_below_ten_reads_as_one_that_hardly_changed():
    old = published(counted(many(30, state=State.CLAIMED)), PROGRAMME)

    fallen, stayed = (
        figures(published(counted(many(n, state=State.CLAIMED)), PROGRAMME, [old]))["claimed"]
        for n in (4, 31)
    )

    assert fallen == stayed


def test_small_changes_add_up_until_they_are_told():
    before, said = [], []
    for n in (20, 26, 29, 31, 33):
        before.append(published(counted(many(n), as_at=day(n)), PROGRAMME, before))
        said.append(figures(before[-1])["confirmed"]["value"])

    assert said == [20, None, None, 31, None]


@st.composite
def growing(draw):
    """How many pairs each region has at one count after another; one never loses any."""
    places = draw(st.integers(1, 4))
    counts = [[draw(st.integers(0, 30)) for _ in range(places)]]
    for _ in range(draw(st.integers(1, 4))):
        counts.append([had + draw(st.integers(0, 14)) for had in counts[-1]])
    return counts


@settings(max_examples=25)
@given(growing())
def test_whoever_keeps_every_count_learns_of_no_small_change(counts):
    before, known = [], {}
    for n, sizes in enumerate(counts):
        groups = [many(size, 1 + 1000 * r, region=f"R{r}") for r, size in enumerate(sizes)]
        content = published(counted(*groups, as_at=day(n)), PROGRAMME, before)
        before.append(content)
        regions = {region_code(each["region"]): each["value"] for each in content["regions"]}
        told = {"confirmed": figures(content)["confirmed"]["value"], **regions}

        for code, value in told.items():
            assert value is None or value - known.get(code, 0) >= 10
        out = [code for code in regions if regions[code] is None]
        if told["confirmed"] is None:
            assert len(out) == len(regions)  # so that no sum of theirs tells it
        elif out:
            left = told["confirmed"] - sum(value or 0 for value in regions.values())
            assert left - sum(known.get(code, 0) for code in out) >= 10
        known |= {code: value for code, value in told.items() if value is not None}
        assert {code: each.value for code, each in told_by(content).items() if code in told} == {
            code: value for code, value in known.items() if code in told
        }


def test_each_number_has_its_meaning_and_what_it_is_a_part_of():
    content = published(counted(many(30)), PROGRAMME)

    assert all(each["definition"].endswith(".") for each in content["figures"])
    assert figures(content)["met"]["denominator"] == "30"
    assert figures(content)["leaders"]["denominator"] == "500"
    assert content["published_before"] is None
