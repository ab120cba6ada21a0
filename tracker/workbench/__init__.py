"""The pool, runs of the matching, and what the Leadership Centre decides about them."""

from tracker.workbench.routes import blueprint

__all__ = ["blueprint"]
