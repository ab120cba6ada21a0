"""The count that stands up: each number with what it means and the ids behind it."""

from tracker.register.routes import blueprint

__all__ = ["blueprint"]
