"""On the way in: a code after the password, and the setting up of an app by who must have one."""

from datetime import UTC, datetime

import pytest

from tests import factories
from tests.client import page, words
from tests.second_factor import Phone, enter, show, shown, wrong
from tracker.audit import COMMAND_LINE, AuditEntry
from tracker.extensions import db
from tracker.permissions import Role
from tracker.second_factor.models import RecoveryCode, SecondFactor
from tracker.signing_in import operations as signing_in
from tracker.signing_in.entering import arrive
from tracker.signing_in.models import SignIn, Throttle
from tracker.signing_in.throttling import WINDOW


@pytest.fixture
def app_settings():
    return {"SECOND_FACTOR_REQUIRED": True}


@pytest.fixture
def phone(app, lead):
    return Phone(app, lead)


def is_in(client):
    return client.get("/home").status_code == 200


def acts():
    return [entry.did for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def test_after_the_password_a_code_is_asked_for_and_then_they_are_in(client, lead, phone):
    assert enter(client, lead).location == "/second-factor"
    assert not is_in(client)

    assert show(client, phone.code()).location == "/home"
    assert is_in(client)
    assert db.session.query(SignIn).one().second_factor
    assert acts() == ["gave a code from an app", "signed in"]


def test_a_wrong_code_lets_nobody_in_and_is_on_the_record(client, lead, phone):
    enter(client, lead)
    answer = show(client, wrong(phone.code()))

    assert "not the code that your app shows now" in words(answer)
    assert not is_in(client)
    assert acts() == ["gave a wrong code"]


@pytest.mark.parametrize("typed", ["", "x", "<script>", "\0", "9" * 400, "000 000 000"])
def test_what_is_no_code_is_a_sentence(client, lead, phone, typed):
    enter(client, lead)
    answer = show(client, typed)

    assert answer.status_code == 200
    assert "There is a problem" in words(answer)
    assert "<script>" not in str(page(answer).main.find_all("div"))


def test_a_code_works_once(app, client, lead, phone):
    code = phone.code()
    enter(client, lead)
    assert show(client, code).location == "/home"

    thief = app.test_client()
    enter(thief, lead)
    answer = show(thief, code)

    assert "This code has been used" in words(answer)
    assert not is_in(thief)
    assert show(thief, phone.code(later=30)).location == "/home"


def test_the_sixth_try_is_not_looked_at_even_when_it_is_right(client, lead, phone):
    enter(client, lead)
    for _ in range(5):
        assert "not the code" in words(show(client, wrong(phone.code())))
    answer = show(client, phone.code())

    assert "Too many wrong codes. Wait 15 minutes" in words(answer)
    assert not is_in(client)
    assert acts() == ["gave a wrong code"] * 5


def test_tries_are_counted_by_person_and_not_by_browser(app, client, lead, phone):
    for _ in range(5):
        thief = app.test_client()
        enter(thief, lead)
        show(thief, wrong(phone.code()))
    enter(client, lead)

    assert "Too many" in words(show(client, phone.code()))
    assert "Too many" in words(show(client, phone.recovery[0], "/second-factor/recovery-code"))


def test_after_a_quarter_of_an_hour_codes_are_taken_again(client, lead, phone):
    enter(client, lead)
    for _ in range(5):
        show(client, wrong(phone.code()))
    db.session.query(Throttle).one().since -= WINDOW
    db.session.commit()

    assert show(client, phone.code()).location == "/home"


def test_the_quarter_of_an_hour_begins_with_the_wrong_code_that_was_one_too_many(
    client, lead, phone
):
    enter(client, lead)
    for _ in range(4):
        show(client, wrong(phone.code()))
    db.session.query(Throttle).one().since -= WINDOW * 0.9
    db.session.commit()
    show(client, wrong(phone.code()))
    db.session.query(Throttle).one().since -= WINDOW * 0.9
    db.session.commit()

    assert "Too many" in words(show(client, phone.code()))


def test_wrong_codes_of_long_ago_are_not_added_to_new_ones(client, lead, phone):
    enter(client, lead)
    for _ in range(4):
        show(client, wrong(phone.code()))
    db.session.query(Throttle).one().since -= WINDOW
    db.session.commit()
    for _ in range(2):
        show(client, wrong(phone.code()))

    assert show(client, phone.code()).location == "/home"


def test_a_right_code_forgets_the_wrong_ones(client, lead, phone):
    enter(client, lead)
    for _ in range(4):
        show(client, wrong(phone.code()))
    show(client, phone.code())

    assert db.session.query(Throttle).count() == 0


def test_the_count_does_not_say_whose_it_is(client, lead, phone):
    enter(client, lead)
    show(client, wrong(phone.code()))

    about = db.session.query(Throttle).one().about
    assert len(about) == 64
    assert set(about) <= set("0123456789abcdef")


def test_another_persons_app_opens_nothing(app, client, lead, phone, stranger):
    theirs = Phone(app, stranger)
    enter(client, lead)

    assert "not the code" in words(show(client, theirs.code()))
    recovery = show(client, theirs.recovery[0], "/second-factor/recovery-code")
    assert "not one of your recovery codes" in words(recovery)


def test_a_recovery_code_lets_in_once_and_says_how_many_are_left(app, client, lead, phone):
    code = phone.recovery[1]
    enter(client, lead)
    answer = show(client, code.lower().replace("-", " "), "/second-factor/recovery-code")

    assert answer.location == "/home"
    home = words(client.get("/home"))
    assert "That recovery code is used up. You have 2 left." in home
    assert "The last of what you did here" not in home
    again = app.test_client()
    enter(again, lead)
    refused = show(again, code, "/second-factor/recovery-code")
    assert "not one of your recovery codes, or it has been used" in words(refused)
    assert not is_in(again)
    assert acts() == ["used a recovery code", "signed in", "gave a wrong code"]


def test_the_last_recovery_code_says_so(client, lead, phone):
    for code in phone.recovery:
        client.sign_out()
        enter(client, lead)
        show(client, code, "/second-factor/recovery-code")

    assert "That was your last recovery code" in words(client.get("/home"))


def test_the_code_page_takes_a_recovery_code_too(client, lead, phone):
    enter(client, lead)

    assert show(client, phone.recovery[0]).location == "/home"


def test_when_the_services_key_was_changed_there_is_a_sentence(app, client, lead, phone):
    app.config["SECRET_KEY"] = "another key that only tests know"
    enter(client, lead)
    answer = show(client, phone.code())

    assert "can no longer read what it shares with your app" in words(answer)
    assert "ask your administrator" in words(answer)


@pytest.mark.parametrize(
    "path", ["/second-factor", "/second-factor/recovery-code", "/second-factor/set-up"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_a_password_first_there_is_nothing_to_show(app, client, lead, phone, path, method):
    answer = client.open(path, method=method, data={"code": phone.code()})

    assert answer.location == "/sign-in"
    assert db.session.query(SignIn).count() == 0


def test_after_ten_minutes_the_password_is_asked_for_again(client, lead, phone):
    enter(client, lead)
    with client.session_transaction() as session:
        person_id, way, strong, at, version = session["arriving"]
        session["arriving"] = [person_id, way, strong, at - 601, version]

    assert show(client, phone.code()).location == "/sign-in"


def test_whoever_is_half_way_in_when_an_administrator_resets_the_account_begins_again(client, lead):
    """Or a thief with the password would set up an app of their own once the owner's is gone."""
    enter(client, lead)
    assert client.get("/second-factor/set-up").status_code == 200
    signing_in.reset(lead, COMMAND_LINE, datetime.now(UTC))
    db.session.commit()

    assert client.get("/second-factor/set-up").location == "/sign-in"


def test_somebody_switched_off_half_way_stays_out(client, lead, phone):
    enter(client, lead)
    lead.active = False
    db.session.commit()

    assert show(client, phone.code()).location == "/sign-in"
    assert not is_in(client)


def test_where_somebody_wanted_to_go_is_where_they_come(client, lead, phone):
    client.get("/organisations?q=north")
    enter(client, lead)

    assert show(client, phone.code()).location == "/organisations?q=north"


# Whoever must have one, and has none.


def test_a_lead_without_an_app_sets_one_up_before_they_are_in(client, lead):
    assert enter(client, lead).location == "/second-factor/set-up"
    shown_page = client.get("/second-factor/set-up")
    secret = key_on(shown_page)
    answer = show(client, shown(secret), "/second-factor/set-up")

    assert page(answer).h1.get_text() == "Keep your recovery codes"
    assert len(page(answer).select(".tracker-codes li")) == 10
    assert is_in(client)
    assert db.session.query(SignIn).one().second_factor
    assert acts() == ["set up a second factor", "signed in"]


def key_on(response):
    return page(response).select_one(".tracker-secret").get_text().replace(" ", "")


def test_the_picture_says_in_words_what_it_is_and_needs_no_style(client, lead):
    enter(client, lead)
    response = client.get("/second-factor/set-up")
    picture = page(response).select_one("svg.tracker-qr")

    assert picture["role"] == "img"
    assert picture.title.get_text() == "Picture to scan with your authenticator app"
    link = page(response).find("a", string="Open it from here")["href"]
    assert link.startswith("otpauth://totp/")
    assert f"secret={key_on(response)}" in link


def test_the_key_stays_the_same_until_the_app_has_it(client, lead):
    enter(client, lead)
    first = key_on(client.get("/second-factor/set-up"))
    refused = show(client, wrong(shown(first)), "/second-factor/set-up")

    assert "not the code" in words(refused)
    assert key_on(refused) == key_on(client.get("/second-factor/set-up")) == first


def test_no_browser_keeps_the_page_with_the_key(client, lead):
    enter(client, lead)

    assert client.get("/second-factor/set-up").headers["Cache-Control"] == "no-store"


def test_looking_at_the_key_keeps_nothing_and_the_cookie_does_not_tell_it(client, lead):
    enter(client, lead)
    secret = key_on(client.get("/second-factor/set-up"))

    assert db.session.query(SecondFactor).count() == 0
    with client.session_transaction() as session:
        assert secret not in str(dict(session))


def test_the_secret_and_the_codes_are_not_kept_readable(client, lead):
    enter(client, lead)
    secret = key_on(client.get("/second-factor/set-up"))
    answer = show(client, shown(secret), "/second-factor/set-up")
    made = [code.get_text() for code in page(answer).select(".tracker-codes li")]

    kept = db.session.query(SecondFactor).one().secret
    hashes = {code.code_hash for code in db.session.query(RecoveryCode)}
    record = str([(entry.did, entry.details) for entry in db.session.query(AuditEntry)])
    with client.session_transaction() as session:
        cookie = str(dict(session))
    for secret_text in (secret, *made):
        assert secret_text not in kept + str(hashes) + record + cookie


def test_the_code_that_set_it_up_is_not_taken_again(app, client, lead):
    enter(client, lead)
    secret = key_on(client.get("/second-factor/set-up"))
    code = shown(secret)
    show(client, code, "/second-factor/set-up")

    thief = app.test_client()
    enter(thief, lead)
    assert "This code has been used" in words(show(thief, code))


def test_a_password_alone_never_puts_another_app_in_the_place_of_one(client, lead, phone):
    enter(client, lead)
    before = db.session.query(SecondFactor.secret).scalar()

    assert client.get("/second-factor/set-up").location == "/second-factor"
    assert show(client, phone.code(), "/second-factor/set-up").location == "/second-factor"
    assert db.session.query(SecondFactor.secret).scalar() == before


def test_somebody_who_need_not_is_not_asked(client, colleague):
    assert enter(client, colleague).location == "/home"


def test_somebody_who_need_not_but_has_one_is_asked(app, client, colleague):
    Phone(app, colleague)

    assert enter(client, colleague).location == "/second-factor"


@pytest.mark.parametrize("strong, where_to", [(True, "/home"), (False, "/second-factor")])
def test_a_provider_that_asked_for_more_than_a_password_is_enough(
    app, lead, phone, strong, where_to
):
    with app.test_request_context():
        assert arrive(lead.id, way="provider", strong=strong).location == where_to


# The demonstration.


def made_up(trust):
    return factories.person(trust, Role.EQUALITY_LEAD, email="ruth@demo.example")


def test_the_people_of_a_demonstration_sign_in_with_their_password_alone(client, trust):
    assert enter(client, made_up(trust)).location == "/home"


def test_in_production_nobody_does(app, client, trust):
    app.config["DEMONSTRATION"] = False

    assert enter(client, made_up(trust)).location == "/second-factor/set-up"


def test_in_a_demonstration_others_are_asked_all_the_same(client, lead):
    assert enter(client, lead).location == "/second-factor/set-up"


def test_an_app_that_one_of_them_set_up_is_asked_for(app, client, trust):
    person = made_up(trust)
    Phone(app, person)

    assert enter(client, person).location == "/second-factor"
