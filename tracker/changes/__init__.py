"""Why each pair is on a list, what a change would cost, and making it."""

from tracker.changes.routes import blueprint

__all__ = ["blueprint"]
