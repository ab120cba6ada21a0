"""Programmes are opened, kept lawful, changed and closed by whoever runs them."""

from datetime import date

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tests.programmes.conftest import REVIEW
from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.permissions import Role

TERMS = {
    "title": "Mentoring programme 2026",
    "target": 400,
    "objection_working_days": 5,
    "offer_working_days": 10,
    "chase_working_days": 5,
    "meetings": 8,
    "minutes": 45,
    "months": 9,
    "first_within_days": 30,
    "trial_meetings": 2,
    "nudge_days": 60,
    "task_days": 90,
    "floor": 300,
    "contact": "Grace Adeyemi, 0113 496 0000",
    "wellbeing_contact": "Listening line",
}


def day(name, value):
    return {f"{name}-{part}": getattr(value, part) for part in ("day", "month", "year")}


OPENED = {"title": "Mentoring 2027", "direction": "reverse", "target": 120}
OPENED |= day("launched_on", date(2027, 1, 4))
RECORD = {"need": "<script>alert(1)</script>", "evidence": "WRES 2025", "proportionality": "Open"}


def where(programme, name=""):
    return f"/mentoring/programmes/{programme.id}{name}"


def version_of(response):
    return page(response).find("input", {"name": "version"})["value"]


def test_a_programme_is_opened_and_owes_its_positive_action_record(client, trust, centre):
    client.sign_in(centre)
    path = f"/organisations/{trust.id}/mentoring/programmes/add"
    assert page(client.get(path)).find("input", {"name": "target"})["value"] == "500"

    response = client.post(path, data=OPENED, follow_redirects=True)

    assert "To be launched on 4 January 2027." in words(response)
    assert "Colleagues mentor leaders. 120 leaders are hoped for." in words(response)
    assert "Write the positive-action record of Mentoring 2027" in words(client.get("/home"))


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"title": " "}, "Give the programme a name"),
        ({"title": "x" * 121}, "Shorten this to 120 characters or fewer"),
        ({"target": "0"}, "Enter a whole number from 1 to 100,000"),
        ({"target": "many"}, "Enter a whole number from 1 to 100,000"),
        ({"direction": "sideways"}, "Choose who mentors whom"),
        ({"launched_on-month": "13"}, "must be a real date"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, trust, centre, wrong, sentence):
    path = f"/organisations/{trust.id}/mentoring/programmes/add"

    response = client.sign_in(centre).post(path, data=OPENED | wrong)

    assert sentence in words(response)
    kept = page(response).find("input", {"name": "launched_on-year"})["value"]
    assert kept == "2027"
    assert db.session.query(Programme).count() == 0


def test_its_terms_are_changed_and_said(client, programme, centre):
    client.sign_in(centre)
    version = version_of(client.get(where(programme, "/edit")))

    response = client.post(
        where(programme, "/edit"), data=TERMS | {"version": version}, follow_redirects=True
    )

    for said in ("8 of 45 minutes in 9 months", "0113 496 0000", "Listening line", "400 leaders"):
        assert said in words(response)


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"chase_working_days": 10}, "Chase an offer before it expires"),
        ({"task_days": 60}, "later than the pair is reminded"),
        ({"trial_meetings": 9}, "no more meetings than the whole"),
        ({"floor": 1001}, "Enter a whole number from 0 to 1,000"),
        ({"meetings": ""}, "Enter a whole number from 1 to 60"),
        ({"version": "0"}, "Somebody else changed this while you were writing"),
    ],
)
def test_terms_that_cannot_be_are_refused_in_words(client, programme, centre, wrong, sentence):
    response = client.sign_in(centre).post(
        where(programme, "/edit"), data=TERMS | {"version": programme.version} | wrong
    )

    assert sentence in words(response)
    assert "Listening line" in response.text
    assert db.session.get(Programme, programme.id).meetings == 6


