"""An organisation's measures: what the pages and files say, and what they never give away."""

import csv
import io
from datetime import date

import pytest

from tests import factories
from tests.client import page, words
from tests.wres import held
from tracker.permissions import Role
from tracker.wres import queries

pytestmark = pytest.mark.sqlite_only

APPOINTED = {"white": (170, 780), "bme": (35, 210)}  # 1.31 times as likely for White applicants
WORKFORCE = (4512, 1786, 480)


def address(organisation, rest=""):
    return f"/organisations/{organisation.id}/measures{rest}"


def tile(response, number):
    return " ".join(page(response).find(id=f"indicator-{number}").get_text(" ").split())


def downloaded(response):
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))


# Who may look


@pytest.mark.parametrize("rest", ["", ".csv", ".json", "/3", "/3.csv", "/3/peers.csv"])
def test_a_stranger_finds_no_measures_and_a_colleague_without_leave_is_refused(
    client, trust, stranger, colleague, rest
):
    assert client.sign_in(stranger).get(address(trust, rest)).status_code == 404
    assert client.sign_in(colleague).get(address(trust, rest)).status_code == 403


def test_whoever_is_not_signed_in_is_asked_to(client, trust):
    assert client.get(address(trust)).location.endswith("/sign-in")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.NETWORK_MEMBER, Role.POST_HOLDER])
def test_others_who_may_see_measures_do(client, trust, role):
    held.outcomes(trust, "2", 2026, **APPOINTED)
    somebody = factories.person()
    if role == Role.NETWORK_MEMBER:
        factories.grant(somebody, role, factories.network(trust))
    elif role == Role.POST_HOLDER:
        factories.post(trust, somebody)
    else:
        factories.grant(somebody, role, trust)

    response = client.sign_in(somebody).get(address(trust))

    assert "1.31 times as likely for White applicants" in words(response)


@pytest.mark.parametrize("number", ["0", "10", "x", "%3Cscript%3E", "1.0"])
def test_an_indicator_that_there_is_not_is_not_found(client, trust, lead, number):
    assert client.sign_in(lead).get(address(trust, f"/{number}")).status_code == 404


# The nine


def test_an_organisation_without_figures_is_told_what_to_do_next(client, trust, lead):
    response = client.sign_in(lead).get(address(trust))

    assert "has no WRES figures here yet" in words(response)
    assert page(response).find("a", string="Bring in figures")


def test_every_indicator_has_its_tile_even_where_nothing_is_held(client, trust, lead):
    held.outcomes(trust, "2", 2026, **APPOINTED)

    response = client.sign_in(lead).get(address(trust))

    assert [tag["id"] for tag in page(response).find_all("article")] == [
        f"indicator-{number}" for number in "123456789"
    ]
    assert "No figures yet" in tile(response, "4")


def test_a_tile_says_the_figure_both_rates_and_the_days_it_speaks_of(client, trust, lead):
    held.outcomes(trust, "2", 2026, **APPOINTED)

    said = tile(client.sign_in(lead).get(address(trust)), "2")

    assert "1.31 times as likely for White applicants as for BME applicants" in said
    assert "BME 16.7% and White 21.8% of those shortlisted" in said
    assert "1 April 2025 to 31 March 2026" in said


def test_a_band_stands_beside_the_whole_workforce(client, trust, lead):
    held.bands(trust, 2026)

    said = tile(client.sign_in(lead).get(address(trust)), "1")

    assert "13.4% of band 8a and above are BME" in said
    assert "of the whole workforce" in said
    assert "points below it" in said


def test_published_survey_rates_have_a_gap_and_no_known_precision(client, trust, lead):
    held.rates(trust, "7", 2024, 0.60, 0.48)
    held.rates(trust, "7", 2025, 0.5839690310827735, 0.4837024135357054)

    said = tile(client.sign_in(lead).get(address(trust)), "7")

    assert "−10.0 points" in said
    assert "precision unknown" in said
    assert "too small to call" not in said.lower()


