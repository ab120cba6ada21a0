"""Two people at the same moment, each in a transaction of their own on a database of its own."""

import shutil
import threading
from datetime import date

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import Client
from tests.conftest import TODAY, recreate, settings
from tests.drafting import answers
from tracker import create_app
from tracker.audit import COMMAND_LINE
from tracker.drafting import operations
from tracker.drafting.operations import Frame
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.organisations.models import Organisation
from tracker.permissions import Role
from tracker.plan.catalogue import plan_template
from tracker.plan.models import Action, BoardLook, Plan

FRAME = Frame("Race equality plan 2027 to 2030", date(2027, 4, 1), date(2030, 3, 31))


@pytest.fixture(params=["sqlite", "postgresql"])
def own_app(request, tmp_path, worker_id):
    """The service on a database that no other test looks at, where what is committed stays."""
    if request.param == "sqlite":
        made = request.getfixturevalue("sqlite_url").removeprefix("sqlite:///")
        shutil.copy(made, tmp_path / "tracker.db")
        url = f"sqlite:///{tmp_path / 'tracker.db'}"
    else:
        made = sa.make_url(request.getfixturevalue("postgresql_url"))
        name = f"tracker_at_once_{worker_id}"
        recreate(made.set(database="postgres"), name, like=made.database)
        url = made.set(database=name).render_as_string(hide_password=False)
    app = create_app(settings(url, tmp_path))
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def both(app, *acts):
    """Two people each do something, as nearly at once as can be; what each was told."""
    told, ready = [], threading.Barrier(2)

    def one(act):
        with app.app_context():
            ready.wait()
            try:
                told.append(act())
            except Refused as refusal:
                told.append(str(refusal))
            finally:
                db.session.remove()

    people = [threading.Thread(target=one, args=[act]) for act in acts]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return told


def twice(app, operate):
    """What two are told who carry out the same operation; the one who was first stands first."""

    def act():
        begin_writing()
        operate()
        db.session.commit()
        return "done"

    return sorted(both(app, act, act), key=lambda word: word != "done")


def made(app, make):
    """Make something and say which it is."""
    with app.app_context():
        thing = make()
        id_ = thing.id
        db.session.remove()
    return id_


def counted(app, kind):
    with app.app_context():
        count = db.session.query(kind).count()
        db.session.remove()
    return count


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
