"""Finding organisations, and bringing in the lists that name them."""

import io

import pytest

from tests import factories
from tests.client import page, words
from tracker.extensions import db
from tracker.organisations import queries
from tracker.organisations.models import Organisation, OrganisationEdge
from tracker.permissions import Role

LIST = (
    b'"ZZA","FERNSIDE NHS TRUST","Y56","QZZ","1 HIGH ST","","","","","","20200401","",'
    b'"","","","","","","","","","","","","","",""\r\n'
)


@pytest.fixture
def national(app):
    return factories.organisation(code="X24", name="NHS England", kind="national")


@pytest.fixture
def administrator(national):
    return factories.person(national, Role.ADMINISTRATOR)


def choose(client, national, content, name="etr.csv"):
    data = {"file": (io.BytesIO(content), name)}
    return client.post(f"/organisations/{national.id}/lists", data=data, follow_redirects=True)


def test_anybody_signed_in_finds_an_organisation_by_part_of_its_name(client, trust, stranger):
    found = client.sign_in(stranger).get("/organisations?q=north+foundation")

    assert "Northbridge NHS Foundation Trust" in words(found)
    assert "1 open organisation with" in words(found)


def test_a_percent_sign_is_looked_for_as_itself(client, trust, lead):
    assert "None found" in words(client.sign_in(lead).get("/organisations?q=%25"))


@pytest.mark.parametrize("odd", ["endpoint=x", "_scheme=x", "_anchor=x", "organisation_id=1"])
def test_what_the_list_does_not_ask_for_is_no_part_of_its_links(client, trust, lead, odd):
    shown = page(client.sign_in(lead).get(f"/organisations?q=north&{odd}"))

    assert shown.find("a", href="/organisations.csv?q=north")


def test_organisations_are_sorted_by_name_or_code(client, trust, lead):
    factories.organisation(code="A00", name="Zennor NHS Trust")
    client.sign_in(lead)

    by_name, by_code = (
        [link.get_text() for link in page(client.get(f"/organisations{sort}")).select("tbody a")]
        for sort in ("", "?sort=code")
    )

    assert by_name.index("Zennor NHS Trust") == len(by_name) - 1
    assert by_code.index("Zennor NHS Trust") == 0


def test_the_list_goes_on_where_the_page_ended(client, trust, lead):
    for n in range(30):
        factories.organisation(name=f"Trust of {n:02}")
    client.sign_in(lead)

    first = client.get("/organisations?q=trust+of")
    more = first.text.split("after=")[1].split('"')[0]
    second = client.get(f"/organisations?q=trust+of&after={more}")

    assert "Trust of 24" in first.text
    assert "Trust of 25" not in first.text
    assert "Trust of 25" in second.text
    assert "Trust of 24" not in second.text


@pytest.mark.parametrize("mark", ["nonsense", "W10=", "WzFd", "WyJhIixudWxsXQ==", "%00"])
def test_a_mark_that_is_not_ours_shows_the_first_page(client, trust, lead, mark):
    assert trust.name in client.sign_in(lead).get(f"/organisations?after={mark}").text


def test_the_number_of_questions_does_not_grow_with_the_list(client, trust, lead):
    client.sign_in(lead).get("/organisations")
    few = client.queries
    for _ in range(60):
        factories.organisation()
    client.get("/organisations")

    assert client.queries == few <= 8


def test_the_download_cannot_be_run_by_a_spreadsheet(client, trust, lead):
    factories.organisation(name="=HYPERLINK(1)")

    assert "'=HYPERLINK(1)" in client.sign_in(lead).get("/organisations.csv").text


def test_a_list_shows_what_it_would_do_before_it_does_it(client, national, administrator):
    client.sign_in(administrator)

    preview = choose(client, national, LIST)

    assert "1 new, 0 changed, 0 the same as now" in words(preview)
    assert queries.organisation_with_code("ZZA") is None

    client.post(preview.request.path)
    assert queries.organisation_with_code("ZZA").name == "Fernside NHS Trust"


def test_the_same_list_again_changes_nothing(client, national, administrator):
    client.sign_in(administrator)
    client.post(choose(client, national, LIST).request.path)
    edges = db.session.query(OrganisationEdge).count()

    again = choose(client, national, LIST)
    client.post(again.request.path)

    assert "0 new, 0 changed, 1 the same as now" in words(again)
    assert db.session.query(Organisation).filter_by(code="ZZA").count() == 1
    assert db.session.query(OrganisationEdge).count() == edges


def test_a_file_that_is_no_list_is_refused_in_words(client, national, administrator):
    page = choose(client.sign_in(administrator), national, b"\xff\xfe\x00nonsense")

    assert "cannot be brought in" in words(page)
    assert "Bring them in" not in page.text


def test_a_waiting_file_is_nobody_elses(client, national, administrator):
    other = factories.person(national, Role.ADMINISTRATOR)
    preview = choose(client.sign_in(administrator), national, LIST)

    assert client.sign_in(other).get(preview.request.path).status_code == 404


def test_only_an_administrator_of_the_whole_brings_lists_in(client, national, trust):
    local = factories.person(trust, Role.ADMINISTRATOR)
    viewer = factories.person(national, Role.VIEWER)

    assert client.sign_in(local).get(f"/organisations/{national.id}/lists").status_code == 404
    assert client.sign_in(viewer).get(f"/organisations/{national.id}/lists").status_code == 403


def test_an_organisation_shows_whom_it_answers_to(client, national, stranger):
    region = factories.organisation(national, name="Vale Region", kind="region")
    board = factories.organisation(region, name="Vale Board", kind="icb")
    trust = factories.organisation(board, name="Vale Trust")

    page = words(client.sign_in(stranger).get(f"/organisations/{trust.id}"))

    assert "Vale Board , which answers to Vale Region , which answers to NHS England" in page
