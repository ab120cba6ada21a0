"""Dates in three boxes: what is read as one, and what is said of what is not."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired, Optional

from tracker.forms import BOXES, DateField, Form, nhs_field


class DayForm(Form):
    on = DateField("Date it was finished", [InputRequired("Enter the date it was finished")])


class AskedForm(Form):
    on = DateField("From which day have they left?")


class WhenEverForm(Form):
    on = DateField("Date", [Optional()], default=date(2026, 4, 1))


@pytest.fixture(autouse=True)
def in_a_request(plain_app):
    with plain_app.test_request_context("/", method="POST"):
        yield


def boxes(day="", month="", year=""):
    return MultiDict({"on-day": day, "on-month": month, "on-year": year})


def read(day="", month="", year="", form=DayForm):
    filled = form(boxes(day, month, year))
    filled.validate()
    return filled.on


@pytest.mark.parametrize(
    "typed, meant",
    [
        (("23", "11", "2026"), date(2026, 11, 23)),
        (("1", "4", "2026"), date(2026, 4, 1)),
        (("01", "04", "2026"), date(2026, 4, 1)),
        ((" 1 ", "4\t", " 2026"), date(2026, 4, 1)),
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("31", "12", "2100"), date(2100, 12, 31)),
        (("1", "1", "1900"), date(1900, 1, 1)),
    ],
)
def test_a_date_is_read_from_its_three_boxes(typed, meant):
    field = read(*typed)

    assert field.data == meant
    assert not field.errors


@pytest.mark.parametrize(
    "typed, told",
    [
        (("99", "1", "2026"), "The day must be a real date"),
        (("1", "1", ""), "The day must include a year"),
        (("1", "1", "26"), "The day must have a year between 1900 and 2100"),
    ],
)
def test_no_sentence_begins_with_a_question(typed, told):
    assert list(read(*typed, form=AskedForm).errors) == [told]


REAL = "Date it was finished must be a real date"
REACH = "Date it was finished must have a year between 1900 and 2100"


@pytest.mark.parametrize(
    "typed, sentence, wrong",
    [
        (("29", "2", "2026"), REAL, {"day", "month", "year"}),
        (("31", "4", "2026"), REAL, {"day", "month", "year"}),
        (("0", "1", "2026"), REAL, {"day", "month", "year"}),
        (("1", "13", "2026"), REAL, {"day", "month", "year"}),
        (("first", "April", "2026"), REAL, {"day", "month", "year"}),
        (("1", "Apr", "2026"), REAL, {"day", "month", "year"}),
        (("-1", "4", "2026"), REAL, {"day", "month", "year"}),
        (("1.0", "4", "2026"), REAL, {"day", "month", "year"}),
        (("1_0", "4", "2026"), REAL, {"day", "month", "year"}),
        (("²", "4", "2026"), REAL, {"day", "month", "year"}),
        (("1", "4", "20260"), REAL, {"day", "month", "year"}),
        (("1", "4", "9" * 5000), REAL, {"day", "month", "year"}),
        (("1", "4", "26"), REACH, {"year"}),
        (("1", "4", "1899"), REACH, {"year"}),
        (("1", "4", "9999"), REACH, {"year"}),
        (("1", "4", ""), "Date it was finished must include a year", {"year"}),
        (("", "4", "2026"), "Date it was finished must include a day", {"day"}),
        (("", "", "2026"), "Date it was finished must include a day and month", {"day", "month"}),
        (("1", " ", ""), "Date it was finished must include a month and year", {"month", "year"}),
        (("", "", ""), "Enter the date it was finished", {"day", "month", "year"}),
        ((" ", "", ""), "Enter the date it was finished", {"day", "month", "year"}),
    ],
)
def test_what_is_no_date_is_refused_in_a_sentence_beside_the_boxes_that_are_wrong(
    typed, sentence, wrong
):
    field = read(*typed)

    assert field.data is None
    assert list(field.errors) == [sentence]
    assert marked_wrong(field) == wrong


def marked_wrong(field):
    drawn = BeautifulSoup(nhs_field(field), "html.parser")
    return {
        box["name"].removeprefix("on-")
        for box in drawn.find_all("input")
        if "nhsuk-input--error" in box["class"]
    }


def test_what_was_typed_is_kept_when_it_is_wrong():
    drawn = BeautifulSoup(nhs_field(read("31", "4", "2026")), "html.parser")

    assert [box["value"] for box in drawn.find_all("input")] == ["31", "4", "2026"]


@given(*[st.one_of(st.text(max_size=12), st.integers(-1, 3000).map(str)) for _box in BOXES])
@example("\0", "1", "2026")
def test_whatever_is_typed_is_a_date_or_a_sentence(day, month, year):
    field = read(day, month, year)

    assert (field.data is None) is bool(field.errors)
    if field.data:
        typed = [int(text.replace("\0", "")) for text in (year, month, day)]
        assert typed == [field.data.year, field.data.month, field.data.day]
        assert 1900 <= field.data.year <= 2100


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_that_a_plan_can_speak_of_can_be_typed(day):
    assert read(str(day.day), str(day.month), str(day.year)).data == day


def test_a_date_that_is_there_is_shown_in_the_boxes():
    shown = DayForm(formdata=None, data={"on": date(2026, 4, 1)})

    assert shown.on.boxes == ("1", "4", "2026")


def test_a_box_that_was_not_sent_is_empty_and_not_what_was_there():
    """Somebody left boxes out of what they sent: the day that is kept does not fill them."""
    filled = DayForm(MultiDict({"on-month": "5"}), data={"on": date(2026, 4, 1)})

    assert not filled.validate()
    assert filled.on.data is None


def test_a_date_that_need_not_be_given_can_be_emptied():
    field = read(form=WhenEverForm)

    assert field.data is None
    assert not field.errors
