"""A programme with a co-ordinator, and pairs of it in the states that a test asks for."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests import factories
from tests.conftest import TODAY
from tracker.accounts.models import Person
from tracker.mentoring.models import Enrolment
from tracker.pairings.models import Pairing
from tracker.permissions import Role


@dataclass(frozen=True)
class Two:
    """A pair, whoever is in it, and how they enrolled."""

    pairing: Pairing
    leader: Person
    mentee: Person
    of_leader: Enrolment
    of_mentee: Enrolment

    @property
    def at(self):
        return f"/mentoring/pairs/{self.pairing.id}"


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def programme(trust):
    return factories.programme(trust, title="Reaching further")


@pytest.fixture
def coordinator(trust):
    return factories.person(trust, Role.LEADERSHIP_CENTRE, name="Priya Raman")


@pytest.fixture
def pair(programme, trust):
    """Make a pair in a state since so many days ago."""

    def pair(state="active", days=0, leader="Helen Marsh", mentee="Amara Nwosu", **given):
        said = {name: given.pop(name, {}) for name in ("of_leader", "of_mentee")}
        people = [factories.person(trust, name=name) for name in (leader, mentee)]
        enrolments = (
            factories.enrolment(programme, people[0], trust, **said["of_leader"]),
            factories.enrolment(programme, people[1], trust, "mentee", **said["of_mentee"]),
        )
        made = factories.pairing(*enrolments, state=state, since=ago(days), **given)
        return Two(made, *people, *enrolments)

    return pair


@pytest.fixture
def at(programme):
    return f"/mentoring/programmes/{programme.id}/day"
