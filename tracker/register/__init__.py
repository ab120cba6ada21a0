"""The programme itself, local arrangements that both confirm, and the count that stands up."""

from tracker.register import letters, tasks
from tracker.register.routes import blueprint

__all__ = ["blueprint", "letters", "tasks"]
