"""Bringing figures in: choose a file, see what it would do, accept all of it or nothing."""

from tracker.imports.routes import blueprint

__all__ = ["blueprint"]
