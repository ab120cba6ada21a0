"""Figures as they may be seen, the statuses that rest on them, and what files hold."""

import json
from datetime import date

import pytest

from tests import factories
from tests.client import listening
from tests.conftest import TODAY
from tracker.errors import Refused
from tracker.extensions import db
from tracker.wres import queries
from tracker.wres.models import TargetPhase

SECRET = 4  # the count of a hidden figure, and what it makes of a rate and a ratio
HIDDEN = {
    "hidden": True,
    "bme_numerator": SECRET,
    "bme_denominator": 98765,
    "bme_rate": SECRET / 98765,
    "value": 0.0123454321,
    "low": 0.0056789,
    "high": 0.0987654,
}
CANARIES = ("98765", "0123454321", "0056789", "0987654")


def likelihood(organisation, year, value, **given):
    return factories.figure(organisation, "3", year, value=value, **given)


def words_of(statuses):
    return {asked: status.word for asked, status in statuses.items()}


def count_of(ask):
    listener = listening(db.session.get_bind(), [])
    with listener:
        ask()
    return sum(statement.startswith("select") for statement in listener.asked)


# Figures


def test_a_figure_is_given_with_every_digit(trust):
    factories.figure(trust, value=1.2345678901234567, low=0.9, high=1.7)

    [figure] = queries.current_figures(trust.id)

    assert figure.value == 1.2345678901234567
    assert figure.interval == (0.9, 1.7)
    assert figure.counts.white.happened == 170
    assert not figure.hidden


def test_a_hidden_figure_is_given_without_its_numbers(trust):
    factories.figure(trust, **HIDDEN)

    [figure] = queries.current_figures(trust.id)

    assert figure.hidden
    assert (figure.value, figure.low, figure.high) == (None, None, None)
    assert (figure.white_rate, figure.bme_rate) == (None, None)
    assert set(figure.counts) == {None}
    assert not any(canary in repr(figure) for canary in CANARIES)


def test_a_figure_that_was_replaced_is_not_current(trust):
    newer = factories.data_version()
    factories.figure(trust, value=1.5, superseded_by_id=newer.id)
    factories.figure(trust, value=1.4, version_id=newer.id)

    assert [figure.value for figure in queries.current_figures(trust.id)] == [1.4]


def test_figures_are_those_of_the_organisation_and_of_the_year(trust, elsewhere):
    factories.figure(trust, year=2025)
    factories.figure(trust, year=2026)
    factories.figure(elsewhere, year=2026)

    assert [figure.year for figure in queries.current_figures(trust.id)] == [2025, 2026]
    assert [figure.year for figure in queries.current_figures(trust.id, 2026)] == [2026]
    assert queries.current_figures(trust.id, 1999) == []


# Statuses


def test_a_status_is_that_of_the_figures_since_the_action_began(trust):
    baseline = likelihood(trust, 2024, 1.60)
    likelihood(trust, 2025, 1.50)
    likelihood(trust, 2026, 1.20)
    target = factories.target(baseline, value=1.0, due=date(2028, 3, 31), kind="at most")
    soon, late = (target.id, date(2024, 6, 1)), (target.id, date(2026, 6, 1))

    statuses = queries.measured_statuses([soon, late], TODAY)

    assert words_of(statuses) == {soon: "on course", late: "awaiting data"}
    assert statuses[soon].value == 1.20
    assert statuses[soon].progress == pytest.approx(2 / 3)


def test_what_rests_on_a_hidden_figure_is_hidden(trust):
    baseline = likelihood(trust, 2025, 1.6)
    likelihood(trust, 2026, **HIDDEN)
    asked = (factories.target(baseline).id, date(2025, 4, 1))

    status = queries.measured_statuses([asked], TODAY)[asked]

    assert status.word == "suppressed"
    assert (status.value, status.progress) == (None, None)


def test_what_is_measured_from_a_hidden_baseline_is_hidden_too(trust):
    baseline = likelihood(trust, 2025, **HIDDEN)
    likelihood(trust, 2026, 1.2)
    asked = (factories.target(baseline).id, date(2025, 4, 1))

    assert words_of(queries.measured_statuses([asked], TODAY)) == {asked: "suppressed"}


def test_a_figure_counted_another_way_measures_nothing(trust):
    baseline = likelihood(trust, 2025, 1.6, basis="two-year rolling")
    likelihood(trust, 2026, 1.2)
    asked = (factories.target(baseline).id, date(2025, 4, 1))

    assert words_of(queries.measured_statuses([asked], TODAY)) == {asked: "not measurable"}


def test_data_are_overdue_when_the_next_figures_are_late(trust):
    target = factories.target(likelihood(trust, 2024, 1.6))
    asked = (target.id, date(2024, 4, 1))

    assert words_of(queries.measured_statuses([asked], TODAY)) == {asked: "data overdue"}


def test_another_organisation_s_figures_say_nothing(trust, elsewhere):
    target = factories.target(likelihood(trust, 2026, 1.6))
    likelihood(elsewhere, 2027, 1.0)
    asked = (target.id, date(2026, 4, 1))

    assert words_of(queries.measured_statuses([asked], TODAY)) == {asked: "awaiting data"}


def test_a_target_that_is_not_there_has_no_status(trust):
    assert queries.measured_statuses([(99, TODAY)], TODAY) == {}
    assert queries.measured_statuses([], TODAY) == {}


