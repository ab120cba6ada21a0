"""What somebody is asked while a plan is made."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from tracker.drafting.whom import Choice, Match
from tracker.forms import DateField, Form, VersionedForm
from tracker.pages import day as written_day
from tracker.plan import cells
from tracker.plan.catalogue import THEORY, PlanTemplate, Point, plan_templates
from tracker.plan.forms import day, line, words
from tracker.plan.models import Action
from tracker.wres.cells import Mistake

NOT_LISTED = "Choose from the list"


def number(chosen: Any) -> int | None:
    return int(chosen) if chosen else None


def listed(label: str, hint: str = "", **more: Any) -> SelectField:
    """A choice from a list that is filled in by its form's `offer`."""
    wrong = {"invalid_choice_message": NOT_LISTED, "invalid_value_message": NOT_LISTED}
    return SelectField(label, description=hint, **wrong, **more)


def posts_among(choices: Iterable[Choice]) -> list[SelectChoice]:
    named = [SelectChoice(str(each.post_id), each.name) for each in choices if each.post_id]
    return [SelectChoice("", "Nobody yet"), *named]


def keys_of(choices: Iterable[Choice]) -> list[SelectChoice]:
    return [SelectChoice(choice.key, choice.name) for choice in choices]


class StartForm(Form):
    template = RadioField(
        "What does it start from?", [InputRequired("Choose what the plan starts from")]
    )
    title = line(
        "Title", 200, "Enter a title", "With its years, such as Race equality plan 2026 to 2029"
    )
    since = day("First day", "Enter the first day of the plan", "For example, 1 4 2026")
    until = day("Last day", "Enter the last day of the plan", "For example, 31 3 2029")
    sponsor_post_id = listed(
        "Sponsor", "The post that answers to the board for the whole plan", coerce=number
    )
    supersedes_id = listed(
        "Which plan does it replace?",
        "That plan goes on until this one is adopted, and closes on that day.",
        coerce=number,
    )

    def offer_templates(self) -> None:
        templates = plan_templates()
        self.template.choices = [SelectChoice(each.key, each.title) for each in templates]
        self.template.hints = {
            each.key: f"{each.summary} Source: {each.source}." for each in templates
        }

    def offer_posts(self, choices: Iterable[Choice]) -> None:
        self.sponsor_post_id.choices = posts_among(choices)

    def offer_plans(self, in_force: Iterable[tuple[int, str]]) -> None:
        plans = [SelectChoice(str(id_), title) for id_, title in in_force]
        self.supersedes_id.choices = [SelectChoice("", "None"), *plans]


class FrameForm(StartForm, VersionedForm):
    """What can be changed of a plan once it has begun."""

    template = None
    supersedes_id = None


def match_form(
    matches: Iterable[Match], choices: Iterable[Choice], template: PlanTemplate
) -> type[VersionedForm]:
    """A form with one question for each historic owner."""
    options = [SelectChoice("", "Nobody yet"), *keys_of(choices)]
    questions = {
        match.field: listed(
            match.name, owned_by(match.name, template), choices=options, default=match.key
        )
        for match in matches
    }
    return type("MatchForm", (VersionedForm,), questions)


def owned_by(name: str, template: PlanTemplate) -> str:
    """The points that a historic owner was named for: '8 Expand training; 9 Systematic tracking'"""
    points = [point for point in template.points if name in point.owners]
    return "; ".join(f"{point.number} {point.title}" for point in points)


class WordsForm(VersionedForm):
    title = line("Title", 200, "Enter a title", "A few words that say what will be different")
    promise = words(
        "What do you promise?", hint="One or two sentences that anybody can hold you to"
    )
    problem = words("What is the problem, and its cause? (optional)")
    why_it_should_work = words("Why should this work? (optional)")
    success = words("What does success look like? (optional)")
    also_held_in = line(
        "Where else is it held? (optional)",
        300,
        hint="A strategy, the assurance framework, an inspection",
    )
    resources_promised = line(
        "What is promised for it? (optional)", 300, hint="Money, people, time"
    )
    theory_tags = SelectMultipleField(
        "How does it bring change about? (optional)",
        choices=[SelectChoice(tag, tag.capitalize()) for tag in THEORY],
    )


