"""People, the posts they hold, and the right person in."""

from tracker.accounts.routes import blueprint

__all__ = ["blueprint"]
