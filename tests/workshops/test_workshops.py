"""A workshop is held, leaders book its places, and whoever comes is prepared."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.at_once import twice
from tests.client import page, words
from tests.conftest import TODAY
from tracker.audit import COMMAND_LINE
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail.letters import LETTERS
from tracker.mail.models import Message
from tracker.mentoring.models import Enrolment
from tracker.permissions import Role
from tracker.workshops import operations
from tracker.workshops.models import Booking, Workshop
from tracker.workshops.tasks import remind_of_workshops

NEW = {"state": "enrolled", "prepared_on": None, "pooled_on": None}
PAST = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def programme(trust):
    return factories.programme(trust)


@pytest.fixture
def helen(trust):
    return factories.person(trust, name="Helen Marsh")


@pytest.fixture
def leader(programme, helen, trust):
    return factories.enrolment(programme, helen, trust, **NEW)


@pytest.fixture
def coordinator(trust):
    return factories.person(trust, Role.LEADERSHIP_CENTRE, name="Hannah Voss")


@pytest.fixture
def workshop(programme):
    return factories.workshop(programme, places=1)


@pytest.fixture
def at(trust, programme):
    return f"/organisations/{trust.id}/mentoring/{programme.id}/workshops"


@pytest.fixture
def mine(leader):
    return f"/mentoring/enrolments/{leader.id}/workshops"


def told(**more):
    usual = {"on-day": "3", "on-month": "12", "on-year": "2026", "at": "14:30"}
    return usual | {"minutes": "120", "place": "Board room", "places": "12"} | more


def standing_bookings():
    db.session.expire_all()
    return [row for row in db.session.query(Booking) if row.given_up_on is None]


def now_is(thing):
    db.session.expire_all()
    return db.session.get(type(thing), thing.id)


def test_a_co_ordinator_holds_a_workshop_and_sees_it_listed(client, at, coordinator):
    made = client.sign_in(coordinator).post(f"{at}/add", data=told(), follow_redirects=True)

    assert "Workshop on 3 December 2026 at 14:30" in words(made)
    assert "0 of 12 taken" in words(made)
    assert "3 December 2026 at 14:30" in words(client.get(at))
    (row,) = csv.DictReader(io.StringIO(client.get(f"{at}.csv").text.lstrip("\ufeff")))
    assert (row["Day"], row["Time"], row["Taken"]) == ("2026-12-03", "14:30", "0")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"on-day": "31", "on-month": "11"}, "must be a real date"),
        ({"on-year": "2025"}, "Choose a time that is still to come"),
        ({"at": "noon"}, "Enter a time such as 14:30"),
        ({"places": "0"}, "Enter from 1 to 500 places"),
        ({"places": "501"}, "Enter from 1 to 500 places"),
        ({"place": " "}, "Say where it is"),
        ({"minutes": "5"}, "Enter from 15 to 600 minutes"),
    ],
)
def test_a_workshop_that_cannot_be_is_refused_in_words_and_nothing_is_lost(
    client, at, coordinator, more, sentence
):
    shown = client.sign_in(coordinator).post(f"{at}/add", data=told(**more))

    assert sentence in words(shown)
    assert 'value="2026"' in shown.text or 'value="2025"' in shown.text
    assert db.session.query(Workshop).count() == 0


def test_a_leader_books_gives_up_and_books_again(client, mine, helen, workshop):
    client.sign_in(helen)
    assert "One place is left" in words(client.get(mine))

    client.post(f"{mine}/{workshop.id}/book")
    client.post(f"{mine}/{workshop.id}/book")
    assert "You have a place." in words(client.get(mine))
    assert "You have a place on 3 December 2026 at 14:00" in words(client.get("/mentoring"))
    assert len(standing_bookings()) == 1

    client.post(f"{mine}/{workshop.id}/give-up")
    assert standing_bookings() == []
    assert "no place at this workshop" in words(client.post(f"{mine}/{workshop.id}/give-up"))
    client.post(f"{mine}/{workshop.id}/book")
    assert len(standing_bookings()) == 1


def test_of_a_full_workshop_nobody_gets_a_place_and_is_told_so(
    client, mine, helen, workshop, programme, trust
):
    factories.booking(workshop, factories.enrolment(programme, factories.person(), trust))

    client.sign_in(helen)
    assert "Full." in words(client.get(mine))
    shown = client.post(f"{mine}/{workshop.id}/book")

    assert "This workshop is full. Choose another" in words(shown)
    assert len(standing_bookings()) == 1


def test_a_place_is_only_for_leaders_of_the_programme_where_it_is_held(
    client, mine, helen, programme, trust, elsewhere
):
    other_programme = factories.workshop(factories.programme(elsewhere))
    other_place = factories.workshop(programme, organisation_id=elsewhere.id)
    client.sign_in(helen)

    for strange in (other_programme, other_place):
        assert client.post(f"{mine}/{strange.id}/book").status_code == 404
    assert "No workshop is to come" in words(client.get(mine))


def test_a_mentee_is_led_away_and_books_nothing(client, programme, trust, workshop):
    person = factories.person(trust)
    mentee = factories.enrolment(programme, person, trust, "mentee")
    at = f"/mentoring/enrolments/{mentee.id}/workshops"

    assert client.sign_in(person).get(at).location == "/mentoring"
    client.post(f"{at}/{workshop.id}/book")
    assert standing_bookings() == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"starts_at": PAST}, "has begun, so its places stay as they are"),
        ({"called_off_on": TODAY}, "was called off"),
    ],
)
def test_what_has_begun_or_was_called_off_stays_as_it_is(
    client, mine, helen, leader, programme, coordinator, given, sentence
):
    workshop = factories.workshop(programme, **given)
    client.sign_in(helen)
    assert sentence in words(client.post(f"{mine}/{workshop.id}/book"))
    factories.booking(workshop, leader)
    assert sentence in words(client.post(f"{mine}/{workshop.id}/give-up"))
    client.sign_in(coordinator)
    its = f"/mentoring/workshops/{workshop.id}"
    version = {"version": str(now_is(workshop).version)}
    assert sentence in words(client.post(f"{its}/edit", data=told(**version)))
    assert sentence in words(client.post(f"{its}/call-off"))


def test_whoever_came_is_prepared_and_in_the_pool_and_nobody_else_is(
    client, leader, programme, trust, coordinator
):
    workshop = factories.workshop(programme, starts_at=PAST)
    missed = factories.enrolment(programme, factories.person(trust, name="Owen"), trust, **NEW)
    came, away = factories.booking(workshop, leader), factories.booking(workshop, missed)
    its = f"/mentoring/workshops/{workshop.id}"
    assert "Helen Marsh, Northbridge" in words(client.sign_in(coordinator).get(its))

    client.post(its, data={"came": [came.id]})

    leader, missed = now_is(leader), now_is(missed)
    assert (leader.state, leader.prepared_on, leader.pooled_on) == ("in pool", TODAY, TODAY)
    assert (missed.state, missed.prepared_on) == ("enrolled", None)
    assert (now_is(came).attended, now_is(away).attended) == (True, False)


def test_whoever_withdrew_meanwhile_stays_withdrawn(client, leader, programme, coordinator):
    workshop = factories.workshop(programme, starts_at=PAST)
    came = factories.booking(workshop, leader)
    leader.state, leader.withdrawn_on = "withdrawn", TODAY
    factories.saved(leader)

    client.sign_in(coordinator).post(f"/mentoring/workshops/{workshop.id}", data={"came": came.id})

    assert now_is(leader).state == "withdrawn"


def test_nobody_has_come_before_it_begins_and_nobody_comes_who_has_no_place(
    client, leader, workshop, programme, trust, coordinator
):
    booking = factories.booking(workshop, leader)
    its = f"/mentoring/workshops/{workshop.id}"
    client.sign_in(coordinator)

    assert "has not begun" in words(client.post(its, data={"came": booking.id}))
    assert "Choose one of the answers" in words(client.post(its, data={"came": booking.id + 7}))
    assert now_is(leader).prepared_on is None


def test_another_day_is_told_to_whoever_has_a_place_without_saying_of_what(
    client, leader, workshop, coordinator
):
    factories.booking(workshop, leader)
    its = f"/mentoring/workshops/{workshop.id}"
    client.sign_in(coordinator)

    client.post(f"{its}/edit", data=told(version="1", places="3"))

    assert now_is(workshop).starts_at == datetime(2026, 12, 3, 14, 30, tzinfo=UTC)
    (message,) = db.session.query(Message)
    letter = LETTERS[message.template].paragraph(message)
    assert message.person_id == leader.person_id
    assert "workshop" not in letter.partition("http")[0]
    assert "mentor" not in letter.partition("http")[0]


def test_more_places_alone_are_told_to_nobody_and_fewer_than_are_taken_are_refused(
    client, leader, workshop, programme, trust, coordinator
):
    workshop.places = 2
    factories.saved(workshop)
    factories.booking(workshop, leader)
    factories.booking(workshop, factories.enrolment(programme, factories.person(), trust))
    edit = f"/mentoring/workshops/{workshop.id}/edit"
    same = {"place": workshop.place, "at": "14:00", "version": str(workshop.version)}
    client.sign_in(coordinator)

    refused = client.post(edit, data=told(**same | {"places": "1"}))
    client.post(edit, data=told(**same | {"places": "9"}))

    assert "2 places are taken already" in words(refused)
    assert now_is(workshop).places == 9
    assert db.session.query(Message).count() == 0


def test_a_change_over_somebody_elses_is_shown_beside_it(client, workshop, coordinator):
    edit = f"/mentoring/workshops/{workshop.id}/edit"
    client.sign_in(coordinator).post(edit, data=told(version="1", places="3"))

    late = client.post(edit, data=told(version="1", places="4", place="My own words"))

    assert late.status_code == 409
    assert "Board room, 3 places" in words(late)
    assert "My own words" in late.text


def test_it_is_called_off_and_whoever_has_a_place_is_told(client, leader, workshop, coordinator):
    factories.booking(workshop, leader)
    its = f"/mentoring/workshops/{workshop.id}"
    assert "One leader has a place" in words(client.sign_in(coordinator).get(f"{its}/call-off"))

    shown = client.post(f"{its}/call-off", follow_redirects=True)

    assert "Called off" in words(shown)
    assert [each.person_id for each in db.session.query(Message)] == [leader.person_id]


SOON = datetime(2026, 11, 26, 8, tzinfo=UTC)  # within three days of MORNING
MORNING = datetime(2026, 11, 24, 4, tzinfo=UTC)
YESTERDAY = date(2026, 11, 23)


def swept(at=MORNING):
    """Who is written to by a sweep of the worker."""
    db.session.query(Message).delete()
    remind_of_workshops(at)
    db.session.commit()
    return [each.person_id for each in db.session.query(Message)]


def test_a_place_can_be_put_into_a_calendar_which_says_nothing_of_mentoring(
    client, mine, helen, leader, workshop
):
    client.sign_in(helen)
    file = f"{mine}/{workshop.id}/workshop.ics"
    assert client.get(file).status_code == 404, "who has no place"
    factories.booking(workshop, leader)

    assert f"{workshop.id}/workshop.ics" in client.get(mine).text
    ics = client.get(file)
    assert ics.mimetype == "text/calendar"
    assert "SUMMARY:Workshop" in ics.text
    assert "DTSTART:20261203T140000Z" in ics.text
    assert "DTEND:20261203T160000Z" in ics.text
    assert not any(word in ics.text for word in ("entor", "Helen"))

    workshop = now_is(workshop)
    workshop.called_off_on = TODAY
    factories.saved(workshop)
    assert client.get(file).status_code == 404, "what was called off"


def test_a_calendar_file_keeps_the_hour_through_the_change_of_the_clocks_and_has_no_further_lines(
    client, mine, helen, leader, programme
):
    before_summer = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # half past midnight, winter's still
    place = "Room; 1\r\nATTENDEE:mailto:x@evil.example\r\nBEGIN:VEVENT\\n,é" + "x" * 90
    workshop = factories.workshop(programme, starts_at=before_summer, minutes=60, place=place)
    factories.booking(workshop, leader)

    ics = client.sign_in(helen).get(f"{mine}/{workshop.id}/workshop.ics").text

    assert "DTSTART:20270328T003000Z" in ics
    assert "DTEND:20270328T013000Z" in ics
    lines = ics.split("\r\n")
    assert [line for line in lines if line.startswith(("ATTENDEE", "BEGIN"))] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
    ]
    assert max(len(line.encode()) for line in lines) <= 75
    assert not any("\r" in line or "\n" in line for line in lines)


def test_two_workers_remind_once(own_app):
    with own_app.app_context():
        trust = factories.organisation()
        programme = factories.programme(trust)
        leader = factories.enrolment(programme, factories.person(), trust, **NEW)
        soon = factories.workshop(programme, starts_at=SOON)
        factories.booking(soon, leader, booked_on=YESTERDAY)
        db.session.remove()

    twice(own_app, lambda: remind_of_workshops(MORNING))

    with own_app.app_context():
        count = db.session.query(Message).count()
        db.session.remove()
    assert count == 1


def test_on_the_day_on_which_summer_time_begins_it_is_at_the_time_that_was_typed(
    client, at, coordinator
):
    client.sign_in(coordinator)
    summer = {"on-day": "28", "on-month": "3", "on-year": "2027"}
    for typed, hour in (("00:30", 0), ("02:30", 1)):
        client.post(f"{at}/add", data=told(**summer | {"at": typed}))
        made = db.session.query(Workshop).order_by(Workshop.id.desc()).first()
        assert (made.starts_at.hour, made.starts_at.minute) == (hour, 30)
    before = db.session.query(Workshop).count()
    shown = client.post(f"{at}/add", data=told(**summer | {"at": "01:30"}))
    assert "The clocks go forward over this time" in words(shown)
    assert db.session.query(Workshop).count() == before


def test_whoever_has_a_place_is_reminded_once_some_days_before(leader, programme):
    workshop = factories.workshop(programme, starts_at=SOON)
    factories.booking(workshop, leader, booked_on=YESTERDAY)

    assert swept(MORNING - timedelta(days=2)) == []
    assert swept() == [leader.person_id]
    (message,) = db.session.query(Message)
    letter = LETTERS[message.template].paragraph(message)
    assert "26 November 2026 at 08:00" in letter
    assert not any(word in letter.partition("http")[0] for word in ("workshop", "mentor"))
    assert swept(MORNING + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("booking", "workshop", "enrolment"),
    [
        ({"given_up_on": YESTERDAY}, {}, {}),
        ({"booked_on": MORNING.date()}, {}, {}),
        ({}, {"called_off_on": YESTERDAY}, {}),
        ({}, {"starts_at": MORNING}, {}),
        ({}, {}, {"state": "withdrawn"}),
    ],
)
def test_nobody_is_reminded_of_what_they_do_not_go_to(
    programme, helen, trust, booking, workshop, enrolment
):
    leader = factories.enrolment(programme, helen, trust, **NEW | enrolment)
    held = factories.workshop(programme, **{"starts_at": SOON} | workshop)
    factories.booking(held, leader, **{"booked_on": YESTERDAY} | booking)

    assert swept() == []


def test_a_reminder_that_waits_is_not_sent_once_the_place_is_given_up_or_it_is_called_off(
    leader, programme
):
    workshop = factories.workshop(programme, starts_at=SOON)
    booking = factories.booking(workshop, leader, booked_on=YESTERDAY)
    assert swept()
    (message,) = db.session.query(Message)
    paragraph = LETTERS[message.template].paragraph

    booking.given_up_on = TODAY
    assert paragraph(message) is None
    booking.given_up_on = None
    assert paragraph(message) is not None
    workshop.called_off_on = TODAY
    assert paragraph(message) is None


def test_of_another_day_they_are_reminded_again(leader, programme):
    workshop = factories.workshop(programme, starts_at=SOON)
    factories.booking(workshop, leader, booked_on=YESTERDAY)
    assert swept() == [leader.person_id]

    operations.change(now_is(workshop), SOON, 120, "Elsewhere", 12, MORNING, COMMAND_LINE)
    db.session.commit()
    assert swept() == [], "who was told of another place, and knows the day"
    later = SOON + timedelta(days=14)
    operations.change(now_is(workshop), later, 120, "There", 12, MORNING, COMMAND_LINE)
    db.session.commit()

    assert swept(later - timedelta(days=1)) == [leader.person_id]


def test_a_reminder_that_still_waits_when_the_day_moves_does_not_go_out_beside_the_new_one(
    leader, programme
):
    workshop = factories.workshop(programme, starts_at=SOON)
    factories.booking(workshop, leader, booked_on=YESTERDAY)
    remind_of_workshops(MORNING)
    an_hour_later = SOON + timedelta(hours=1)
    operations.change(now_is(workshop), an_hour_later, 120, "There", 12, MORNING, COMMAND_LINE)
    db.session.commit()
    remind_of_workshops(MORNING)
    db.session.commit()

    reminders = db.session.query(Message).filter_by(template="mentoring_workshop_soon")
    old, new = reminders.order_by(Message.id)
    paragraph = LETTERS[old.template].paragraph

    assert paragraph(old) is None
    assert paragraph(new) is not None


def test_a_workshop_is_for_its_own_co_ordinators(client, at, workshop, trust, elsewhere):
    its = f"/mentoring/workshops/{workshop.id}"
    for who, status in (
        (factories.person(trust, Role.ADMINISTRATOR), 403),
        (factories.person(elsewhere, Role.LEADERSHIP_CENTRE), 404),
    ):
        client.sign_in(who)
        for path in (its, f"{its}/edit", f"{its}/call-off", at, f"{at}.csv", f"{at}/add"):
            assert client.get(path).status_code == status, path


def test_the_list_is_searched_filtered_sorted_paged_and_says_when_it_is_empty(
    client, at, coordinator, programme
):
    client.sign_in(coordinator)
    assert "No workshop is to come. Hold one" in words(client.get(at))
    for number in range(26):
        begins = datetime(2026, 12, 1, 9, tzinfo=UTC) + timedelta(days=number)
        factories.workshop(programme, starts_at=begins, place=f"Room {number}")
    factories.workshop(programme, starts_at=PAST, place="Old hall")
    factories.workshop(programme, called_off_on=TODAY, place="Never")

    first = client.get(at)
    few = client.queries
    assert "Room 0" in words(first)
    assert "Room 25" not in words(first)
    assert "Room 25" in words(client.get(page(first).find("a", rel="next")["href"]))
    assert "Old hall" in words(client.get(f"{at}?when=past"))
    assert client.queries == few
    assert "Never" in words(client.get(f"{at}?when=called+off"))
    assert "There is no such workshop" in words(client.get(f"{at}?q=atlantis"))
    assert "Room 25" in words(client.get(f"{at}?sort=latest"))
    assert client.get(f"{at}.csv?q=room+25").text.count("\n") == 2


def test_the_last_place_is_had_by_one_of_two_who_press_at_once(own_app):
    with own_app.app_context():
        trust = factories.organisation()
        programme = factories.programme(trust)
        workshop_id = factories.workshop(programme, places=1).id
        waiting = [factories.enrolment(programme, factories.person(), trust).id for _ in range(2)]
        db.session.remove()

    def book():
        operations.book(
            db.session.get(Workshop, workshop_id),
            db.session.get(Enrolment, waiting.pop()),
            datetime(2026, 11, 23, 9, tzinfo=UTC),
            by=COMMAND_LINE,
        )

    assert twice(own_app, book) == ["done", operations.FULL]


def test_for_a_closed_programme_no_workshop_is_held(programme, trust, coordinator):
    programme.closed_on = TODAY - timedelta(days=1)

    with pytest.raises(Refused, match="has closed"):
        operations.add(
            programme,
            trust,
            datetime(2026, 12, 3, 14, tzinfo=UTC),
            60,
            "Room",
            3,
            datetime(2026, 11, 23, 9, tzinfo=UTC),
            by=COMMAND_LINE,
        )