class PeopleForm(VersionedForm):
    owner_post_id = listed("Owner", "The one post that answers for it", coerce=number)
    reviewer_post_id = listed(
        "Reviewer",
        "Reads what the owner says of it. Somebody else, who does not report to the owner.",
        coerce=number,
    )
    helping = SelectMultipleField("Who helps? (optional)", invalid_choice_message=NOT_LISTED)

    def offer(self, choices: Iterable[Choice]) -> None:
        self.owner_post_id.choices = self.reviewer_post_id.choices = posts_among(choices)
        self.helping.choices = keys_of(choices)


class DatesForm(VersionedForm):
    start = day("Begins", "Enter the day it begins", "For example, 1 4 2026")
    kind = RadioField(
        "When is it due?",
        [InputRequired("Choose a day, a year or quarter, or ongoing")],
        choices=[
            SelectChoice("day", "On a day"),
            SelectChoice("period", "In a year or a quarter"),
            SelectChoice("ongoing", "It is ongoing"),
        ],
    )
    due = DateField("Due", description="For example, 31 3 2029")
    period = line("Year or quarter", 20, hint="For example, 2026/27 or Q2 2026/27")
    check_in_days = IntegerField(
        "How many days between check-ins?",
        [InputRequired("Enter a number of days, such as 90")],
    )

    def validate_due(self, field):
        if self.kind.data != "day":
            field.errors = []
        elif not field.data and not field.errors:
            raise ValidationError("Enter the day it is due")

    def validate_period(self, field):
        if self.kind.data == "period" and period_due(field.data) is None:
            raise ValidationError("Enter a year or a quarter, such as 2026/27 or Q2 2026/27")

    def validate_check_in_days(self, field):
        if field.data is None or not 7 <= field.data <= 366:
            field.errors = []
            raise ValidationError("Enter a number of days from 7 to 366")

    def due_said(self) -> cells.Due:
        """The day it is due, None when it is ongoing, and its words unless it is a day."""
        if self.kind.data == "period":
            return period_due(self.period.data) or (None, "")
        return (self.due.data, "") if self.kind.data == "day" else (None, cells.ONGOING)


def due_of(action: Action) -> dict[str, str]:
    """What an action's due date and its words for it say, as the form asks for it."""
    if action.due_words in ("", cells.ONGOING):
        return {"kind": "day" if action.due else action.due_words, "period": ""}
    return {"kind": "period", "period": action.due_words}


def period_due(written: str) -> cells.Due | None:
    """The last day of a year or a quarter, with its words; None where it is neither."""
    try:
        due, words = cells.due(written)
    except Mistake:
        return None
    return (due, words) if due and words else None


class ActionForm(Form):
    point = listed("Under which point?")
    title = line("Title", 200, "Enter a title", "A few words that say what will be different")

    def offer(self, points: Iterable[Point]) -> None:
        named = [SelectChoice(point.number, f"{point.number} {point.title}") for point in points]
        self.point.choices = [*named, SelectChoice("", "None of them: a local action")]


class BodyForm(Form):
    name = line("Name of the group", 200, "Enter the name of the group")


class MeetingForm(Form):
    on = day("Day of the meeting", "Enter the day of the meeting", "For example, 26 3 2026")
    meeting = line("Which meeting?", 200, "Enter which meeting it was", "Such as the trust board")


def now(form: Form, thing: Any, **said: Any) -> list[tuple[str, str]]:
    """Once somebody else was quicker: what each answer that was typed otherwise says now.

    `said` are the answers that are not columns of the thing.
    """
    if form.status != 409:
        return []
    says = {name: said[name] if name in said else getattr(thing, name) for name in form.answers()}
    changed = [name for name in says if form[name].data != says[name]]
    return [(form[name].label.text, in_words(form[name], says[name])) for name in changed]


def in_words(field: Any, value: Any) -> str:
    """A value as the field's own list has it; a day as it is written on a page."""
    if isinstance(value, date):
        return written_day(value)
    values = value if isinstance(value, list) else [value]
    names = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
    return "; ".join(names.get(str(each), str(each)) for each in values if each) or "Nothing"
