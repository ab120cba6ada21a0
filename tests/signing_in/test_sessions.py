"""How long a sign-in lasts, where somebody is signed in, and how they end it."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from tests import factories
from tests.client import listening, page, words
from tests.factories import PASSWORD
from tests.signing_in.links import now
from tests.signing_in.test_signing_in import enter
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.signing_in import entering
from tracker.signing_in.models import SignIn

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1"


def sign_in_of(person):
    return db.session.query(SignIn).filter_by(person_id=person.id).one()


def change(person, **columns):
    there = sign_in_of(person)
    for name, value in columns.items():
        setattr(there, name, value)
    db.session.commit()


def enter_with(client, person, agent):
    data = {"email": person.email, "password": PASSWORD}
    return client.post("/sign-in", data=data, headers={"User-Agent": agent})


def ago(**length):
    return now() - timedelta(**length)


@pytest.mark.parametrize(
    "seen, in_still",
    [(timedelta(minutes=59), True), (timedelta(minutes=61), False), (timedelta(days=30), False)],
)
def test_an_hour_without_a_sign_of_life_ends_it(client, lead, seen, in_still):
    client.sign_in(lead)
    change(lead, seen_at=now() - seen, started_at=ago(hours=2))

    assert (client.get("/home").status_code == 200) is in_still


def test_twelve_hours_end_it_however_busy_somebody_is(client, lead):
    client.sign_in(lead)
    change(lead, started_at=ago(hours=11, minutes=59))
    assert client.get("/home").status_code == 200

    change(lead, started_at=ago(hours=12, minutes=1))
    assert client.get("/home").location == "/sign-in"


def test_the_limits_are_settings(app, client, lead):
    app.config.update(SIGN_IN_IDLE_MINUTES=10, SIGN_IN_HOURS=1)
    client.sign_in(lead)
    change(lead, seen_at=ago(minutes=11))
    assert client.get("/home").location == "/sign-in"

    change(lead, seen_at=now(), started_at=ago(minutes=61))
    assert client.get("/home").location == "/sign-in"


def test_a_clock_thirty_seconds_behind_keeps_nobody_out(client, lead):
    client.sign_in(lead)
    later = now() + timedelta(seconds=30)
    change(lead, seen_at=later, started_at=later, proved_at=later)

    assert client.get("/you/password").status_code == 200


def test_somebody_busy_is_noted_at_most_every_five_minutes(client, lead):
    client.sign_in(lead)
    change(lead, seen_at=ago(minutes=4))
    before = sign_in_of(lead).seen_at
    client.get("/home")
    assert sign_in_of(lead).seen_at == before

    change(lead, seen_at=ago(minutes=6))
    client.get("/home")
    assert sign_in_of(lead).seen_at > ago(seconds=60)


def test_a_page_that_says_no_is_a_sign_of_life_too(client, lead):
    client.sign_in(lead)
    change(lead, seen_at=ago(minutes=50))
    assert client.get("/no/such/page").status_code == 404
    assert client.get("/actions/77").status_code == 404

    assert sign_in_of(lead).seen_at > ago(seconds=60)


def test_what_was_not_saved_is_not_saved_by_noting_it(client, colleague, trust):
    """A refused act is followed by the note: only the note is written."""
    client.sign_in(colleague)
    change(colleague, seen_at=ago(minutes=50))
    acts = db.session.query(AuditEntry).count()
    client.post(f"/organisations/{trust.id}/plans/add", data={"title": "Not theirs to make"})

    assert db.session.query(AuditEntry).count() == acts
    assert sign_in_of(colleague).seen_at > ago(seconds=60)


def test_who_somebody_is_is_asked_in_one_question(client, lead):
    client.sign_in(lead)
    asked = []
    with listening(db.session.get_bind(), asked):
        client.get("/words")

    assert len([statement for statement in asked if "sign_in" in statement]) == 1


def test_a_leaver_is_out_at_the_next_request(client, lead):
    client.sign_in(lead)
    assert client.get("/home").status_code == 200
    lead.active, lead.left_on = False, now().date()
    db.session.commit()

    assert client.get("/home").location == "/sign-in"
    assert client.post("/you/sign-ins/end-others").location == "/sign-in"


def test_somebody_sees_where_they_are_signed_in(app, client, lead):
    enter_with(client, lead, FIREFOX)
    enter_with(app.test_client(), lead, IPHONE)

    seen = client.get("/you/sign-ins")

    assert "Firefox on Windows" in words(seen)
    assert "Safari on iPhone" in words(seen)
    assert "You are signed in here and in one other place." in words(seen)
    assert words(seen).count("This one") == 1
    assert words(seen).count("End the one of") == 1


def test_nothing_of_what_a_browser_sends_is_kept(client, lead):
    enter_with(client, lead, "<script>alert(1)</script>" + "x" * 5000)

    assert sign_in_of(lead).browser == "An unknown browser"


def test_somebody_alone_is_told_so(client, lead):
    seen = client.sign_in(lead).get("/you/sign-ins")

    assert "You are signed in here and nowhere else." in words(seen)
    assert not page(seen).find("button", string="End all the others")


def test_those_that_are_over_are_not_listed(app, client, lead):
    app.test_client().sign_in(lead)
    change(lead, seen_at=ago(minutes=61))

    assert "nowhere else" in words(client.sign_in(lead).get("/you/sign-ins"))


def test_one_on_another_device_is_ended(app, client, lead):
    other = app.test_client().sign_in(lead)
    there = sign_in_of(lead).id
    client.sign_in(lead)

    answer = client.post(f"/you/sign-ins/{there}/end", follow_redirects=True)

    assert "Whoever was signed in there is signed out" in words(answer)
    assert other.get("/home").location == "/sign-in"
    assert client.post(f"/you/sign-ins/{there}/end").status_code == 404
    assert "ended a sign-in" in [entry.did for entry in db.session.query(AuditEntry)]


def test_before_one_or_all_are_ended_it_is_asked_again_who_it_is(app, client, lead):
    other = app.test_client().sign_in(lead)
    there = sign_in_of(lead).id
    client.sign_in(lead)
    for sign_in in db.session.query(SignIn):
        sign_in.proved_at -= timedelta(minutes=11)
    db.session.commit()

    for way in (f"{there}/end", "end-others"):
        assert client.post(f"/you/sign-ins/{way}").location == "/prove-it-is-you"
    assert other.get("/home").status_code == 200
    answer = client.post("/prove-it-is-you", data={"password": PASSWORD})
    assert answer.location == "/you/sign-ins"
    client.post(f"/you/sign-ins/{there}/end")
    assert other.get("/home").location == "/sign-in"


def test_all_the_others_are_ended_at_once(app, client, lead, colleague):
    others = [app.test_client().sign_in(lead) for _ in range(3)]
    bystander = app.test_client().sign_in(colleague)
    client.sign_in(lead)

    client.post("/you/sign-ins/end-others")

    assert {other.get("/home").location for other in others} == {"/sign-in"}
    assert client.get("/home").status_code == 200
    assert bystander.get("/home").status_code == 200
    client.post("/you/sign-ins/end-others")
    entries = db.session.query(AuditEntry).filter_by(did="ended sign-ins").all()
    assert [entry.details for entry in entries] == [{"ended": 3}]


def test_nobody_ends_what_is_somebody_elses(app, client, lead, colleague):
    app.test_client().sign_in(lead)
    theirs = sign_in_of(lead).id

    assert client.sign_in(colleague).post(f"/you/sign-ins/{theirs}/end").status_code == 404
    assert sign_in_of(lead).ended_at is None


def test_a_long_list_costs_no_more_questions(client, lead):
    client.sign_in(lead)
    asked = []
    for more in (4, 200):
        for n in range(more):
            db.session.add(
                SignIn(
                    person_id=lead.id,
                    token_hash=f"{more} {n}",
                    way="password",
                    started_at=now(),
                    seen_at=now(),
                    proved_at=now(),
                )
            )
        db.session.commit()
        shown = client.get("/you/sign-ins")
        asked.append(client.queries)

    assert asked[0] == asked[1]
    assert len(page(shown).tbody.find_all("tr")) == 25
    further = client.get(page(shown).find("a", rel="next")["href"])
    assert len(page(further).tbody.find_all("tr")) == 25


def test_a_person_switched_off_while_half_way_in_is_not_let_in(app, client, monkeypatch):
    """Between the right password and the sign-in there may be ten minutes and a code."""
    person = factories.person()
    monkeypatch.setattr("tracker.signing_in.entering.STEPS", [lambda _: "/words"])
    assert enter(client, person).location == "/words"
    person.active = False
    db.session.commit()
    monkeypatch.setattr("tracker.signing_in.entering.STEPS", [])

    assert "not right" in words(enter(client, person))
    assert db.session.query(SignIn).count() == 0


def test_a_database_that_is_busy_costs_nobody_their_page(client, lead, monkeypatch):
    client.sign_in(lead)
    change(lead, seen_at=ago(minutes=50))
    busy = OperationalError("begin immediate", {}, Exception("database is locked"))
    monkeypatch.setattr(entering, "begin_writing", lambda: (_ for _ in ()).throw(busy))

    assert client.get("/home").status_code == 200
    assert sign_in_of(lead).seen_at < ago(minutes=40)
