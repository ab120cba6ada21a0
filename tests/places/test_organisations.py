"""Organisations added, changed and closed by hand, and the tree as at a day."""

from datetime import date

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationEdge
from tracker.organisations.queries import organisation_with_code, parent_of
from tracker.permissions import Role

PAGES = ("add", "edit", "close", "place")


@pytest.fixture
def at(trust):
    return lambda name: f"/organisations/{trust.id}/{name}"


@pytest.fixture(autouse=True)
def signed_in(client, national_administrator):
    client.sign_in(national_administrator)


def new(**typed):
    usual = {"code": "zz5", "name": "Newly NHS Trust", "kind": "trust", "parent": "zz1"}
    return usual | day("opened", 1, 4, 2026) | typed


def day(name, day, month, year):
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def changed(trust, **typed):
    usual = {"name": "Northbridge Trust", "kind": "trust", "version": trust.version}
    return usual | day("opened", 1, 4, 2001) | typed


def test_an_organisation_is_added_under_another(client, trust, at):
    shown = client.post(at("add"), data=new(), follow_redirects=True)

    added = organisation_with_code("ZZ5")
    assert "Newly NHS Trust is added" in words(shown)
    assert parent_of(added, date(2026, 4, 1)) == trust
    assert parent_of(added, date(2026, 3, 31)) is None


def test_an_organisation_may_stand_under_nobody(client, at):
    client.post(at("add"), data=new(parent=""))

    assert parent_of(organisation_with_code("ZZ5"), TODAY) is None


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "typed, told",
    [
        ({"code": "ZZ1"}, "There is an organisation with the code ZZ1 already"),
        ({"code": ""}, "Enter a code"),
        ({"code": "ZZ-1"}, "A code has letters and figures only"),
        ({"code": "A" * 11}, "A code has 10 characters or fewer"),
        ({"name": ""}, "Enter a name"),
        ({"name": "x" * 201}, "Shorten this to 200 characters or fewer"),
        ({"kind": "national"}, "There is a national body already"),
        ({"kind": "planet"}, "Choose one of the answers"),
        ({"parent": "NOPE"}, "No organisation has the code NOPE"),
        ({"opened-day": ""}, "Opened must include a day"),
        ({"opened-year": "2199"}, "Opened must have a year between"),
    ],
)
def test_what_cannot_be_added_is_said_in_words_and_nothing_is_lost(client, at, typed, told):
    before = db.session.query(Organisation).count()

    shown = client.post(at("add"), data=new() | typed)

    assert told in words(shown)
    assert shown.text.count("Newly NHS Trust") or "name" in typed
    assert db.session.query(Organisation).count() == before


def test_a_parent_that_is_closed_by_then_is_refused(client, trust, at):
    trust.closed = date(2026, 3, 31)
    factories.saved(trust)

    assert "is not open on that day" in words(client.post(at("add"), data=new()))


def test_a_name_however_hostile_is_shown_as_it_was_typed(client, at):
    client.post(at("add"), data=new(name="<script>alert(1)</script>\0=1+1", organisation_id="9"))

    added = organisation_with_code("ZZ5")
    shown = client.get(f"/organisations/{added.id}")
    assert added.name == "<script>alert(1)</script>=1+1"
    assert "&lt;script&gt;" in shown.text


def test_an_organisation_gets_another_name_and_kind(client, trust, at):
    client.post(at("edit"), data=changed(trust, kind="other"))

    assert (trust.name, trust.kind, trust.opened) == (
        "Northbridge Trust",
        "other",
        date(2001, 4, 1),
    )
    entry = db.session.query(AuditEntry).filter_by(did="changed an organisation").one()
    assert entry.details == {"fields": ["name", "kind", "opened"]}


def test_of_two_who_change_it_the_second_sees_what_the_first_wrote(client, trust, at):
    old = changed(trust, name="Hers")
    client.post(at("edit"), data=changed(trust, name="His"))

    shown = client.post(at("edit"), data=old)

    assert shown.status_code == 409
    assert "What it says now" in words(shown)
    assert "His" in words(shown)
    assert "Hers" in shown.text
    assert trust.name == "His"


def test_it_does_not_close_before_it_opened(client, trust, at):
    shown = client.post(at("edit"), data=changed(trust) | day("closed", 1, 4, 2000))

    assert "It closed before it opened" in words(shown)


def test_the_national_body_stays_what_it_is(client, national, trust, at):
    address = f"/organisations/{national.id}"
    typed = changed(national, kind="trust")

    assert "stays the national body" in words(client.post(f"{address}/edit", data=typed))
    closing = client.post(f"{address}/close", data=day("on", 31, 3, 2027))
    assert "stays open" in words(closing)
    assert "There is a national body already" in words(
        client.post(at("edit"), data=changed(trust, kind="national"))
    )


