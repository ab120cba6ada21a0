"""Long work, done by a worker, with its progress."""

from tracker.jobs.routes import blueprint

__all__ = ["blueprint"]
