"""Workshops that prepare leaders: places at them, who has one, and who came."""

from tracker.workshops import letters, tasks  # noqa: F401 - what those with a place are told
from tracker.workshops.routes import blueprint

__all__ = ["blueprint"]
