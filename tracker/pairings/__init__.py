"""Leaders and mentees brought together: where each pairing stands, when they met, what worries."""

from tracker.pairings.routes import blueprint

__all__ = ["blueprint"]
