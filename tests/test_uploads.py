"""A chosen file waits where only the service can read it, for its owner alone, for a day."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from tracker import uploads
from tracker.audit import Actor, AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.uploads import KEPT_FOR, Upload

PURPOSE = "WRES return"
A_DAY_AGO = datetime.now(UTC) - KEPT_FOR - timedelta(minutes=1)


def actor_for(person):
    return Actor(person.id, person.name, "equality lead")


@pytest.fixture
def by(lead):
    return actor_for(lead)


def keep(by, content=b"white,bme\n", name="return.csv"):
    return uploads.keep(content, name, PURPOSE, by=by)


def files():
    return sorted(uploads.folder().iterdir())


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def grow_old(upload):
    """As it would be found tomorrow."""
    upload.chosen_at = A_DAY_AGO
    os.utime(uploads.folder() / upload.kept_as, times=(A_DAY_AGO.timestamp(),) * 2)
    db.session.flush()


def test_a_file_is_given_back_as_it_was(app, by):
    upload = keep(by, b"\x00\xff,\r\n")

    assert uploads.content_of(upload) == b"\x00\xff,\r\n"
    assert upload.size == 5


def test_only_the_service_can_read_it(app, by):
    previous = os.umask(0)
    try:
        keep(by)
    finally:
        os.umask(previous)

    [path] = files()
    assert mode_of(path) == 0o600
    assert mode_of(path.parent) == 0o700


def test_it_is_kept_under_a_name_that_nobody_chose(app, by):
    first, second = keep(by), keep(by)

    assert [path.name for path in files()] == sorted([first.kept_as, second.kept_as])
    assert first.kept_as != second.kept_as
    assert len(first.kept_as) == 32


@pytest.mark.parametrize(
    "sent, shown",
    [
        ("return.csv", "return.csv"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Returns\\2026.csv", "2026.csv"),
        ("/", "a file"),
        ("re\0turn\r\n.csv", "return.csv"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
        (
            "r\N{LATIN SMALL LETTER E WITH ACUTE}sum\N{LATIN SMALL LETTER E WITH ACUTE}.csv",
            "résumé.csv",
        ),
    ],
)
def test_what_a_file_was_called_is_shown_and_nothing_more(app, by, sent, shown):
    upload = keep(by, name=sent)
    db.session.expire(upload)

    assert upload.file_name == shown
    assert [path.parent for path in files()] == [Path(app.config["UPLOAD_DIR"])]


@given(st.text())
def test_no_name_leads_to_another_folder_or_does_not_fit(name):
    shown = uploads.plain_name(name)

    assert 1 <= len(shown) <= 200
    assert "/" not in shown
    assert "\\" not in shown
    assert shown.isprintable()


def test_a_file_is_nobody_elses(app, by, stranger):
    upload = keep(by)

    assert uploads.waiting(upload.id, PURPOSE, by) is upload
    assert uploads.waiting(upload.id, PURPOSE, actor_for(stranger)) is None


def test_a_file_chosen_for_one_thing_is_not_there_for_another(app, by):
    assert uploads.waiting(keep(by).id, "list of organisations", by) is None


def test_a_file_that_is_not_there_is_nobodys(app, by):
    assert uploads.waiting(999, PURPOSE, by) is None


def test_a_file_that_is_thrown_away_is_gone(app, by):
    upload = keep(by)
    uploads.throw_away(upload, by=by)
    db.session.flush()

    assert files() == []
    assert db.session.scalars(sa.select(Upload)).all() == []
    with pytest.raises(Refused, match="no longer kept"):
        uploads.content_of(upload)


def test_a_file_is_not_given_back_after_a_day_though_nobody_cleared_it_away(app, by):
    upload = keep(by)
    grow_old(upload)

    with pytest.raises(Refused, match="Choose it again"):
        uploads.content_of(upload)


def test_what_waited_more_than_a_day_is_cleared_away_when_the_next_file_comes(app, by, stranger):
    old = keep(by)
    grow_old(old)
    recent = keep(actor_for(stranger))

    assert [path.name for path in files()] == [recent.kept_as]
    assert db.session.scalars(sa.select(Upload)).all() == [recent]


def test_a_file_of_which_no_row_speaks_is_cleared_away_too(app, by):
    """The service ended after writing the file and before saying so."""
    left = keep(by)
    grow_old(left)
    db.session.rollback()
    assert len(files()) == 1

    uploads.clear_old(by)

    assert files() == []


def test_nothing_but_our_own_files_is_cleared_away(app, by):
    somebody_elses = uploads.folder() / "returns.xlsx"
    somebody_elses.write_bytes(b"")
    os.utime(somebody_elses, times=(0, 0))

    uploads.clear_old(by)

    assert somebody_elses.exists()


def test_the_record_says_that_a_file_was_chosen_and_not_what_it_was_called(app, by):
    upload = keep(by, name="Ada Quill disciplinary.csv")

    [entry] = db.session.scalars(sa.select(AuditEntry))
    assert entry.did == "chose a file"
    assert entry.details == {"sha256": upload.sha256}
