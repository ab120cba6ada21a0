"""The roll of a programme: who is enrolled, as its co-ordinators see it, and lists brought in."""

from tracker.roll.routes import blueprint

__all__ = ["blueprint"]
