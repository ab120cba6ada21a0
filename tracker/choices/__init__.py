"""Whom somebody could have next, whose offer came to nothing or whose pair ended: to be read."""

from tracker.choices.routes import blueprint

__all__ = ["blueprint"]
