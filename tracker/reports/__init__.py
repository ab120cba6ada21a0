"""Pages that join what the features know: home, the front page, the audit page."""

from tracker.reports import tasks
from tracker.reports.routes import blueprint

__all__ = ["blueprint", "tasks"]
