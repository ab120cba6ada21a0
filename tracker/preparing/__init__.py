"""Guidance for leaders and mentees, and the gate before any offer to a leader new to it."""

from tracker.preparing.routes import blueprint

__all__ = ["blueprint"]
