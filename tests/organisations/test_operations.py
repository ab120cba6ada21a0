"""Bringing in the real lists, and hanging organisations together."""

from datetime import date

import pytest

from tests import factories
from tests.client import questions_of
from tracker.audit import COMMAND_LINE
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations import ods, operations, queries
from tracker.organisations.models import Organisation

TODAY = date(2026, 11, 23)


def test_whom_an_organisation_answers_to_and_who_to_it_is_one_question_each(app):
    nation = factories.organisation(kind="national")
    region = factories.organisation(nation, kind="region")
    board = factories.organisation(region, kind="icb")
    trust, other = factories.organisation(board), factories.organisation(region)

    line = []
    assert questions_of(lambda: line.extend(queries.line_above(trust, TODAY))) == 1
    assert line == [board, region, nation]
    assert set(db.session.scalars(queries.ids_below(region.id, TODAY))) == {
        region.id,
        board.id,
        trust.id,
        other.id,
    }
    assert set(db.session.scalars(queries.ids_below(trust.id, TODAY))) == {trust.id}
    assert queries.line_above(other, TODAY) == [region, nation]
    assert queries.line_above(nation, TODAY) == []


def bring_in(content, name="list.csv", on=TODAY):
    changes = operations.bring_in(ods.read(content, name), on, by=COMMAND_LINE)
    db.session.commit()
    return changes


def listed(code, region="", icb="", closed="", name="Some Trust"):
    cells = [code, name, region, icb, *[""] * 6, "20200401", closed, *[""] * 15]
    return (",".join(f'"{cell}"' for cell in cells) + "\r\n").encode()


def test_the_real_lists_make_the_real_tree(app, samples):
    changes = bring_in((samples / "etr_2026.csv").read_bytes(), "etr_2026.csv")
    bring_in((samples / "icb_names_codes_dec_2024.csv").read_bytes())
    again = bring_in((samples / "etr_2026.csv").read_bytes(), "etr_2026.csv")

    manchester = queries.organisation_with_code("R0A")
    line = [above.code for above in queries.line_above(manchester, TODAY)]
    assert len(changes.new) == 273
    assert (len(again.new), len(again.changed), again.same) == (0, 0, 273)
    assert manchester.name == "Manchester University NHS Foundation Trust"
    assert line == ["QOP", "Y62", "X24"]


def test_the_order_in_which_the_lists_come_does_not_matter(app, samples):
    bring_in((samples / "icb_names_codes_dec_2024.csv").read_bytes())
    bring_in((samples / "etr_2026.csv").read_bytes())

    line = queries.line_above(queries.organisation_with_code("R0A"), TODAY)
    assert [above.code for above in line] == ["QOP", "Y62", "X24"]


def test_a_trust_that_moves_keeps_its_past(app):
    bring_in(listed("ZZA", region="Y56"), on=date(2025, 1, 1))
    bring_in(listed("ZZA", region="Y62"), on=date(2026, 1, 1))

    moved = queries.organisation_with_code("ZZA")
    assert queries.parent_of(moved, date(2025, 6, 1)).code == "Y56"
    assert queries.parent_of(moved, date(2025, 12, 31)).code == "Y56"
    assert queries.parent_of(moved, date(2026, 1, 1)).code == "Y62"


def test_a_move_put_right_on_the_same_day_leaves_one_parent(app):
    bring_in(listed("ZZA", region="Y56"), on=date(2025, 1, 1))
    bring_in(listed("ZZA", region="Y62"), on=TODAY)
    bring_in(listed("ZZA", region="Y58"), on=TODAY)

    assert queries.parent_of(queries.organisation_with_code("ZZA"), TODAY).code == "Y58"


def test_a_list_with_a_fault_brings_nothing_in(app):
    with pytest.raises(Refused, match="Nothing was brought in"):
        bring_in(listed("ZZA") + b'"ZZB","short"\r\n')

    db.session.rollback()
    assert db.session.query(Organisation).count() == 0


def test_a_successor_nobody_knows_is_refused(app):
    with pytest.raises(Refused, match="ZZA"):
        bring_in(b"old,new\r\nZZA,ZZB\r\n")


def test_a_successor_is_named(app):
    bring_in(listed("ZZA") + listed("ZZB"))
    bring_in(b"old,new\r\nZZA,ZZB\r\n")

    old = queries.organisation_with_code("ZZA")
    assert queries.successor_of(old).code == "ZZB"


def test_nothing_is_put_below_itself(app):
    top = factories.organisation()
    below = factories.organisation(parent=top)

    with pytest.raises(Refused, match="cannot be above it"):
        operations.place(top, below, TODAY, TODAY, by=COMMAND_LINE)
    with pytest.raises(Refused, match="cannot be above it"):
        operations.place(top, top, TODAY, TODAY, by=COMMAND_LINE)