@pytest.mark.parametrize(
    "then, now, said",
    [
        ({"white": (600, 2000), "bme": (200, 1000)}, APPOINTED, "Too small to call since 2024"),
        (
            {"white": (600, 2000), "bme": (150, 1000)},
            {"white": (400, 2000), "bme": (195, 1000)},
            "Getting better since 2024",
        ),
        (
            {"white": (400, 2000), "bme": (195, 1000)},
            {"white": (600, 2000), "bme": (150, 1000)},
            "Getting worse since 2024",
        ),
    ],
)
def test_a_direction_is_said_only_beyond_the_errors_of_both_years(
    client, trust, lead, then, now, said
):
    held.outcomes(trust, "2", 2024, **then)
    held.outcomes(trust, "2", 2026, **now)

    assert said in tile(client.sign_in(lead).get(address(trust)), "2")


def test_levelling_down_is_flagged_and_explained(client, trust, lead):
    held.outcomes(trust, "7", 2024, white=(1300, 2000), bme=(480, 1000))
    held.outcomes(trust, "7", 2026, white=(1100, 2000), bme=(480, 1000))

    response = client.sign_in(lead).get(address(trust))

    assert "Levelling down since 2024" in tile(response, "7")
    assert "because the White figure fell 10.0 points" in tile(response, "7")
    assert "1 levelling down" in words(response)


def test_a_census_change_is_called_one(client, trust, lead):
    held.bands(trust, 2024)
    held.bands(trust, 2026, clinical=held.BANDS | {"8a": (200, 70, 20)})

    assert "Better than in 2024 (everyone counted)" in tile(
        client.sign_in(lead).get(address(trust)), "1"
    )


def test_the_strip_counts_the_tiles_and_leads_to_them(client, trust, lead):
    for year, bme in ((2024, 150), (2026, 195)):
        held.outcomes(trust, "2", year, white=(500, 2000), bme=(bme, 1000))

    strip = page(client.sign_in(lead).get(address(trust))).find(class_="tracker-rollup")

    assert "1 getting better" in " ".join(strip.get_text(" ").split())
    assert "8 without figures" in " ".join(strip.get_text(" ").split())
    assert strip.find("a", href="#indicator-2")


def test_a_break_is_never_crossed(client, trust, lead):
    held.outcomes(trust, "3", 2023, white=(60, 4000), bme=(60, 2000), basis="two-year rolling")
    held.outcomes(trust, "3", 2024, white=(40, 4000), bme=(20, 2000))

    said = tile(client.sign_in(lead).get(address(trust)), "3")

    assert "A new series: nothing to compare yet" in said
    assert "New series from 2024: single year" in said
    assert "No line crosses from two-year rolling to single year" in said


def test_the_page_shows_a_year_as_it_stood_then(client, trust, lead):
    held.outcomes(trust, "2", 2025, white=(600, 2000), bme=(150, 1000))
    held.outcomes(trust, "2", 2026, **APPOINTED)

    response = client.sign_in(lead).get(address(trust, "?year=2025"))

    assert page(response).h1.get_text() == "Nine WRES indicators, 2025"
    assert "2.00 times as likely" in tile(response, "2")
    assert "1.31" not in words(response)


@pytest.mark.parametrize("year", ["1999", "99999999999999999999", "x", "-1", ""])
def test_a_year_that_is_not_held_shows_the_latest(client, trust, lead, year):
    held.outcomes(trust, "2", 2026, **APPOINTED)

    response = client.sign_in(lead).get(address(trust, f"?year={year}"))

    assert page(response).h1.get_text() == "Nine WRES indicators, 2026"


# England


def test_england_stands_beside_with_its_source_where_the_definition_is_the_same(
    client, trust, lead
):
    held.outcomes(trust, "2", 2022, **APPOINTED)
    held.ratio(held.england(), "2", 2022, 1.54, source="NHS England, WRES 2022")

    assert "England 1.54 in 2022 (NHS England, WRES 2022)" in tile(
        client.sign_in(lead).get(address(trust)), "2"
    )


def test_england_is_left_out_where_it_was_counted_another_way(client, trust, lead):
    held.rates(trust, "7", 2025, 0.58, 0.48, definition="2")
    held.rates(held.england(), "7", 2025, 0.88, 0.71, definition="1")

    said = tile(client.sign_in(lead).get(address(trust)), "7")

    assert "England: no figure is held that was counted in this way" in said
    assert "88" not in said


