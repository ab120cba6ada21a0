"""Organisations added, changed, placed and closed by hand, and the bodies that they name."""

from tracker.places.routes import blueprint

__all__ = ["blueprint"]
