"""What a spreadsheet would do to a plan, worked out without one."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.plan.exchange import ExchangeRow, NumberedRow
from tracker.plan.exchange import preview as compared
from tracker.plan.reviewers import Posts
from tracker.spreadsheets.preview import Change, Now, Standing, look

ROW = ExchangeRow(
    ref="8.1",
    point="8",
    indicators=("2",),
    data_show="1.96 in 2026",
    action="Independent panel members",
    why="Panels that look alike choose alike",
    lead_post="Chief People Officer",
    named_lead="Tom Hartley",
    start=date(2027, 4, 1),
    due=date(2029, 3, 31),
    due_words="",
    target="1.25 or less",
    update="32 trained",
    said="on course",
    evidence="Panel log",
    network_view="",
)
CPO, CHAIR, DEPUTY, TWIN = 1, 2, 3, 4
NOW = Now(
    adopted=False,
    since=date(2027, 4, 1),
    actions={"8.1": Standing(id=7, owner=CPO, reviewer=CHAIR, row=ROW)},
    titles={"chief people officer": [CPO], "chair": [CHAIR], "director": [DEPUTY, TWIN]},
    posts=Posts(
        holders={CPO: frozenset({11}), CHAIR: frozenset({12}), DEPUTY: frozenset({13})},
        above={CPO: None, CHAIR: None, DEPUTY: CPO, TWIN: None},
    ),
)
ADOPTED = replace(NOW, adopted=True)


def seen(now=NOW, ref="8.1", **typed):
    """What a file with one row, like the plan's but for what is typed, would do."""
    rows = [NumberedRow(2, replace(ROW, ref=ref, **typed))]
    return look(compared(rows, [each.row for each in now.actions.values()]), now)


def changes(preview):
    [step] = preview.steps
    return [change.column for change in step.changes]


def faults(preview):
    return [fault.message for fault in preview.faults]


def test_a_file_just_as_it_was_downloaded_changes_nothing():
    preview = seen()

    assert (preview.new, preview.changed, preview.same) == ([], [], 1)
    assert faults(preview) == []


def test_a_cell_that_differs_is_shown_before_and_after():
    [step] = seen(target="1.10 or less").steps

    assert step.changes == (Change("KPI or target", "1.25 or less", "1.10 or less"),)


def test_a_row_with_a_new_reference_adds_an_action():
    preview = seen(ref="8.2")

    assert [step.row.ref for step in preview.new] == ["8.2"]
    assert "Ten-point no." in changes(preview)
    assert faults(preview) == []


def test_a_reference_finds_its_action_in_capitals_or_not():
    now = replace(NOW, actions={"l.1": replace(NOW.actions["8.1"], row=replace(ROW, ref="L.1"))})

    assert seen(now, ref="l.1").new == []


@pytest.mark.parametrize(
    "typed",
    [
        {"update": "50 trained"},
        {"said": "off course"},
        {"evidence": "A letter"},
        {"network_view": "on course"},
        {"named_lead": "Somebody else"},
        {"point": "9"},
    ],
)
def test_what_others_have_to_say_is_not_taken_and_the_page_says_so(typed):
    [step] = seen(**typed).steps

    assert not step.does_something
    assert len(step.left) == 1


def test_the_same_post_in_other_letters_is_the_same_post():
    assert changes(seen(lead_post=" chief people OFFICER ")) == []


def test_an_empty_first_day_leaves_the_day_as_it_is():
    assert changes(seen(start=None)) == []


def test_a_draft_may_be_left_without_an_owner_and_without_a_day():
    preview = seen(lead_post="", due=None)

    assert changes(preview) == ["Lead post", "Due"]
    assert preview.steps[0].owner is None
    assert faults(preview) == []


@pytest.mark.parametrize(
    "typed, message",
    [
        ({"lead_post": "Head of Fun"}, "Row 2, column Lead post: 'Head of Fun' is not a post"),
        ({"lead_post": "Director"}, "Row 2, column Lead post: 2 posts are called 'Director'"),
        ({"lead_post": "Chair"}, "Row 2, column Lead post: Choose a reviewer whose post is not"),
        ({"due": date(2027, 3, 1)}, "Row 2, column Due: it would be due before it begins, on 1 "),
        ({"why": "x" * 4001}, "Row 2, column Why it should work: 4,001 characters are more than"),
    ],
)
def test_a_row_that_cannot_be_done_says_where_and_why(typed, message):
    [fault] = faults(seen(**typed))

    assert fault.startswith(message)


def test_a_new_owner_to_whom_the_reviewer_reports_is_refused():
    by_deputy = Standing(id=7, owner=CHAIR, reviewer=DEPUTY, row=replace(ROW, lead_post="Chair"))
    now = replace(NOW, actions={"8.1": by_deputy})

    [fault] = faults(seen(now, lead_post="Chief People Officer"))

    assert "outside the owner’s line" in fault


def test_a_new_action_is_not_due_before_the_plan_begins():
    [fault] = faults(seen(ref="8.2", start=None, due=date(2027, 3, 1)))

    assert "before it begins, on 1 April 2027" in fault


def test_an_adopted_plan_takes_the_owner_the_day_and_the_target_alone():
    preview = seen(
        ADOPTED,
        lead_post="",
        action="Another title",
        why="For another reason",
        target="1.10 or less",
    )

    assert changes(preview) == ["Lead post", "KPI or target"]
    assert preview.steps[0].left == ("Action", "Why it should work")


@pytest.mark.parametrize(
    "typed, message",
    [
        ({"ref": "8.2"}, "Row 2, column Ref: '8.2' is not an action of this plan"),
        ({"lead_post": " "}, "Row 2, column Lead post: the cell is empty"),
        ({"due": None}, "Row 2, column Due: the cell is empty"),
    ],
)
def test_an_adopted_plan_keeps_its_actions_their_owners_and_their_days(typed, message):
    assert faults(seen(ADOPTED, **typed)) == [message]


def test_what_was_seen_is_something_else_once_the_plan_has_changed():
    moved = {"8.1": replace(NOW.actions["8.1"], row=replace(ROW, target="1.30 or less"))}

    before = seen(target="1.10 or less")
    after = seen(replace(NOW, actions=moved), target="1.10 or less")

    assert before.seen == seen(target="1.10 or less").seen
    assert before.seen != after.seen
