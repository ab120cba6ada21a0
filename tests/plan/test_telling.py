"""What the data say of an action: what was expected, what may be chance, what is hidden."""

from datetime import date

import pytest

from tests import factories
from tests.conftest import TODAY
from tests.plan.conftest import loaded
from tracker.extensions import db
from tracker.plan.measures import measures_of
from tracker.plan.telling import in_short, told_of


def tell(action):
    measured = measures_of(loaded(action), TODAY)
    return told_of(action, measured), in_short(measured)


def link(action, trust, then=1.46, now=1.44, hidden=False, **target):
    start = factories.figure(trust, year=2025, value=then, low=1.3, high=1.7)
    factories.figure(trust, year=2026, value=now, low=1.27, high=1.64, hidden=hidden)
    usual = {"value": 1.2, "tolerance": 0.0}
    factories.measure_link(action, factories.target(start, **usual | target))


def text_of(action):
    [told], _ = tell(action)
    return " ".join(told.paragraphs)


def test_a_figure_is_read_out_with_what_was_expected(action, trust):
    link(action, trust)

    said = text_of(action)
    assert "In the year to 31 March 2026: 1.44 times as likely for White" in said
    assert "1.37 was expected by then." in said
    assert "8% of the way from 1.46 to 1.20 is done; 33% was planned." in said


def test_a_small_change_is_called_too_small(action, trust):
    link(action, trust)

    assert "too small to call: it could be chance. The 95% range is 1.27 to 1.64." in text_of(
        action
    )


def test_getting_worse_is_said_so(action, trust):
    link(action, trust, now=1.59)

    assert "It has gone the other way, by 50% of the way from 1.46 to 1.20." in text_of(action)


def test_the_next_figures_have_a_day(action, trust):
    link(action, trust)

    said = text_of(action)
    assert "Next figures: as at 31 March 2027, expected by 31 August 2027." in said


def test_one_figure_is_said_in_short(action, trust):
    link(action, trust)

    assert tell(action)[1] == "1.44; 1.37 was expected"


def test_of_a_hidden_figure_nothing_is_told(action, trust):
    link(action, trust, now=7.7777, hidden=True)

    [told], short = tell(action)
    said = " ".join(told.paragraphs)
    assert "A count from 0 to 9 lies behind this figure: hidden (small numbers)" in said
    assert short == ""
    for everything in (said, str(told.picture), str(told.table)):
        assert "7.7" not in everything


def test_a_hidden_baseline_hides_the_way_from_it(action, trust):
    link(action, trust, then=7.7777)
    db.session.query(factories.Figure).filter_by(year=2025).update({"hidden": True})
    db.session.commit()

    [told], short = tell(action)
    assert "hidden (small numbers)" in " ".join(told.paragraphs)
    assert "7.7" not in " ".join(told.paragraphs) + short + str(told.picture)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (date(2026, 4, 1), "No figures speak of the time since the action began on 1 April 2026."),
        (date(2025, 9, 1), "The period had begun before the action did."),
    ],
)
def test_figures_are_held_against_the_start_of_the_action(plan, owning, trust, start, words):
    young = factories.action(plan, owning, start=start)
    link(young, trust)

    assert words in text_of(young)


def test_a_break_in_the_series_is_not_measured_across(action, trust):
    start = factories.figure(trust, year=2025, value=1.46)
    factories.figure(trust, year=2026, value=1.44, definition="2")
    factories.measure_link(action, factories.target(start))

    assert "It cannot be held against its baseline" in text_of(action)


def test_an_indicator_without_a_target_tells_nothing(action):
    factories.measure_link(action, indicator="7", role="watch")

    assert tell(action) == ([], "")


def test_several_figures_are_not_put_in_short(action, trust):
    link(action, trust)
    other = factories.figure(trust, indicator="3", basis="two-year rolling")
    factories.measure_link(action, factories.target(other))

    assert tell(action)[1] == ""
