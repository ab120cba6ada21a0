"""Staff networks and panels: which there are, and what they cover. Who belongs is their own."""

from tracker.networks.routes import blueprint

__all__ = ["blueprint"]
