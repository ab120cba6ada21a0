"""What a list would do to an organisation as it is."""

from datetime import date, timedelta

import pytest

from tests.staff_lists.rows import listed, row, vacant
from tracker.accounts.operations import YEAR
from tracker.staff_lists.known import Known, KnownHolding, KnownPerson, KnownPost
from tracker.staff_lists.preview import look
from tracker.staff_lists.reading import read

TODAY = date(2026, 11, 23)
SINCE = date(2020, 4, 1)
CHAIR = KnownPost(1, "Chair", None, True)
CHIEF = KnownPost(2, "Chief executive", 1, True)
NURSE = KnownPost(3, "Chief Nurse", 2, False)
UNA = KnownPerson(10, "Una Quist", is_here=True, active=True)
ADA = KnownPerson(11, "Ada Obi", is_here=True, active=True)
HERE = {"una@nhs.example": UNA, "ada@nhs.example": ADA}


def holds(person, post, id=20, since=SINCE, until=None, acting=False):
    return KnownHolding(id, post.id, person.id, person.name, since, until, acting)


def known(*holdings, posts=(CHAIR, CHIEF, NURSE), people=HERE, **more):
    lines = {post.id: post.line_post_id for post in posts} | more.pop("lines", {})
    titles = {post.id: post.title for post in posts} | more.pop("titles", {})
    return Known(
        TODAY, people=people, posts=posts, lines=lines, titles=titles, holdings=holdings, **more
    )


def shown(now, *rows):
    reading = read(listed(*rows), "list.csv")
    assert reading.faults == ()
    return look(reading, now)


def faults(now, *rows):
    return shown(now, *rows).faults


def does(preview):
    acts = ("is_new_person", "is_renamed", "is_new_post", "is_changed_post", "begins", "ends")
    return {act: len(preview.steps_that(act)) for act in acts if preview.steps_that(act)}


def test_a_list_of_what_is_there_already_does_nothing():
    now = known(holds(UNA, NURSE))
    preview = shown(
        now, row(post="chief nurse", line="CHIEF EXECUTIVE", senior="no", since="2020-04-01")
    )

    assert does(preview) == {}
    assert not preview.does_something
    assert preview.same_people == 1


def test_what_is_empty_changes_nothing():
    assert does(shown(known(holds(UNA, NURSE)), row(post="Chief Nurse"))) == {}
    assert does(shown(known(holds(UNA, NURSE)), row())) == {}


def test_new_people_and_posts_are_added_and_posts_taken_up():
    preview = shown(
        known(),
        row("Eve Roe", "eve@nhs.example", "Medical Director", "Chief executive", "", "2026-04-01"),
        vacant("Secretary", "Medical Director"),
    )

    assert does(preview) == {"is_new_person": 1, "is_new_post": 2, "begins": 1}
    assert [step.line for step in preview.steps] == [CHIEF.id, "medical director"]


def test_a_name_a_line_and_a_seniority_can_change():
    preview = shown(known(), row("Una Q", line="Chair", post="Chief Nurse", since="2026-04-01"))
    assert does(preview) == {"is_renamed": 1, "is_changed_post": 1, "begins": 1}

    assert does(shown(known(), vacant("Chief Nurse", senior="yes"))) == {"is_changed_post": 1}


def test_somebody_who_takes_up_another_post_leaves_the_one_before():
    preview = shown(known(holds(UNA, NURSE)), row(post="Chair", since="2026-12-01"))

    assert does(preview) == {"begins": 1, "ends": 1}
    assert preview.steps[0].ends.post_id == NURSE.id


def test_two_can_change_places_in_one_list():
    now = known(holds(UNA, NURSE), holds(ADA, CHIEF, id=21))

    preview = shown(
        now,
        row(post="Chief executive", since="2026-12-01"),
        row("Ada Obi", "ada@nhs.example", "Chief Nurse", since="2026-12-01"),
    )

    assert preview.faults == ()
    assert does(preview) == {"begins": 2, "ends": 2}


def test_a_post_that_its_holder_leaves_later_cannot_be_taken_up_before():
    now = known(holds(UNA, NURSE), holds(ADA, CHIEF, id=21))

    [fault] = faults(
        now,
        row(post="Chief executive", since="2026-12-01"),
        row("Ada Obi", "ada@nhs.example", "Chair", since="2026-12-02"),
    )

    assert fault.startswith("Row 2, column post: Ada Obi holds 'Chief executive' on that day")


@pytest.mark.parametrize(
    "holding, free",
    [
        (holds(ADA, CHAIR), False),
        (holds(ADA, CHAIR, until=date(2026, 12, 1)), False),
        (holds(ADA, CHAIR, until=date(2026, 11, 30)), True),
        (holds(ADA, CHAIR, since=date(2027, 1, 1)), False),
        (holds(ADA, CHAIR, acting=True), True),
    ],
)
def test_a_post_that_somebody_else_holds_is_not_taken_up(holding, free):
    found = faults(known(holding), row(post="Chair", since="2026-12-01"))

    assert bool(found) is not free
    if not free:
        assert "End that on the page of the post first, or take this row out." in found[0]


def test_acting_in_a_post_is_not_left_for_another():
    preview = shown(known(holds(UNA, NURSE, acting=True)), row(post="Chair", since="2026-12-01"))

    assert does(preview) == {"begins": 1}


