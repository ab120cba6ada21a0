"""The published files, through the pages: as an equality lead of NHS England would."""

import csv

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker.audit import COMMAND_LINE
from tracker.extensions import db
from tracker.organisations import ods
from tracker.organisations.models import Organisation
from tracker.organisations.operations import bring_in
from tracker.organisations.queries import national
from tracker.permissions import Role
from tracker.wres.models import DataVersion, Figure

SURVEY = "staff_survey_2024_wres_5_8.csv"


@pytest.fixture
def england(app, samples):
    """NHS England, with all the trusts and boards of the published lists below it."""
    for name in ("etr_2026.csv", "icb_names_codes_dec_2024.csv"):
        bring_in(ods.read((samples / name).read_bytes(), name), TODAY, by=COMMAND_LINE)
    db.session.commit()
    return national()


@pytest.fixture
def somebody_national(england, client):
    return client.sign_in(factories.person(england, Role.EQUALITY_LEAD))


def rates_in(path, code):
    with path.open() as file:
        return {
            row["wres_indicator"]: (float(row["white_rate"]), float(row["bme_rate"]))
            for row in csv.DictReader(file)
            if row["Trust"] == code
        }


def figures_of(code, year):
    return db.session.scalars(
        sa.select(Figure)
        .join(Organisation)
        .where(Organisation.code == code, Figure.year == year, Figure.superseded_by_id.is_(None))
        .order_by(Figure.indicator)
    ).all()


def test_the_survey_of_123_trusts_goes_in_and_agrees_to_every_digit(
    england, somebody_national, client, samples, choose, press
):
    address = choose((samples / SURVEY).read_bytes(), SURVEY, at=england)
    preview = words(client.get(address))
    assert "2025, from the staff survey of autumn 2024" in preview
    assert "The file calls it Isle of Wight NHS Trust (acute sector)" in preview
    assert "The nearest is Isle of Wight NHS Trust (R1F)" in preview
    assert "North Middlesex University Hospital NHS Trust (RAP) closed on 31 Dec" in preview

    decided = press(address, "again", choice__R1F1="read as", place__R1F1="R1F")
    accepted = press(decided.location, "accept")

    version = db.session.scalars(sa.select(DataVersion)).one()
    assert version.figure_count == 492
    for code, printed_as in (("R0A", "R0A"), ("R1F", "R1F1"), ("RAP", "RAP")):
        figures = figures_of(code, 2025)
        kept = {each.indicator: (each.white_rate, each.bme_rate) for each in figures}
        assert kept == rates_in(samples / SURVEY, printed_as)
        assert not any(each.hidden for each in figures)
    shown = client.get(accepted.location)
    assert "492 figures of 123 organisations" in words(shown)
    assert len(page(shown).select("tbody tr")) == 25


def test_the_national_figures_go_in_at_nhs_england(
    england, somebody_national, client, samples, choose, press
):
    address = choose((samples / "national_wres.csv").read_bytes(), "national_wres.csv", at=england)
    assert "headcounts, which stand for no indicator by themselves" in words(client.get(address))

    press(address, "accept")

    [ratio] = [figure for figure in figures_of("X24", 2016) if figure.indicator == "2"]
    assert (ratio.value, ratio.unit) == (1.57, "ratio")
    assert db.session.scalars(sa.select(DataVersion)).one().kind == "national figures"


def test_the_preview_of_the_whole_survey_asks_few_questions_of_the_database(
    england, somebody_national, client, samples, choose
):
    client.get(choose((samples / SURVEY).read_bytes(), SURVEY, at=england))

    assert client.queries <= 16
