"""One promise, though two equality leads make or change it at once."""

from functools import partial

import pytest

from tests import factories
from tests.conftest import settings
from tests.faults.conftest import Person, count, together
from tests.wres import held
from tracker import create_app
from tracker.extensions import db
from tracker.permissions import Role
from tracker.wres.models import Target, TargetChange

DUE = {"due-day": 31, "due-month": 3, "due-year": 2028}
PROMISED = {"kind": "at most", **DUE}


@pytest.fixture
def baseline(place, tmp_path):
    """A figure of a trust with two equality leads, on the database of a service of its own."""
    app = create_app(settings(place["DATABASE_URL"], tmp_path))
    with app.app_context():
        trust = factories.organisation()
        for name in ("ruth", "samuel"):
            factories.person(trust, Role.EQUALITY_LEAD, email=f"{name}@nhs.example")
        yield held.outcomes(trust, "2", 2026, white=(400, 2000), bme=(150, 1000))
        db.session.remove()
        db.engine.dispose()


def two_leads(service):
    return [Person(service).sign_in(name) for name in ("ruth", "samuel")]


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def test_of_two_targets_for_the_same_at_once_one_is_set_and_one_refused(baseline, serve):
    leads = two_leads(serve())
    path = f"/organisations/{baseline.organisation_id}/targets/add/{baseline.id}/value"
    promise = {"baseline": baseline.id, **PROMISED}

    answers = together(
        *(
            partial(lead.send, path, **promise, value=value)
            for lead, value in zip(leads, (1.1, 1.2), strict=True)
        )
    )

    assert statuses(answers) == [200, 302]
    assert sum("There is a target for this by that day" in answer.text for answer in answers) == 1
    assert count(Target) == 1


def test_of_two_changes_at_once_one_is_made_and_one_is_told(baseline, serve):
    target = factories.target(baseline, value=1.25, kind="at most", tolerance=0)
    leads = two_leads(serve())
    path = f"/organisations/{baseline.organisation_id}/targets/{target.id}/edit"
    promise = {**PROMISED, "version": target.version, "reason": "The board asked for more."}

    answers = together(
        *(
            partial(lead.send, path, **promise, value=value)
            for lead, value in zip(leads, (1.1, 1.2), strict=True)
        )
    )

    assert statuses(answers) == [302, 409]
    assert count(TargetChange) == 1
