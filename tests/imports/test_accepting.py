"""Accepting a file: every figure or none, superseding and never overwriting."""

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import listening
from tests.conftest import TODAY
from tests.imports.files import national, shortlisting, survey, together, wres_return
from tracker.accounts.standing import standing_of
from tracker.audit import Actor, AuditEntry
from tracker.errors import OutOfDate, Refused
from tracker.extensions import begin_writing, db
from tracker.imports import operations, queries
from tracker.permissions import Role
from tracker.standing import Standing
from tracker.wres.importing import read
from tracker.wres.models import DataVersion, Figure, VersionScope
from tracker.wres.preview import Answers

EVERYWHERE = Standing(command_line=True)
SOMEBODY = Actor(None, "a test", "equality lead")
DISCIPLINARY = wres_return(("3", "all", "staff", 2505, 725, 100), ("3", "all", "cases", 17, 9, 10))


@pytest.fixture
def other_trust(app):
    return factories.organisation(code="ZZ2", name="Brackwater Community NHS Trust")


def reading_of(content, name="return.csv"):
    return read(content, name, latest_year=TODAY.year + 1)


def preview_of(content, answers=None, standing=EVERYWHERE, name="return.csv"):
    return queries.preview_of(reading_of(content, name), answers or Answers(), standing)


def accept(content, *decided, seen=None, **options):
    preview = preview_of(content, *decided, **options)
    begin_writing()
    version = operations.accept(preview, seen, by=SOMEBODY)
    db.session.commit()
    return version


def refused(*args, **options):
    """The words in which accepting is refused."""
    with pytest.raises(Refused) as refusal:
        accept(*args, **options)
    db.session.rollback()
    return str(refusal.value)


def current(indicator="2"):
    return db.session.scalars(
        sa.select(Figure).where(Figure.superseded_by_id.is_(None), Figure.indicator == indicator)
    ).one()


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_data_version_says_what_it_was_made_of(trust):
    version = accept(shortlisting())

    assert (version.kind, version.year, version.file_name) == ("WRES return", 2026, "return.csv")
    assert version.figure_count == 1
    assert len(version.sha256) == 64
    figure = current()
    assert (figure.version_id, figure.organisation_id) == (version.id, trust.id)
    assert (figure.white_numerator, figure.white_denominator) == (170, 780)
    assert not figure.hidden


def test_a_figure_on_few_people_is_kept_and_marked_hidden(trust):
    accept(shortlisting(bme_appointed=9))

    assert current().hidden
    assert current().bme_numerator == 9


def test_a_later_file_supersedes_what_it_replaces_and_overwrites_nothing(trust):
    first = accept(shortlisting())
    second = accept(shortlisting(white=790))

    old, new = db.session.scalars(sa.select(Figure).order_by(Figure.id)).all()
    assert (old.superseded_by_id, old.white_denominator) == (second.id, 780)
    assert (new.superseded_by_id, new.white_denominator) == (None, 790)
    assert old.version_id == first.id


def test_what_a_file_does_not_hold_is_left_alone(trust, other_trust):
    accept(together(shortlisting(), DISCIPLINARY, shortlisting(organisation="ZZ2")))
    accept(shortlisting(year=2025))

    second = accept(shortlisting(white=790))

    superseded = db.session.scalars(sa.select(Figure).where(Figure.superseded_by_id.is_not(None)))
    [figure] = superseded.all()
    assert (figure.organisation_id, figure.year, figure.indicator) == (trust.id, 2026, "2")
    assert figure.superseded_by_id == second.id


def test_another_basis_is_another_series(trust):
    accept(DISCIPLINARY)
    accept(DISCIPLINARY.replace(b"single year", b"two-year rolling"))

    assert count(Figure) == 2
    assert all(figure.superseded_by_id is None for figure in db.session.scalars(sa.select(Figure)))


def test_a_block_is_replaced_whole_also_where_the_file_says_less(trust):
    accept(
        wres_return(
            ("1", "medical", "consultant", 200, 150, 20), ("1", "medical", "other", 30, 30, 10)
        )
    )
    accept(wres_return(("1", "medical", "consultant", 200, 150, 20)))

    items = db.session.scalars(sa.select(Figure.item).where(Figure.superseded_by_id.is_(None)))
    assert items.all() == ["consultant"]


def test_the_same_file_again_is_already_imported(trust):
    version = accept(shortlisting())

    assert f"already imported, as data version {version.id}" in refused(shortlisting())
    assert (count(DataVersion), count(Figure)) == (1, 1)


def test_a_file_whose_figures_were_replaced_can_be_brought_in_again(trust):
    first = accept(shortlisting())
    accept(shortlisting(white=790))

    third = accept(shortlisting())

    assert current().version_id == third.id
    assert current().white_denominator == 780
    assert db.session.get(DataVersion, first.id).fingerprint is None


def test_the_same_survey_of_another_year_is_not_the_same_file(trust):
    accept(survey("ZZ1"), name="survey_2023.csv")
    accept(survey("ZZ1"), name="survey_2024.csv")

    assert count(DataVersion) == 2