def test_an_organisation_closes_and_another_takes_over(client, trust, elsewhere, at):
    shown = client.post(
        at("close"), data={"successor": "zz9"} | day("on", 31, 3, 2027), follow_redirects=True
    )

    assert "closes on 31 March 2027" in words(shown)
    assert (trust.closed, trust.successor_id) == (date(2027, 3, 31), elsewhere.id)
    assert "It is closed already" in words(client.post(at("close"), data=day("on", 1, 4, 2027)))


def test_what_is_open_again_has_no_successor(client, trust, elsewhere, at):
    client.post(at("close"), data={"successor": "zz9"} | day("on", 31, 3, 2027))
    client.post(at("edit"), data=changed(trust) | day("closed", "", "", ""))

    assert (trust.closed, trust.successor_id) == (None, None)


def test_nobody_takes_over_from_itself_also_through_others(client, trust, elsewhere, at):
    between = factories.organisation(code="ZZ7", successor_id=trust.id)
    elsewhere.successor_id = between.id
    factories.saved(elsewhere)

    for code in ("ZZ1", "ZZ7", "ZZ9"):
        typed = {"successor": code} | day("on", 31, 3, 2027)
        shown = client.post(at("close"), data=typed)
        assert "Choose another successor" in words(shown), code
    assert trust.closed is None


def test_it_does_not_close_before_its_first_day(client, trust, at):
    trust.opened = date(2020, 4, 1)
    factories.saved(trust)

    shown = client.post(at("close"), data=day("on", 31, 3, 2020))

    assert "It opened later than that" in words(shown)


def test_those_that_answer_to_what_closes_are_counted(client, trust, at):
    factories.organisation(trust)

    assert "One organisation answers to it" in words(client.get(at("close")))


def test_it_is_placed_from_a_day_on_and_its_page_tells_the_history(client, trust, board, at):
    client.post(at("place"), data={"parent": "zv0"} | day("since", 1, 4, 2025))
    shown = client.post(
        at("place"), data={"parent": "zvb"} | day("since", 1, 4, 2027), follow_redirects=True
    )

    told = words(shown)
    assert "answers to Vale Board from 1 April 2027" in told
    assert "Vale Region , from 1 April 2025, until 31 March 2027" in told
    assert "Vale Board , from 1 April 2027" in told


def test_a_refused_place_keeps_what_was_typed(client, trust, at):
    shown = client.post(at("place"), data={"parent": "zz1"} | day("since", 1, 4, 2027))

    assert "so it cannot be above it" in words(shown)
    assert page(shown).find("input", attrs={"name": "parent"})["value"] == "ZZ1"
    assert db.session.query(OrganisationEdge).count() == 0


# The tree


def test_the_tree_is_drawn_as_it_stood_on_a_day(client, trust, board, region, at):
    client.post(at("place"), data={"parent": "zvb"} | day("since", 1, 4, 2026))
    address = f"/organisations/{region.id}/tree"

    now, then = client.get(address), client.get(f"{address}?on=2026-03-31")

    assert "Northbridge" in words(now)
    assert "As at 31 March 2026" in words(then)
    assert "Vale Board" in words(then)
    assert "Northbridge" not in words(then)


@pytest.mark.parametrize("on", ["", "soon", "2026-02-30", "9" * 40])
def test_a_day_that_is_none_is_today(client, region, on):
    assert "As at 23 November 2026" in words(client.get(f"/organisations/{region.id}/tree?on={on}"))


@pytest.mark.sqlite_only
def test_the_tree_asks_as_much_of_200_organisations_as_of_5(client, region):
    asked = []
    for count in (5, 195):
        above = region
        for n in range(count):
            made = factories.organisation(above)
            above = made if n < 3 else region
        client.get(f"/organisations/{region.id}/tree")
        asked.append(client.queries)

    assert asked[0] == asked[1] <= 8


# Who may


@pytest.mark.parametrize("path", PAGES)
def test_only_the_national_administrator_changes_organisations(
    client, trust, administrator, stranger, at, path
):
    viewer = factories.person(trust, Role.VIEWER)
    other = factories.person()
    before = db.session.query(AuditEntry).count()

    for person, code in ((administrator, 403), (viewer, 403), (stranger, 404), (other, 404)):
        client.sign_in(person)
        assert client.get(at(path)).status_code == code
        assert client.post(at(path), data=new()).status_code == code
    assert db.session.query(AuditEntry).count() == before


def test_links_stand_only_where_they_lead_somewhere(client, trust, administrator, at):
    for person, shown in ((None, True), (administrator, False)):
        if person:
            client.sign_in(person)
        found = page(client.get(f"/organisations/{trust.id}")).find("a", href=at("edit"))
        assert bool(found) is shown
