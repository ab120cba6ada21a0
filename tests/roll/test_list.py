"""Who is enrolled, as the programme's and the local co-ordinators see it."""

import csv
import io
from datetime import date, timedelta

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker.mentoring.models import EqualityRecord, Exclusion
from tracker.permissions import Role


@pytest.fixture
def enrolled(programme, places):
    """A leader in a pair, and mentees in every state there is, in two trusts."""

    def add(name, place, side="mentee", **given):
        return factories.enrolment(
            programme, factories.person(place, name=name), place, side, **given
        )

    helen = add("Helen Marsh", places.other, "leader", capacity=2)
    amara = add("Amara Nwosu", places.trust, pooled_on=date(2026, 6, 2))
    factories.pairing(helen, amara, state="trial")
    add("Bo Away", places.trust, unavailable_until=TODAY + timedelta(days=9))
    add("Cy Back", places.trust, unavailable_until=TODAY, pooled_on=date(2026, 5, 1))
    add("Di Gone", places.trust, state="withdrawn", withdrawn_on=date(2026, 8, 3))
    add("Ed Draft", places.trust, state="draft", confirmed_on=None, pooled_on=None)
    asked = {"state": "draft", "confirmed_on": None, "nominated_on": TODAY}
    add("Flo Named", places.trust, **asked)
    add("Gus Declined", places.trust, **asked | {"state": "withdrawn"})
    new = {"state": "enrolled", "pooled_on": None, "prepared_on": None}
    add("Hal New", places.other, "leader", **new)
    return amara


def names(response):
    return [th.find_all("span")[-1].text for th in page(response).select("tbody th")]


def test_the_list_shows_who_has_joined_and_where_they_stand(client, at, coordinator, enrolled):
    shown = client.sign_in(coordinator).get(f"{at}/enrolments")

    assert names(shown) == ["Amara Nwosu", "Bo Away", "Cy Back", "Hal New", "Helen Marsh"]
    said = words(shown)
    assert "In a pair, or offered one" in said
    assert "1 of 2 places" in said
    assert "until 2 Dec 2026" in said
    assert "Not prepared yet" in said


def test_what_is_not_confirmed_is_counted_and_names_nobody(client, at, coordinator, enrolled):
    everything = client.sign_in(coordinator).get(f"{at}/enrolments?state=gone").text
    everything += client.get(f"{at}/enrolments").text + client.get(f"{at}/enrolments.csv").text

    assert "One person was named by another" in everything
    assert "Di Gone" in everything
    for name in ("Ed Draft", "Flo Named", "Gus Declined"):
        assert name not in everything


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("side=leader", ["Hal New", "Helen Marsh"]),
        ("side=mentee&state=pool", ["Cy Back"]),
        ("state=paired", ["Amara Nwosu"]),
        ("side=leader&state=pool", ["Helen Marsh"]),
        ("state=away", ["Bo Away"]),
        ("state=not%20prepared", ["Hal New"]),
        ("state=gone", ["Di Gone"]),
        ("q=marsh", ["Helen Marsh"]),
        ("q=fernhollow+hal", ["Hal New"]),
        ("sort=waiting&side=mentee", ["Cy Back", "Bo Away", "Amara Nwosu"]),
        (
            "sort=organisation",
            ["Hal New", "Helen Marsh", "Amara Nwosu", "Bo Away", "Cy Back"],
        ),
        ("side=boss&state=x&region=7&sort=salary&q=%25", []),
    ],
)
def test_it_is_filtered_searched_and_sorted(client, at, coordinator, enrolled, asked, expected):
    shown = client.sign_in(coordinator).get(f"{at}/enrolments?{asked}")

    assert names(shown) == expected
    if not expected:
        assert "Show everybody" in words(shown)


def test_a_local_co_ordinator_sees_their_own_organisations_people(
    client, at, locally, local, enrolled, places
):
    shown = client.sign_in(local).get(f"{locally}/enrolments")

    assert names(shown) == ["Amara Nwosu", "Bo Away", "Cy Back"]
    assert "One person was named by another" in words(shown)
    assert "Helen" not in client.get(f"{locally}/enrolments.csv").text
    assert client.get(f"{at}/enrolments").status_code == 404
    other = locally.replace(f"/{places.trust.id}/", f"/{places.other.id}/", 1)
    assert client.get(f"{other}/enrolments").status_code == 404


