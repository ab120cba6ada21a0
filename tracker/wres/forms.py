"""What an equality lead is asked for a target, and the words when an answer is wrong."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from tracker.errors import Refused
from tracker.forms import DateField, Form, VersionedForm
from tracker.wres.promising import KINDS, UNITS, read_tolerance, read_value, typed
from tracker.wres.targets import Phase, Promise, TargetLine

PHASES = (1, 2, 3)


def at_most(longest: int) -> Length:
    return Length(max=longest, message=f"Shorten this to {longest:,} characters or fewer")


class ChooseForm(Form):
    """One question, of which the answer leads to the next."""

    writes = False

    choice = RadioField("", [InputRequired("Choose one")])

    def ask(self, question: str, choices: Iterable[tuple[str, str]]) -> None:
        self.choice.label.text = question
        self.choice.choices = [SelectChoice(value, label) for value, label in choices]


class PromiseForm(Form):
    """Where a figure should be, by when. `unit` is that of what is promised."""

    unit = "ratio"

    value = StringField("", [InputRequired("Type where the figure should be"), at_most(20)])
    kind = RadioField(
        "What counts as good",
        [InputRequired("Choose what counts as good")],
        choices=[SelectChoice(kind, kind.capitalize()) for kind in KINDS],
    )
    due = DateField("Due date", [InputRequired("Type the day by which it should be there")])
    tolerance = StringField("How near counts as there (optional)", [at_most(20)])
    phase_1_on = DateField("First day")
    phase_1_value = StringField("Figure by then", [at_most(20)])
    phase_2_on = DateField("Second day")
    phase_2_value = StringField("Figure by then", [at_most(20)])
    phase_3_on = DateField("Third day")
    phase_3_value = StringField("Figure by then", [at_most(20)])

    def measure_in(self, unit: str) -> None:
        """Ask for numbers of that unit, and say how they are typed."""
        self.unit = unit
        self.value.label.text = UNITS[unit].asked
        self.value.description = f"{UNITS[unit].example}."
        self.kind.hints = KINDS

    def validate_value(self, field):
        in_field(read_value, field.data, self.unit)

    def validate_tolerance(self, field):
        if field.data:
            in_field(read_tolerance, field.data, self.unit)

    @property
    def has_phases(self) -> bool:
        """Whether points on the way are typed, or amiss: then they are not folded away."""
        fields = (self[f"phase_{number}_{part}"] for number in PHASES for part in ("on", "value"))
        return any(field.data or field.errors for field in fields)

    def promise(self) -> Promise:
        """What was typed, in the units that are kept. Refused when a point on the way is amiss."""
        return Promise(
            value=read_value(self.value.data, self.unit),
            due=self.due.data,
            kind=self.kind.data,
            tolerance=read_tolerance(self.tolerance.data or "0", self.unit),
            phases=tuple(sorted(self.phases())),
        )

    def phases(self) -> Iterator[Phase]:
        for number in PHASES:
            on, value = (self[f"phase_{number}_{part}"] for part in ("on", "value"))
            if on.data and value.data:
                yield Phase(on.data, in_place(value.name, read_value, value.data, self.unit))
            elif on.data:
                raise Refused("Type where the figure should be by that day", value.name)
            elif value.data:
                raise Refused("Type the day by which it should be there", on.name)


class AddTargetForm(PromiseForm):
    baseline = RadioField(
        "Baseline", [InputRequired("Choose the year to measure from")], coerce=int
    )

    def offer(self, years: Iterable[tuple[int, str]]) -> None:
        """Only what is held can be a baseline: none is typed."""
        self.baseline.choices = [SelectChoice(figure_id, label) for figure_id, label in years]


class ChangeTargetForm(PromiseForm, VersionedForm):
    reason = TextAreaField("Why it changes", [InputRequired("Say why"), at_most(1000)])


class WithdrawTargetForm(VersionedForm):
    reason = TextAreaField("Why it is withdrawn", [InputRequired("Say why"), at_most(1000)])


def typed_again(line: TargetLine) -> dict[str, Any]:
    """What is promised now, by the names of the fields, as somebody would type it."""
    answers = {
        "value": typed(line.value, line.unit),
        "kind": line.kind,
        "due": line.due,
        "tolerance": typed(line.tolerance, line.unit) if line.tolerance else "",
    }
    for number, phase in zip(PHASES, line.phases, strict=False):
        answers[f"phase_{number}_on"] = phase.on
        answers[f"phase_{number}_value"] = typed(phase.value, line.unit)
    return answers


def in_field(read: Callable[[str, str], float], text: str, unit: str) -> float:
    """The number typed in a field, or the reason why not beside it."""
    try:
        return read(text, unit)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from None


def in_place(name: str, read: Callable[[str, str], float], text: str, unit: str) -> float:
    """The same, for a field that is read after the others are sound."""
    try:
        return read(text, unit)
    except Refused as refusal:
        raise Refused(str(refusal), name) from None
