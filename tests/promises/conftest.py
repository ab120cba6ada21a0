"""The pair that promises something to one another."""

from tests.pairs.conftest import at, leader, mentee, pairing, programme

__all__ = ["at", "leader", "mentee", "pairing", "programme"]
