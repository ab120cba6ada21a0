"""What somebody is asked when they bring in a list of organisations."""

from flask_wtf.file import FileField, FileRequired

from tracker.forms import Form


class ChooseListForm(Form):
    writes = False  # not until the file has been read

    file = FileField("List of organisations", [FileRequired("Choose a file")])


class AcceptForm(Form):
    """Asks nothing: a button, and the token that shows it was pressed here."""
