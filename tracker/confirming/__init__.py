"""After an administrator's reset: somebody who knows the person says that it is them."""

from tracker.confirming import letters, tasks
from tracker.confirming.routes import blueprint

__all__ = ["blueprint", "letters", "tasks"]
