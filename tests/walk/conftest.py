"""What the walks share."""

import pytest

from tracker.extensions import db


@pytest.fixture
def undone(app):
    """Do a thing and undo it, whatever it committed."""
    connection = db._app_engines[app][None]

    def undone(act):
        db.session.rollback()
        nested = connection.begin_nested()
        try:
            return act()
        finally:
            db.session.rollback()
            nested.rollback()
            db.session.expire_all()

    return undone
