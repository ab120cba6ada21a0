"""The pages on which a file is chosen, mended, decided on and accepted."""

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import page, words
from tests.imports.conftest import buttons
from tests.imports.files import shortlisting, survey, upload
from tracker.extensions import db
from tracker.uploads import Upload
from tracker.wres.models import DataVersion, Figure


def figures():
    return db.session.scalars(sa.select(Figure).order_by(Figure.id)).all()


def versions():
    return db.session.scalars(sa.select(DataVersion).order_by(DataVersion.id)).all()


def test_a_file_is_chosen_previewed_and_accepted(client, trust, lead, choose, press):
    client.sign_in(lead)
    address = choose(shortlisting())
    preview = client.get(address)

    assert "This file can be accepted" in words(preview)
    assert "2026 (1 April 2025 to 31 March 2026)" in words(preview)
    assert "Accept 1 figure as data version" in words(preview)
    assert not figures()

    accepted = press(address, "accept")

    [version] = versions()
    assert accepted.location == f"/organisations/{trust.id}/imports/versions/{version.id}"
    [figure] = figures()
    assert figure.value == (170 / 780) / (35 / 210)
    assert figure.version_id == version.id
    assert (version.file_name, version.year, version.accepted_by_id) == ("return.csv", 2026, lead.id)
