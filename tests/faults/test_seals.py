"""Two that seal the record at the same moment: the days are sealed once."""

from datetime import UTC, datetime

import pytest

import config
from tests.faults.conftest import count, together
from tracker import create_app, seals
from tracker.audit import COMMAND_LINE, AuditEntry
from tracker.extensions import begin_writing, db
from tracker.seals import Seal, SealedRow


@pytest.fixture
def app(place):
    app = create_app(config.from_environment(place))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_two_that_seal_at_once_seal_each_day_once(app):
    for day in range(16, 21):
        for _ in range(40):
            at = datetime(2020, 11, day, 12, tzinfo=UTC)
            words = {"actor": "job", "capacity": "", "did": "x", "thing": "x", "thing_id": "1"}
            db.session.add(AuditEntry(at=at, details={}, **words))
    db.session.commit()

    def seal():
        with app.app_context():
            begin_writing()
            made = seals.seal_until(datetime(2020, 11, 21, 2, tzinfo=UTC), by=COMMAND_LINE)
            db.session.commit()
            return len(made)

    assert sorted(together(seal, seal)) == [0, 5]
    assert (count(Seal), count(SealedRow)) == (5, 200)
    assert seals.verify().holds
