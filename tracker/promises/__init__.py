"""What a leader promises and has learned, and the mentee's word on either."""

from tracker.promises.routes import blueprint

__all__ = ["blueprint"]
