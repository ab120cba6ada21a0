"""Naming somebody else for a programme. Nothing follows from it until they say yes themselves."""

from tracker.nominating import letters, tasks  # noqa: F401 - how they are asked; what goes
from tracker.nominating.routes import blueprint

__all__ = ["blueprint"]
