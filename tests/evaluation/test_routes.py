"""What came of a programme is told to whoever runs it, in numbers that name nobody."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.client import page, words
from tracker.extensions import db
from tracker.mentoring.states import Ending, State
from tracker.pairings.models import Meeting, PairingEvent
from tracker.pairs.models import Pulse
from tracker.permissions import Role


@pytest.fixture
def programme(trust):
    return factories.programme(trust)


@pytest.fixture
def centre(trust):
    return factories.person(trust, Role.LEADERSHIP_CENTRE)


def where(programme, name=""):
    return f"/mentoring/programmes/{programme.id}/evaluation{name}"


def pairs(programme, trust, number, **given):
    made = []
    for _ in range(number):
        leader = factories.enrolment(programme, factories.person(name="Ada Okafor"), trust)
        mentee = factories.enrolment(programme, factories.person(), trust, "mentee")
        made.append(factories.pairing(leader, mentee, **{"since": date(2026, 5, 1)} | given))
    return made


def ended(made, reason, on=date(2026, 6, 1)):
    for pairing in made:
        pairing.state, pairing.ended_on = State.ENDED.value, on
        event = PairingEvent(pairing_id=pairing.id, on=on, state="ended", reason=reason.value)
        db.session.add(event)
    db.session.commit()


def test_each_figure_has_its_number_its_whole_and_its_meaning(client, programme, trust, centre):
    made = pairs(programme, trust, 34)
    pairs(programme, trust, 3, state="released")
    ended(made[:10], Ending.MOVED_JOB)
    ended(made[10:20], Ending.PLANNED, date(2026, 9, 1))
    for pairing in made[:14]:
        factories.meeting(pairing)
        factories.commitment(pairing, confirmed_on=date(2026, 7, 1))
    factories.meeting(made[0], held=False, starts_at=datetime(2099, 1, 1, tzinfo=UTC))
    for pairing in made[:12]:
        factories.meeting(pairing, held=False, state="missed")
    week = date(2026, 6, 1)
    usual = {"programme_id": programme.id, "side": "leader", "check_in": "trial", "week": week}
    for score in [4] * 5 + [3] * 5 + [1]:
        factories.saved(Pulse(score=score, **usual))

    response = client.sign_in(centre).get(where(programme))

    rows = {
        row.find("th").select("span")[-1].get_text(): [
            cell.select("span")[-1].get_text() for cell in row.find_all("td")
        ]
        for row in page(response).select("details.nhsuk-expander tbody tr")
    }
    assert rows["Live at 3 months"][:3] == [
        *("24", "34 pairs confirmed 3 months ago or earlier", "71%"),
    ]
    assert rows["Live at 6 months"][:2] == [
        *("14", "34 pairs confirmed 6 months ago or earlier"),
    ]
    assert rows["Met"][:3] == ["14", "34 confirmed pairs", "41%"]
    assert rows["Meetings held"][:2] == ["14", "26 meetings whose day has come"]
    assert rows["Ended"][:2] == ["20", "34 confirmed pairs"]
    assert rows["As planned"][0] == rows["Early"][0] == "10"
    assert rows["Early: moved job"][0] == rows["Early: no contact"][0] == "hidden (small numbers)"
    assert rows["Leaders after the trial"][:2] == ["3.5", "10 answers"]
    assert rows["Kept"][:2] == ["10 or more", "10 or more promised"]
    assert "As at 23 November 2026" in words(response)
    assert all(cells[-1].strip() for cells in rows.values())
    file = client.get(where(programme, ".csv")).text
    assert "Whether pairs last,Live at 3 months,24,34 pairs" in file
    assert "Ada Okafor" not in words(response) + file
    assert file.count("2026-11-23") == len(rows)


def test_of_nobody_it_tells_nothing_and_it_asks_no_more_of_many(client, programme, trust, centre):
    client.sign_in(centre)
    response = client.get(where(programme))
    few = client.queries
    assert "fewer than ten confirmed pairs" in words(response)
    assert not page(response).find("td", string=lambda text: text and "%" in text)
    pairs(programme, trust, 12)

    client.get(where(programme))

    assert client.queries == few


def test_a_meeting_that_one_side_alone_says_was_held_is_not(client, programme, trust, centre):
    for pairing in pairs(programme, trust, 12):
        factories.meeting(pairing, held=False, leader_said=True)
    assert db.session.query(Meeting).count() == 12

    response = client.sign_in(centre).get(where(programme))

    cells = page(response).select("details.nhsuk-expander tbody")[1].find("tr").find_all("td")
    assert [cell.select("span")[-1].get_text() for cell in cells[:2]] == [
        *("fewer than ten", "12 confirmed pairs"),
    ]


def test_a_first_meeting_is_soon_enough_by_its_own_day_whenever_both_said_so(
    client, programme, trust, centre
):
    made = pairs(programme, trust, 22, since=date(2026, 6, 1))
    for place, pairing in enumerate(made):
        day = 20 if place < 11 else 30
        factories.meeting(
            pairing,
            starts_at=datetime(2026, 6, day, 9, tzinfo=UTC) + timedelta(days=10 * (place >= 11)),
            held_on=date(2026, 7, 20),
        )

    response = client.sign_in(centre).get(where(programme, ".csv"))

    (line,) = [line for line in response.text.splitlines() if "Met within 30 days" in line]
    assert "Met within 30 days,11,22 pairs" in line


def test_the_first_thing_said_is_what_came_of_it(client, programme, trust, centre):
    made = pairs(programme, trust, 34)
    ended(made[:12], Ending.MOVED_JOB)
    ended(made[12:22], Ending.PLANNED, date(2026, 9, 1))
    for pairing in made[:9]:
        factories.meeting(pairing)

    response = client.sign_in(centre).get(where(programme))

    shown = page(response)
    first = {
        each.find("dt").get_text(): [dd.get_text(" ", strip=True) for dd in each.find_all("dd")]
        for each in shown.select("dl.tracker-compare > div")
    }
    assert first == {
        "Live at 3 months": ["22 65%", "of 34 pairs confirmed 3 months ago or earlier"],
        "Live at 6 months": ["12 35%", "of 34 pairs confirmed 6 months ago or earlier"],
        "Met": ["fewer than ten", "of 34 confirmed pairs"],
        "Ended early": ["12 55%", "of 22 pairs that have ended"],
    }
    assert shown.select_one("details.nhsuk-expander h2").get_text() == "Whether pairs last"


def test_pictures_are_shares_of_one_whole_each_and_an_early_ending_stands_apart(
    client, programme, trust, centre
):
    made = pairs(programme, trust, 34)
    ended(made[:12], Ending.MOVED_JOB)
    ended(made[12:22], Ending.PLANNED, date(2026, 9, 1))

    response = client.sign_in(centre).get(where(programme))

    progress, ends = page(response).select("figure")
    assert "Whether pairs last and meet" in progress.get_text()
    described = progress.select_one("svg[role=img] desc").get_text()
    assert "Live at 3 months: 65%, 22 of 34; Live at 6 months: 35%, 12 of 34" in described
    assert "Met: fewer than ten" in described
    assert "early" not in progress.get_text().lower()
    assert "An early ending is not counted as progress" in ends.get_text()
    assert "Ended early: 55%, 12 of 22" in ends.select_one("svg[role=img] desc").get_text()
    assert "Pairs that ended before that." in ends.find("table").get_text()
    bars = ends.select_one("svg").select("rect.tracker-drawing__bar, rect.tracker-drawing__plate")
    assert [bar["class"] for bar in bars] == [["tracker-drawing__bar"], ["tracker-drawing__plate"]]
    assert all(float(bar["width"]) < 400 for bar in bars)


def test_where_no_figure_can_be_told_there_is_no_picture(client, programme, trust, centre):
    pairs(programme, trust, 9)

    assert not page(client.sign_in(centre).get(where(programme))).select("figure")


def test_nobody_else_sees_it(client, programme, stranger, colleague, lead):
    for somebody, code in ((stranger, 404), (colleague, 403), (lead, 403)):
        client.sign_in(somebody)
        assert client.get(where(programme)).status_code == code
        assert client.get(where(programme, ".csv")).status_code == code
