"""What is kept about people and why, for how long, and how it is erased."""

from tracker.governance.routes import blueprint

__all__ = ["blueprint"]
