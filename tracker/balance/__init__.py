"""How the pool stands, the lists that were drawn of it, and whom they left out: to be read."""

from tracker.balance.routes import blueprint

__all__ = ["blueprint"]
