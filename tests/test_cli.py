"""The commands: what they print, what they refuse, and that they end in sentences."""

import contextvars

import pytest
import sqlalchemy as sa

from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationEdge

TRUST = '"ZZ1","NORTHBRIDGE NHS FOUNDATION TRUST","Y62",""' + ',""' * 6 + ',"20171001"' + ',""' * 16


@pytest.fixture
def run(app):
    """Run a command as somebody at the machine would; what it did not commit is gone after it."""
    runner = app.test_cli_runner()

    def run(*words):
        db.session.rollback()
        result = contextvars.Context().run(runner.invoke, args=[str(word) for word in words])
        db.session.expire_all()
        return result

    return run


@pytest.fixture
def file(tmp_path):
    """Write a file to import."""

    def write(content, name="list.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_list_of_trusts_is_brought_in_below_the_regions_and_the_national_body(run, file):
    result = run("organisations", "import", file(TRUST))

    assert result.exit_code == 0, result.stderr
    assert result.stdout == "1 added, 0 changed, 0 the same as before.\n"
    northbridge, region = (
        db.session.scalars(sa.select(Organisation).where(Organisation.code == code)).one()
        for code in ("ZZ1", "Y62")
    )
    assert northbridge.name == "Northbridge NHS Foundation Trust"
    edge = db.session.scalars(
        sa.select(OrganisationEdge).where(OrganisationEdge.child_id == northbridge.id)
    ).one()
    assert edge.parent_id == region.id


def test_the_same_list_again_changes_nothing(run, file):
    path = file(TRUST)
    run("organisations", "import", path)
    before = count(Organisation)

    result = run("organisations", "import", path)

    assert result.stdout == "0 added, 0 changed, 1 the same as before.\n"
    assert count(Organisation) == before


def test_successors_come_from_a_list_of_their_own(run, file):
    path = file(f"{TRUST}\n{TRUST.replace('ZZ1', 'ZZ2')}")

    result = run("organisations", "import", path, "--successors", file("old,new\nZZ1,ZZ2", "s.csv"))

    assert result.exit_code == 0, result.stderr
    old, new = (
        db.session.scalars(sa.select(Organisation).where(Organisation.code == code)).one()
        for code in ("ZZ1", "ZZ2")
    )
    assert old.successor_id == new.id


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "content, sentence",
    [
        ("a,b\n1,2\n", "none of the lists that are read here"),
        (TRUST.replace("20171001", "2017-10-01"), "Row 1, column 11, open date"),
        (TRUST + "\nZZ2,SHORT", "Row 2: 27 cells are expected and 2 found"),
        (b"\xff\xfea", "Row 1: byte 0xff is not UTF-8 text"),
        ("", "list.csv is empty"),
    ],
)
def test_a_list_with_a_fault_is_refused_whole_and_in_a_sentence(run, file, content, sentence):
    result = run("organisations", "import", file(content))

    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert count(Organisation) == 0
    assert count(AuditEntry) == 0


def test_a_successor_that_nobody_knows_stops_the_whole_list(run, file):
    result = run(
        "organisations", "import", file(TRUST), "--successors", file("old,new\nZZ1,ZZ9", "s.csv")
    )

    assert result.exit_code == 1
    assert "No organisation has the code ZZ9" in result.stderr
    assert count(Organisation) == 0


@pytest.mark.sqlite_only
def test_a_file_larger_than_the_pages_take_is_not_read(run, file, app):
    app.config["MAX_CONTENT_LENGTH"] = 2 * 1024**2

    result = run("organisations", "import", file(b"," * (2 * 1024**2 + 1), "commas.csv"))

    assert result.exit_code == 1
    assert "commas.csv is larger than 2 MB" in result.stderr


@pytest.mark.sqlite_only
def test_the_real_lists_go_in_once(run, samples):
    trusts = run("organisations", "import", samples / "etr_2026.csv")
    boards = run("organisations", "import", samples / "icb_names_codes_dec_2024.csv")

    assert trusts.stdout.startswith("273 added")
    assert boards.stdout == "42 added, 0 changed, 0 the same as before.\n"
    again = run("organisations", "import", samples / "etr_2026.csv")
    assert again.stdout == "0 added, 0 changed, 273 the same as before.\n"