def test_choices_are_part_of_what_was_imported(trust, other_trust):
    content = survey("ZZ1", "ZZ2F1")

    accept(content, Answers(left_out=frozenset(["ZZ2F1"])), name="survey_2024.csv")
    version = accept(content, Answers(mapping={"ZZ2F1": "ZZ2"}), name="survey_2024.csv")

    assert version.figure_count == 8
    [decided] = version.answers["decided"]
    assert "read as Brackwater Community NHS Trust (ZZ2)" in decided


def test_what_was_looked_at_has_to_be_what_is_accepted(trust):
    seen = preview_of(shortlisting()).fingerprint
    accept(shortlisting(white=790))

    assert "Somebody else imported figures since you looked" in refused(shortlisting(), seen=seen)
    assert current().white_denominator == 790


def test_what_came_in_between_reading_and_writing_is_not_overlooked(trust):
    preview = preview_of(shortlisting())
    accept(shortlisting(white=790))
    begin_writing()

    with pytest.raises(OutOfDate, match="Somebody else imported figures"):
        operations.accept(preview, preview.fingerprint, by=SOMEBODY)


def test_a_preview_that_still_holds_is_accepted(trust, other_trust):
    seen = preview_of(shortlisting()).fingerprint
    accept(shortlisting(organisation="ZZ2"))

    assert accept(shortlisting(), seen=seen).figure_count == 1


def test_two_who_accept_at_once_are_told_apart_by_the_database_itself(trust, monkeypatch):
    """As if the other one's figures came in after we looked which are current."""
    accept(shortlisting())
    monkeypatch.setattr(operations, "_supersede", lambda *_: None)

    with pytest.raises(OutOfDate, match="Somebody else imported figures"):
        accept(shortlisting(white=790))

    assert (count(DataVersion), count(Figure)) == (1, 1)
    assert current().white_denominator == 780


@pytest.mark.parametrize(
    "content, answers",
    [
        (shortlisting(bme_appointed=681), Answers()),
        (shortlisting(organisation="ZZ9F1"), Answers()),
        (shortlisting(organisation="ZZ9F1"), Answers(left_out=frozenset(["ZZ9F1"]))),
    ],
    ids=["a fault", "a code not decided on", "nothing left"],
)
def test_what_is_not_settled_is_not_accepted(trust, content, answers):
    assert "There is still something to mend or to decide" in refused(content, answers)
    assert (count(DataVersion), count(Figure), count(AuditEntry)) == (0, 0, 0)


def test_a_doubt_has_to_be_answered_in_words(trust):
    accept(shortlisting(year=2025))
    content = shortlisting(white_appointed=60)
    [doubt] = preview_of(content).doubts

    refused(content)
    refused(content, Answers(acknowledged={doubt.key: "  "}))
    version = accept(content, Answers(acknowledged={doubt.key: "a year without posts"}))

    assert version.answers["acknowledged"] == [
        {"row": "3", "column": "White", "words": "a year without posts"}
    ]


def test_what_is_kept_of_the_decisions_holds_no_number_of_the_file(trust):
    accept(shortlisting(year=2025))
    content = shortlisting(white_appointed=7)
    [doubt] = preview_of(content).doubts

    version = accept(content, Answers(acknowledged={doubt.key: "no posts"}))

    assert "from 170 to 7" in doubt.message
    assert "170" not in str(version.answers)


def test_a_lead_imports_for_the_organisations_of_their_own(trust, other_trust, lead):
    standing = standing_of(lead.id, TODAY)
    both = together(shortlisting(), shortlisting(organisation="ZZ2"))

    refused(both, standing=standing)
    assert count(Figure) == 0
    assert accept(shortlisting(), standing=standing).figure_count == 1


def test_national_figures_need_the_national_equality_lead(trust):
    england = factories.organisation(code="X24", name="NHS England", kind="national")
    local = standing_of(factories.person(trust, Role.EQUALITY_LEAD).id, TODAY)
    whole = standing_of(factories.person(england, Role.EQUALITY_LEAD).id, TODAY)

    refused(national(), standing=local)
    version = accept(national(), standing=whole)

    assert version.kind == "national figures"
    assert current().value == 1.57
    assert current().organisation_id == england.id


def test_every_organisation_has_it_on_its_record(trust, other_trust):
    version = accept(together(shortlisting(), DISCIPLINARY, shortlisting(organisation="ZZ2")))

    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.organisation_id)).all()
    assert [(entry.organisation_id, entry.details["figures"]) for entry in entries] == [
        (trust.id, 2),
        (other_trust.id, 1),
    ]
    assert {(e.did, e.thing, e.thing_id) for e in entries} == {
        ("imported figures", "data_version", str(version.id))
    }
    scopes = db.session.scalars(sa.select(VersionScope.organisation_id)).all()
    assert sorted(scopes) == [trust.id, other_trust.id]


def test_ten_times_the_organisations_take_no_more_questions(app, client):
    def questions(number):
        trusts = [factories.organisation() for _ in range(number)]
        content = survey(*(trust.code for trust in trusts))
        asked = []
        with listening(db.session.get_bind(), asked):
            preview_of(content, name="survey_2024.csv")
        return len(asked)

    assert questions(2) == questions(20)
