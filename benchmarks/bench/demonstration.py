"""The service on a database in a folder of its own, which is gone afterwards."""

import contextvars
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from werkzeug.test import TestResponse

import config
from bench import ROOT
from tracker import create_app
from tracker.accounts.models import Person, Post
from tracker.accounts.queries import person_with_email
from tracker.audit import Actor
from tracker.demo import build
from tracker.demo.cast import address_of
from tracker.extensions import begin_writing, db
from tracker.plan.models import Action, Plan
from tracker.signing_in.operations import sign_in
from tracker.web import today

NO_QUESTIONS = ("BEGIN", "PRAGMA")  # statements that ask the database nothing


@contextmanager
def empty_service() -> Iterator[Flask]:
    """The service with nothing in its database."""
    with TemporaryDirectory(prefix="tracker-") as folder:
        app = service_in(folder)
        with app.app_context():
            upgrade(str(ROOT / "migrations"))
            yield app
            db.session.remove()
            db.engine.dispose()


def service_in(folder: str | Path) -> Flask:
    """The service that keeps everything in this folder."""
    return create_app(config.from_environment(environment_of(folder)))


def environment_of(folder: str | Path) -> dict[str, str]:
    """What its settings say."""
    return {
        "TRACKER_ENV": "development",
        "SECRET_KEY": "for measuring and for nothing else",
        "DATABASE_URL": f"sqlite:///{folder}/tracker.db",
        "INSTANCE_PATH": str(folder),
        "PATH": os.environ["PATH"],
    }


@contextmanager
def demonstration() -> Iterator[Flask]:
    """The service with the fictional region in it."""
    with empty_service() as app:
        begin_writing()
        build(today())
        db.session.commit()
        yield app


def cookie_of(app: Flask, who: str) -> str:
    """The cookie of somebody of the demonstration who has just signed in."""
    somebody = actor(who)
    begin_writing()
    token = sign_in(db.session.get_one(Person, somebody.person_id), by=somebody)
    session = {"_user_id": str(somebody.person_id), "_fresh": False, "sign_in": token}
    db.session.commit()
    serializer = app.session_interface.get_signing_serializer(app)
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(session)}"


def actor(who: str) -> Actor:
    """Somebody of the demonstration."""
    person = person_with_email(address_of(who))
    assert person is not None
    return Actor(person.id, person.name, "own account")


def action_of(title: str) -> int:
    """An action that the post with this title owns."""
    return db.session.scalars(
        sa.select(Action.id)
        .join(Post, Post.id == Action.owner_post_id)
        .join(Plan, Plan.id == Action.plan_id)
        .where(Post.title == title, Plan.state == "adopted")
        .order_by(Action.id)
    ).first()


def ask(app: Flask, path: str, cookie: str = "") -> tuple[TestResponse, int]:
    """A page, as somebody with this cookie gets it, and how many questions it asks the database."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    client = app.test_client(use_cookies=False)
    answer = contextvars.Context().run(client.get, path, headers={"Cookie": cookie})
    sa.event.remove(db.engine, "before_cursor_execute", note)
    return answer, sum(not statement.startswith(NO_QUESTIONS) for statement in asked)
