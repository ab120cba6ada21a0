"""What somebody who brings a list of people and posts in is asked."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SubmitField

from tracker.forms import Form


class ChooseForm(Form):
    writes = False  # not before the file has been read

    file = FileField(
        "List of people and posts",
        [FileRequired("Choose a file")],
        description="CSV, up to 10 megabytes. You see what it would do before anything changes.",
    )


class AcceptForm(Form):
    writes = False  # not before the file has been read

    seen = HiddenField()  # what the person was shown that the list would do
    invite = BooleanField("Send the new people their invitations now")
    throw_away = SubmitField("Throw this file away")