def test_a_national_share_of_boards_never_stands_on_the_axis_of_a_gap(client, trust, lead):
    held.board(trust, 2026, (60, 20, 10), WORKFORCE)
    held.share(held.england(), "9", 2024, "overall", "share", 0.165)

    said = tile(client.sign_in(lead).get(address(trust)), "9")

    assert "England publishes shares of boards, not gaps, so no line is drawn" in said
    assert "16.5" not in said


def test_days_that_nobody_published_are_not_shown_as_official(client, trust, lead):
    held.rates(trust, "7", 2025, 0.58, 0.48)

    response = client.sign_in(lead).get(address(trust, "/7"))

    assert "days by this service’s own calendar" in words(response)
    assert "30 November" not in tile(client.get(address(trust)), "7")


# What is hidden


HIDDEN_COUNTS = {"white": (31, 4512), "bme": (7, 1791), "unknown": (14, 237)}
TELLING = ("1,791", "1791", "0.391", "0.569", "0.0039", "0.57")


@pytest.fixture
def hidden(trust):
    """A figure that rests on seven people, in every place where it could be seen."""
    figure = held.outcomes(trust, "3", 2026, **HIDDEN_COUNTS)
    assert figure.hidden
    factories.target(figure, due=date(2028, 3, 31))
    for number in range(3):
        other = factories.organisation(name=f"Trust beside {number}")
        held.outcomes(other, "3", 2026, white=(40, 4000), bme=(20 + number, 2000))
    return figure


@pytest.mark.parametrize(
    "rest", ["", "?year=2026", ".csv", ".json", "/3", "/3.csv", "/3/peers.csv"]
)
def test_a_hidden_figure_is_nowhere_to_be_found(client, trust, lead, hidden, rest):
    response = client.sign_in(lead).get(address(trust, rest))

    assert response.status_code in (200, 404)
    for number in (*TELLING, repr(hidden.value), repr(hidden.bme_rate)):
        assert number not in response.text


def test_a_hidden_figure_says_so_on_its_tile_and_so_does_its_target(client, trust, lead, hidden):
    said = tile(client.sign_in(lead).get(address(trust)), "3")

    assert "Hidden (small numbers)" in said
    assert "BME and White: hidden (small numbers)" in said
    assert "by 31 March 2028: awaiting data" in said


def test_a_hidden_figure_says_so_in_a_file(client, trust, lead, hidden):
    [row] = downloaded(client.sign_in(lead).get(address(trust, ".csv")))

    names = ("value", "interval_low", "white_rate", "bme_rate", "bme_numerator")
    assert {row[name] for name in names} == {"hidden (small numbers)"}
    assert row["suppressed"] == "yes"


def test_a_hidden_figure_is_null_for_a_program(client, trust, lead, hidden):
    [printed] = client.sign_in(lead).get(address(trust, ".json")).json

    assert printed["suppressed"] is True
    assert (printed["value"], printed["counts"], printed["bme_rate"]) == (None, None, None)


def test_hidden_organisations_are_counted_beside_the_others_and_not_drawn(client, trust, lead):
    held.outcomes(trust, "3", 2026, white=(40, 4000), bme=(40, 2000))
    for number in range(3):
        other = factories.organisation(name=f"Trust beside {number}")
        held.outcomes(other, "3", 2026, white=(40, 4000), bme=(20 + number, 2000))
    shy = factories.organisation(name="Shy Trust")
    held.outcomes(shy, "3", 2026, **HIDDEN_COUNTS)

    said = words(client.sign_in(lead).get(address(trust, "/3")))

    assert "1 not drawn: hidden (small numbers)" in said
    assert "Shy Trust" not in said


# One indicator


def test_the_sum_is_done_with_its_own_numbers(client, trust, lead):
    held.outcomes(trust, "3", 2026, white=(31, 4512), bme=(24, 1786))

    said = words(client.sign_in(lead).get(address(trust, "/3")))

    assert "24 cases ÷ 1,786 staff = 1.344%" in said
    assert "31 cases ÷ 4,512 staff = 0.687%" in said
    assert "(24 ÷ 1,786) ÷ (31 ÷ 4,512) = 1.96" in said
    assert "√(1/24 − 1/1,786 + 1/31 − 1/4,512)) = 1.15 to 3.32" in said
    assert "Outside 0.8 to 1.25, and its interval (1.15 to 3.32) is clear of 1.0" in said
    assert "At the White rate, about 12 of the 1,786 BME staff" in said


