"""What a co-ordinator is asked before a list is drawn."""

from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from tracker.forms import Form, WholeNumberField
from tracker.mentoring.weights import PARTS, Settings, Weights
from tracker.workbench.telling import NAMES

MOST = 1000


def weight(name: str) -> WholeNumberField:
    words = f"{name} must be a number from 0 to {MOST:,}"
    return WholeNumberField(name, [InputRequired(words), NumberRange(0, MOST, words)])


class WeightsForm(Form):
    """`seen` is the list that the page was drawn from."""

    goals = weight(NAMES["goals"])
    profession = weight(NAMES["profession"])
    grade = weight(NAMES["grade"])
    availability = weight(NAMES["availability"])
    travel = weight(NAMES["travel"])
    named = weight(NAMES["named"])
    floor = weight("Floor")
    raised = BooleanField("Raise the worst match")
    seen = HiddenField()

    @property
    def weighing(self):
        return [self[name] for name in PARTS]

    @property
    def weights(self) -> Weights:
        return Weights(**{name: float(self[name].data) for name in PARTS})

    def validate_named(self, field):
        """The last of them, so that all are there to be added up."""
        if not any(self[name].data for name in PARTS):
            raise ValidationError("The weights come to nought. Give at least one of them a weight")

    @property
    def seen_run(self) -> int | None:
        """The id of the list that was seen; None where there was none."""
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() and len(seen) < 10 else None if not seen else -1


def filled(settings: Settings, raised: bool, seen: int | None) -> dict[str, object]:
    """What the form says of a list that stands."""
    given = {name: round(getattr(settings.weights, name)) for name in PARTS}
    return given | {"floor": settings.floor, "raised": raised, "seen": seen or ""}


class TryForm(WeightsForm):
    """The same, asked in the address: nothing is changed by it."""

    class Meta(WeightsForm.Meta):
        csrf = False

    writes = False
