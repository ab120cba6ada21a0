"""What somebody is asked about a provider."""

from tracker.forms import Form


class UnlinkForm(Form):
    """Asks nothing: a button, and the token that shows it was pressed here."""
