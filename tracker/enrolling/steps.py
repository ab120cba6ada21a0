"""The short pages of a mentee, one after another: what each asks, and how its answer is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.audit import Actor
from tracker.enrolling import forms, operations, queries
from tracker.forms import Form
from tracker.mentoring.models import Enrolment
from tracker.mentoring.states import Enrolled


@dataclass(frozen=True)
class Step:
    """`said` gives the form's values so far; `keep` takes the sound form."""

    title: str
    form: type[Form]
    said: Callable[[Enrolment, date], dict[str, Any]]
    keep: Callable[[Enrolment, Any, date, Actor], None]
    next: str | None
    says: str = ""  # what stands above the questions


def _columns(*names: str) -> Callable[[Enrolment, date], dict[str, Any]]:
    return lambda enrolment, _today: {name: getattr(enrolment, name) for name in names}


def _managers_said(enrolment: Enrolment, today: date) -> dict[str, Any]:
    """What they said; before they said anything, whom their post answers to."""
    said = enrolment.manager_email, enrolment.managers_manager_email
    if enrolment.state == Enrolled.DRAFT and said == (None, None):
        said = queries.line_of(enrolment.person_id, today)
    return {"manager_email": said[0], "managers_manager_email": said[1]}


def _answers(enrolment: Enrolment, form: Any, _today: date, by: Actor) -> None:
    operations.answer(enrolment, form.answers(), by)


def _goals(enrolment: Enrolment, form: Any, _today: date, by: Actor) -> None:
    operations.answer(enrolment, {"goals": form.chosen}, by)


def _leaders(enrolment: Enrolment, form: Any, _today: date, by: Actor) -> None:
    operations.name_leaders(enrolment, form.chosen, by)


def _not_with(enrolment: Enrolment, form: Any, _today: date, by: Actor) -> None:
    emails = [line.lower() for line in forms.lines(form.people.data)]
    operations.exclude(enrolment, emails, forms.lines(form.places.data), by)


def _equality(enrolment: Enrolment, form: Any, today: date, by: Actor) -> None:
    operations.declare(enrolment, form.eligible.data == "yes", form.ethnicity.data or "", today, by)


def _in_order(chosen: list[Any]) -> dict[str, Any]:
    return dict(zip(("first", "second", "third"), chosen, strict=False))


def _equality_said(enrolment: Enrolment, _today: date) -> dict[str, Any]:
    record = queries.equality_record_of(enrolment.id)
    if record is None:
        return {}
    return {"eligible": "yes" if record.eligible else "no", "ethnicity": record.ethnicity}


STEPS: dict[str, Step] = {
    "goals": Step(
        "",  # as the direction of the programme has it
        forms.GoalsForm,
        lambda enrolment, _today: _in_order(enrolment.goals),
        _goals,
        "work",
    ),
    "work": Step(
        "Your work",
        forms.AboutWork,
        _columns("profession", "grade", "directorate"),
        _answers,
        "when",
    ),
    "when": Step(
        "When and where",
        forms.WhenForm,
        _columns("availability", "travels", "remote"),
        _answers,
        "words",
    ),
    "words": Step("In your own words", forms.WordsForm, _columns("words"), _answers, "leaders"),
    "leaders": Step(
        "Leaders you would like",
        forms.LeadersForm,
        lambda enrolment, _today: _in_order(queries.preferences_of(enrolment.id)),
        _leaders,
        "not-with",
        "Up to three, if you like. Naming one takes nothing from the others, and they do not learn"
        " of it.",
    ),
    "not-with": Step(
        "Whom not to match you with",
        forms.NotWithForm,
        lambda enrolment, _today: {
            "people": "\n".join(queries.excluded_people(enrolment.id)),
            "places": "\n".join(queries.excluded_organisations(enrolment.id)),
        },
        _not_with,
        "line",
        "Whoever you name here never learns of it.",
    ),
    "line": Step(
        "Your managers",
        forms.LineForm,
        _managers_said,
        _answers,
        "equality",
        "So that you are never matched with somebody in your line. They are not told that you"
        " joined.",
    ),
    "equality": Step(
        "Whether it is meant for you",
        forms.EqualityForm,
        _equality_said,
        _equality,
        None,
        "This is kept apart from everything else. It is used for a yes or no, and for counts of ten"
        " and more. It has no part in how you are matched, and no leader sees it.",
    ),
}
