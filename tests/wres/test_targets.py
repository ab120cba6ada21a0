"""Targets: measured from figures that are held, for days of which figures will speak."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import factories
from tests.client import page, words
from tests.wres import held
from tracker.audit import AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.permissions import Role
from tracker.wres import promising, queries
from tracker.wres.models import Figure, Target, TargetChange, TargetPhase

RATIO = {"white": (400, 2000), "bme": (150, 1000)}
DUE = {"due-day": "31", "due-month": "3", "due-year": "2028"}


@pytest.fixture
def ratio(trust):
    """1.33 times as likely for White applicants, as at 31 March 2026."""
    return held.outcomes(trust, "2", 2026, **RATIO)


@pytest.fixture
def target(ratio):
    return factories.target(ratio, value=1.1, kind="at most", tolerance=0.0)


def address(place, rest=""):
    return f"/organisations/{place.id}/targets{rest}"


def adding(figure, measure="value"):
    return f"/organisations/{figure.organisation_id}/targets/add/{figure.id}/{measure}"


def answers(figure, **given):
    return {"baseline": figure.id, "value": "1.1", "kind": "at most", **DUE, **given}


def targets():
    return db.session.scalars(select(Target).order_by(Target.id)).all()


def errors(response):
    box = page(response).find(class_="nhsuk-error-summary")
    return " ".join(box.get_text(" ").split()) if box else ""


# Who may


@pytest.mark.parametrize("rest", ["/choose-figure", "/{}/edit", "/{}/withdraw"])
@pytest.mark.sqlite_only
def test_only_an_equality_lead_sets_and_changes_targets(
    client, trust, target, stranger, colleague, rest
):
    path = address(trust, rest.format(target.id))
    viewer = factories.person(trust, Role.VIEWER)

    assert client.sign_in(stranger).get(path).status_code == 404
    assert client.sign_in(colleague).get(path).status_code == 403
    assert client.sign_in(viewer).get(path).status_code == 403
    assert client.sign_in(viewer).post(path, data={"reason": "x"}).status_code == 403
    assert client.sign_in(viewer).get(address(trust)).status_code == 200


@pytest.mark.sqlite_only
def test_a_viewer_reads_targets_and_is_offered_no_way_to_change_them(client, trust, target):
    viewer = factories.person(trust, Role.VIEWER)

    response = client.sign_in(viewer).get(address(trust, f"/{target.id}"))

    assert "1.1 or less by 31 March 2028" in words(response)
    assert "Change this target" not in words(response)


@pytest.mark.parametrize("rest", ["/{}", "/{}/edit", "/{}/withdraw"])
@pytest.mark.sqlite_only
def test_another_organisation_s_target_is_not_reached_through_one_s_own(
    client, trust, lead, elsewhere, rest
):
    theirs = factories.target(held.outcomes(elsewhere, "2", 2026, **RATIO))

    response = client.sign_in(lead).get(address(trust, rest.format(theirs.id)))

    assert response.status_code == 404


@pytest.mark.sqlite_only
def test_another_organisation_s_figure_is_no_baseline(client, trust, lead, ratio, elsewhere):
    theirs = held.outcomes(elsewhere, "2", 2026, **RATIO)
    client.sign_in(lead)

    assert client.get(f"{address(trust)}/add/{theirs.id}/value").status_code == 404
    response = client.post(adding(ratio), data=answers(theirs))

    assert "Choose one of the answers" in errors(response)
    assert targets() == []


# Setting one


def test_a_target_is_set_in_three_questions(client, trust, lead, ratio):
    client.sign_in(lead)

    chosen = client.post(address(trust, "/choose-figure"), data={"choice": ratio.id})
    response = client.post(chosen.location, data=answers(ratio), follow_redirects=True)

    [target] = targets()
    assert (target.value, target.kind, target.due) == (1.1, "at most", date(2028, 3, 31))
    assert (target.indicator, target.part, target.item) == ("2", "all", "relative likelihood")
    assert target.baseline_figure_id == ratio.id
    assert page(response).h1.get_text() == "Target: 1.1 or less by 31 March 2028"
    assert "awaiting data" in words(response)


def test_setting_a_target_is_on_the_record_in_numbers(client, trust, lead, ratio):
    client.sign_in(lead).post(adding(ratio), data=answers(ratio))

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.thing == "target")).one()
    assert (entry.did, entry.person_id, entry.capacity) == (
        "set a target",
        lead.id,
        "equality lead",
    )
    assert entry.organisation_id == trust.id
    assert entry.details["value"] == 1.1
    assert entry.details["due"] == "2028-03-31"


@pytest.mark.sqlite_only
def test_where_there_is_a_choice_it_is_asked_what_should_change(client, trust, lead):
    gap = held.outcomes(trust, "6", 2026, white=(400, 2000), bme=(300, 1000))
    client.sign_in(lead)

    response = client.post(address(trust, "/choose-figure"), data={"choice": gap.id})
    asked = client.get(response.location)

    assert "The gap in percentage points" in words(asked)
    assert "The BME rate, as a percentage" in words(asked)
    chosen = client.post(response.location, data={"choice": "bme rate"})
    assert chosen.location == adding(gap, "bme%20rate")


@pytest.mark.sqlite_only
def test_lower_bands_are_watched_and_not_aimed_at(client, trust, lead):
    figures = held.bands(trust, 2026)
    band_5 = next(each for each in figures if (each.part, each.item) == ("clinical", "5"))

    response = client.sign_in(lead).get(address(trust, "/choose-figure"))

    labels = [label.get_text(strip=True) for label in page(response).find_all("label")]
    assert labels[0] == "1 Pay bands: band 8a and above"
    assert "1 Pay bands: clinical band 8a" in labels
    assert "1 Pay bands: clinical band 5" not in labels
    assert client.get(adding(band_5)).status_code == 404


@pytest.mark.sqlite_only
def test_without_figures_there_is_nothing_to_aim_from(client, trust, lead):
    response = client.sign_in(lead).get(address(trust, "/choose-figure"))

    assert "No figures are held that a target could be measured from" in words(response)


@pytest.mark.sqlite_only
def test_the_baseline_is_picked_and_never_typed(client, trust, lead, ratio):
    earlier = held.outcomes(trust, "2", 2025, white=(500, 2000), bme=(150, 1000))

    response = client.sign_in(lead).get(adding(ratio))

    choices = {field["value"] for field in page(response).find_all("input", {"name": "baseline"})}
    assert choices == {str(ratio.id), str(earlier.id)}
    assert "2025: 1.67, as at 31 March 2025" in words(response)


@pytest.mark.sqlite_only
def test_a_share_is_typed_as_a_percentage_and_kept_as_a_share(client, trust, lead):
    held.bands(trust, 2026)
    senior = db.session.scalars(
        select(Figure).where(Figure.part == "all", Figure.item == "8a and above")
    ).one()

    client.sign_in(lead).post(adding(senior), data=answers(senior, value="16", kind="at least"))

    [target] = targets()
    assert target.value == 0.16
    assert queries.targets_of(trust.id)[0].words == "16% or more by 31 March 2028"


@pytest.mark.sqlite_only
def test_points_on_the_way_are_kept_in_order(client, lead, ratio):
    typed = {
        "phase_1_on-day": "1",
        "phase_1_on-month": "12",
        "phase_1_on-year": "2027",
        "phase_1_value": "1.15",
        "phase_3_on-day": "31",
        "phase_3_on-month": "3",
        "phase_3_on-year": "2027",
        "phase_3_value": "1.2",
    }

    client.sign_in(lead).post(adding(ratio), data=answers(ratio, **typed))

    kept = db.session.scalars(select(TargetPhase).order_by(TargetPhase.id)).all()
    assert [(phase.on, phase.value) for phase in kept] == [
        (date(2027, 3, 31), 1.2),
        (date(2027, 12, 1), 1.15),
    ]


# What is refused


def phase(day, month, year, value, number=1):
    boxes = (f"phase_{number}_on-{box}" for box in ("day", "month", "year"))
    names = (*boxes, f"phase_{number}_value")
    return dict(zip(names, (day, month, year, value), strict=True))


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"due-year": "2026", "due-month": "12"}, "the next figures speak of 31 March 2027"),
        ({"due-year": "2020"}, "No data will exist by then"),
        ({"due-day": "30", "due-month": "2"}, "Due date must be a real date"),
        ({"due-day": ""}, "Due date must include a day"),
        ({"value": ""}, "Type where the figure should be"),
        ({"value": "lots"}, "This is not a number. Type a ratio such as 1.25"),
        ({"value": "nan"}, "This is not a number"),
        ({"value": "1e3"}, "This is not a number"),
        ({"value": "125"}, "It must lie from 0.1 to 10"),
        ({"value": "110%"}, "This is not a percentage"),
        ({"value": "0"}, "It must lie from 0.1 to 10"),
        ({"value": "1" * 400}, "Shorten this to 20 characters or fewer"),
        ({"kind": ""}, "Choose what counts as good"),
        ({"kind": "beat"}, "Choose one of the answers"),
        ({"baseline": ""}, "Choose the year to measure from"),
        ({"baseline": "99999"}, "Choose one of the answers"),
        ({"tolerance": "-1"}, "It must lie from 0 to 1"),
        ({"tolerance": "wide"}, "This is not a number"),
        (phase("1", "1", "2025", "1.2"), "1 January 2025 is not on the way"),
        (phase("1", "1", "2029", "1.2"), "1 January 2029 is not on the way"),
        (phase("1", "1", "2027", ""), "Type where the figure should be by that day"),
        (phase("", "", "", "1.2"), "Type the day by which it should be there"),
        (phase("1", "1", "2027", "x"), "This is not a number"),
    ],
)
@pytest.mark.sqlite_only
def test_an_answer_that_cannot_be_is_refused_in_words(client, lead, ratio, wrong, said):
    response = client.sign_in(lead).post(adding(ratio), data=answers(ratio, **wrong))

    assert said in errors(response)
    assert targets() == []
    kept = page(response).find("input", {"name": "value"})["value"]
    assert kept == wrong.get("value", "1.1")


@pytest.mark.parametrize(
    "text, unit, value",
    [
        ("16", "share", 0.16),
        ("16%", "share", 0.16),
        (" 12.5 % ", "share", 0.125),
        ("0.5%", "share", 0.005),
        ("0", "share", 0.0),
        ("100", "share", 1.0),
        ("1.25", "ratio", 1.25),
        ("-3", "percentage points", -3.0),
        ("−3.5", "percentage points", -3.5),
    ],
)
def test_numbers_are_read_in_the_unit_that_is_asked_for(text, unit, value):
    assert promising.read_value(text, unit) == pytest.approx(value)


@pytest.mark.parametrize(
    "text, unit, said",
    [
        ("0.16", "share", "Type 16 if you mean 16%"),
        ("101", "share", "from 0 to 100"),
        ("-1", "share", "from 0 to 100"),
        ("3%", "percentage points", "not a percentage"),
        ("1,25", "ratio", "not a number"),
        ("١", "ratio", "not a number"),
        ("", "ratio", "not a number"),
        ("101", "percentage points", "from -100 to 100"),
    ],
)
def test_a_number_that_could_mean_two_things_is_asked_about(text, unit, said):
    with pytest.raises(Refused, match=said):
        promising.read_value(text, unit)


@pytest.mark.sqlite_only
def test_the_same_promise_is_not_made_twice(client, lead, ratio):
    client.sign_in(lead).post(adding(ratio), data=answers(ratio))

    response = client.post(adding(ratio), data=answers(ratio, value="1.2"))

    assert "There is a target for this by that day already" in errors(response)
    assert len(targets()) == 1


@pytest.mark.sqlite_only
def test_a_year_that_is_not_calculable_is_no_baseline(client, trust, lead):
    nothing = held.ratio(trust, "2", 2026, None)

    response = client.sign_in(lead).post(adding(nothing), data=answers(nothing))

    assert "2026 is not calculable. Choose another year" in errors(response)
    assert targets() == []


@pytest.mark.sqlite_only
def test_a_superseded_figure_is_no_baseline(client, trust, lead):
    newer = factories.data_version()
    old = held.outcomes(trust, "2", 2026, **RATIO, superseded_by_id=newer.id)

    assert client.sign_in(lead).get(adding(old)).status_code == 404


@pytest.mark.parametrize("measure", ["white rate", "ratio", "x", "value%00"])
@pytest.mark.sqlite_only
def test_a_measure_that_the_figure_does_not_have_is_not_found(client, lead, ratio, measure):
    assert client.sign_in(lead).get(adding(ratio, measure)).status_code == 404


@pytest.mark.sqlite_only
def test_fields_that_nobody_asked_for_change_nothing(client, trust, lead, ratio, elsewhere):
    extra = {"organisation_id": elsewhere.id, "withdrawn_on": "2026-01-01", "indicator": "9"}

    client.sign_in(lead).post(adding(ratio), data=answers(ratio, **extra))

    [target] = targets()
    assert (target.organisation_id, target.indicator) == (trust.id, "2")
    assert target.withdrawn_on is None


# Hidden


@pytest.fixture
def hidden(trust):
    return held.outcomes(trust, "3", 2026, white=(31, 4512), bme=(7, 1791))


@pytest.mark.sqlite_only
def test_a_hidden_figure_may_be_a_baseline_and_tells_nothing(client, trust, lead, hidden):
    client.sign_in(lead)
    asked = client.get(adding(hidden))
    shown = client.post(adding(hidden), data=answers(hidden), follow_redirects=True)
    held.outcomes(trust, "3", 2027, white=(31, 4512), bme=(24, 1786))
    later = client.get(address(trust))

    assert "2026: hidden (small numbers)" in words(asked)
    assert "1.1 or less by 31 March 2028" in words(shown)
    assert "hidden (small numbers)" in words(later)
    for response in (asked, shown, later):
        assert "0.57" not in response.text
        assert "1,791" not in response.text
    assert "% of the way" not in words(later)


@pytest.mark.sqlite_only
def test_levelling_down_is_flagged_beside_a_target(client, trust, lead):
    then = held.outcomes(trust, "7", 2024, white=(1300, 2000), bme=(480, 1000))
    held.outcomes(trust, "7", 2026, white=(1100, 2000), bme=(480, 1000))
    target = factories.target(then, value=-6.0, kind="at least", due=date(2027, 11, 30))

    said = words(client.sign_in(lead).get(address(trust, f"/{target.id}")))

    assert "on course" in said
    assert "Levelling down since 2024" in said


# Changing and withdrawing


def changed(target, **given):
    return {
        "version": target.version,
        "value": "1.1",
        "kind": "at most",
        **DUE,
        "reason": "The board asked for more.",
    } | given


def test_a_change_keeps_what_was_promised_before_and_why(client, trust, lead, target):
    later = {"value": "1.05", "due-year": "2029"}

    client.sign_in(lead).post(address(trust, f"/{target.id}/edit"), data=changed(target, **later))

    kept = db.session.scalars(select(TargetChange).order_by(TargetChange.id)).all()
    assert (target.value, target.due) == (1.05, date(2029, 3, 31))
    assert [(change.field, change.before, change.after) for change in kept] == [
        ("value", "1.1", "1.05"),
        ("due", "2028-03-31", "2029-03-31"),
    ]
    assert {change.reason for change in kept} == {"The board asked for more."}
    assert {change.by_id for change in kept} == {lead.id}
    said = words(client.get(address(trust, f"/{target.id}")))
    assert "Ruth Mensah" in said
    assert "The board asked for more." in said


@pytest.mark.sqlite_only
def test_the_reason_is_kept_out_of_the_audit_record(client, trust, lead, target):
    client.sign_in(lead).post(
        address(trust, f"/{target.id}/edit"), data=changed(target, value="1.05")
    )

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.thing == "target")).one()
    assert entry.did == "changed a target"
    assert "board" not in str(entry.details)


@pytest.mark.sqlite_only
def test_the_form_shows_what_is_promised_now(client, trust, lead, target):
    db.session.add(TargetPhase(target_id=target.id, on=date(2027, 3, 31), value=1.2))
    db.session.commit()

    form = page(client.sign_in(lead).get(address(trust, f"/{target.id}/edit")))

    typed = {field["name"]: field.get("value") for field in form.find_all("input")}
    assert (typed["value"], typed["due-day"], typed["due-year"]) == ("1.1", "31", "2028")
    assert (typed["phase_1_on-year"], typed["phase_1_value"]) == ("2027", "1.2")
    assert form.find("input", {"name": "kind", "checked": True})["value"] == "at most"


def test_a_change_made_meanwhile_is_shown_and_what_was_typed_is_kept(client, trust, lead, target):
    path = address(trust, f"/{target.id}/edit")
    first, second = changed(target, value="1.2"), changed(target, value="1.05")
    client.sign_in(lead).post(path, data=first)

    response = client.post(path, data=second)

    assert response.status_code == 409
    assert "Somebody else changed this while you were writing" in errors(response)
    assert "Now: 1.2 or less by 31 March 2028" in words(response)
    assert page(response).find("input", {"name": "value"})["value"] == "1.05"
    assert target.value == 1.2


def test_points_on_the_way_alone_count_as_a_change(client, trust, lead, target):
    path = address(trust, f"/{target.id}/edit")
    before = target.version

    client.sign_in(lead).post(path, data=changed(target, **phase("31", "3", "2027", "1.2")))

    assert target.version > before
    [change] = db.session.scalars(select(TargetChange)).all()
    assert (change.field, change.before, change.after) == (
        "points on the way",
        "",
        "2027-03-31 1.2",
    )


def test_three_points_on_the_way_are_kept_whole_and_read_as_days(client, trust, lead):
    gap = held.rates(trust, "8", 2026, 0.07, 0.16)
    promised = factories.target(gap, value=5.0, kind="at most", due=date(2029, 11, 30))
    path = address(trust, f"/{promised.id}")
    years = {number: ("30", "11", str(2025 + number), "10.25") for number in (1, 2, 3)}
    points = {k: v for n, typed in years.items() for k, v in phase(*typed, number=n).items()}
    then = {"value": "5", "due-day": "30", "due-month": "11", "due-year": "2029"}

    client.sign_in(lead).post(f"{path}/edit", data=changed(promised, **points, **then))

    [change] = db.session.scalars(select(TargetChange)).all()
    assert change.after.count("10.25 points") == 3
    assert "30 November 2026 10.25 points; 30 November 2027" in words(client.get(path))


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({}, "Nothing is different from what was promised before"),
        ({"value": "1.05", "reason": ""}, "Say why"),
        ({"value": "1.05", "reason": "x" * 1001}, "Shorten this to 1,000 characters or fewer"),
        ({"due-year": "2026", "due-month": "12"}, "No data will exist by then"),
    ],
)
@pytest.mark.sqlite_only
def test_a_change_that_cannot_be_is_refused(client, trust, lead, target, wrong, said):
    path = address(trust, f"/{target.id}/edit")

    response = client.sign_in(lead).post(path, data=changed(target, **wrong))

    assert said in errors(response)
    assert (target.value, target.version) == (1.1, 1)
    assert db.session.scalars(select(TargetChange)).all() == []


def test_a_withdrawn_target_stays_on_the_record_and_is_judged_no_more(client, trust, lead, target):
    path = address(trust, f"/{target.id}/withdraw")

    response = client.sign_in(lead).post(
        path,
        data={"version": target.version, "reason": "A better one is set."},
        follow_redirects=True,
    )

    assert target.withdrawn_on == date(2026, 11, 23)
    assert queries.targets_of(trust.id) == []
    assert "Withdrawn on 23 November 2026" in words(response)
    assert "A better one is set." in words(response)
    assert "Withdrawn targets (1)" in words(client.get(address(trust)))


@pytest.mark.parametrize("rest", ["edit", "withdraw"])
@pytest.mark.sqlite_only
def test_a_withdrawn_target_is_not_changed_again(client, trust, lead, target, rest):
    target.withdrawn_on = date(2026, 1, 5)
    db.session.commit()

    response = client.sign_in(lead).post(
        address(trust, f"/{target.id}/{rest}"), data=changed(target, value="1.05")
    )

    assert "This target was withdrawn on 5 January 2026" in errors(response)
    assert target.value == 1.1


# Reading them


@pytest.mark.sqlite_only
def test_a_target_is_listed_with_its_status_and_the_day_of_the_data(client, trust, lead):
    baseline = held.outcomes(trust, "2", 2025, white=(600, 2000), bme=(150, 1000))
    held.outcomes(trust, "2", 2026, **RATIO)
    factories.target(baseline, value=1.1, kind="at most", due=date(2028, 3, 31))

    said = words(client.sign_in(lead).get(address(trust)))

    assert "1.1 or less by 31 March 2028" in said
    assert "2025: 2.00, as at 31 March 2025" in said
    assert "on course as at 31 March 2026" in said


@pytest.mark.sqlite_only
def test_reasons_are_text_and_never_run(client, trust, lead, target):
    client.sign_in(lead).post(
        address(trust, f"/{target.id}/withdraw"),
        data={"version": target.version, "reason": "<script>alert(1)</script>"},
    )

    assert "<script>alert" not in client.get(address(trust, f"/{target.id}")).text


@pytest.mark.sqlite_only
def test_the_list_costs_the_same_for_thirty_targets_as_for_one(client, trust, lead, ratio):
    factories.target(ratio, due=date(2028, 3, 31))
    client.sign_in(lead).get(address(trust))
    one = client.queries
    for number in range(30):
        factories.target(ratio, due=date(2029 + number, 3, 31))

    client.get(address(trust))

    assert client.queries == one <= 8
