"""Erasing a person or a text: the words go, and who did what and when stays."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker import audit, uploads
from tracker.accounts.models import Grant
from tracker.audit import Actor, AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.governance import operations
from tracker.mail.models import Message
from tracker.organisations.models import OrganisationEdge
from tracker.permissions import Role
from tracker.plan.progress import Evidence, MilestoneMove
from tracker.second_factor.models import RecoveryCode, SecondFactor
from tracker.signing_in.models import SignIn

ERASED = "[erased 23 November 2026]"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def administrator(trust):
    return factories.person(trust, Role.ADMINISTRATOR, name="Grace Lowe")


@pytest.fixture
def leaver(trust):
    """Somebody who said something here, and is to be erased."""
    return factories.person(
        trust, Role.EQUALITY_LEAD, name="Ada Quill", email="ada.quill@nhs.example"
    )


@pytest.fixture
def action(trust):
    return factories.action(factories.plan(trust), title="Panels", reference="8.1")


@pytest.fixture
def check_in(action, leaver):
    return factories.check_in(action, leaver, done="Panels trained", learned="I was bullied")


def erase(client, person, **answers):
    return client.post(f"/people/{person.id}/erase", data={"confirm": "ERASE"} | answers)


def entries():
    table = AuditEntry.__table__
    return db.session.execute(sa.select(table).order_by(table.c.id)).all()


def test_an_erased_person_is_a_tombstone_that_nobody_can_sign_in_as(client, administrator, leaver):
    answer = erase(client.sign_in(administrator), leaver)

    assert answer.location == f"/organisations/{leaver.organisation_id}"
    assert leaver.name == "Somebody whose data was erased"
    assert leaver.email == f"erased-{leaver.id}@erased.invalid"
    assert (leaver.password_hash, leaver.active) == (None, False)
    assert (leaver.erased_on, leaver.left_on) == (TODAY, TODAY)


def test_the_day_somebody_left_stays(client, trust, administrator):
    left = factories.person(trust, left_on=date(2026, 6, 30), active=False)

    erase(client.sign_in(administrator), left)

    assert left.left_on == date(2026, 6, 30)


def test_everything_that_served_their_signing_in_goes(client, administrator, leaver, lead):
    ours = client.application.test_client()
    ours.sign_in(leaver)
    for person in (leaver, lead):
        factories.saved(SecondFactor(person_id=person.id, secret="s", made_at=NOW))
        factories.saved(RecoveryCode(person_id=person.id, code_hash="h", made_at=NOW))
        factories.saved(Message(person_id=person.id, template="welcome", ids={}))

    erase(client.sign_in(administrator), leaver)

    for kind in (SecondFactor, RecoveryCode, Message):
        assert db.session.scalars(sa.select(kind.person_id)).all() == [lead.id]
    assert leaver.id not in db.session.scalars(sa.select(SignIn.person_id)).all()
    assert ours.get("/home").location == "/sign-in"


def test_a_file_that_waits_goes_with_its_row(app, client, administrator, leaver):
    kept = uploads.keep(b"names", "ada.csv", "a purpose", Actor(leaver.id, leaver.name))
    db.session.commit()
    path = uploads.folder() / kept.kept_as
    assert path.exists()

    erase(client.sign_in(administrator), leaver)

    assert not path.exists()
    assert db.session.scalars(sa.select(uploads.Upload)).all() == []


def test_roles_end_and_stay_by_number(client, trust, administrator, leaver):
    network = factories.network(trust)
    factories.grant(leaver, Role.NETWORK_MEMBER, network, since=TODAY)
    deputy = factories.delegate(factories.hold(factories.post(trust), administrator), leaver)

    erase(client.sign_in(administrator), leaver)

    ends = db.session.scalars(sa.select(Grant.until).where(Grant.person_id == leaver.id)).all()
    assert sorted(ends) == [TODAY - timedelta(days=1), TODAY]
    assert deputy.until == TODAY - timedelta(days=1)


def test_the_record_is_only_added_to_and_says_no_name(client, administrator, leaver, check_in):
    client.sign_in(leaver).get("/home")
    before = entries()

    erase(client.sign_in(administrator), leaver, texts=[f"check_in.{check_in.id}.learned"])

    after = entries()
    assert after[: len(before)] == before
    last = after[-1]
    assert (last.did, last.thing, last.thing_id) == ("erased a person", "person", str(leaver.id))
    assert last.person_id == administrator.id
    assert last.details == {"rows": {"sign_in": 1}, "texts": 1}
    assert "quill" not in str(after).lower()


def test_a_text_about_themselves_goes_and_what_was_said_for_a_post_stays(
    client, administrator, leaver, check_in
):
    asked = client.sign_in(administrator).get(f"/people/{leaver.id}/erase")
    assert f"Check-ins, number {check_in.id} on “Panels”: learned (13 characters)" in words(asked)
    assert "bullied" not in asked.text

    erase(client, leaver, texts=[f"check_in.{check_in.id}.learned"])

    assert (check_in.learned, check_in.done) == (ERASED, "Panels trained")
    assert (check_in.author_id, check_in.published_on) == (leaver.id, date(2026, 9, 1))


def test_no_text_goes_unless_it_is_chosen(client, administrator, leaver, check_in):
    erase(client.sign_in(administrator), leaver)

    assert (check_in.learned, check_in.done) == ("I was bullied", "Panels trained")


@pytest.mark.parametrize("column", ["said", "published_on", "version"])
def test_nothing_but_their_own_texts_can_be_chosen(
    client, administrator, leaver, lead, action, check_in, column
):
    other = factories.check_in(action, lead, done="Not theirs")
    client.sign_in(administrator)

    for key in (f"check_in.{other.id}.done", f"check_in.{check_in.id}.{column}", "<script>"):
        assert "Error: " in erase(client, leaver, texts=[key]).text

    assert leaver.name == "Ada Quill"
    assert other.done == "Not theirs"


def test_what_would_tell_on_somebody_by_being_there_is_not_listed(
    client, administrator, leaver, action, monkeypatch
):
    evidence = factories.saved(
        Evidence(
            action_id=action.id,
            kind="lived experience",
            stance="context",
            title="What happened to me",
            added_on=TODAY,
            added_by_id=leaver.id,
        )
    )
    address = f"/people/{leaver.id}/erase"
    assert f"number {evidence.id}" in words(client.sign_in(administrator).get(address))

    monkeypatch.setattr(Evidence, "__kept__", replace(Evidence.__kept__, unlisted=True))

    assert f"number {evidence.id}" not in words(client.get(address))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("typed", ["", "erase", "yes", "ERASE IT", "<script>"])
def test_the_word_has_to_be_typed(client, administrator, leaver, typed):
    answer = erase(client.sign_in(administrator), leaver, confirm=typed)

    assert "Type ERASE in capital letters to confirm" in words(answer)
    assert leaver.name == "Ada Quill"


def test_somebody_who_holds_a_post_is_not_erased(client, trust, administrator, leaver):
    factories.post(trust, leaver, title="Chief People Officer")
    client.sign_in(administrator)

    shown = client.get(f"/people/{leaver.id}/erase")
    assert "still holds Chief People Officer" in words(shown)
    theirs = page(shown).find("a", string=lambda text: text and "See the posts" in text)["href"]
    assert "Chief People Officer" in words(client.get(theirs))
    assert "holds Chief People Officer. End that first" in words(erase(client, leaver))
    assert leaver.erased_on is None


def test_somebody_who_is_to_hold_a_post_is_not_erased_and_who_held_one_is(
    client, trust, administrator, leaver
):
    post = factories.post(trust)
    factories.hold(post, leaver, until=TODAY - timedelta(days=1))
    coming = factories.hold(factories.post(trust), leaver, since=TODAY + timedelta(days=9))
    client.sign_in(administrator)

    erase(client, leaver)
    assert leaver.erased_on is None

    coming.until, coming.since = TODAY - timedelta(days=2), TODAY - timedelta(days=3)
    db.session.commit()
    erase(client, leaver)
    assert leaver.erased_on == TODAY


def by(person):
    return Actor(person.id, person.name, "administrator")


def test_an_account_that_reaches_further_than_the_administrator_is_not_theirs_to_erase(
    client, trust, administrator, leaver
):
    """Or a trust could be rid of whoever leads the whole of England from a desk of its own."""
    england = factories.organisation(code="X24", name="NHS England", kind="national")
    factories.grant(leaver, Role.EQUALITY_LEAD, england)

    answer = erase(client.sign_in(administrator), leaver)

    assert "a role or a post outside what you administer" in words(answer)
    assert leaver.erased_on is None


def test_the_last_administrator_is_not_erased(app, trust, administrator):
    above = factories.person(factories.organisation(kind="region"), Role.ADMINISTRATOR)

    with pytest.raises(Refused, match="last administrator of Northbridge"):
        operations.erase_person(administrator, [], TODAY, by(above))


def test_of_two_who_erase_each_other_one_stays(app, trust, administrator):
    other = factories.person(trust, Role.ADMINISTRATOR)
    operations.erase_person(other, [], TODAY, by(administrator))
    db.session.commit()

    with pytest.raises(Refused, match="last administrator"):
        operations.erase_person(administrator, [], TODAY, by(other))


def test_nobody_erases_themselves_or_somebody_twice(client, trust, administrator, leaver):
    factories.person(trust, Role.ADMINISTRATOR)
    client.sign_in(administrator)

    assert "ask another administrator" in words(erase(client, administrator))
    erase(client, leaver)
    assert "erased already" in words(erase(client, leaver))
    assert "was erased on 23 November 2026" in words(client.get(f"/people/{leaver.id}/erase"))
    erased = [entry for entry in entries() if entry.did == "erased a person"]
    assert len(erased) == 1


def test_only_an_administrator_in_scope_erases(client, leaver, lead, stranger, elsewhere, trust):
    other = factories.person(elsewhere, Role.ADMINISTRATOR)
    region = factories.organisation(kind="region")
    factories.saved(OrganisationEdge(child_id=trust.id, parent_id=region.id))
    above = factories.person(region, Role.ADMINISTRATOR)

    for person, code in ((lead, 403), (leaver, 403), (stranger, 404), (other, 404), (above, 200)):
        client.sign_in(person)
        assert client.get(f"/people/{leaver.id}/erase").status_code == code
        if code != 200:
            assert erase(client, leaver).status_code == code
    assert leaver.name == "Ada Quill"


def test_pages_say_the_tombstone_where_a_name_stood(
    client, trust, administrator, leaver, action, check_in
):
    factories.saved(
        Evidence(
            action_id=action.id,
            kind="survey",
            stance="context",
            title="Survey",
            added_on=TODAY,
            added_by_id=leaver.id,
        )
    )
    audit.record(Actor(leaver.id, leaver.name, "equality lead"), "changed it", trust)
    db.session.commit()
    texts = [f"check_in.{check_in.id}.{column}" for column in ("done", "learned")]
    erase(client.sign_in(administrator), leaver, texts=texts)

    plan = client.get(f"/plans/{action.plan_id}")
    shown = client.get(f"/actions/{action.id}")
    record = client.get(f"/organisations/{trust.id}/audit")

    assert plan.status_code == 200
    assert ERASED in words(shown)
    for answer in (shown, record):
        assert "Somebody whose data was erased" in words(answer)
        assert "Quill" not in answer.text


# A text alone


@pytest.fixture
def address(trust, check_in):
    return f"/organisations/{trust.id}/erasures/add?thing=check_in&id={check_in.id}"


def test_a_text_alone_is_erased_with_a_reason_on_the_record(
    client, trust, administrator, address, check_in, action
):
    asked = client.sign_in(administrator).get(address)
    assert "About: Panels" in words(asked)
    assert "Learned (13 characters)" in words(asked)
    assert "bullied" not in asked.text

    answer = client.post(address, data={"columns": ["learned"], "because": "named somebody"})

    assert answer.location == f"/organisations/{trust.id}/erasures/add"
    assert (check_in.learned, check_in.done) == (ERASED, "Panels trained")
    last = entries()[-1]
    assert (last.did, last.thing, last.thing_id) == ("erased text", "check_in", str(check_in.id))
    assert last.organisation_id == trust.id
    assert last.details == {"because": "named somebody", "columns": ["learned"]}


def test_what_is_erased_is_not_erased_again(client, administrator, address, check_in):
    client.sign_in(administrator)
    for _ in range(2):
        client.post(address, data={"columns": ["learned"], "because": "sent in error"})

    assert [entry.did for entry in entries()].count("erased text") == 1
    assert "Learned" not in words(client.get(address))


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "answers, sentence",
    [
        ({"columns": ["learned"]}, "Choose why it is erased"),
        (
            {"columns": ["learned"], "because": "I wanted to"},
            "Choose one of the answers",
        ),
        ({"because": "named somebody"}, "Choose what to erase"),
        ({"columns": ["said"], "because": "named somebody"}, "Choose one of the answers"),
        ({"columns": ["author_id"], "because": "named somebody"}, "Choose one of the answers"),
    ],
)
def test_a_text_is_not_erased_without_both_answers(
    client, administrator, address, check_in, answers, sentence
):
    answer = client.sign_in(administrator).post(address, data=answers)

    assert sentence.lower() in words(answer).lower()
    assert check_in.learned == "I was bullied"


def test_a_text_is_erased_by_the_administrator_of_its_own_organisation_alone(
    client, elsewhere, address, check_in, lead
):
    other = factories.person(elsewhere, Role.ADMINISTRATOR)
    theirs = f"/organisations/{elsewhere.id}/erasures/add?thing=check_in&id={check_in.id}"
    answers = {"columns": ["learned"], "because": "named somebody"}

    assert client.sign_in(other).get(address).status_code == 404
    assert client.post(address, data=answers).status_code == 404
    assert "no text of that kind and number" in words(client.get(theirs))
    client.post(theirs, data=answers)
    assert client.sign_in(lead).get(address).status_code == 403
    assert client.post(address, data=answers).status_code == 403
    assert check_in.learned == "I was bullied"


@pytest.mark.parametrize(
    "asked",
    [
        *("thing=figure&id=1", "thing=person&id=1", "thing=audit_entry&id=1", "thing=sign_in&id=1"),
        *("thing=check_in&id=0", "thing=check_in&id=-1", "thing=check_in&id=9999999999"),
        *("thing=check_in&id=2147483647", "thing=check_in&id=%00", "thing=<script>&id=x", ""),
    ],
)
def test_what_is_no_text_of_theirs_is_not_found(client, trust, administrator, asked):
    answer = client.sign_in(administrator).get(f"/organisations/{trust.id}/erasures/add?{asked}")

    assert answer.status_code == 200
    assert not page(answer).find("button", string=lambda text: text and "Erase what" in text)


def test_figures_and_files_of_figures_are_not_among_what_can_be_erased(
    client, trust, administrator
):
    asked = client.sign_in(administrator).get(f"/organisations/{trust.id}/erasures/add")

    kinds = {option["value"] for option in page(asked).select("option")}
    assert {"check_in", "evidence", "milestone_move", "acknowledgement"} <= kinds
    assert not kinds & {"figure", "target", "data_version", "audit_entry", "person", "message"}


def test_a_text_two_steps_from_its_action_is_erased_too(client, trust, administrator, action, lead):
    milestone = factories.milestone(action)
    move = factories.saved(
        MilestoneMove(
            milestone_id=milestone.id,
            at=NOW,
            by_id=lead.id,
            before=milestone.due,
            after=milestone.due,
            reason="Because of Ada Quill’s complaint",
        )
    )
    address = f"/organisations/{trust.id}/erasures/add?thing=milestone_move&id={move.id}"

    answers = {"columns": ["reason"], "because": "named somebody"}
    client.sign_in(administrator).post(address, data=answers)

    assert move.reason == ERASED
