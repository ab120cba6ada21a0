"""One word, though somebody presses twice, or two say it at once."""

from functools import partial

import pytest

from tests import factories
from tests.conftest import settings
from tests.faults.conftest import Person, count, together
from tests.plan.conftest import said
from tracker import create_app
from tracker.extensions import db
from tracker.plan.progress import Acknowledgement, CheckIn, Milestone


@pytest.fixture
def action(place, tmp_path):
    """An action of Amara's that Judith reviews, on the database of a service of its own."""
    app = create_app(settings(place["DATABASE_URL"], tmp_path))
    with app.app_context():
        trust = factories.organisation()
        amara, judith = (
            factories.person(email=f"{name}@nhs.example") for name in ("amara", "judith")
        )
        plan = factories.plan(trust)
        owning, reviewing = factories.post(trust, amara), factories.post(trust, judith)
        yield factories.action(plan, owning, reviewing)
        db.session.remove()
        db.engine.dispose()


def page_of(action, ending):
    return f"/actions/{action.id}/{ending}"


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def test_of_two_first_drafts_at_once_one_is_kept_and_one_is_told(action, serve):
    amara = Person(serve()).sign_in("amara")
    send = partial(amara.send, page_of(action, "check-in"), **said(), version=0)

    answers = together(send, send)

    assert statuses(answers) == [302, 409]
    assert count(CheckIn) == 1


def test_a_check_in_published_twice_at_once_is_said_once(action, serve):
    amara = Person(serve()).sign_in("amara")
    amara.send(page_of(action, "check-in"), **said(), version=0)
    publish = partial(amara.send, page_of(action, "check-in/review"), version=1)

    answers = together(publish, publish, publish)

    assert statuses(answers) == [302, 302, 302]
    assert count(CheckIn, CheckIn.published_at.is_not(None)) == 1
    assert count(CheckIn) == 1


def test_a_check_in_is_reviewed_once_though_asked_twice_at_once(action, serve):
    author = factories.person()
    check_in = factories.check_in(action, author)
    judith = Person(serve()).sign_in("judith")
    address = page_of(action, f"check-ins/{check_in.id}/acknowledge")

    together(
        partial(judith.send, address, accepted="yes"),
        partial(judith.send, address, accepted="no", words="How many?"),
    )

    assert count(Acknowledgement) == 1


def test_a_milestone_added_twice_at_once_is_there_once(action, serve):
    amara = Person(serve()).sign_in("amara")
    day = {"due-day": 31, "due-month": 3, "due-year": 2027}
    add = partial(amara.send, page_of(action, "milestones/add"), title="First panels sit", **day)

    together(add, add)

    assert count(Milestone) == 1
