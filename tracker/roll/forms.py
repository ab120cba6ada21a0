"""What a co-ordinator who brings a list of people in is asked."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SubmitField

from tracker.forms import Form


class ChooseForm(Form):
    writes = False  # not before the file has been read

    file = FileField(
        "List of people",
        [FileRequired("Choose a file")],
        description="CSV or XLSX, up to 10 megabytes. You see what it would do before anybody is"
        " asked.",
    )


class AcceptForm(Form):
    writes = False  # not before the file has been read

    seen = HiddenField()  # what the person was shown that the list would do
    throw_away = SubmitField("Throw this file away")
