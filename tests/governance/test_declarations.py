"""Every table says what it keeps, and what it says can be done."""

import pytest

from tests.conftest import TODAY
from tracker.extensions import Model, db
from tracker.governance.register import erasable, is_placed, register, rules
from tracker.kept import Act, faults_of, tombstone

pytestmark = pytest.mark.usefixtures("plain_app")

LONGEST_TOMBSTONE = len(tombstone(TODAY.replace(month=9, day=30)))


def models():
    classes = sorted((m.class_ for m in Model.registry.mappers), key=lambda each: each.__name__)
    return [pytest.param(each, id=each.__name__) for each in classes]


def test_every_table_is_some_models():
    """A table without a model cannot say what it keeps."""
    assert {m.local_table.name for m in Model.registry.mappers} == set(db.metadata.tables)


@pytest.mark.parametrize("model", models())
def test_every_table_says_what_it_keeps_and_what_each_column_is_for(model):
    """A column without a purpose is not kept."""
    assert hasattr(model, "__kept__"), f"{model.__name__} does not say what it keeps"
    table = model.__table__

    links = {column.name for column in table.c if column.foreign_keys}
    assert faults_of(model.__kept__, {column.name for column in table.c}, links) == []


@pytest.mark.parametrize("model", models())
def test_whatever_names_a_person_says_whose_row_it_is_or_who_wrote_it(model):
    kept = model.__kept__
    said = {*kept.marked("subject"), *kept.marked("author")}
    to_people = {
        column.name
        for column in model.__table__.c
        if any(link.column.table.name == "person" for link in column.foreign_keys)
    }

    assert to_people <= said


@pytest.mark.parametrize("model", models())
def test_what_opens_a_door_is_secret(model):
    named_so = {
        column.name
        for column in model.__table__.c
        if column.name in ("secret", "kept_as") or column.name.endswith(("_hash", "_token"))
    }

    assert named_so <= set(model.__kept__.marked("secret"))


@pytest.mark.parametrize("model", models())
def test_a_long_text_is_somebodys_words_and_can_be_erased(model):
    long_texts = {
        column.name
        for column in model.__table__.c
        if isinstance(column.type, db.Text) or getattr(column.type, "length", None) == 1000
    }

    assert long_texts <= set(model.__kept__.marked("personal_text"))


def test_a_tombstone_fits_wherever_a_text_can_be_erased():
    columns = [column for entry in erasable() for column in entry.columns("personal_text")]

    assert len(columns) > 10
    assert not [c.name for c in columns if (c.type.length or 1000) < LONGEST_TOMBSTONE]
    assert not [c.name for c in columns if c.unique]


def test_every_text_belongs_to_an_organisation_whose_administrator_can_erase_it():
    with_text = [e for e in register() if e.kept.personal_text and not e.kept.with_person]

    assert [e.name for e in with_text if not is_placed(e)] == ["person"]


def test_nothing_that_goes_is_needed_by_what_stays():
    goes = {rule.entry.name for rule in rules() if rule.goes.act is Act.DELETE}
    goes |= {entry.name for entry in register() if entry.kept.with_person}

    needed = {
        (table.name, link.column.table.name)
        for table in db.metadata.tables.values()
        for link in table.foreign_keys
        if link.column.table.name in goes and table.name not in goes
    }
    assert "sign_in" in goes
    assert needed == set()


def test_what_is_blanked_is_text_and_the_record_never_goes():
    blanked = [rule for rule in rules() if rule.goes.act is Act.BLANK]

    assert blanked
    assert all(rule.goes.columns for rule in blanked)
    assert "audit_entry" not in {rule.entry.name for rule in rules()}
    [record] = [entry for entry in register() if entry.name == "audit_entry"]
    assert not record.kept.personal_text
    assert not record.kept.with_person
