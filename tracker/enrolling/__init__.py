"""Coming into a programme: a leader's one page, a mentee's short pages, lists of people."""

from tracker.enrolling.routes import blueprint

__all__ = ["blueprint"]
