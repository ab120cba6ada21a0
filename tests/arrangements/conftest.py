"""A programme of the trust, its co-ordinator, a leader and a colleague."""

from datetime import date

import pytest

from tests import factories
from tracker.arrangements.models import LocalClaim
from tracker.permissions import Role

REVIEW = date(2027, 4, 1)


@pytest.fixture
def programme(trust):
    return factories.programme(trust, review_on=REVIEW)


@pytest.fixture
def centre(trust):
    """A co-ordinator of the Leadership Centre."""
    return factories.person(trust, Role.LEADERSHIP_CENTRE, name="Grace Adeyemi")


@pytest.fixture
def leader(trust):
    return factories.person(trust, Role.STAFF_MEMBER, name="Ada Okafor", organisation_id=trust.id)


@pytest.fixture
def mentee(trust):
    return factories.person(
        trust,
        Role.STAFF_MEMBER,
        name="Farid Khan",
        email="farid.khan@nhs.example",
        organisation_id=trust.id,
    )


@pytest.fixture
def tell(client, trust, programme, leader):
    """The leader tells of a colleague: what the page says then."""

    def tell(email="farid.khan@nhs.example", name="Farid Khan", by=None, began=None, at=None):
        year, month, day = (began or "--").split("-")
        typed = {"name": name, "email": email}
        typed |= {"began_on-day": day, "began_on-month": month, "began_on-year": year}
        path = f"/organisations/{(at or trust).id}/mentoring/{programme.id}/local"
        return client.sign_in(by or leader).post(path, data=typed, follow_redirects=True)

    return tell


@pytest.fixture
def told(tell):
    """The arrangement that the leader has just told of."""

    def told(**given):
        response = tell(**given)
        assert response.request.path == "/you/local-mentoring", response.text
        return LocalClaim.query.order_by(LocalClaim.id.desc()).first()

    return told
