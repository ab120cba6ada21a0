"""What is asked, how it is read, and how it is drawn."""

from datetime import date
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DecimalField,
    EmailField,
    FileField,
    FloatField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Optional

from tests.conftest import settings
from tracker import create_app
from tracker.errors import OutOfDate, Refused
from tracker.forms import (
    BOXES,
    COMPONENTS,
    DateField,
    Form,
    VersionedForm,
    nhs_error_list,
    nhs_field,
)

EVIL = "<script>alert('x')</script>"
CHOICES = [SelectChoice("a", f"A {EVIL}"), SelectChoice("b", "B")]


class EveryKindForm(Form):
    """One field of every kind, each trying to be more than text."""

    text = StringField(f"Text {EVIL}", description=f"Hint {EVIL}", default=EVIL)
    email = EmailField(f"E-mail {EVIL}", default=EVIL)
    number = IntegerField(f"Number {EVIL}")
    decimal = DecimalField(f"Decimal {EVIL}")
    float = FloatField(f"Float {EVIL}")
    password = PasswordField(f"Password {EVIL}", default=EVIL)
    words = TextAreaField(f"Words {EVIL}", default=EVIL)
    choice = SelectField(f"Choice {EVIL}", choices=CHOICES)
    one = RadioField(f"One {EVIL}", choices=CHOICES, default="b")
    several = SelectMultipleField(f"Several {EVIL}", choices=CHOICES, default=["a"])
    box = BooleanField(f"Box {EVIL}")
    file = FileField(f"File {EVIL}")
    on = DateField(f"Date {EVIL}", description=f"For example, {EVIL}")


NAMES = [name for name, kind in vars(EveryKindForm).items() if isinstance(kind, UnboundField)]


class DayForm(Form):
    on = DateField("Date it was finished", [InputRequired("Enter the date it was finished")])


class WhenEverForm(Form):
    on = DateField("Date", [Optional()], default=date(2026, 4, 1))


class ThingForm(VersionedForm):
    title = StringField("Title")


@pytest.fixture(scope="module")
def plain_app(tmp_path_factory):
    return create_app(
        settings("sqlite:///", tmp_path_factory.mktemp("plain"), WTF_CSRF_ENABLED=False)
    )


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


# Dates in three boxes


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


# How fields are drawn


def kinds():
    return [field for field in EveryKindForm(formdata=None) if field.type != "CSRFTokenField"]


def test_every_kind_of_field_is_tried_here():
    assert {field.type for field in kinds()} == set(COMPONENTS)


@pytest.mark.parametrize("name", NAMES)
def test_a_field_is_drawn_with_its_words_once_and_as_text(name):
    form = EveryKindForm(formdata=None)
    field = form[name]
    field.errors = [f"Wrong {EVIL}"]

    drawn = nhs_field(field)

    tree = BeautifulSoup(drawn, "html.parser")
    assert not tree.find("script")
    assert "&lt;script&gt;" in drawn
    said = [tag for tag in tree.find_all(["label", "legend"]) if field.label.text in tag.get_text()]
    assert len(said) == 1
    assert f"Wrong {EVIL}" in tree.find(class_="nhsuk-error-message").get_text()
    labelled = {label.get("for") for label in tree.find_all("label")}
    controls = tree.find_all(["input", "select", "textarea"])
    assert {control["id"] for control in controls} <= labelled


def test_a_password_is_never_sent_back():
    form = EveryKindForm(formdata=None, data={"password": "correct horse"})

    assert "correct horse" not in nhs_field(form.password)


def test_an_error_leads_to_the_place_where_it_is_mended():
    form = EveryKindForm(formdata=None)
    for field in kinds():
        form[field.name].errors = ["Wrong"]
    form.refuse(Refused("The whole of it is wrong"))

    of_the_form, *of_fields = nhs_error_list(form)

    assert of_the_form == {"text": "The whole of it is wrong"}
    drawn = BeautifulSoup("".join(nhs_field(field) for field in form), "html.parser")
    for error in of_fields:
        assert drawn.find(id=error["href"].removeprefix("#")).name in (
            "input",
            "select",
            "textarea",
        )


def test_macros_escape_what_they_are_given():
    """Flask does not escape in `.jinja` files unless it is told to."""
    drawn = render_template_string(
        """{% from "nhsuk/components/button/macro.jinja" import button %}
           {% from "macros/notices.html" import done %}
           {{ button({"text": said}) }}{{ done(said, 1) }}{{ said }}""",
        said=EVIL,
    )

    assert "<script>" not in drawn
    assert drawn.count("&lt;script&gt;") == 3


def forms_of(form):
    for each in form.__subclasses__():
        if each.__module__.startswith("tracker."):
            yield each
        yield from forms_of(each)


def test_every_field_that_the_service_asks_can_be_drawn():
    asked = {
        (form.__qualname__, name, getattr(form, name).field_class.__name__)
        for form in forms_of(Form)
        for name in dir(form)
        if hasattr(getattr(form, name), "field_class")
    }

    assert asked
    not_drawn = (HiddenField.__name__, SubmitField.__name__)
    assert [each for each in asked if each[2] not in (*COMPONENTS, *not_drawn)] == []


# What a form takes


def test_a_field_that_a_form_does_not_have_changes_nothing():
    sent = MultiDict({"title": "A title", "role": "administrator", "organisation_id": "1"})

    assert ThingForm(sent).answers() == {"title": "A title"}


def test_a_nul_is_taken_out_of_what_was_typed():
    assert ThingForm(MultiDict({"title": "a\0b"})).title.data == "ab"


def test_what_is_not_text_is_not_taken(plain_app):
    with plain_app.test_request_context("/", method="POST", json={"title": 5, "version": ["3"]}):
        assert ThingForm().answers() == {"title": None}


def test_a_refusal_is_said_beside_its_field_or_else_at_the_top():
    form = ThingForm(formdata=None)
    form.refuse(Refused("Choose another title", field="title"))
    form.refuse(Refused("The plan is closed"))
    form.refuse(Refused("Of a field that is not asked", field="owner"))

    assert form.title.errors == ["Choose another title"]
    assert form.form_errors == ["The plan is closed", "Of a field that is not asked"]
    assert form.status == 200


def test_what_a_rule_refuses_while_a_form_is_answered_is_said_by_the_form():
    form = ThingForm(formdata=None)
    with form.showing_refusals():
        raise Refused("The plan is closed")

    assert form.form_errors == ["The plan is closed"]


# Two people at once


def changed(version):
    return SimpleNamespace(version=version, title="What it says now")


def test_saving_what_nobody_else_changed_is_not_refused():
    ThingForm(MultiDict({"version": "3"})).check_version(changed(3))


@pytest.mark.parametrize("sent", [{"version": "2"}, {"version": ""}, {"version": "x"}, {}])
def test_saving_over_what_somebody_else_changed_is_refused(sent):
    form = ThingForm(MultiDict({"title": "Mine"} | sent), obj=changed(3))

    with pytest.raises(OutOfDate) as refusal:
        form.check_version(changed(3))

    form.refuse(refusal.value)
    assert form.status == 409
    assert form.title.data == "Mine"
    form.check_version(changed(3))  # having read both, the same person saves again
