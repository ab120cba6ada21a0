"""The co-ordinator's day: which pairs need somebody, and concerns told in private."""

from tracker.coordinating import letters, tasks
from tracker.coordinating.routes import blueprint

__all__ = ["blueprint", "letters", "tasks"]
