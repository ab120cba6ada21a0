"""The commands: what they print, what they refuse, and that they end in sentences."""

import csv
import json
from datetime import date

import pytest
import sqlalchemy as sa

from tests import factories
from tests.imports.files import shortlisting, survey
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationEdge
from tracker.wres.models import DataVersion, Figure

TRUST = '"ZZ1","NORTHBRIDGE NHS FOUNDATION TRUST","Y62",""' + ',""' * 6 + ',"20171001"' + ',""' * 16


@pytest.fixture
def file(tmp_path):
    """Write a file to import."""

    def write(content, name="list.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_list_of_trusts_is_brought_in_below_the_regions_and_the_national_body(run, file):
    result = run("organisations", "import", file(TRUST))

    assert result.exit_code == 0, result.stderr
    assert result.stdout == "1 added, 0 changed, 0 the same as before.\n"
    northbridge, region = (
        db.session.scalars(sa.select(Organisation).where(Organisation.code == code)).one()
        for code in ("ZZ1", "Y62")
    )
    assert northbridge.name == "Northbridge NHS Foundation Trust"
    edge = db.session.scalars(
        sa.select(OrganisationEdge).where(OrganisationEdge.child_id == northbridge.id)
    ).one()
    assert edge.parent_id == region.id


def test_the_same_list_again_changes_nothing(run, file):
    path = file(TRUST)
    run("organisations", "import", path)
    before = count(Organisation)

    result = run("organisations", "import", path)

    assert result.stdout == "0 added, 0 changed, 1 the same as before.\n"
    assert count(Organisation) == before


def test_successors_come_from_a_list_of_their_own(run, file):
    path = file(f"{TRUST}\n{TRUST.replace('ZZ1', 'ZZ2')}")

    result = run("organisations", "import", path, "--successors", file("old,new\nZZ1,ZZ2", "s.csv"))

    assert result.exit_code == 0, result.stderr
    old, new = (
        db.session.scalars(sa.select(Organisation).where(Organisation.code == code)).one()
        for code in ("ZZ1", "ZZ2")
    )
    assert old.successor_id == new.id


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "content, sentence",
    [
        ("a,b\n1,2\n", "none of the lists that are read here"),
        (TRUST.replace("20171001", "2017-10-01"), "Row 1, column 11, open date"),
        (TRUST + "\nZZ2,SHORT", "Row 2: 27 cells are expected and 2 found"),
        (b"\xff\xfea", "Row 1: byte 0xff is not UTF-8 text"),
        ("", "list.csv is empty"),
    ],
)
def test_a_list_with_a_fault_is_refused_whole_and_in_a_sentence(run, file, content, sentence):
    result = run("organisations", "import", file(content))

    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert count(Organisation) == 0
    assert count(AuditEntry) == 0


def test_a_successor_that_nobody_knows_stops_the_whole_list(run, file):
    result = run(
        "organisations", "import", file(TRUST), "--successors", file("old,new\nZZ1,ZZ9", "s.csv")
    )

    assert result.exit_code == 1
    assert "No organisation has the code ZZ9" in result.stderr
    assert count(Organisation) == 0


@pytest.mark.sqlite_only
def test_a_file_larger_than_the_pages_take_is_not_read(run, file, app):
    app.config["MAX_CONTENT_LENGTH"] = 2 * 1024**2

    result = run("organisations", "import", file(b"," * (2 * 1024**2 + 1), "commas.csv"))

    assert result.exit_code == 1
    assert "commas.csv is larger than 2 MB" in result.stderr


@pytest.mark.sqlite_only
def test_the_real_lists_go_in_once(run, samples):
    trusts = run("organisations", "import", samples / "etr_2026.csv")
    boards = run("organisations", "import", samples / "icb_names_codes_dec_2024.csv")

    assert trusts.stdout.startswith("273 added")
    assert boards.stdout == "42 added, 0 changed, 0 the same as before.\n"
    again = run("organisations", "import", samples / "etr_2026.csv")
    assert again.stdout == "0 added, 0 changed, 273 the same as before.\n"


# Figures


@pytest.fixture
def trusts(app):
    return [
        factories.organisation(code="ZZ1", name="Northbridge NHS Foundation Trust"),
        factories.organisation(code="ZZ2", name="Brackwater Community NHS Trust"),
    ]


