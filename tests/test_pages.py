"""Lists in pages, downloads that no spreadsheet runs, and days and hours in words."""

import base64
import csv
import io
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from tests import factories
from tracker import pages
from tracker.audit import AuditEntry
from tracker.organisations.models import Organisation
from tracker.pages import csv_response, inert, make_mark, page_of, read_mark
from tracker.wres.models import DataVersion

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
BY_NAME = (Organisation.name, Organisation.id)
BY_ID = (AuditEntry.id,)


@pytest.fixture(scope="module")
def signing():
    """All that a mark needs: somewhere to find the key."""
    app = Flask(__name__)
    app.secret_key = "a key that only tests know, long enough"
    with app.app_context():
        yield


# Downloads


def read_back(response):
    text = response.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


CELLS = st.one_of(
    st.text(),
    st.builds("".join, st.tuples(st.sampled_from(DANGEROUS), st.text())),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.none(),
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
@example([["=1+1", "-5"], ["\t=1", "+44 20 7946 0000"], ["-1e5", "-1e5!"]])
def test_no_cell_of_a_download_is_taken_for_a_formula(rows):
    _header, *read = read_back(csv_response("list", ["One", "Other"], rows))

    assert len(read) == len(rows)
    for row, written in zip(rows, read, strict=True):
        for cell, text in zip(row, written, strict=True):
            assert not text.startswith(DANGEROUS) or is_number(text)
            meant = "" if cell is None else str(cell)
            assert text in (meant, f"'{meant}")


@pytest.mark.parametrize("number", ["5", "-5", "+5", "-5.25", "1e5", "-1E-5"])
def test_a_number_stays_one(number):
    assert inert(number) == number


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "-5\n",
        "--5",
        "+cmd|' /C calc'!A0",
    ],
)
def test_what_a_spreadsheet_would_run_is_text(formula):
    assert inert(formula) == f"'{formula}"


def test_a_spreadsheet_is_told_that_it_is_reading_utf_8():
    response = csv_response("list", ["Name"], [["Zoë"]])

    assert response.get_data().startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert read_back(response) == [["Name"], ["Zoë"]]


@pytest.mark.parametrize("name", ['a"b', "a; b", "../a", "a b"])
def test_the_name_of_a_download_says_nothing_to_the_browser_but_itself(name):
    header = csv_response(name, [], []).headers["Content-Disposition"]

    assert parse_options_header(header) == ("attachment", {"filename": f"{name}.csv"})


# Lists


def walk(query, order, descending=False):
    """Every page of a list, from the first to the last, as somebody would go through it."""
    shown, after = [], ""
    while after is not None:
        page = asked_for(query, order, descending, after)
        shown.append(page.rows)
        after = page.after
    return shown


def asked_for(query, order, descending, after):
    with current_app.test_request_context("/", query_string={"after": after}):
        return page_of(query, order, descending)


def test_a_list_is_shown_25_rows_at_a_time_each_of_them_once(app):
    for n in range(60):
        factories.organisation(name=f"Trust {n % 7}")

    shown = walk(sa.select(Organisation), BY_NAME)

    assert [len(rows) for rows in shown] == [25, 25, 10]
    ids = [row.id for rows in shown for row in rows]
    assert len(set(ids)) == 60
    names = [row.name for rows in shown for row in rows]
    assert names == sorted(names)


def test_a_list_that_fits_has_no_next_page(app):
    for n in range(25):
        factories.organisation(name=f"Trust {n:02}")

    assert [len(rows) for rows in walk(sa.select(Organisation), BY_NAME)] == [25]


def test_an_empty_list_is_a_page_with_nothing_on_it(app):
    assert walk(sa.select(Organisation), BY_NAME) == [[]]


@pytest.mark.parametrize("descending", [False, True], ids=["oldest first", "newest first"])
def test_a_list_by_instant_goes_on_where_it_ended(app, descending):
    noon = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
    for n in range(60):
        factories.data_version(accepted_at=noon + timedelta(microseconds=n // 2))

    order = (DataVersion.accepted_at, DataVersion.id)
    shown = walk(sa.select(DataVersion), order, descending)

    keys = [(row.accepted_at, row.id) for rows in shown for row in rows]
    assert len(keys) == 60
    assert all((a > b) if descending else (a < b) for a, b in pairwise(keys))


def test_a_list_by_day_goes_on_where_it_ended(app):
    for n in range(60):
        factories.organisation(opened=date(2020, 1, 1) + timedelta(days=n // 3))

    shown = walk(sa.select(Organisation), (Organisation.opened, Organisation.id))

    assert len({row.id for rows in shown for row in rows}) == 60


def test_a_list_of_several_things_a_row_shows_them_together(app):
    for n in range(30):
        factories.organisation(name=f"Trust {n:02}")

    shown = walk(sa.select(Organisation, Organisation.code), BY_NAME)

    assert [len(rows) for rows in shown] == [25, 5]
    assert all(organisation.code == code for rows in shown for organisation, code in rows)


@given(st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("latin-1"))))
@example("[" * 5000)
@example("W" * 4000)
def test_a_mark_that_we_did_not_make_is_no_mark(signing, mark):
    assert read_mark(mark, BY_NAME) is None


@given(st.text(), st.integers(), st.integers(min_value=0), st.characters(codec="ascii"))
def test_a_mark_is_read_as_it_was_made_and_no_other_way(signing, name, id_, at, letter):
    mark = make_mark([name, id_], BY_NAME)
    at %= len(mark)
    forged = mark[:at] + letter + mark[at + 1 :]

    assert read_mark(mark, BY_NAME) == [name, id_]
    assert read_mark(forged, BY_NAME) in (None, [name, id_])


def test_a_mark_of_a_list_in_another_order_is_no_mark(signing):
    assert read_mark(make_mark([7], BY_ID), BY_NAME) is None
    assert read_mark(make_mark([7, 7], (Organisation.id, Organisation.id)), BY_NAME) is None


# Days and hours


def test_days_and_hours_are_read_out_as_people_say_them():
    tuesday = date(2026, 11, 3)

    assert pages.day(tuesday) == "3 November 2026"
    assert pages.short_day(tuesday) == "3 Nov 2026"
    assert pages.weekday(tuesday) == "Tuesday 3 November 2026"


@pytest.mark.parametrize(
    "instant, said",
    [
        (datetime(2026, 1, 5, 9, 5, tzinfo=UTC), "5 January 2026 at 09:05"),
        (datetime(2026, 7, 5, 9, 5, tzinfo=UTC), "5 July 2026 at 10:05"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026 at 00:30"),
    ],
    ids=["winter", "summer", "the next day already"],
)
def test_an_instant_is_told_as_the_clock_in_london_has_it(instant, said):
    assert pages.instant(instant) == said


@pytest.mark.parametrize("number, word", [(0, "none"), (1, "one"), (9, "nine"), (10, "10")])
def test_small_numbers_are_words(number, word):
    assert pages.in_words(number) == word


@pytest.mark.sqlite_only
def test_every_filter_is_there_for_the_templates(app):
    for name in pages.FILTERS:
        assert name in app.jinja_env.filters


def test_nobody_reads_the_number_of_a_row_in_the_mark(app):
    """Numbers count on with what is done to others, and a mark stands in an address."""
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    mark = make_mark([at, 71234], (AuditEntry.at, AuditEntry.id))

    opened = base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4))
    assert b"71234" not in opened
    assert b"2026" not in opened
