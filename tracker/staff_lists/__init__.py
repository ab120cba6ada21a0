"""People and posts brought in from a list: a preview, then all of it or nothing."""

from tracker.staff_lists import tasks
from tracker.staff_lists.routes import blueprint

__all__ = ["blueprint", "tasks"]
