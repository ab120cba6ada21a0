"""Local arrangements: a leader tells of a colleague, and it counts once the colleague says so."""

from tracker.arrangements import letters, tasks  # noqa: F401 - the letter, and what the worker does
from tracker.arrangements.routes import blueprint

__all__ = ["blueprint"]
