"""What a co-ordinator does again and again, and who is there."""

from types import SimpleNamespace

from tests import factories
from tests.conftest import TODAY
from tracker.audit import Actor
from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.mentoring.weights import Settings
from tracker.workbench import drawing
from tracker.workbench.pool_queries import pool_of

CENTRE = Actor(None, "command line", "every scope")
People = SimpleNamespace  # enrolments, by first name


def drawn(programme, **settings):
    programme = db.session.get(Programme, programme.id)
    return drawing.draw(pool_of(programme, TODAY), Settings(**settings))


def listed(programme, **settings):
    """A list is drawn and kept."""
    return factories.match_run(programme, **settings)


def pairs_of(drawn):
    """(leader, mentee) of a list that was drawn."""
    return {(pair.leader, pair.mentee) for pair in drawn.run.pairs}