def test_figures_come_in_from_a_file(run, file, trusts):
    result = run("wres", "import", file(shortlisting()))

    assert result.exit_code == 0, result.stderr
    [version] = db.session.scalars(sa.select(DataVersion)).all()
    assert result.stdout == f"1 figure accepted as data version {version.id}.\n"
    assert version.accepted_by_id is None
    [entry] = db.session.scalars(sa.select(AuditEntry)).all()
    assert (entry.actor, entry.did) == ("command line", "imported figures")


def test_the_same_file_twice_is_refused_in_a_sentence(run, file, trusts):
    path = file(shortlisting())
    run("wres", "import", path)

    again = run("wres", "import", path)

    assert again.exit_code == 1
    assert "This file is already imported, as data version" in again.stderr
    assert again.stdout == ""
    assert count(Figure) == 1


def test_the_year_of_survey_rates_is_in_their_name_or_said(run, file, trusts):
    silent = run("wres", "import", file(survey("ZZ1"), "rates.csv"))
    named = run("wres", "import", file(survey("ZZ1"), "survey_2024_rates.csv"))
    said = run("wres", "import", file(survey("ZZ1"), "rates.csv"), "--year", 2024)

    assert "This file does not say which year its survey is of" in silent.stderr
    assert (silent.exit_code, named.exit_code, said.exit_code) == (1, 0, 0)
    years = db.session.scalars(sa.select(Figure.year).distinct().order_by(Figure.year)).all()
    assert years == [2024, 2025]


@pytest.mark.parametrize(
    "options, figures",
    [(["--map", "ZZ2F1=ZZ2"], 8), (["--map", "zz2f1=zz2"], 8), (["--leave-out-unknown"], 4)],
)
def test_codes_that_nobody_has_are_read_as_another_or_left_out(run, file, trusts, options, figures):
    path = file(survey("ZZ1", "ZZ2F1"), "survey_2024.csv")

    undecided = run("wres", "import", path)
    decided = run("wres", "import", path, *options)

    assert undecided.exit_code == 1
    assert "(--map ZZ2F1=ZZ2) or leave its rows out (--leave-out-unknown)" in undecided.stderr
    assert decided.exit_code == 0, decided.stderr
    assert f"{figures} figures accepted" in decided.stdout
    assert "ZZ2F1: rows 6 to 9" in decided.stdout
    assert count(Figure) == figures


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "option, sentence",
    [
        ("ZZ2F1=ZZ8", "No organisation has the code ZZ2F1, nor ZZ8."),
        ("ZZ7=ZZ1", "--map ZZ7=ZZ1: the file has no code ZZ7 that nobody has."),
        ("ZZ2F1", "'ZZ2F1' is not two codes, such as R1F1=R1F"),
    ],
)
def test_a_map_that_leads_nowhere_is_refused(run, file, trusts, option, sentence):
    result = run("wres", "import", file(survey("ZZ2F1"), "survey_2024.csv"), "--map", option)

    assert result.exit_code
    assert sentence in result.stderr
    assert count(Figure) == 0


