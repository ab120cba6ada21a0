"""What each database is told, and what happens when several people come at once."""

import shutil
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import configure_mappers

from tests import factories
from tests.client import listening
from tests.conftest import recreate, settings
from tests.factories import PASSWORD
from tracker import create_app
from tracker.accounts.models import Person
from tracker.audit import AuditEntry
from tracker.extensions import begin_writing, db
from tracker.organisations.models import Body, Organisation
from tracker.web import public

SQLITE = pytest.mark.parametrize("own", ["sqlite"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("own", ["postgresql"], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request, tmp_path, worker_id):
    """The service on a database of this test's own, in which a commit is one."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'tracker.db'}"
        made = request.getfixturevalue("sqlite_url").removeprefix("sqlite:///")
        shutil.copy(made, tmp_path / "tracker.db")
    else:
        made = sa.make_url(request.getfixturevalue("postgresql_url"))
        name = f"tracker_own_{worker_id}"
        recreate(made.set(database="postgres"), name, like=made.database)
        url = made.set(database=name).render_as_string(hide_password=False)
    app = create_app(settings(url, tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def at_once(app, *acts):
    """Everybody does theirs in a thread of their own; the first fault is everybody's."""
    faults = []

    def do(act):
        with app.app_context():
            try:
                act()
            except Exception as fault:
                faults.append(fault)

    threads = [threading.Thread(target=do, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    db.session.rollback()  # and so see what they did
    if faults:
        raise faults[0]


@SQLITE
@pytest.mark.parametrize(
    "pragma, said",
    [("journal_mode", "wal"), ("synchronous", 1), ("busy_timeout", 5000), ("foreign_keys", 1)],
)
def test_every_connection_to_sqlite_is_told_how_to_keep_things(own, pragma, said):
    with db.engine.connect() as one, db.engine.connect() as other:
        for connection in (one, other):
            assert connection.exec_driver_sql(f"pragma {pragma}").scalar() == said


@POSTGRESQL
@pytest.mark.parametrize("limit, said", [("statement_timeout", "30s"), ("lock_timeout", "5s")])
def test_postgresql_waits_for_nothing_for_ever(own, limit, said):
    assert db.session.scalar(sa.text(f"show {limit}")) == said


@POSTGRESQL
def test_a_connection_that_the_server_closed_is_not_used_again(own):
    with db.engine.connect() as connection:
        closed = connection.exec_driver_sql("select pg_backend_pid()").scalar()
    ending = sa.create_engine(db.engine.url)
    with ending.begin() as other:
        other.execute(sa.text("select pg_terminate_backend(:pid)"), {"pid": closed})
    ending.dispose()

    assert db.session.scalar(sa.text("select 1")) == 1


def test_what_points_at_nothing_is_refused(app):
    db.session.add(Body(organisation_id=999, name="HR network"))

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_an_instant_comes_back_as_it_was_in_utc(app):
    in_paris = datetime(2026, 7, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    version = factories.data_version(accepted_at=in_paris)
    db.session.expire_all()

    assert version.accepted_at == in_paris
    assert version.accepted_at.tzinfo == UTC


def begins(asked):
    return [statement for statement in asked if statement.startswith("begin")]


@SQLITE
def test_reading_never_takes_the_lock_for_writing(own):
    asked = []
    with listening(db.engine, asked):
        own.test_client().get("/published")

    assert begins(asked) == ["begin"]


@SQLITE
def test_a_password_is_checked_before_the_lock_for_writing_is_taken(own):
    person = factories.person()
    asked = []
    with listening(db.engine, asked):
        own.test_client().post("/sign-in", data={"email": person.email, "password": PASSWORD})

    assert begins(asked).count("begin immediate") == 1
    locked = asked.index("begin immediate")
    assert any("password_hash" in statement for statement in asked[:locked])
    assert not any(statement.startswith("insert") for statement in asked[:locked])


def test_two_people_who_write_at_once_both_succeed(own):
    trust_id = factories.organisation().id
    both = threading.Barrier(2)

    def add(name):
        db.session.scalars(sa.select(Organisation)).all()
        both.wait(timeout=5)
        begin_writing()
        known = db.session.scalar(sa.select(sa.func.count(Body.id)))
        db.session.add(Body(organisation_id=trust_id, name=f"{name}, after {known}"))
        db.session.commit()

    at_once(own, lambda: add("First"), lambda: add("Second"))

    assert db.session.scalar(sa.select(sa.func.count(Body.id))) == 2


def test_many_people_who_sign_in_at_once_all_get_in(own):
    people = [factories.person().email for _ in range(8)]
    answers = []

    def sign_in(email):
        data = {"email": email, "password": PASSWORD}
        answers.append(own.test_client().post("/sign-in", data=data).location)

    at_once(own, *(lambda email=email: sign_in(email) for email in people))

    assert answers == ["/home"] * len(people)
    assert db.session.scalar(sa.select(sa.func.count(AuditEntry.id))) == len(people)


def test_reading_goes_on_while_somebody_writes(own):
    factories.person()
    begin_writing()
    db.session.execute(sa.update(Person).values(name="Not yet"))

    names = []
    at_once(own, lambda: names.extend(db.session.scalars(sa.select(Person.name))))

    assert names
    assert "Not yet" not in names


def test_a_lock_that_nobody_lets_go_of_ends_in_an_error_and_not_in_waiting(own):
    """Five seconds for both; half a second here."""
    factories.person()
    begin_writing()
    db.session.execute(sa.update(Person).values(name="Held"))

    def another():
        with db.engine.connect().execution_options(writing=True) as connection:
            patience = {"sqlite": "pragma busy_timeout=500", "postgresql": "set lock_timeout=500"}
            raw = connection.connection.dbapi_connection
            raw.execute(patience[db.engine.dialect.name])
            if db.engine.dialect.name == "postgresql":
                raw.commit()
            connection.execute(sa.update(Person).values(name="Wanted"))

    with pytest.raises(OperationalError):
        at_once(own, another)


def test_what_somebody_typed_is_in_no_error_of_the_database(app):
    secret = "what Ada told me"
    with pytest.raises(DBAPIError) as raised:
        db.session.execute(sa.text("select nothing_here where 1 = :said"), {"said": secret})

    db.session.rollback()
    assert secret not in str(raised.value)


def test_nothing_is_loaded_because_a_template_looked_at_it():
    configure_mappers()
    lazy = {
        str(relationship): relationship.lazy
        for mapper in db.Model.registry.mappers
        for relationship in mapper.relationships
    }

    assert lazy
    assert set(lazy.values()) == {"raise"}, lazy


def saying(act):
    @public
    def view():
        act()
        return {"done": True}

    return view


@pytest.mark.own_service
@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "change",
    [sa.insert(Body).values(organisation_id=1, name="x"), sa.update(Body), sa.delete(Body)],
    ids=["insert", "update", "delete"],
)
def test_the_tests_notice_a_page_that_writes_when_it_is_looked_at(app, trust, client, change):
    if isinstance(change, sa.Update):
        change = change.values(name="x")
    elif isinstance(change, sa.Insert):
        change = change.values(organisation_id=trust.id)
    app.add_url_rule("/writes", view_func=saying(lambda: db.session.execute(change)))

    with pytest.raises(AssertionError, match="looking at /writes wrote"):
        client.get("/writes")


@pytest.mark.own_service
def test_the_tests_notice_a_commit_that_was_forgotten(app, trust, client):
    forgetful = saying(lambda: db.session.add(Body(organisation_id=trust.id, name="x")))
    app.add_url_rule("/forgets", view_func=forgetful, methods=["POST"])

    client.post("/forgets")

    assert db.session.scalars(sa.select(Body)).all() == []
