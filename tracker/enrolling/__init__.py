"""Coming into a programme: a leader's one page, a mentee's short pages, and lists of people named."""

from tracker.enrolling.routes import blueprint

__all__ = ["blueprint"]
