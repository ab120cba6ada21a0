"""A person's own second factor: changing it, removing it, and codes for when it is lost."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.client import page, words
from tests.second_factor import Phone, enter, show, shown, wrong
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.mail.letters import LETTERS
from tracker.mail.models import Message
from tracker.permissions import Role
from tracker.second_factor import codes, queries
from tracker.second_factor.models import RecoveryCode, SecondFactor
from tracker.signing_in.models import SignIn

MINE = "/you/second-factor"


@pytest.fixture
def app_settings():
    return {"SECOND_FACTOR_REQUIRED": True}


@pytest.fixture
def phone(app, lead):
    return Phone(app, lead)


@pytest.fixture
def administrator(trust):
    return factories.person(trust, Role.ADMINISTRATOR)


def acts():
    return [entry.did for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def told():
    return [message.template for message in db.session.query(Message).order_by(Message.id)]


def key_on(response):
    return page(response).select_one(".tracker-secret").get_text().replace(" ", "")


def codes_on(response):
    return [code.get_text() for code in page(response).select(".tracker-codes li")]


def together(response):
    return page(response).find("input", attrs={"name": "codes"})["value"]


def test_somebody_without_one_is_told_what_it_is_for_and_where_to_begin(client, colleague):
    response = client.sign_in(colleague).get(MINE)

    assert "You have no second factor." in words(response)
    assert page(response).find("a", string="Set one up")["href"] == f"{MINE}/set-up"
    assert "Your role needs one" not in words(response)


def test_somebody_who_must_have_one_is_told_so(client, lead):
    assert "Your role needs one" in words(client.sign_in(lead).get(MINE))


def test_somebody_sets_one_up_of_their_own_accord(client, colleague):
    client.sign_in(colleague)
    secret = key_on(client.get(f"{MINE}/set-up"))
    made = codes_on(show(client, shown(secret), f"{MINE}/set-up"))

    assert len(set(made)) == 10
    assert "10 of 10 left" in words(client.get(MINE))
    client.sign_out()
    assert enter(client, colleague).location == "/second-factor"
    assert show(client, made[3]).location == "/home"


def test_somebody_trusted_with_more_than_when_they_came_in_sets_one_up_before_they_go_on(
    client, trust, colleague
):
    elsewhere = factories.sign_in(colleague)
    client.sign_in(colleague, strong=False)
    assert client.get("/home").status_code == 200
    factories.grant(colleague, Role.ADMINISTRATOR, trust)

    for address in ("/home", f"/organisations/{trust.id}/people"):
        assert client.get(address).location == f"{MINE}/set-up"
    assert client.post(f"/organisations/{trust.id}/roles/add").location == f"{MINE}/set-up"
    assert client.get("/sign-out").status_code == 200
    asked = client.get(f"{MINE}/set-up")
    assert "Your role can see or change things" in words(asked)
    show(client, shown(key_on(asked)), f"{MINE}/set-up")

    assert client.get(f"/organisations/{trust.id}/people").status_code == 200
    assert elsewhere.ended_at


def test_whether_somebody_has_to_set_one_up_asks_the_database_nothing_more(client, colleague):
    client.sign_in(colleague).get("/home")
    asked = client.queries

    client.sign_in(colleague, strong=False).get("/home")

    assert client.queries == asked


def test_whoever_borrows_their_screen_then_sets_none_up(client, trust, colleague):
    client.sign_in(colleague, strong=False)
    factories.grant(colleague, Role.ADMINISTRATOR, trust)
    db.session.query(SignIn).update({"proved_at": datetime.now(UTC) - timedelta(minutes=11)})
    db.session.commit()

    assert client.get(f"{MINE}/set-up").location == "/prove-it-is-you"
    assert client.get("/prove-it-is-you").status_code == 200


def test_a_new_app_takes_the_place_of_the_old_one(app, client, lead, phone):
    client.sign_in(lead)
    secret = key_on(client.get(f"{MINE}/set-up"))
    data = {"code": shown(secret), "old_code": phone.code()}
    made = codes_on(client.post(f"{MINE}/set-up", data=data))

    assert len(made) == 10
    client.sign_out()
    enter(client, lead)
    assert "not the code" in words(show(client, phone.code(later=30)))
    assert "not one of" in words(show(client, phone.recovery[0]))
    assert show(client, shown(secret, later=30)).location == "/home"


def test_whose_second_factor_is_changed_or_removed_is_told(client, lead, phone, colleague):
    client.sign_in(lead)
    secret = key_on(client.get(f"{MINE}/set-up"))
    client.post(f"{MINE}/set-up", data={"code": wrong(shown(secret)), "old_code": phone.code()})
    assert told() == []

    client.post(f"{MINE}/set-up", data={"code": shown(secret), "old_code": phone.code()})
    show(client, shown(secret, later=30), f"{MINE}/recovery-codes")
    assert told() == ["second_factor_changed"] * 2

    text = LETTERS["second_factor_changed"].paragraph(db.session.query(Message).first())
    assert "http://127.0.0.1:5000/forgotten" in text
    assert lead.name not in text
    assert secret not in text


def test_whoever_sets_one_up_and_removes_it_is_told_of_the_removal(client, colleague):
    client.sign_in(colleague)
    secret = key_on(client.get(f"{MINE}/set-up"))
    show(client, shown(secret), f"{MINE}/set-up")
    assert told() == []

    show(client, shown(secret, later=30), f"{MINE}/remove")

    assert db.session.query(SecondFactor).count() == 0
    assert told() == ["second_factor_changed"]


def test_a_lost_phone_is_changed_with_a_recovery_code(client, lead, phone):
    client.sign_in(lead)
    secret = key_on(client.get(f"{MINE}/set-up"))
    data = {"code": shown(secret), "old_code": phone.recovery[0]}

    assert codes_on(client.post(f"{MINE}/set-up", data=data))


@pytest.mark.parametrize("old", ["", "123", "AAAAA-AAAAA"])
def test_without_a_code_from_the_old_one_nothing_changes(client, lead, phone, old):
    client.sign_in(lead)
    secret = key_on(client.get(f"{MINE}/set-up"))
    before = db.session.query(SecondFactor.secret).scalar()
    answer = client.post(f"{MINE}/set-up", data={"code": shown(secret), "old_code": old})

    assert "There is a problem" in words(answer)
    assert db.session.query(SecondFactor.secret).scalar() == before
    assert queries.codes_left(lead.id) == 3


def test_a_wrong_code_from_the_new_app_uses_no_recovery_code_up(client, lead, phone):
    client.sign_in(lead)
    secret = key_on(client.get(f"{MINE}/set-up"))
    data = {"code": wrong(shown(secret)), "old_code": phone.recovery[0]}
    answer = client.post(f"{MINE}/set-up", data=data)

    assert "There is a problem" in words(answer)
    assert queries.codes_left(lead.id) == 3


def test_guessing_the_old_code_is_held_back_there_too(client, lead, phone):
    client.sign_in(lead)
    secret = key_on(client.get(f"{MINE}/set-up"))
    for _ in range(5):
        client.post(f"{MINE}/set-up", data={"code": shown(secret), "old_code": "AAAAA-AAAAA"})
    data = {"code": shown(secret), "old_code": phone.code()}

    assert "Too many wrong codes" in words(client.post(f"{MINE}/set-up", data=data))


def test_new_recovery_codes_take_the_place_of_the_old_ones(client, lead, phone):
    client.sign_in(lead)
    assert "3 of 10 left" in words(client.get(f"{MINE}/recovery-codes"))
    made = codes_on(show(client, phone.code(), f"{MINE}/recovery-codes"))

    assert len(made) == 10
    client.sign_out()
    enter(client, lead)
    assert "not one of" in words(show(client, phone.recovery[2]))
    assert show(client, made[9]).location == "/home"


def test_new_recovery_codes_are_not_had_without_a_code(client, lead, phone):
    client.sign_in(lead)
    answer = show(client, wrong(phone.code()), f"{MINE}/recovery-codes")

    assert codes_on(answer) == []
    assert queries.codes_left(lead.id) == 3


def test_the_page_of_new_codes_is_kept_by_nobody_and_goes_on_once_they_are(client, lead, phone):
    client.sign_in(lead)
    answer = show(client, phone.code(), f"{MINE}/recovery-codes")

    assert answer.headers["Cache-Control"] == "no-store"
    assert "They are shown only now." in words(answer)
    kept = client.post(f"{MINE}/recovery-codes/kept", data={"codes": together(answer), "kept": "y"})
    assert kept.location == MINE
    assert acts()[-1] == "kept their recovery codes"


def test_until_somebody_says_that_they_kept_them_the_codes_stay_on_the_page(client, lead, phone):
    client.sign_in(lead)
    made = show(client, phone.code(), f"{MINE}/recovery-codes")
    again = client.post(f"{MINE}/recovery-codes/kept", data={"codes": together(made)})

    assert "Keep the codes first" in words(again)
    assert codes_on(again) == codes_on(made)
    assert together(again) == together(made)


@pytest.mark.parametrize("came", ["", "AAAAA-AAAAA", "<script>alert(1)</script>", "\0", "x " * 999])
@pytest.mark.parametrize("path", ["kept", "download"])
def test_what_is_no_code_of_theirs_is_not_given_back(client, lead, phone, path, came):
    client.sign_in(lead)
    answer = client.post(f"{MINE}/recovery-codes/{path}", data={"codes": came})

    assert answer.location == MINE


def test_nor_are_anothers(app, client, lead, phone, colleague):
    theirs = Phone(app, colleague).recovery
    client.sign_in(lead)
    answer = client.post(f"{MINE}/recovery-codes/download", data={"codes": " ".join(theirs)})

    assert answer.location == MINE


def test_the_codes_are_downloaded_from_the_page_that_shows_them(client, lead, phone):
    client.sign_in(lead)
    made = show(client, phone.code(), f"{MINE}/recovery-codes")
    download = client.post(f"{MINE}/recovery-codes/download", data={"codes": together(made)})

    assert download.mimetype == "text/plain"
    assert "recovery-codes.txt" in download.headers["Content-Disposition"]
    assert download.headers["Cache-Control"] == "no-store"
    assert all(code in download.text.splitlines() for code in codes_on(made))
    assert "made on 23 November 2026" in download.text


def test_somebody_who_need_not_have_one_removes_it_with_a_code(app, client, colleague):
    phone = Phone(app, colleague)
    client.sign_in(colleague)
    answer = show(client, phone.code(), f"{MINE}/remove")

    assert answer.location == MINE
    assert db.session.query(SecondFactor).count() == db.session.query(RecoveryCode).count() == 0
    client.sign_out()
    assert enter(client, colleague).location == "/home"
    assert "removed their second factor" in acts()


def test_it_is_not_removed_without_a_code(app, client, colleague):
    phone = Phone(app, colleague)
    client.sign_in(colleague)
    show(client, wrong(phone.code()), f"{MINE}/remove")

    assert queries.factor_of(colleague.id)


def test_somebody_who_must_have_one_cannot_remove_it(client, lead, phone):
    client.sign_in(lead)
    answer = show(client, phone.code(), f"{MINE}/remove")

    assert "Your role needs a second factor, so it cannot be removed" in words(answer)
    assert queries.factor_of(lead.id)
    assert "so it cannot be removed" in words(client.get(f"{MINE}/remove"))
    assert page(client.get(MINE)).find("a", string="Remove your second factor") is None


@pytest.mark.parametrize("path", ["remove", "recovery-codes"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_where_there_is_none_there_is_nothing_to_remove_or_renew(client, colleague, path, method):
    client.sign_in(colleague)

    assert client.open(f"{MINE}/{path}", method=method, data={"code": "1"}).location == MINE


def test_nobody_changes_anothers_by_naming_them(app, client, lead, phone, colleague):
    own = Phone(app, colleague)
    client.sign_in(colleague)
    more = {"person_id": lead.id, "id": lead.id}
    client.post(f"{MINE}/remove", data={"code": own.code(), **more})

    assert queries.factor_of(lead.id)
    assert queries.factor_of(colleague.id) is None


def test_two_apps_shown_to_two_people_in_one_browser_are_two(client, lead, colleague):
    first = key_on(client.sign_in(colleague).get(f"{MINE}/set-up"))
    second = key_on(client.sign_in(lead).get(f"{MINE}/set-up"))

    assert first != second


def test_secrets_and_codes_are_never_on_the_record(client, lead, phone):
    client.sign_in(lead)
    made = codes_on(show(client, phone.code(), f"{MINE}/recovery-codes"))

    record = str(
        [(entry.did, entry.thing, entry.details) for entry in db.session.query(AuditEntry)]
    )
    assert "made recovery codes" in record
    assert not [secret for secret in (phone.secret, *made) if codes.as_meant(secret) in record]
