"""What is asked, how it is read, and how it is drawn."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
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
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.errors import OutOfDate, Refused
from tracker.forms import (
    COMPONENTS,
    DateField,
    Form,
    VersionedForm,
    WholeNumberField,
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
    whole = WholeNumberField(f"Whole number {EVIL}")
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


class ThingForm(VersionedForm):
    title = StringField("Title")


@pytest.fixture(autouse=True)
def in_a_request(plain_app):
    with plain_app.test_request_context("/", method="POST"):
        yield


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


# What is said of an answer that nobody could give on the page


class ForgedForm(Form):
    one = SelectField("One", coerce=int, choices=[SelectChoice(1, "One")])
    either = RadioField("Either", coerce=int, choices=[SelectChoice(1, "One")])
    several = SelectMultipleField("Several", coerce=int, choices=[SelectChoice(1, "One")])
    number = IntegerField("Number", [Optional(), NumberRange(1, 9)])
    share = DecimalField("Share", [Optional(), NumberRange(min=1)])
    rate = FloatField("Rate", [Optional(), NumberRange(max=1)])
    name = StringField("Name", [Length(max=3), InputRequired()])
    note = StringField("Note", [Length(min=1, max=3)])


SOUND = {"one": "1", "either": "1", "name": "Ada", "note": "Ada"}


@pytest.mark.parametrize(
    "field, typed, said",
    [
        ("one", "1; drop", "Choose one of the answers that are offered"),
        ("one", "2", "Choose one of the answers that are offered"),
        ("either", "none", "Choose one of the answers that are offered"),
        ("several", "x", "Choose one of the answers that are offered"),
        ("several", "7", "Choose one of the answers that are offered"),
        ("number", "x", "Enter a whole number"),
        ("number", "0", "Enter a number from 1 to 9"),
        ("share", "x", "Enter a number"),
        ("share", "0", "Enter 1 or more"),
        ("rate", "x", "Enter a number"),
        ("rate", "2", "Enter 1 or less"),
        ("name", "", "This has to be answered"),
        ("name", "Adaeze", "Enter 3 characters at most"),
        ("note", "", "Enter from 1 to 3 characters"),
    ],
)
def test_a_forged_answer_gets_a_plain_sentence(field, typed, said):
    form = ForgedForm(MultiDict({**SOUND, field: typed}), meta={"csrf": False})

    assert not form.validate()
    assert {name: errors[0] for name, errors in form.errors.items()} == {field: said}


def test_every_form_of_the_service_answers_in_its_words_where_it_has_none_of_its_own(app):
    """Each is sent what nobody could choose, in every field: WTForms' own words are nowhere."""
    of_wtforms = ("Invalid", "Not a valid", "not a valid", "coerce", "This field", "Field ")
    with app.test_request_context("/", method="POST"):
        for kind in forms_of(Form):
            names = [name for name in dir(kind) if hasattr(getattr(kind, name), "field_class")]
            try:
                form = kind(MultiDict(dict.fromkeys(names, "no such thing")))
                form.validate()
            except (TypeError, AttributeError):
                continue  # it needs what its page gives it first
            said = [str(each) for errors in form.errors.values() for each in errors]
            assert [each for each in said if any(part in each for part in of_wtforms)] == [], kind