def test_the_positive_action_record_is_written_and_then_to_be_reviewed(client, programme, centre):
    client.sign_in(centre)
    path = where(programme, "/positive-action")
    typed = RECORD | {"version": programme.version}
    empty = {f"review_on-{part}": "" for part in ("day", "month", "year")}
    assert "Enter a day" in words(client.post(path, data=typed | empty))
    without = words(client.post(path, data=typed | {"evidence": " "} | day("review_on", REVIEW)))
    assert "Say what shows it" in without
    assert "a day that is to come" in words(client.post(path, data=typed | day("review_on", TODAY)))

    response = client.post(
        path, data=typed | day("review_on", date(2026, 12, 1)), follow_redirects=True
    )

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in response.text
    assert "1 December 2026" in words(response)
    assert "Review the positive-action record of Mentoring programme 2026" in words(
        client.get("/home")
    )
    programme.review_on = TODAY
    db.session.commit()
    assert "To be reviewed since 23 November 2026" in words(client.get(where(programme)))


def test_a_review_that_is_far_off_is_owed_by_nobody(client, programme, centre, colleague):
    for somebody in (centre, colleague):
        assert "positive-action" not in words(client.sign_in(somebody).get("/home"))


def test_it_is_closed_once_and_then_not_changed(client, programme, centre):
    client.sign_in(centre)
    path = where(programme, "/close")
    assert "Pairs that meet go on" in words(client.get(path))

    assert "Closes today." in words(client.post(path, follow_redirects=True))
    assert "It is closed already" in words(client.post(path))
    changed = client.post(where(programme, "/edit"), data=TERMS | {"version": 2})
    assert "This programme has closed" in words(changed)


def test_what_is_not_launched_yet_is_not_closed(client, trust, centre):
    programme = factories.programme(trust, launched_on=date(2027, 1, 1))

    response = client.sign_in(centre).post(where(programme, "/close"))

    assert "has not been launched yet" in words(response)


def test_the_list_is_filtered_sorted_searched_and_downloaded(client, trust, centre, programme):
    factories.programme(trust, title="Zebra", launched_on=date(2026, 9, 1))
    factories.programme(
        trust, title="=Old", closed_on=date(2026, 6, 1), launched_on=date(2025, 1, 1)
    )
    client.sign_in(centre)
    path = f"/organisations/{trust.id}/mentoring/programmes"

    def listed(**asked):
        rows = page(client.get(path, query_string=asked)).select("tbody th a")
        return [row.get_text() for row in rows]

    assert listed() == ["Zebra", "Mentoring programme 2026"]
    assert listed(sort="title") == ["Mentoring programme 2026", "Zebra"]
    assert listed(show="review") == ["Zebra"]
    assert listed(show="closed") == ["=Old"]
    assert listed(q="zeb") == ["Zebra"]
    assert "No programme is shown" in words(client.get(path + "?q=%25"))
    file = client.get(path + ".csv?show=all").text
    assert "'=Old" in file
    assert file.count("\r\n") == 4


def test_a_long_list_is_paged_with_as_many_questions(client, trust, centre):
    path = f"/organisations/{trust.id}/mentoring/programmes"
    client.sign_in(centre)
    assert "There is no mentoring programme here yet" in words(client.get(path))
    factories.programme(trust, title="Last of all", launched_on=date(2020, 1, 1))
    client.get(path)
    few = client.queries
    for _ in range(26):
        factories.programme(trust)

    response = client.get(path)

    assert client.queries == few
    following = page(response).find("a", rel="next")["href"]
    assert "Last of all" in words(client.get(following))


def test_nobody_else_looks_or_changes(client, trust, programme, stranger, colleague, lead):
    for somebody, code in ((stranger, 404), (colleague, 403), (lead, 403)):
        client.sign_in(somebody)
        for name in ("", "/edit", "/positive-action", "/close", "/count/publish", "/count/pairs"):
            assert client.get(where(programme, name)).status_code == code
        assert client.post(where(programme, "/close")).status_code == code
    assert db.session.get(Programme, programme.id).closed_on is None


def test_a_co_ordinator_of_a_trust_does_not_run_what_is_above(client, trust, centre):
    nation = factories.organisation(kind="national")
    programme = factories.programme(nation)

    assert client.sign_in(centre).get(where(programme)).status_code == 404
    above = factories.person(nation, Role.LEADERSHIP_CENTRE)
    assert client.sign_in(above).get(where(programme)).status_code == 200
