"""The action plan: what is promised, who owns it, what is said of it."""

from tracker.plan.routes import blueprint

__all__ = ["blueprint"]
