"""A word in every private field is found by nobody who may not read it, wherever it is looked for.

The walk of tests/walk/test_matrix.py looks for it in every page and download, as everybody. Here
it is made sure that no table is forgotten, that what may be seen is seen, and that neither mail
nor the log has any of it. How to add a table: tests/walk/canaries.py.
"""

import logging
from types import SimpleNamespace

import pytest

from tests.walk import canaries, things, world
from tests.walk.test_matrix import LET_IN, OWN, address, answer, walked
from tracker.extensions import db
from tracker.mail.letters import LETTERS
from tracker.mail.models import Message
from tracker.signing_in.models import SingleUseLink
from tracker.workshops.models import Booking

# The pair of the walk was not offered just now, and nobody named whoever enrolled.
MAY_BE_OVER = {"mentoring_offer", "mentoring_question"}

pytestmark = [pytest.mark.unguarded, pytest.mark.sqlite_only]


def test_of_every_private_field_it_is_said_who_may_read_it():
    assert canaries.of_whom_nothing_is_said(canaries.READERS) == []


def test_a_table_that_is_forgotten_is_named():
    said = {name: who for name, who in canaries.READERS.items() if name != "upload"}

    assert canaries.of_whom_nothing_is_said(said) == [
        "upload.file_name is private: say in READERS of tests/walk/canaries.py who reads it"
    ]


def test_what_is_said_is_of_a_table_with_something_private():
    private = {entry.name for entry, _name in canaries.fields()}

    assert {*canaries.READERS, *canaries.SHAPED, *canaries.IN_THE_WORLD} - private == set()


@pytest.fixture
def planted(client, app, caplog):
    """The owner, signed in, and a canary in every private field."""
    client.checks_pages = False
    caplog.set_level(logging.INFO)
    at = world.places()
    people = world.people(at)
    values = things.of_the_trust(at, people, world.posts(at, people))
    canaries.plant(people, values)
    return SimpleNamespace(people=people, values=values)


def test_what_may_be_read_is_come_upon_and_none_of_it_is_in_the_log(
    app, client, planted, undone, caplog
):
    seen = set()
    for who in canaries.WALKERS:
        client.sign_in(planted.people[who])
        for rule, ways in walked(app):
            path = address(app, rule, planted.values)
            for way in ways:
                response = undone(lambda path=path, way=way: client.open(path, method=way))
                seen |= canaries.words_in(response.text)
                if answer(response) != LET_IN:
                    break

    may_be_read = {
        canaries.word(*field)
        for field in canaries.fields()
        if any(canaries.may_read(who, OWN, *field) for who in world.PEOPLE)
    }
    assert may_be_read - seen - set(canaries.UNSEEN) == set()
    assert seen & set(canaries.UNSEEN) == set()
    assert "/organisations/<int:organisation_id>" in caplog.text
    assert canaries.words_in(caplog.text) == set()


def test_no_mail_has_any_of_it(planted, undone):
    ids = {name.removesuffix("_id"): id_ for name, id_ in planted.values.items()}
    ids["claim"] = ids["local_claim"]
    ids["booking"] = db.session.query(Booking.id).limit(1).scalar()
    ids["link"] = db.session.query(SingleUseLink.id).filter_by(used_at=None).scalar()
    whose = planted.people["leader"].id

    for template, letter in LETTERS.items():
        message = Message(id=1, person_id=whose, template=template, ids=ids)
        words = undone(lambda letter=letter, message=message: letter.paragraph(message))
        assert words or template in MAY_BE_OVER, template
        assert canaries.words_in(words or "") == set()
