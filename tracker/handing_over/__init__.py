"""Handing over: what is still open when a holding ends, noted by one and received by the next."""

from tracker.handing_over.routes import blueprint

__all__ = ["blueprint"]
