"""A released pair of a programme: a leader, a mentee, and the trust where both work."""

import pytest

from tests import factories


@pytest.fixture
def programme(trust):
    return factories.programme(trust)


@pytest.fixture
def leader(trust):
    return factories.person(trust, name="Helen Marsh")


@pytest.fixture
def mentee(trust):
    return factories.person(trust, name="Amara Nwosu")


@pytest.fixture
def pairing(programme, trust, leader, mentee):
    """Approved and released: nobody was asked yet."""
    return factories.pairing(
        factories.enrolment(programme, leader, trust, goals=["finance"]),
        factories.enrolment(
            programme, mentee, trust, "mentee", goals=["interview"], words="I lead a small team"
        ),
        state="released",
    )


@pytest.fixture
def offered(pairing, programme):
    from tests.offers.steps import made

    return made(pairing)
