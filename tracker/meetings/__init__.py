"""A pair's meetings: planned, moved, and said to be held by both."""

from tracker.meetings.routes import blueprint

__all__ = ["blueprint"]
