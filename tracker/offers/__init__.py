"""Offers of a pair: by mail, with an end, and what is answered."""

from tracker.offers import letters, tasks  # noqa: F401 - the letters, and what the worker does
from tracker.offers.routes import blueprint

__all__ = ["blueprint"]
