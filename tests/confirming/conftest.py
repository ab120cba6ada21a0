"""The same networks and people as the tests of membership have."""

from tests.membership.conftest import (
    administrator,
    coordinator,
    member,
    network,
    officer,
    other_network,
    waiting,
)

__all__ = [
    "administrator",
    "coordinator",
    "member",
    "network",
    "officer",
    "other_network",
    "waiting",
]
