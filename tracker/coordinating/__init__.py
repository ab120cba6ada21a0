"""The co-ordinator's day, concerns, and what a programme came to."""

from tracker.coordinating.routes import blueprint

__all__ = ["blueprint"]
