"""The plan at a glance: counts that add up, and filters that say what they show."""

from datetime import date, timedelta

from tests.conftest import TODAY
from tracker.plan.lines import Line, Owner, Row
from tracker.plan.overview import overview
from tracker.plan.verdicts import Speaker, Verdict

HELD = Owner(1, "Chief executive", "Amara Okafor", date(2026, 1, 5), None)
VACANT = Owner(2, "Director of Strategy", None, None, date(2026, 9, 14))


def row(owner_says="on course", data_say="on course", owner=HELD, said=10, due=TODAY):
    line = Line(
        action_id=1,
        reference="8.1",
        title="Independent panel members",
        promise="",
        start=date(2025, 4, 1),
        due=None,
        due_words="",
        owner=owner,
        phase="under way",
        said=owner_says,
        said_on=TODAY - timedelta(days=said),
        done="",
        check_in_due=due,
        target_ids=(),
    )
    words = zip(Speaker, (owner_says, data_say, "not stated", "no panel has looked"), strict=True)
    return Row(line, tuple(Verdict(who, word) for who, word in words))


AGREED, DIFFERING = row(), row(data_say="missed")


def counts_of(seen):
    return {count.who: [each.count for each in count.filters] for count in seen.counts}


def test_each_speaker_puts_every_action_somewhere():
    seen = overview([AGREED, DIFFERING, row("at risk", "awaiting data")], TODAY)

    assert counts_of(seen) == {
        "Owner says": [2, 1, 0, 0],
        "Data say": [1, 0, 1, 1],
        "Network says": [0, 0, 0, 3],
        "Panel says": [0, 0, 0, 3],
    }


def test_every_number_leads_to_its_rows():
    rows = [AGREED, DIFFERING]
    for count in overview(rows, TODAY).counts:
        for asked in count.filters:
            assert overview(rows, TODAY, said=asked.query["said"]).current.rows == asked.rows


def test_where_they_disagree_is_a_filter_with_its_count():
    seen = overview([AGREED, DIFFERING], TODAY, show="disagree")

    assert seen.current.words == "Where they disagree"
    assert list(seen.current.rows) == [DIFFERING]


def test_ninety_days_are_not_over_ninety():
    seen = overview([row(said=90), row(said=91)], TODAY, show="silent")

    assert seen.current.count == 1


def test_nobody_waits_for_words_on_what_is_at_rest():
    assert overview([row(said=300, due=None)], TODAY, show="silent").current.count == 0


def test_a_vacant_owner_is_found():
    assert overview([AGREED, row(owner=VACANT)], TODAY, show="vacant").current.count == 1


def test_a_filter_that_does_not_exist_shows_everything():
    seen = overview([AGREED, DIFFERING], TODAY, show="<script>", said="nobody-says")

    assert seen.current.value == "all"
    assert seen.current.query == {}


def test_the_headline_is_a_sentence_and_its_counts():
    assert overview([AGREED, DIFFERING], TODAY).headline == (
        "The verdicts disagree on 1 of 2 actions.",
        "Owners say on course for 2; the data say so for 1.",
    )


def test_an_empty_plan_has_nothing_to_count():
    assert overview([], TODAY).headline == ("There are no actions yet.", "")