@pytest.mark.parametrize(
    "now, cells, told",
    [
        (known(), row(post="Chair"), "column from: the cell is empty. Type the day on which"),
        (
            known(holds(UNA, CHAIR)),
            row(post="Chair", since="2021-04-01"),
            "column from: they hold this post since 1 April 2020. Type that day, or empty",
        ),
        (
            known(holds(UNA, NURSE)),
            row(post="Chair", since="2020-04-01"),
            "column from: they took up another post on 1 April 2020. Type a later day.",
        ),
        (
            known(holds(UNA, NURSE), holds(UNA, CHIEF, id=21)),
            row(post="Chair", since="2026-12-01"),
            "column post: they hold 2 posts here already. Say on the pages",
        ),
        (
            known(posts=(CHAIR, KnownPost(4, "chair", None, False))),
            row(post="Chair", since="2026-12-01"),
            "column post: 2 posts here are called 'Chair'. Empty this cell",
        ),
        (
            known(posts=(CHAIR, KnownPost(4, "chair", None, False), NURSE)),
            vacant("Chief Nurse", "Chair"),
            "column line_post: 2 posts here are called 'Chair'",
        ),
        (
            known(),
            vacant("Chief Nurse", "Cheif executive"),
            "column line_post: no post here or in this file is called 'Cheif executive'. Add",
        ),
        (
            known(titles_elsewhere=frozenset({"regional director"})),
            vacant("Chair", "Regional Director"),
            "column line_post: 'Regional Director' is a post of another organisation. Empty",
        ),
        (
            known(people={"una@nhs.example": KnownPerson(9, "Secret", False, True)}),
            row(),
            "column email: somebody already has the address 'una@nhs.example', and is not",
        ),
        (
            known(people={"una@nhs.example": KnownPerson(9, "Una Quist", True, False)}),
            row(),
            "column email: 'una@nhs.example' has left. Say on their page",
        ),
    ],
)
def test_what_cannot_be_is_named_with_what_to_do(now, cells, told):
    [fault] = faults(now, cells)

    assert fault.startswith("Row 2, ")
    assert told in fault
    assert "Secret" not in fault


def test_a_post_is_taken_up_within_a_year_as_on_its_page():
    last = TODAY + YEAR
    days = (last, last + timedelta(days=1))
    told = [faults(known(), row(post="Chief Nurse", since=day.isoformat())) for day in days]

    assert told == [
        (),
        ("Row 2, column from: that is more than a year ahead. Type an earlier day.",),
    ]


def test_faults_are_told_in_the_order_of_the_rows():
    told = faults(
        known(), row(post="A", line="B"), row("Ada Obi", "ada@nhs.example", post="B", line="A")
    )

    assert [fault[:6] for fault in told] == ["Row 2,", "Row 2,", "Row 3,", "Row 3,"]


def test_a_post_left_long_ago_is_not_left_again():
    past = holds(UNA, NURSE, since=date(2010, 1, 1), until=date(2015, 1, 1))

    assert does(shown(known(past), row(post="Chair", since="2012-01-01"))) == {"begins": 1}
    assert does(shown(known(past), row(post="Chief Nurse", since="2026-01-01"))) == {"begins": 1}


def circle(now, *rows):
    return [fault for fault in faults(now, *rows) if "circle" in fault]


def test_a_line_in_a_circle_is_found_within_a_list():
    [first, second] = circle(known(posts=()), vacant("A", "B"), vacant("B", "A"))

    assert first.startswith("Row 2, column line_post: the line goes in a circle: A under B under A")
    assert second.startswith("Row 3, ")


def test_a_line_in_a_circle_is_found_through_posts_that_are_there():
    [fault] = circle(known(), vacant("Chair", "Chief Nurse"))

    assert "Chair under Chief Nurse under Chief executive under Chair" in fault


def test_a_line_in_a_circle_is_found_through_another_organisation():
    away = {"lines": {NURSE.id: 99, 99: CHAIR.id}, "titles": {99: "Regional Director"}}

    [fault] = circle(known(**away), vacant("Chair", "Chief Nurse"))

    assert "Chair under Chief Nurse under Regional Director under Chair" in fault


def test_a_post_under_itself_is_a_circle():
    assert len(circle(known(), vacant("Chair", "chair"))) == 1


def test_a_circle_is_mended_by_a_list_that_breaks_it():
    tied = known(lines={CHAIR.id: NURSE.id})

    assert circle(tied, vacant("Chief Nurse", "Ward"), vacant("Ward")) == []


def test_the_mark_of_a_preview_changes_with_what_it_would_do():
    rows = [row(post="Chair", since="2026-12-01")]

    assert shown(known(), *rows).seen == shown(known(), *rows).seen
    assert shown(known(), *rows).seen != shown(known(holds(UNA, NURSE)), *rows).seen


def test_a_circle_of_many_posts_is_named_by_its_first_few():
    ring = [vacant(f"P{n}", f"P{(n + 1) % 50}") for n in range(50)]

    found = circle(known(posts=()), *ring)

    assert len(found) == 50
    assert "P0 under P1 under P2 under P3 under P4 under P5 under P6 under P7 under oth" in found[0]
