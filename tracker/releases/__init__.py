"""From a suggested pair to a released one: approved, looked at locally, released."""

from tracker.releases import letters  # noqa: F401 - the letter to a local co-ordinator
from tracker.releases.routes import blueprint

__all__ = ["blueprint"]
