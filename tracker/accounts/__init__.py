"""People, the posts they hold, and what they may do."""

from flask import Flask

from tracker.accounts import queries, standing


def init_app(app: Flask) -> None:
    """Permissions and mail stand below accounts, which alone knows who somebody is."""
    app.extensions["standing_of"] = standing.standing_of
    app.extensions["addressee_of"] = queries.addressee_of
