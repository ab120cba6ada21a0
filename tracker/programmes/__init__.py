"""Programmes: opened, kept lawful, changed and closed by whoever runs them."""

from tracker.programmes.routes import blueprint

__all__ = ["blueprint"]
