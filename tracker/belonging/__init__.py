"""Somebody's own networks and panels, which nobody else sees."""

from tracker.belonging.routes import blueprint

__all__ = ["blueprint"]