def test_a_change_is_worked_out_against_both_errors(client, trust, lead):
    held.outcomes(trust, "3", 2022, white=(30, 4620), bme=(11, 1452))
    held.outcomes(trust, "3", 2026, white=(31, 4512), bme=(24, 1786))

    said = words(client.sign_in(lead).get(address(trust, "/3")))

    assert "(ln 1.956 − ln 1.167) ÷ √(0.270² + 0.351²) = 1.17; within 1.96" in said
    assert "Too small to call since 2022, from 1.17" in said


def test_the_version_of_the_data_and_whoever_brought_it_in_are_named(client, trust, lead):
    version = factories.data_version(file_name="return_2026.csv", accepted_by_id=lead.id)
    held.outcomes(trust, "3", 2026, white=(31, 4512), bme=(24, 1786), version=version)

    said = words(client.sign_in(lead).get(address(trust, "/3")))

    assert (
        f"Data version {version.id}, return_2026.csv, brought in by Ruth Mensah on 1 September"
        in said
    )


def test_two_bases_are_two_series(client, trust, lead):
    held.outcomes(trust, "3", 2026, white=(62, 4512), bme=(48, 1786), basis="two-year rolling")
    held.outcomes(trust, "3", 2026, white=(31, 4512), bme=(24, 1786))

    response = client.sign_in(lead).get(address(trust, "/3"))

    table = page(response).find("table").get_text(" ")
    assert "single year, definition 1" in table
    assert "two-year rolling, definition 1" in table
    assert "24 cases ÷ 1,786" in words(response)


def test_pay_bands_are_shown_band_by_band_and_hidden_one_by_one(client, trust, lead):
    held.bands(trust, 2026, clinical=held.BANDS | {"8b": (120, 6, 14)})

    response = client.sign_in(lead).get(address(trust, "/1"))

    clinical, ladder = (
        " ".join(page(response).find(id=id_).get_text(" ").split())
        for id_ in ("bands-clinical", "ladder")
    )
    assert "48 of every 100 BME clinical staff are in band 5" in clinical
    assert "Band 8b: hidden (small numbers)" in clinical
    assert "Band 8b 11.8%" not in clinical
    assert "not an official one" in ladder


def test_organisations_are_listed_by_name_and_never_ranked(client, trust, lead):
    for name, bme in (("Zeta Trust", 20), ("Alpha Trust", 60), ("Mid Trust", 40)):
        other = factories.organisation(name=name)
        held.outcomes(other, "3", 2026, white=(40, 4000), bme=(bme, 2000))
    held.outcomes(trust, "3", 2026, white=(40, 4000), bme=(30, 2000))

    client.sign_in(lead)
    rows = downloaded(client.get(address(trust, "/3/peers.csv")))

    names = [row["Organisation"] for row in rows]
    assert names == ["Alpha Trust", "Mid Trust", "Northbridge NHS Foundation Trust", "Zeta Trust"]
    assert "limits: 1.50" in words(client.get(address(trust, "/3")))


def test_an_organisation_further_out_than_chance_puts_any_is_said_to_be(client, trust, lead):
    for number in range(12):
        other = factories.organisation(name=f"Trust beside {number}")
        held.outcomes(other, "3", 2026, white=(400 + number, 40000), bme=(200, 20000))
    held.outcomes(trust, "3", 2026, white=(100, 40000), bme=(200, 20000))

    said = words(client.sign_in(lead).get(address(trust, "/3")))

    assert "Outside the 99.8% limits: 4.00 is far more than chance would give" in said
    assert "Of 13: 12 inside the 95% limits" in said


def test_two_organisations_are_too_few_to_say_what_is_usual(client, trust, lead):
    held.outcomes(trust, "3", 2026, white=(40, 4000), bme=(30, 2000))
    held.outcomes(factories.organisation(), "3", 2026, white=(40, 4000), bme=(30, 2000))

    client.sign_in(lead)

    assert "Beside organisations like this one" not in words(client.get(address(trust, "/3")))
    assert client.get(address(trust, "/3/peers.csv")).status_code == 404


