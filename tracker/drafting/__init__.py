"""Making a plan: from a template to what the board adopts and anybody may read."""

from tracker.drafting.routes import blueprint

__all__ = ["blueprint"]
