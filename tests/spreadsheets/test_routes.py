"""Bringing a plan's spreadsheet back: choose, look, accept, all or nothing."""

import csv
import io
from datetime import date, timedelta

import pytest

from tests import factories
from tests.client import words
from tests.drafting.answers import HOSTILE
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.permissions import Role
from tracker.plan.exchange import COLUMNS
from tracker.plan.models import Action, ActionChange
from tracker.plan.progress import MeasureLink
from tracker.uploads import Upload


@pytest.fixture(autouse=True)
def signed_in(client, lead):
    client.sign_in(lead)


@pytest.fixture
def adopted(trust, ready, draft):
    draft.state, draft.adopted_on, draft.adopted_by = "adopted", date(2026, 11, 1), "Trust board"
    return factories.saved(draft)


def downloaded(client, plan):
    """The rows of the plan's own CSV file, each a dictionary by column."""
    text = client.get(f"/plans/{plan.id}.csv").text.removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def written(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def choose(client, plan, rows, name="plan.csv"):
    """Choose a file, of rows or of raw bytes, and look at what it would do."""
    content = rows if isinstance(rows, bytes) else written(rows)
    chosen = client.post(f"/plans/{plan.id}/import", data={"file": (io.BytesIO(content), name)})
    return client.get(chosen.location)


def accept(client, shown, **typed):
    """Press the button of a page that was shown."""
    seen = shown.text.split('name="seen" value="')[1].split('"')[0]
    return client.post(shown.request.path, data={"seen": seen} | typed)


def new_row(**typed):
    usual = {"Ref": "8.2", "Ten-point no.": "8", "Action": "Mentors for panels", "Due": "2028/29"}
    return dict.fromkeys(COLUMNS, "") | usual | typed


def actions(plan):
    found = db.session.query(Action).filter_by(plan_id=plan.id).order_by(Action.position)
    return {action.reference: action for action in found}


def waiting():
    return db.session.query(Upload).count()


def test_a_plan_that_went_out_and_came_back_changes_nothing(client, draft, ready):
    shown = choose(client, draft, downloaded(client, draft))

    assert "This file changes nothing" in words(shown)
    assert "0 new, 0 changed, 1 the same as now" in words(shown)
    assert "Take it in" not in words(shown)


def test_a_draft_with_nothing_said_yet_comes_back_as_it_went(client, draft, action):
    shown = choose(client, draft, downloaded(client, draft))

    assert "This file changes nothing" in words(shown)


def test_a_file_is_shown_before_it_does_anything(client, draft, ready):
    [row] = downloaded(client, draft)

    shown = choose(client, draft, [row | {"Action": "Panels of four"}, new_row()])

    assert "1 new, 1 changed, 0 the same as now" in words(shown)
    assert "Independent panel members from band 8a" in words(shown)
    assert "Panels of four" in words(shown)
    assert list(actions(draft)) == ["8.1"]


def test_accepting_does_all_that_was_shown_and_lets_the_file_go(client, draft, ready, chair):
    [row] = downloaded(client, draft)
    typed = {
        "Action": "Panels of four",
        "What the data show": "1.96 in 2026",
        "Why it should work": "It did elsewhere",
        "KPI or target": "1.25 or less",
        "WRES indicator(s)": "2, 7",
        "Start": "01/09/2027",
        "Due": "Q2 2028/29",
    }

    shown = choose(client, draft, [row | typed, new_row(**{"Lead post": "chair"})])
    response = accept(client, shown)

    assert response.location.endswith(f"/plans/{draft.id}/draft")
    first, second = actions(draft).values()
    assert (first.title, first.problem) == ("Panels of four", "1.96 in 2026")
    assert (first.why_it_should_work, first.success) == ("It did elsewhere", "1.25 or less")
    assert (first.start, first.due, first.due_words) == (
        date(2027, 9, 1),
        date(2028, 9, 30),
        "Q2 2028/29",
    )
    linked = db.session.query(MeasureLink.indicator).filter_by(action_id=first.id)
    assert sorted(indicator for (indicator,) in linked) == ["2", "7"]
    assert (second.reference, second.owner_post_id, second.start) == (
        "8.2",
        chair.id,
        date(2027, 4, 1),
    )
    assert waiting() == 0
    entry = db.session.query(AuditEntry).filter_by(did="took in a spreadsheet").one()
    assert entry.details == {"new": 1, "changed": 1, "same": 0}


def test_an_indicator_taken_out_of_a_draft_is_linked_no_more(client, draft, ready):
    factories.measure_link(ready, indicator="2")
    [row] = downloaded(client, draft)

    accept(client, choose(client, draft, [row | {"WRES indicator(s)": "4"}]))

    [link] = db.session.query(MeasureLink).all()
    assert (link.indicator, link.role) == ("4", "contributes to")


def test_accepting_twice_finds_the_file_gone(client, draft, ready):
    shown = choose(client, draft, [new_row()])
    accept(client, shown)

    again = accept(client, shown)

    assert again.status_code == 404
    assert list(actions(draft)) == ["8.1", "8.2"]


def test_somebody_elses_file_does_not_exist(client, trust, draft, ready):
    shown = choose(client, draft, [new_row()])
    other = factories.person(trust, Role.EQUALITY_LEAD)

    assert client.sign_in(other).get(shown.request.path).status_code == 404


def test_a_plan_that_changed_since_it_was_shown_is_shown_again(client, draft, ready):
    [row] = downloaded(client, draft)
    shown = choose(client, draft, [row | {"KPI or target": "1.25 or less"}])
    ready.success = "1.30 or less"
    factories.saved(ready)

    second = accept(client, shown)

    assert second.status_code == 409
    assert "The plan has changed since you looked" in words(second)
    assert "1.30 or less" in words(second)
    assert ready.success == "1.30 or less"

    accept(client, second)

    assert ready.success == "1.25 or less"


def test_one_fault_keeps_every_row_out(client, draft, ready):
    shown = choose(client, draft, [new_row(), new_row(Ref="8.3", Due="soon")])

    assert "1 fault to mend" in words(shown)
    assert "Row 3, column Due: 'soon' is not a day, a period or Ongoing" in words(shown)
    assert "Take it in" not in words(shown)

    accept(client, shown)

    assert list(actions(draft)) == ["8.1"]


@pytest.mark.parametrize(
    "content, message",
    [
        (b"\n", "This file is empty"),
        (b"a,b\x81\xff\x00", "not plain text"),
        (b"a,b,c\n1,2,3\n", "columns a, b and c are not"),
        (b"PK\x03\x04" + b"\0" * 40, "This file is a spreadsheet, not a CSV file"),
    ],
)
def test_a_file_that_is_no_plan_is_told_in_a_sentence(client, draft, ready, content, message):
    shown = choose(client, draft, content)

    assert "This file cannot be taken in yet" in words(shown)
    assert message in words(shown)


def test_hostile_cells_are_shown_as_text(client, draft, ready):
    hostile = new_row(Action=HOSTILE, **{"What the data show": HOSTILE})

    shown = choose(client, draft, [hostile], name="<script>.csv")

    assert HOSTILE not in shown.text
    assert "<script>.csv" not in shown.text
    assert HOSTILE in words(shown)


def test_no_file_is_asked_for(client, draft):
    response = client.post(f"/plans/{draft.id}/import", data={})

    assert "Choose a file" in words(response)
    assert waiting() == 0


def test_a_file_is_thrown_away(client, draft, ready):
    shown = choose(client, draft, [new_row()])

    response = client.post(shown.request.path, data={"throw_away": "yes"})

    assert response.location.endswith(f"/plans/{draft.id}/import")
    assert waiting() == 0
    assert list(actions(draft)) == ["8.1"]


def test_a_file_that_waited_more_than_a_day_is_chosen_again(client, draft, ready):
    shown = choose(client, draft, [new_row()])
    upload = db.session.query(Upload).one()
    upload.chosen_at = upload.chosen_at - timedelta(hours=25)
    factories.saved(upload)

    response = client.get(shown.request.path)

    assert response.location.endswith(f"/plans/{draft.id}/import")
    assert "This file is no longer kept" in words(client.get(response.location))


@pytest.mark.parametrize("path", ["/plans/{}/import", "/plans/{}/import/1"])
def test_only_the_equality_lead_brings_a_spreadsheet_in(
    client, draft, ready, owner, stranger, path
):
    address = path.format(draft.id)

    assert client.sign_in(owner).get(address).status_code == 403
    assert client.sign_in(owner).post(address).status_code == 403
    assert client.sign_in(stranger).get(address).status_code == 404


def test_an_adopted_plan_changes_its_owner_day_and_target_for_a_reason(client, adopted, chair):
    matron = factories.post(adopted, organisation_id=adopted.organisation_id, title="Chief Nurse")
    [row] = downloaded(client, adopted)
    typed = {"Lead post": "Chief Nurse", "Due": "2029/30", "KPI or target": "1.10"}

    shown = choose(client, adopted, [row | typed])
    accept(client, shown, reason="The board moved it to nursing")

    [action] = actions(adopted).values()
    assert (action.owner_post_id, action.success) == (matron.id, "1.10")
    assert (action.due, action.due_words) == (date(2030, 3, 31), "2029/30")
    kept = {change.field: change for change in db.session.query(ActionChange)}
    assert set(kept) == {"owner", "due date", "KPI or target"}
    assert {change.reason for change in kept.values()} == {"The board moved it to nursing"}
    assert kept["owner"].after == "Chief Nurse"


def test_without_a_reason_nothing_of_an_adopted_plan_changes(client, adopted):
    [row] = downloaded(client, adopted)
    shown = choose(client, adopted, [row | {"KPI or target": "1.10"}])

    response = accept(client, shown, reason="  ")

    assert "Enter why these change" in words(response)
    assert actions(adopted)["8.1"].success == ""
    assert db.session.query(ActionChange).count() == 0
    assert waiting() == 1


def test_the_words_of_an_adopted_plan_stay_as_the_board_adopted_them(client, adopted):
    [row] = downloaded(client, adopted)
    title = row["Action"]

    shown = choose(client, adopted, [row | {"Action": "Something easier"}])

    assert "This file changes nothing" in words(shown)
    assert actions(adopted)["8.1"].title == title


def test_a_closed_plan_takes_nothing_in(client, adopted):
    [row] = downloaded(client, adopted)
    shown = choose(client, adopted, [row | {"KPI or target": "1.10"}])
    adopted.state, adopted.closed_on = "closed", date(2026, 11, 20)
    factories.saved(adopted)

    response = accept(client, shown, reason="Too late")

    assert "This plan is closed" in words(response)
    assert actions(adopted)["8.1"].success == ""


def test_looking_costs_the_same_for_many_actions(client, draft, people_officer):
    asked = []
    for count in (5, 195):
        for n in range(count):
            factories.action(draft, people_officer, reference=f"8.{count}{n}")
        [row, *rest] = downloaded(client, draft)
        choose(client, draft, [row | {"Action": "Panels of four"}, *rest])
        asked.append(client.queries)

    assert asked[0] == asked[1]
