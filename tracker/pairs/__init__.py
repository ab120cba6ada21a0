"""A pair's own pages: agreement, goals, meetings, promises, private notes."""

from tracker.pairs import letters, tasks  # noqa: F401 - the letters, and what the worker does
from tracker.pairs.routes import blueprint

__all__ = ["blueprint"]
