"""WRES figures: imported, worked out, hidden where small, and held against targets."""

from tracker.wres.routes import blueprint

__all__ = ["blueprint"]