def test_a_warning_is_answered_in_words_which_are_kept(run, file, trusts):
    run("wres", "import", file(shortlisting(year=2025)))
    path = file(shortlisting(white_appointed=60, year=2026))

    silent = run("wres", "import", path)
    answered = run("wres", "import", path, "--acknowledge-warnings", "a year without posts")

    assert silent.exit_code == 1
    assert "White appointed fell from 170 to 60, by 65%" in silent.stderr
    assert "(--acknowledge-warnings)" in silent.stderr
    assert answered.exit_code == 0, answered.stderr
    version = db.session.scalars(sa.select(DataVersion).order_by(DataVersion.id.desc())).first()
    assert [said["words"] for said in version.answers["acknowledged"]] == ["a year without posts"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "content, sentence",
    [
        (b"\xff\xfe\x00", "not plain text"),
        (b"Trust,name\nZZ1,\xe9", "Row 2: byte 0xe9 is not UTF-8 text"),
        (b"PK\x03\x04rest", "This file is a spreadsheet, not a CSV file"),
        (b"a,b\n1,2", "These are not the columns of"),
        (shortlisting() + b"\nZZ1,2026,2", "Row 4: it has 3 cells for 9 columns"),
        (survey("ZZ1", ratio="120"), "'120' is a percentage, and this is a ratio"),
        (survey("ZZ1", ratio="0.833"), "White and BME may be swapped"),
        (shortlisting(bme_appointed=681), "681 appointed is more than 210 shortlisted"),
        (shortlisting(year=2041), "'2041' is not a WRES year from 2015 to 2027"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole(run, file, trusts, content, sentence):
    result = run("wres", "import", file(content), "--year", 2025)

    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert count(DataVersion) == 0
    assert count(Figure) == 0


def test_an_organisation_that_closed_before_the_year_is_refused(run, file, trusts):
    factories.organisation(code="ZZ3", name="Oldham Lane NHS Trust", closed=date(2024, 3, 31))

    result = run("wres", "import", file(shortlisting(organisation="ZZ3", year=2025)))

    assert "closed on 31 March 2024, before 1 April 2024" in result.stderr
    assert count(Figure) == 0


@pytest.mark.sqlite_only
def test_fifty_megabytes_of_commas_are_not_read(run, file, trusts):
    result = run("wres", "import", file(b"," * 50_000_000, "commas.csv"))

    assert result.exit_code == 1
    assert "commas.csv is larger than 10 MB, so it was not read." in result.stderr


def test_figures_are_shown_as_json_and_nothing_else(run, file, trusts):
    run("wres", "import", file(shortlisting()))

    result = run("wres", "show", "--organisation", "zz1", "--year", 2026, "--json")

    [figure] = json.loads(result.stdout)
    assert (figure["organisation"], figure["indicator"], figure["item"]) == (
        "ZZ1",
        "2",
        "relative likelihood",
    )
    assert figure["value"] == (170 / 780) / (35 / 210)
    assert figure["suppressed"] is False
    assert result.stderr == ""


def test_a_hidden_figure_is_null_in_json_and_says_so_in_the_table(run, file, trusts):
    run("wres", "import", file(shortlisting(bme_appointed=9)))

    [figure] = json.loads(
        run("wres", "show", "--organisation", "ZZ1", "--year", 2026, "--json").stdout
    )
    table = run("wres", "show", "--organisation", "ZZ1", "--year", 2026).stdout

    assert (figure["value"], figure["bme_rate"], figure["suppressed"]) == (None, None, True)
    assert "hidden (small numbers)" in table


def test_a_year_without_figures_is_an_empty_array(run, trusts):
    shown = run("wres", "show", "--organisation", "ZZ1", "--year", 2026, "--json")
    said = run("wres", "show", "--organisation", "ZZ1", "--year", 2026)

    assert json.loads(shown.stdout) == []
    assert said.stdout == "No figures of ZZ1 are held for 2026.\n"


def test_showing_figures_of_nobody_is_refused_in_a_sentence(run, trusts):
    result = run("wres", "show", "--organisation", "ZZ8", "--year", 2026, "--json")

    assert result.exit_code == 1
    assert "No organisation has the code ZZ8" in result.stderr
    assert result.stdout == ""


@pytest.mark.sqlite_only
def test_the_survey_of_real_trusts_agrees_with_its_file_to_every_digit(run, samples):
    run("organisations", "import", samples / "etr_2026.csv")
    path = samples / "staff_survey_2024_wres_5_8.csv"

    result = run("wres", "import", path, "--map", "R1F1=R1F")
    figures = json.loads(
        run("wres", "show", "--organisation", "R0A", "--year", 2025, "--json").stdout
    )

    assert "492 figures accepted" in result.stdout
    with path.open() as survey_file:
        printed = {
            row["wres_indicator"]: row
            for row in csv.DictReader(survey_file)
            if row["Trust"] == "R0A"
        }
    assert sorted(printed) == ["5", "6", "7", "8"]
    for figure in figures:
        row = printed[figure["indicator"]]
        assert repr(figure["white_rate"]) == repr(float(row["white_rate"]))
        assert repr(figure["bme_rate"]) == repr(float(row["bme_rate"]))


@pytest.mark.sqlite_only
def test_the_national_figures_are_those_of_nhs_england(run, samples):
    run("organisations", "import", samples / "icb_names_codes_dec_2024.csv")

    result = run("wres", "import", samples / "national_wres.csv")
    figures = json.loads(
        run("wres", "show", "--organisation", "X24", "--year", 2016, "--json").stdout
    )

    assert "43 figures accepted" in result.stdout
    ratios = {figure["indicator"]: figure["value"] for figure in figures}
    assert (ratios["2"], ratios["3"], ratios["4"]) == (1.57, 1.56, 1.11)
