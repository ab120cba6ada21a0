"""Which pairs are approved or released, and what a local co-ordinator says of one."""

from wtforms import RadioField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, ValidationError

from tracker.forms import Form
from tracker.mentoring.states import Refusal

YES, NO = "yes", "no"
RELEASE, RELEASE_ALL, TAKE_BACK = "release", "release all", "take back"


class PairsForm(Form):
    """The pairs that are ticked, by number."""

    pair = SelectMultipleField(
        "Pairs",
        [DataRequired("Tick one pair at least")],
        choices=[],
        coerce=int,
        validate_choice=False,
    )


class ReleaseForm(PairsForm):
    """With a button for everything that is ready, for which nothing is ticked."""

    act = RadioField(
        "What to do",
        [InputRequired("Choose what to do")],
        choices=[SelectChoice(act, act) for act in (RELEASE, RELEASE_ALL, TAKE_BACK)],
    )
    pair = SelectMultipleField("Pairs", choices=[], coerce=int, validate_choice=False)

    def validate_pair(self, field):
        if self.act.data in (RELEASE, TAKE_BACK) and not field.data:
            raise ValidationError("Tick one pair at least")


class LookForm(Form):
    answer = RadioField(
        "Is there anything against this pair?",
        [InputRequired("Say whether there is anything against it")],
        choices=[
            SelectChoice(YES, "No, it can be released"),
            SelectChoice(NO, "Yes, I object"),
        ],
    )
    reason = RadioField(
        "If you object, why?",
        choices=[
            SelectChoice(
                Refusal.CONFLICT.value, "A conflict of interest, or a line of management we missed"
            ),
            SelectChoice(Refusal.KNOWS.value, "They know one another too well"),
            SelectChoice(Refusal.NOT_NOW.value, "Not now"),
            SelectChoice(Refusal.OTHER.value, "Another reason"),
        ],
        description="The Leadership Centre sees it. Neither of the two hears of it.",
        validate_choice=False,
    )

    def validate_reason(self, field):
        known = {choice.value for choice in field.choices}
        if self.answer.data == NO and field.data not in known:
            raise ValidationError("Say why you object")