def test_it_is_for_co_ordinators_alone(client, at, places, enrolled):
    for role in (Role.ADMINISTRATOR, Role.EQUALITY_LEAD, Role.VIEWER):
        client.sign_in(factories.person(places.region, role))
        assert client.get(f"{at}/enrolments").status_code == 403
        assert client.get(f"{at}/enrolments.csv").status_code == 403


def test_a_programme_that_does_not_cover_the_organisation_is_not_there(
    client, places, local, programme
):
    strange = factories.programme(places.other)

    shown = client.sign_in(local).get(
        f"/organisations/{places.trust.id}/mentoring/{strange.id}/enrolments"
    )

    assert shown.status_code == 404


def test_ethnicity_and_exclusions_are_in_no_list(client, at, coordinator, enrolled):
    factories.saved(
        EqualityRecord(
            enrolment_id=enrolled.id,
            person_id=enrolled.person_id,
            eligible=True,
            ethnicity="B",
            declared_on=TODAY,
        )
    )
    never = factories.person(name="Never With", email="never@nhs.example")
    client.sign_in(coordinator)
    before = client.get(f"{at}/enrolments").text, client.get(f"{at}/enrolments.csv").text

    factories.saved(Exclusion(enrolment_id=enrolled.id, person_id=never.id))

    after = client.get(f"{at}/enrolments").text, client.get(f"{at}/enrolments.csv").text
    assert after == before
    for telling in ("ethnicity", "Black", "White", "never@nhs.example", "Never With"):
        assert telling not in "".join(after)


def test_the_download_has_the_rows_that_are_shown_with_their_region(
    client, at, coordinator, enrolled
):
    text = client.sign_in(coordinator).get(f"{at}/enrolments.csv?side=leader").text
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))

    assert [row["Name"] for row in rows] == ["Hal New", "Helen Marsh"]
    assert rows[1]["Region"] == "Vale and Fells"
    assert (rows[1]["Places offered"], rows[1]["Pairs and offers now"]) == ("2", "1")
    assert (rows[0]["State"], rows[0]["In the pool since"]) == ("Not prepared yet", "")


def test_with_several_regions_one_can_be_chosen(client, programme, places):
    nation = factories.organisation(code="X24", name="The whole", kind="national")
    wide = factories.programme(nation)
    north = factories.organisation(nation, name="North", kind="region")
    south = factories.organisation(nation, name="South", kind="region")
    for name, place in (("Ann", north), ("Ben", south)):
        at = factories.organisation(place)
        factories.enrolment(wide, factories.person(at, name=name), at)
    client.sign_in(factories.person(nation, Role.LEADERSHIP_CENTRE))

    shown = client.get(
        f"/organisations/{nation.id}/mentoring/{wide.id}/enrolments?region={south.id}"
    )

    assert names(shown) == ["Ben"]
    assert "North" in words(shown)


def test_before_anybody_has_joined_the_page_says_what_to_do_next(client, at, coordinator):
    shown = words(client.sign_in(coordinator).get(f"{at}/enrolments"))

    assert "Nobody has joined yet. Name the first" in shown


def test_a_long_list_is_paged_and_asks_no_more_than_a_short_one(
    client, at, coordinator, programme, places
):
    def add(number):
        person = factories.person(places.trust, name=f"Person {number:03}")
        factories.enrolment(programme, person, places.trust, "mentee")

    for number in range(5):
        add(number)
    client.sign_in(coordinator).get(f"{at}/enrolments")
    few = client.queries
    for number in range(5, 60):
        add(number)

    first = client.get(f"{at}/enrolments?sort=waiting")

    assert client.queries == few
    further = page(first).find("a", rel="next")["href"]
    assert len(names(first)) == 25
    assert names(client.get(further))[0] == "Person 025"


def test_co_ordinators_are_led_to_what_they_look_after(
    client, at, locally, coordinator, local, programme
):
    whole = f"/mentoring/programmes/{programme.id}"
    assert f'href="{whole}"' in client.sign_in(coordinator).get("/mentoring").text
    assert f'href="{at}/enrolments"' in client.get(whole).text
    shown = client.sign_in(local).get("/mentoring").text
    assert f'href="{locally}/enrolments"' in shown
    assert f'href="{at}/enrolments"' not in shown
