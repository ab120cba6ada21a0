"""Pages that join what the features know: home, the front page, the audit page."""

from tracker.reports.routes import blueprint

__all__ = ["blueprint"]
