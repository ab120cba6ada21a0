"""What came of a programme: whether pairs last, meet and keep their promises. Numbers, no names."""

from tracker.evaluation.routes import blueprint

__all__ = ["blueprint"]
