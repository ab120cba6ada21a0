"""Offers of a pair: by mail, with an end, and what is answered."""

from tracker.offers.routes import blueprint

__all__ = ["blueprint"]
