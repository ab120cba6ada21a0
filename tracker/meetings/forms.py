"""What the two of a pair are asked of a meeting. Never what they spoke about."""

from wtforms import IntegerField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from tracker.forms import AtATime, Form, trimmed


class HeldForm(Form):
    held = RadioField(
        "Did you meet?",
        [InputRequired("Say whether you met")],
        choices=[SelectChoice("yes", "Yes, we met"), SelectChoice("no", "No, or not then")],
    )


class MeetingForm(AtATime, Form):
    minutes = IntegerField(
        "How long, in minutes",
        [
            InputRequired("Enter how many minutes"),
            NumberRange(10, 240, "Enter from 10 to 240 minutes"),
        ],
        default=60,
    )
    place = StringField(
        "Where, or the link to the call (optional)",
        [Length(max=200, message="Use 200 characters or fewer")],
        filters=[trimmed],
    )
