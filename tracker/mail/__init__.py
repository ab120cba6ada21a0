"""Telling people things by mail: an outbox, and the worker that sends it."""

from tracker.mail.routes import blueprint

__all__ = ["blueprint"]
