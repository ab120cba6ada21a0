"""Networks and panels, which run their own membership."""

from tracker.membership import letters
from tracker.membership.routes import blueprint

__all__ = ["blueprint", "letters"]
