"""People at the same moment, each in a transaction of their own on a database of its own."""

import threading

from tracker.errors import Refused
from tracker.extensions import begin_writing, db


def at_once(app, *acts):
    """People each do something, as nearly at once as can be; what each was told."""
    told, ready = [], threading.Barrier(len(acts))

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


def both(app, one, other):
    """What two people are told."""
    return at_once(app, one, other)


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
