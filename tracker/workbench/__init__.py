"""The matching workbench: who waits, which list was drawn, why, and what to change of it."""

from tracker.workbench import tasks  # noqa: F401 - what the worker does
from tracker.workbench.routes import blueprint

__all__ = ["blueprint"]
