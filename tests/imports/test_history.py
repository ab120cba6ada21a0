"""The pages on which it is seen what was brought in, by whom, and what has replaced it."""

import csv
import io
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import page, words
from tests.imports.files import shortlisting, together
from tracker.extensions import db
from tracker.permissions import Role
from tracker.wres.models import DataVersion, VersionScope


@pytest.fixture
def viewer(trust):
    """Somebody who may see the measures of the trust and change nothing."""
    return factories.person(trust, Role.VIEWER)


def version(*organisations, **given):
    """A data version with a figure of each organisation."""
    year = given.get("year") or 2026
    made = factories.data_version(figure_count=len(organisations), **given)
    for organisation in organisations:
        factories.saved(VersionScope(version_id=made.id, organisation_id=organisation.id))
        factories.figure(organisation, year=year, version_id=made.id)
    return made


def listed(response):
    return [" ".join(row.th.get_text(" ").split()[1:]) for row in page(response).select("tbody tr")]


def test_an_empty_history_says_what_to_do_next(client, trust, lead, viewer):
    address = f"/organisations/{trust.id}/imports"

    to_the_lead = client.sign_in(lead).get(address)
    to_others = client.sign_in(viewer).get(address)

    assert "No figures have been imported for Northbridge NHS Foundation Trust yet" in words(
        to_the_lead
    )
    assert page(to_the_lead).find("a", string="Choose a file to begin with")
    assert "Its equality lead can import them" in words(to_others)
    assert not page(to_others).find("a", string="Import figures")


def test_the_history_is_of_the_organisation_and_all_below_it(client, elsewhere):
    region = factories.organisation(kind="region")
    trust = factories.organisation(parent=region)
    ours, theirs = version(trust), version(elsewhere, year=2025)
    client.sign_in(factories.person(region, Role.VIEWER))

    history = client.get(f"/organisations/{region.id}/imports")

    assert listed(history) == [str(ours.id)]
    assert client.get(f"/organisations/{trust.id}/imports/versions/{theirs.id}").status_code == 404


def test_the_history_says_who_what_and_whether_it_is_current(client, trust, lead, choose, press):
    client.sign_in(lead)
    press(choose(shortlisting(), "first.csv"), "accept")
    press(choose(shortlisting(white=790), "second.csv"), "accept")

    history = words(client.get(f"/organisations/{trust.id}/imports"))

    assert "File second.csv Organisations Northbridge NHS Foundation Trust Figures 1" in history
    assert "by Ruth Mensah State current" in history
    assert "by Ruth Mensah State superseded" in history


def test_the_history_is_filtered_by_kind_and_year(client, trust, viewer):
    returned = version(trust, kind="WRES return", year=2025)
    rates = version(trust, kind="survey rates", year=2026)
    client.sign_in(viewer)

    def shown(**asked):
        return listed(client.get(f"/organisations/{trust.id}/imports", query_string=asked))

    assert shown() == [str(rates.id), str(returned.id)]
    assert shown(kind="survey rates") == [str(rates.id)]
    assert shown(year="2025") == [str(returned.id)]
    assert shown(kind="nonsense", year="x") == [str(rates.id), str(returned.id)]
    none = client.get(f"/organisations/{trust.id}/imports?kind=survey+rates&year=2025")
    assert "No data version is of this kind and year" in words(none)


def test_the_history_is_sorted_by_what_is_asked_for(client, trust, elsewhere, viewer):
    first = version(trust, file_name="b.csv", year=2024)
    second = version(trust, elsewhere, file_name="a.csv", year=2025)
    third = version(trust, file_name="c.csv", year=2026)
    client.sign_in(viewer)

    def order(sort):
        response = client.get(f"/organisations/{trust.id}/imports?sort={sort}")
        return [int(number) for number in listed(response)]

    assert order("newest") == order("nonsense") == [third.id, second.id, first.id]
    assert order("oldest") == [first.id, second.id, third.id]
    assert order("file") == [second.id, first.id, third.id]
    assert order("figures")[0] == second.id


def test_a_long_history_is_paged_at_a_constant_price(client, trust, viewer):
    for year in range(2015, 2020):
        version(trust, year=year)
    client.sign_in(viewer)
    address = f"/organisations/{trust.id}/imports"
    client.get(address)
    few = client.queries
    for _ in range(25):
        made = version(factories.organisation(), year=2026)
        factories.saved(VersionScope(version_id=made.id, organisation_id=trust.id))

    first = client.get(address)

    assert client.queries == few
    assert len(listed(first)) == 25
    second = client.get(page(first).find("a", string="Next page")["href"])
    assert len(listed(second)) == 5
    assert set(listed(first)).isdisjoint(listed(second))


def test_the_history_can_be_downloaded(client, trust, lead, viewer):
    made = version(
        trust,
        file_name="=danger.csv",
        year=2026,
        accepted_by_id=lead.id,
        accepted_at=datetime(2026, 9, 1, 12, 30, tzinfo=UTC),
    )

    response = client.sign_in(viewer).get(f"/organisations/{trust.id}/imports.csv")

    [row] = csv.DictReader(io.StringIO(response.text.lstrip("\ufeff")))
    assert (row["Data version"], row["File"]) == (str(made.id), "'=danger.csv")
    assert (row["State"], row["Accepted by"]) == ("current", "Ruth Mensah")
    assert row["Accepted at"] == "2026-09-01T12:30:00+00:00"


def test_a_data_version_says_what_it_held_and_what_replaced_it(client, trust, lead, choose, press):
    client.sign_in(lead)
    press(choose(together(shortlisting(), shortlisting(year=2025))), "accept")
    press(choose(shortlisting(white=790)), "accept")
    first, second = db.session.scalars(sa.select(DataVersion).order_by(DataVersion.id)).all()

    shown = client.get(f"/organisations/{trust.id}/imports/versions/{first.id}")

    held = "Indicators 2 Basis single year Figures 1 State"
    assert "Partly superseded: 1 of its 2 figures are current" in words(shown)
    assert f"Year 2026 {held} superseded by version {second.id}" in words(shown)
    assert f"Year 2025 {held} current" in words(shown)
    assert first.sha256 in words(shown)
    link = page(shown).find("a", string=f"version {second.id}")
    assert client.get(link["href"]).status_code == 200


def test_a_data_version_of_many_names_only_those_of_this_organisation(
    client, trust, elsewhere, viewer
):
    made = version(trust, elsewhere, year=2026)

    shown = words(
        client.sign_in(viewer).get(f"/organisations/{trust.id}/imports/versions/{made.id}")
    )

    assert "2 figures of 2 organisations" in shown
    assert "Northbridge" in shown
    assert "Fernhollow" not in shown


@pytest.mark.parametrize("place", ["imports", "imports.csv", "imports/versions/1"])
def test_strangers_find_nothing_and_colleagues_are_refused(
    client, trust, stranger, colleague, place
):
    address = f"/organisations/{trust.id}/{place}"

    assert client.sign_in(stranger).get(address).status_code == 404
    assert client.sign_in(colleague).get(address).status_code == 403


@pytest.mark.sqlite_only
def test_the_command_line_is_named_as_who_accepted(client, trust, viewer):
    version(trust, accepted_by_id=None)

    assert "by the command line" in words(
        client.sign_in(viewer).get(f"/organisations/{trust.id}/imports")
    )