def test_a_fictional_organisation_is_never_set_beside_a_real_one(client, trust, lead):
    held.outcomes(trust, "3", 2026, white=(40, 4000), bme=(30, 2000))
    for number in range(3):
        real = factories.organisation(name=f"Real Trust {number}", fictional=False)
        held.outcomes(real, "3", 2026, white=(40, 4000), bme=(30, 2000))

    assert "Real Trust" not in client.sign_in(lead).get(address(trust, "/3")).text


def test_what_is_being_done_comes_from_the_features_above(client, trust, lead, monkeypatch):
    held.outcomes(trust, "3", 2026, white=(40, 4000), bme=(30, 2000))
    doing = queries.Doing("8.2 A decision panel", "organisations.list_organisations", {})
    monkeypatch.setattr(queries, "linked", [lambda _place, number: [doing] * (number == "3")])

    client.sign_in(lead)

    assert "8.2 A decision panel" in words(client.get(address(trust, "/3")))
    assert "8.2 A decision panel" not in words(client.get(address(trust, "/4")))


# Awkward content


def test_names_and_sources_are_text_and_never_run(client, lead, trust):
    trust.name = "<script>alert(1)</script> & Sons"
    held.ratio(trust, "2", 2026, 1.3, source="=HYPERLINK(0)")
    england = held.england()
    held.ratio(england, "2", 2026, 1.2, source='"><img src=x onerror=alert(1)>')

    client.sign_in(lead)

    for rest in ("", "/2"):
        text = client.get(address(trust, rest)).text
        assert "<script>alert" not in text
        assert "<img" not in text
    [row] = downloaded(client.get(address(trust, ".csv")))
    assert row["source"] == "'=HYPERLINK(0)"


def test_a_figure_without_a_ratio_is_not_calculable_everywhere(client, trust, lead):
    held.ratio(trust, "2", 2026, None)

    client.sign_in(lead)

    assert "Not calculable" in tile(client.get(address(trust)), "2")
    assert "not calculable" in words(client.get(address(trust, "/2")))
    [row] = downloaded(client.get(address(trust, "/2.csv")))
    assert row["value"] == "not calculable"


def test_england_s_own_measures_have_no_england_beside_them(client, trust):
    england = held.england()
    held.ratio(england, "2", 2026, 1.54)
    held.rates(england, "5", 2019, None, 0.298)
    person = factories.person(england, Role.EQUALITY_LEAD)

    response = client.sign_in(person).get(address(england))

    assert "1.54 times as likely" in tile(response, "2")
    assert "29.8% of BME staff" in tile(response, "5")
    assert "England: no figure" not in words(response)


def test_of_england_the_shares_stand_for_pay_bands_and_boards(client):
    england = held.england()
    for number, part, item, value in (
        ("1", "workforce", "total", 0.286),
        ("9", "overall", "share", 0.165),
    ):
        held.share(england, number, 2024, part, item, value)
    person = factories.person(england, Role.EQUALITY_LEAD)

    response = client.sign_in(person).get(address(england))

    assert "28.6% of all staff are BME" in tile(response, "1")
    assert "16.5% of the board are BME" in tile(response, "9")
    assert "BME share, the board" in words(client.get(address(england, "/9")))


def test_files_hold_every_digit(client, trust, lead):
    held.rates(trust, "7", 2025, 0.5839690310827735, 0.4837024135357054)

    client.sign_in(lead)
    [row] = downloaded(client.get(address(trust, ".csv")))
    [printed] = client.get(address(trust, ".json")).json

    assert row["white_rate"] == "0.5839690310827735"
    assert printed["bme_rate"] == 0.4837024135357054


# What a page costs


def years_of_everything(organisation, years):
    for year in years:
        held.bands(organisation, year)
        held.board(organisation, year, (60, 20, 10), WORKFORCE)
        for number in "2345678":
            figure = held.outcomes(organisation, number, year, white=(400, 2000), bme=(195, 1000))
        factories.target(figure, due=date(2030, 3, 31))


@pytest.mark.parametrize("rest, most", [("", 8), ("/3", 10), ("/1", 9), (".csv", 8), (".json", 8)])
def test_a_page_costs_the_same_for_ten_years_as_for_one(client, trust, lead, rest, most):
    years_of_everything(trust, [2026])
    client.sign_in(lead).get(address(trust, rest))
    one = client.queries
    years_of_everything(trust, range(2017, 2026))

    assert client.get(address(trust, rest)).status_code == 200
    assert client.queries == one <= most
