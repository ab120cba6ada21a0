"""Guidance for leaders and mentees, and workshops with places to book."""

from tracker.preparing import models  # noqa: F401 - what is kept
from tracker.preparing.routes import blueprint

__all__ = ["blueprint"]
