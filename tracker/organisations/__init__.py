"""Organisations of the NHS, how they hang together, and their bodies, networks and panels."""

from tracker.organisations.routes import blueprint

__all__ = ["blueprint"]
