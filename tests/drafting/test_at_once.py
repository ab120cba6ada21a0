"""Two people at the same moment, each in a transaction of their own on a database of its own."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests import factories
from tests.at_once import both, counted, made, twice
from tests.conftest import TODAY
from tests.drafting import answers
from tracker.audit import COMMAND_LINE
from tracker.drafting import operations
from tracker.drafting.operations import Frame
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.permissions import Role
from tracker.plan.catalogue import plan_template
from tracker.plan.models import Action, BoardLook, Plan

FRAME = Frame("Race equality plan 2027 to 2030", date(2027, 4, 1), date(2030, 3, 31))


def test_two_who_start_the_same_plan_make_one(own_app):
    trust = made(own_app, factories.organisation)

    def start():
        place = db.session.get_one(Organisation, trust)
        operations.start(place, plan_template("ten-point-2004"), FRAME, COMMAND_LINE)

    told = twice(own_app, start)

    assert told == ["done", "There is a draft with this title. Give this one another."]
    assert counted(own_app, Plan) == 1


def test_two_who_adopt_a_plan_adopt_it_once(own_app):
    def ready():
        trust = factories.organisation()
        plan = factories.plan(trust, state="consulting", adopted_on=None)
        posts = [factories.post(trust) for _ in range(2)]
        factories.action(plan, *posts, promise="Two on every panel")
        return plan

    plan = made(own_app, ready)

    told = twice(
        own_app,
        lambda: operations.adopt(
            db.session.get_one(Plan, plan), TODAY, "Trust board", TODAY, COMMAND_LINE
        ),
    )

    assert told[0] == "done"
    assert told[1].startswith("This plan is adopted")


def test_two_who_add_an_action_get_a_reference_each(own_app):
    plan = made(own_app, lambda: factories.plan(factories.organisation(), state="draft"))

    told = twice(
        own_app,
        lambda: operations.add_action(db.session.get_one(Plan, plan), "8", "One", COMMAND_LINE),
    )

    with own_app.app_context():
        references = db.session.scalars(sa.select(Action.reference).order_by(Action.reference))
        assert list(references) == ["8.1", "8.2"]
        db.session.remove()
    assert told == ["done", "done"]


def test_two_who_note_the_same_look_of_the_board_note_it_once(own_app):
    plan = made(own_app, lambda: factories.plan(factories.organisation()))

    told = twice(
        own_app,
        lambda: operations.note_board_look(
            db.session.get_one(Plan, plan), TODAY, "Trust board", TODAY, COMMAND_LINE
        ),
    )

    assert told == ["done", "That the board looked on this day is noted already"]
    assert counted(own_app, BoardLook) == 1


@pytest.mark.parametrize("page", ["/actions/{action}/edit", "/plans/{plan}/edit"])
def test_of_two_who_save_a_page_at_once_the_second_is_shown_what_the_first_wrote(own_app, page):
    with own_app.app_context():
        trust = factories.organisation()
        leads = [factories.person(trust, Role.EQUALITY_LEAD) for _ in range(2)]
        plan = factories.plan(trust, state="draft", adopted_on=None)
        address = page.format(plan=plan.id, action=factories.action(plan).id)
        clients = [own_app.test_client().sign_in(lead) for lead in leads]
        db.session.remove()

    def save(client, title):
        typed = answers.frame() | answers.words() | {"title": title, "version": "1"}
        return lambda: client.post(address, data=typed)

    first, second = sorted(
        both(own_app, save(clients[0], "Hers"), save(clients[1], "His")),
        key=lambda response: response.status_code,
    )

    assert (first.status_code, second.status_code) == (302, 409)
    assert "What it says now" in second.text
    assert "Hers" in second.text
    assert "His" in second.text
