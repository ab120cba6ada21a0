"""Accounts and roles, as an administrator looks after them."""

from tracker.people.routes import blueprint

__all__ = ["blueprint"]
