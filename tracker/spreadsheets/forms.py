"""What somebody who brings a plan's spreadsheet in is asked."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SubmitField

from tracker.forms import Form
from tracker.plan.forms import words


class ChooseForm(Form):
    writes = False  # not before the file has been read

    file = FileField(
        "Spreadsheet of the plan",
        [FileRequired("Choose a file")],
        description="CSV, up to 2 megabytes. You see what it would do before anything changes.",
    )


class AcceptForm(Form):
    seen = HiddenField()  # what the person was shown that the file would do
    reason = words(
        "Why do these change?", hint="Kept with each change of an adopted plan", longest=1000
    )
    throw_away = SubmitField("Throw this file away")
