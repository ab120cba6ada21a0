"""Under whom an organisation stands, from which day on."""

from datetime import date

import pytest

from tests import factories
from tests.conftest import TODAY
from tracker.audit import COMMAND_LINE, AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.organisations import operations, queries
from tracker.organisations.models import OrganisationEdge
from tracker.organisations.tree import Edge, would_be_circular

APRIL = date(2027, 4, 1)
LAST_YEAR = date(2025, 4, 1)


def place(child, parent, since, today=TODAY):
    operations.place(child, parent, since, today, by=COMMAND_LINE)
    db.session.commit()


def parents(child, *days):
    found = [queries.parent_of(child, day) for day in days]
    return [parent.code if parent else None for parent in found]


def test_what_it_answered_to_ends_the_day_before(trust, region, board):
    place(trust, region, LAST_YEAR)
    place(trust, board, APRIL)

    days = (date(2025, 3, 31), LAST_YEAR, date(2027, 3, 31), APRIL)
    assert parents(trust, *days) == [None, "ZV0", "ZV0", "ZVB"]


def test_a_place_that_always_was_can_end_on_any_day(region, board):
    place(board, None, LAST_YEAR)

    assert parents(board, date(2025, 3, 31), LAST_YEAR) == ["ZV0", None]


def test_from_a_day_on_it_answers_to_nobody(trust, region):
    place(trust, region, LAST_YEAR)
    place(trust, None, APRIL)

    assert parents(trust, date(2027, 3, 31), APRIL) == ["ZV0", None]


def test_what_answered_to_nobody_is_placed_again_later(trust, region, board):
    place(trust, region, LAST_YEAR)
    place(trust, None, date(2026, 4, 1))

    with pytest.raises(Refused, match="Its last place ended on 31 March 2026"):
        place(trust, board, date(2026, 3, 31))
    place(trust, board, TODAY)

    assert parents(trust, date(2026, 6, 1), TODAY) == [None, "ZVB"]


@pytest.mark.parametrize("since", [LAST_YEAR, date(2024, 1, 1)])
def test_the_past_is_not_rewritten(trust, region, board, since):
    place(trust, region, LAST_YEAR)

    with pytest.raises(Refused, match="Its present place began on 1 April 2025"):
        place(trust, board, since)

    assert parents(trust, LAST_YEAR) == ["ZV0"]


def test_a_day_in_the_past_after_the_present_place_began_is_a_day_like_another(
    trust, region, board
):
    place(trust, region, LAST_YEAR)
    place(trust, board, date(2026, 1, 1))

    assert parents(trust, date(2025, 12, 31), date(2026, 1, 1)) == ["ZV0", "ZVB"]


def test_what_begins_today_or_later_can_be_put_right(trust, region, board):
    place(trust, region, APRIL)
    place(trust, board, APRIL)

    assert parents(trust, APRIL) == ["ZVB"]
    assert db.session.query(OrganisationEdge).filter_by(child_id=trust.id).count() == 1


def test_it_is_not_placed_where_it_stands(trust, region):
    place(trust, region, LAST_YEAR)

    with pytest.raises(Refused, match="answers to Vale Region already"):
        place(trust, region, TODAY)
    with pytest.raises(Refused, match="answers to nobody already"):
        place(region.__class__(code="N", name="New", kind="other"), None, TODAY)


def test_nothing_stands_below_itself_through_others(national, region, board, trust):
    place(trust, board, LAST_YEAR)

    with pytest.raises(Refused, match="cannot be above it"):
        place(region, trust, TODAY)


def test_nothing_will_stand_below_itself_on_a_later_day(trust, elsewhere):
    place(elsewhere, trust, APRIL)

    with pytest.raises(Refused, match="cannot be above it"):
        place(trust, elsewhere, TODAY)


def test_what_is_closed_takes_nobody_on(trust, elsewhere):
    elsewhere.closed = date(2026, 3, 31)
    factories.saved(elsewhere)

    with pytest.raises(Refused, match="closed on 31 March 2026"):
        place(trust, elsewhere, TODAY)


def test_a_place_is_on_the_record_of_what_was_placed(trust, region):
    place(trust, region, TODAY)

    entry = db.session.query(AuditEntry).filter_by(did="placed an organisation").one()
    assert entry.organisation_id == trust.id
    assert entry.details == {"parent": region.id, "since": "2026-11-23"}


def test_a_place_given_by_hand_stays_when_the_same_list_comes_again(trust, region, board):
    trust.region_code = region.code
    factories.saved(trust)
    operations.hang_together(LAST_YEAR, COMMAND_LINE)
    implied = queries.parents_implied()
    place(trust, board, date(2026, 1, 1))

    operations.hang_together(TODAY, COMMAND_LINE, implied)
    db.session.commit()

    assert parents(trust, TODAY) == ["ZVB"]


@pytest.mark.parametrize("by_hand", [None, "board"])
def test_a_list_that_says_something_new_comes_after_what_was_planned_by_hand(
    trust, region, board, by_hand
):
    place(trust, region, LAST_YEAR)
    place(trust, board if by_hand else None, APRIL)
    trust.region_code = region.code
    factories.saved(trust)

    operations.hang_together(TODAY, COMMAND_LINE)
    db.session.commit()

    assert parents(trust, TODAY, APRIL) == ["ZV0", "ZV0"]
    kept = db.session.query(OrganisationEdge).filter_by(child_id=trust.id, until=None)
    assert kept.count() == 1


def test_a_circle_that_is_there_already_ends_the_search():
    edges = [Edge(1, 2, None, None), Edge(2, 1, None, None)]

    assert not would_be_circular(edges, 3, 1, TODAY)
    assert would_be_circular(edges, 2, 1, TODAY)
