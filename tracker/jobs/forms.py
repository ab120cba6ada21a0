"""Stopping long work."""

from tracker.forms import Form


class CancelForm(Form):
    """Asks nothing: a button, and the token that shows it was pressed here."""