def test_statuses_cost_the_same_for_forty_targets_as_for_one(trust):
    asked = []
    for year in range(1986, 2026):
        baseline = likelihood(trust, year, 1.6)
        target = factories.target(baseline)
        db.session.add_all([phase(target, year + 1), phase(target, year + 2)])
        asked.append((target.id, date(year, 4, 1)))
    db.session.commit()

    one = count_of(lambda: queries.measured_statuses(asked[:1], TODAY))
    forty = count_of(lambda: queries.measured_statuses(asked, TODAY))

    assert one == forty <= 3
    assert len(queries.measured_statuses(asked, TODAY)) == 40


def phase(target, year):
    return TargetPhase(target_id=target.id, on=date(year, 3, 31), value=1.3)


# Targets


def test_targets_come_with_their_baseline_and_the_points_on_the_way(trust):
    baseline = likelihood(trust, 2025, 1.6)
    target = factories.target(baseline, value=1.25, kind="at most", due=date(2028, 3, 31))
    db.session.add_all([phase(target, 2027), phase(target, 2026)])
    db.session.commit()

    [line] = queries.targets_of(trust.id)

    assert line.words == "1.25 or less by 31 March 2028"
    assert line.baseline.value == 1.6
    assert [point.on.year for point in line.phases] == [2026, 2027]


def test_a_withdrawn_target_is_left_out(trust):
    factories.target(likelihood(trust, 2025, 1.6), withdrawn_on=date(2026, 1, 1))

    assert queries.targets_of(trust.id) == []


def test_the_trend_of_a_target_s_figure_has_england_s_beside_it(trust):
    england = factories.organisation(code="X24", kind="national")
    baseline = likelihood(trust, 2025, 1.6)
    likelihood(trust, 2026, 1.5)
    likelihood(england, 2025, 1.1)
    factories.figure(trust, "2", 2026)
    target = factories.target(baseline)

    trend = queries.figure_trend(target.id)

    assert trend.organisation == trust.name
    assert [figure.value for figure in trend.own] == [1.6, 1.5]
    assert [figure.value for figure in trend.england] == [1.1]
    assert [line.id for line in trend.targets] == [target.id]


def test_there_is_no_trend_of_a_target_that_is_not_there(app):
    assert queries.figure_trend(99) is None


# What `flask wres show` prints


def test_a_figure_is_printed_with_all_that_the_sum_needs(trust):
    factories.figure(trust, "2", 2026)

    [printed] = queries.figures_for_show("ZZ1", 2026, TODAY)

    assert json.loads(json.dumps(printed)) == {
        "organisation": "ZZ1",
        "year": 2026,
        "indicator": "2",
        "part": "all",
        "item": "relative likelihood",
        "value": (170 / 780) / (35 / 210),
        "unit": "ratio",
        "white_rate": 170 / 780,
        "bme_rate": 35 / 210,
        "counts": {
            "white_numerator": 170,
            "white_denominator": 780,
            "bme_numerator": 35,
            "bme_denominator": 210,
            "unknown_numerator": 20,
            "unknown_denominator": 100,
        },
        "interval": [0.9398, 1.8196],
        "basis": "single year",
        "definition": "1",
        "period": {"start": "2025-04-01", "end": "2026-03-31", "as_at": "2026-03-31"},
        "source": "return.csv",
        "suppressed": False,
        "status": [],
    }


def test_rates_without_counts_are_printed_as_the_file_gave_them(trust):
    rates = {"white_rate": 0.5839690310827735, "bme_rate": 0.4837024135357054}
    nothing = dict.fromkeys(
        f"{group}_{side}"
        for group in ("white", "bme", "unknown")
        for side in ("numerator", "denominator")
    )
    factories.figure(trust, "7", 2025, low=None, high=None, **rates, **nothing)

    [printed] = queries.figures_for_show("ZZ1", 2025, TODAY)

    assert (printed["white_rate"], printed["bme_rate"]) == tuple(rates.values())
    assert printed["counts"] is None
    assert printed["interval"] is None


def test_a_hidden_figure_is_printed_as_null_and_suppressed(trust):
    factories.figure(trust, **HIDDEN)

    [printed] = queries.figures_for_show("ZZ1", 2026, TODAY)

    empty = ("value", "white_rate", "bme_rate", "counts", "interval")
    assert printed["suppressed"] is True
    assert [printed[name] for name in empty] == [None] * 5
    assert not any(canary in json.dumps(printed) for canary in CANARIES)


def test_each_year_is_printed_with_what_was_said_of_it_then(trust):
    baseline = likelihood(trust, 2024, 1.60)
    likelihood(trust, 2025, 1.70)
    likelihood(trust, 2026, 1.20)
    target = factories.target(baseline, value=1.0, kind="at most")

    said = {
        year: queries.figures_for_show("ZZ1", year, TODAY)[0]["status"]
        for year in (2024, 2025, 2026)
    }

    assert said == {
        2024: [{"target": target.id, "word": "awaiting data"}],
        2025: [{"target": target.id, "word": "worse than baseline"}],
        2026: [{"target": target.id, "word": "on course"}],
    }


def test_figures_are_printed_in_the_order_of_the_standard(trust):
    for band in ("9", "8a", "under 1", "2"):
        factories.figure(trust, "1", part="clinical", item=band, unit="share")
    factories.figure(trust, "9", part="overall", item="gap", unit="percentage points")

    printed = queries.figures_for_show("ZZ1", 2026, TODAY)

    assert [one["item"] for one in printed] == ["under 1", "2", "8a", "9", "gap"]


def test_an_organisation_that_nobody_knows_is_refused_in_words(app):
    with pytest.raises(Refused, match="No organisation has the code QQQ"):
        queries.figures_for_show("QQQ", 2026, TODAY)


def test_a_year_without_figures_prints_an_empty_list(trust):
    assert queries.figures_for_show("ZZ1", 2026, TODAY) == []
