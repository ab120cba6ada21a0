"""A pair's own pages: agreement, goals, meetings, promises, private notes."""

from tracker.pairs.routes import blueprint

__all__ = ["blueprint"]
