"""How a network that has lost its last officer comes by the next: its members choose one."""

from tracker.succession import letters
from tracker.succession.routes import blueprint

__all__ = ["blueprint", "letters"]
