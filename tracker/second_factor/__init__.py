"""A code from somebody's phone, asked for after their password."""

from tracker.second_factor import letters
from tracker.second_factor.routes import blueprint

__all__ = ["blueprint", "letters"]
