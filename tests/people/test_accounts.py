"""Adding, inviting, mending, resetting, moving and leaving."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tests.drafting.answers import HOSTILE, day
from tests.people.conftest import NOW
from tracker.accounts.models import Delegation, Grant, Holding, Person
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.permissions import Role
from tracker.second_factor.models import RecoveryCode, SecondFactor
from tracker.signing_in.models import SignIn, SingleUseLink

pytestmark = pytest.mark.usefixtures("signed_in")

YESTERDAY = TODAY - timedelta(days=1)
BEYOND = "They also have a role or a post outside what you administer"


def newest(kind, **having):
    return db.session.query(kind).filter_by(**having).order_by(kind.id.desc()).first()


def links(person, **having):
    theirs = db.session.query(SingleUseLink).filter_by(person_id=person.id, **having)
    return theirs.order_by(SingleUseLink.id).all()


def acts():
    return [entry.did for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


@pytest.fixture
def add(client, trust):
    def add(**given):
        usual = {"name": "Una Quist", "email": "una@nhs.example", "role": "staff member"}
        return client.post(f"/organisations/{trust.id}/people/add", data=usual | given)

    return add


# Joiners


def test_somebody_added_has_an_account_a_role_and_an_invitation(client, add, trust, colin):
    response = add(name="  Una   Quist ", email=" Una@NHS.example")

    una = newest(Person)
    assert response.location.endswith(f"/people/{una.id}")
    assert (una.name, una.email, una.organisation_id) == ("Una Quist", "una@nhs.example", trust.id)
    assert una.password_hash is None
    grant = newest(Grant)
    assert (grant.person_id, grant.role, grant.since) == (una.id, "staff member", TODAY)
    assert grant.given_by_id == colin.id
    [link] = links(una, purpose="invitation")
    assert newest(Message, person_id=una.id).ids == {"link": link.id}
    assert link.expires_at - link.made_at == timedelta(hours=24)
    assert "Not in yet" in words(client.get(response.location))


def test_somebody_can_be_added_without_a_role(add):
    add(role="")

    assert db.session.query(Grant).filter_by(person_id=newest(Person).id).count() == 0


def test_an_address_that_is_taken_is_said_to_be_and_no_more(client, add, trust, elsewhere):
    factories.person(elsewhere, name="Ewa Lis", email="una@nhs.example")

    page = add()

    assert "Somebody already has this address" in words(page)
    assert f'href="/organisations/{trust.id}/roles/add"' in page.text
    assert "Ewa" not in page.text
    assert "Fernhollow" not in page.text
    assert 'value="Una Quist"' in page.text


@pytest.mark.parametrize(
    "field, typed, told",
    [
        ("name", "", "Enter a name"),
        ("name", "x" * 121, "Use 120 characters or fewer"),
        ("email", "", "Enter an e-mail address"),
        ("email", "una", "in the correct format"),
        ("email", "una@nhs.example, ewa@nhs.example", "in the correct format"),
        ("email", f"{'x' * 250}@nhs.example", "Use 254 characters or fewer"),
        ("role", "network officer", "Choose a role"),
        ("role", "post holder", "Choose a role"),
        ("role", "panel member", "Choose a role"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nobody_is_added(add, field, typed, told):
    before = db.session.query(Person).count()

    assert told in words(add(**{field: typed}))
    assert db.session.query(Person).count() == before


def test_what_is_typed_is_shown_and_never_run(client, add):
    page = client.get(add(name=HOSTILE).location)

    assert HOSTILE not in page.text
    assert "alert(" in words(page)


def test_what_the_form_does_not_ask_changes_nothing(add, elsewhere, trust):
    add(organisation_id=elsewhere.id, password_hash="x", active="", version="9", id="1")

    una = newest(Person)
    assert (una.organisation_id, una.password_hash, una.active) == (trust.id, None, True)


def test_another_invitation_takes_the_place_of_the_first(client, newcomer):
    for _ in range(2):
        client.post(f"/people/{newcomer.id}/invite")

    first, second = links(newcomer)
    assert first.withdrawn_at
    assert second.withdrawn_at is None
    assert second.given_by_id


def test_somebody_who_was_in_is_not_invited_again(client, priya):
    page = client.post(f"/people/{priya.id}/invite")

    assert page.status_code == 409
    assert "Reset their sign-in" in words(page)
    assert links(priya) == []


# Names and addresses


def edit(client, person, **given):
    usual = {"name": person.name, "email": person.email, "version": person.version}
    return client.post(f"/people/{person.id}/edit", data=usual | given)


def test_a_name_is_put_right(client, priya):
    edit(client, priya, name="Priya Nair-Jones")

    assert priya.name == "Priya Nair-Jones"
    assert priya.unconfirmed_since is None
    assert acts()[-1] == "changed a name"


def test_another_address_shuts_what_is_held_in_confidence(client, priya):
    edit(client, priya, email="P.Nair@nhs.example")

    assert priya.email == "p.nair@nhs.example"
    assert priya.unconfirmed_since
    assert "changed an address" in acts()


def test_whoever_was_reached_at_the_old_address_is_told_there(client, priya):
    edit(client, priya, email="p.nair@nhs.example")

    told = newest(Message, person_id=priya.id)
    assert (told.template, told.address) == ("address_changed", "priya@nhs.example")


def test_an_invitation_to_the_old_address_works_no_more(client, newcomer):
    client.post(f"/people/{newcomer.id}/invite")
    edit(client, newcomer, email="n.eze@nhs.example")

    [link] = links(newcomer)
    assert link.withdrawn_at
    client.post(f"/people/{newcomer.id}/invite")
    assert links(newcomer, withdrawn_at=None)


def test_an_address_that_is_taken_is_not_taken_again(client, priya, colin):
    page = edit(client, priya, email=colin.email, name="Other")

    assert "Somebody already has this address" in words(page)
    assert (priya.email, priya.name) == ("priya@nhs.example", "Priya Nair")


def test_of_two_who_edit_at_once_the_second_is_shown_both(client, priya):
    version = priya.version
    edit(client, priya, name="Priya One")

    page = edit(client, priya, name="Priya Two", version=version)

    assert page.status_code == 409
    assert "Priya One" in words(page)
    assert 'value="Priya Two"' in page.text
    assert priya.name == "Priya One"


# Resetting


@pytest.fixture
def with_everything(priya):
    """Priya with a second factor and an open link."""
    factories.saved(SecondFactor(person_id=priya.id, secret="s", made_at=NOW, confirmed_at=NOW))
    factories.saved(RecoveryCode(person_id=priya.id, code_hash="c" * 64, made_at=NOW))
    dates = {"made_at": NOW, "expires_at": datetime(2030, 1, 1, tzinfo=UTC)}
    factories.saved(SingleUseLink(person_id=priya.id, purpose="reset", **dates))
    return priya


def is_shut(person):
    kept = [
        db.session.query(kind).filter_by(person_id=person.id).count()
        for kind in (SecondFactor, RecoveryCode)
    ]
    open_sign_ins = db.session.query(SignIn).filter_by(person_id=person.id, ended_at=None).count()
    return person.password_hash is None and kept == [0, 0] and open_sign_ins == 0


def test_a_reset_is_asked_about_first(client, with_everything):
    page = client.get(f"/people/{with_everything.id}/reset")

    assert "stays shut until" in words(page)
    assert "They are told that you did this" in words(page)
    assert not is_shut(with_everything)


def test_a_reset_takes_every_way_in_and_sends_another(client, with_everything):
    priya = with_everything
    client.post(f"/people/{priya.id}/reset")

    assert is_shut(priya)
    assert priya.unconfirmed_since
    [old, new] = links(priya)
    assert old.withdrawn_at
    assert (new.purpose, new.withdrawn_at) == ("reset", None)
    assert newest(Message, person_id=priya.id).ids == {"link": new.id}
    assert "reset a sign-in" in acts()


def test_an_administrator_reads_that_they_are_in_again_and_never_that_they_are_confirmed(
    client, trust, with_everything, colin
):
    """Who confirms somebody knows them from a network or from mentoring."""
    priya, at = with_everything, f"/people/{with_everything.id}"
    client.post(f"{at}/reset", follow_redirects=True)
    shown, version = words(client.get(at)), priya.version
    assert "Reset, not in since" in shown

    coordinator = factories.person(trust, Role.LEADERSHIP_CENTRE)
    client.sign_in(coordinator).post(f"{at}/confirm", data={"spoke": "y"})
    assert priya.unconfirmed_since is None

    assert words(client.sign_in(colin).get(at)) == shown
    assert priya.version == version
    assert "confirmed" not in client.get(f"/organisations/{trust.id}/audit").text
    factories.sign_in(priya, started_at=priya.reset_at + timedelta(hours=1))
    assert "State Active" in words(client.get(at))


def test_a_page_shows_no_password_and_no_secret(client, with_everything):
    page = client.get(f"/people/{with_everything.id}").text

    assert with_everything.password_hash not in page
    assert "1" * 64 not in page


def test_nobody_resets_their_own_sign_in(client, colin):
    page = client.post(f"/people/{colin.id}/reset")

    assert "Another administrator has to do this" in words(page)
    assert colin.password_hash


def test_somebody_who_was_never_in_is_invited_and_not_reset(client, newcomer):
    page = client.post(f"/people/{newcomer.id}/reset")

    assert "another invitation instead" in words(page)
    assert newcomer.unconfirmed_since is None


@pytest.fixture(params=["role", "role to come", "post", "post drafted for"])
def reaching_further(request, national, priya):
    """Priya with a say in what is above the trust."""
    if request.param == "role":
        factories.grant(priya, Role.VIEWER, national)
    elif request.param == "role to come":
        factories.grant(priya, Role.VIEWER, national, since=date(2027, 1, 1))
    elif request.param == "post":
        factories.post(national, priya)
    else:
        holding = factories.hold(factories.post(national), factories.person())
        factories.delegate(holding, priya)
    return priya


def test_an_account_that_reaches_further_is_not_taken_over(client, reaching_further):
    priya = reaching_further

    told = [
        client.post(f"/people/{priya.id}/reset"),
        edit(client, priya, email="colin.too@nhs.example"),
        client.post(f"/people/{priya.id}/leave", data=day("on", TODAY)),
    ]

    for page in told:
        assert BEYOND in words(page)
        assert "An administrator of NHS England may do this" in words(page)
    assert (priya.password_hash, priya.active) == (factories.password_hash(), True)
    assert (priya.email, priya.unconfirmed_since) == ("priya@nhs.example", None)
    shown = client.get(f"/people/{priya.id}").text
    assert f"/people/{priya.id}/reset" not in shown
    assert "viewer" not in shown


def test_an_administrator_above_may(client, reaching_further, peter):
    client.sign_in(peter).post(f"/people/{reaching_further.id}/reset")

    assert reaching_further.unconfirmed_since


def test_a_name_is_put_right_however_far_the_account_reaches(client, reaching_further):
    edit(client, reaching_further, name="Priya N")

    assert reaching_further.name == "Priya N"


def test_a_role_that_is_over_stops_nothing(client, national, priya):
    factories.grant(priya, Role.VIEWER, national, until=YESTERDAY)
    client.post(f"/people/{priya.id}/reset")

    assert priya.unconfirmed_since


def test_a_network_elsewhere_is_not_told_by_a_refusal(client, elsewhere, priya):
    factories.grant(priya, Role.NETWORK_OFFICER, factories.network(elsewhere))
    client.post(f"/people/{priya.id}/reset")

    assert priya.unconfirmed_since


# Leavers and returners


def leave(client, person, on=TODAY):
    return client.post(f"/people/{person.id}/leave", data=day("on", on))


def test_a_leaver_has_no_way_in_no_post_and_no_role(client, trust, with_everything):
    priya = with_everything
    network = factories.network(trust)
    factories.grant(priya, Role.NETWORK_MEMBER, network)
    holding = factories.hold(factories.post(trust), priya)
    boss = factories.hold(factories.post(trust), factories.person(trust))
    factories.delegate(boss, priya)

    response = leave(client, priya)

    assert response.location.endswith(f"/people/{priya.id}")
    assert (priya.active, priya.left_on) == (False, TODAY)
    assert is_shut(priya)
    assert links(priya, withdrawn_at=None) == []
    for kind in (Grant, Delegation):
        theirs = db.session.query(kind).filter_by(person_id=priya.id)
        assert {each.until for each in theirs} == {YESTERDAY}
    assert holding.until == YESTERDAY
    assert "Left, gone since 23 November 2026" in words(client.get(f"/people/{priya.id}"))


def test_a_leavers_sign_in_ends_at_the_next_request(client, trust, colin):
    leaver = factories.person(trust, Role.STAFF_MEMBER)
    theirs = client.application.test_client().sign_in(leaver)
    assert theirs.get("/home").status_code == 200

    leave(client, leaver)

    assert theirs.get("/home").location == "/sign-in"


def test_what_is_to_come_is_taken_back_and_what_was_given_today_counts_no_more(
    client, trust, newcomer
):
    given = [
        factories.grant(newcomer, Role.VIEWER, trust, since=TODAY),
        factories.grant(newcomer, Role.NETWORK_MEMBER, factories.network(trust), since=TODAY),
    ]
    factories.grant(newcomer, Role.EQUALITY_LEAD, trust, since=date(2027, 1, 1))
    to_come = factories.hold(factories.post(trust), newcomer, since=date(2027, 1, 1))
    factories.delegate(to_come, factories.person(), since=date(2027, 1, 1))

    leave(client, newcomer)

    assert not newcomer.active
    assert [db.session.query(kind).count() for kind in (Holding, Delegation)] == [0, 0]
    kept = db.session.query(Grant).filter_by(person_id=newcomer.id).order_by(Grant.id).all()
    assert kept == given
    assert {(grant.since, grant.until) for grant in kept} == {(YESTERDAY, YESTERDAY)}


def test_a_post_taken_up_after_the_day_of_leaving_is_asked_about(client, trust, priya):
    factories.hold(factories.post(trust), priya, since=TODAY)

    page = leave(client, priya, on=YESTERDAY)

    assert "They took up a post after that day" in words(page)
    assert priya.active
    assert db.session.query(Grant).filter_by(person_id=priya.id, until=None).count() == 1


def test_nobody_leaves_on_a_day_to_come(client, priya):
    page = leave(client, priya, on=TODAY + timedelta(days=1))

    assert "it must be today or in the past" in words(page)
    assert priya.active


def test_nobody_leaves_twice(client, priya):
    leave(client, priya)

    assert "marked as left already" in words(leave(client, priya, on=YESTERDAY))
    assert priya.left_on == TODAY


def test_the_last_administrator_does_not_leave(client, trust, colin):
    page = leave(client, colin)

    assert f"This is the last administrator of {trust.name}" in words(page)
    assert colin.active
    assert db.session.query(Grant).filter_by(person_id=colin.id, until=None).count() == 1

    factories.person(trust, Role.ADMINISTRATOR)
    leave(client, colin)
    assert not colin.active


def test_the_last_administrator_does_not_leave_by_a_day_before_they_were_one(client, trust, priya):
    new = factories.organisation(trust)
    given = factories.grant(priya, Role.ADMINISTRATOR, new, since=TODAY - timedelta(days=10))

    page = leave(client, priya, on=TODAY - timedelta(days=30))

    assert f"This is the last administrator of {new.name}" in words(page)
    assert db.session.get(Grant, given.id).until is None


def test_a_day_long_past_is_taken_for_a_mistake(client, priya):
    """Or a year mistyped would have the account erased at once, as of somebody long gone."""
    page = leave(client, priya, on=date(2016, 11, 23))

    assert "Enter a day in the last 90 days" in words(page)
    assert priya.active


def test_whoever_marks_somebody_as_left_does_not_learn_what_they_belonged_to(
    client, trust, colin, priya
):
    grant = factories.grant(priya, Role.NETWORK_MEMBER, factories.network(trust))

    leave(client, priya)

    assert grant.until is not None
    acts = db.session.query(AuditEntry).filter_by(person_id=colin.id)
    assert not [act for act in acts if "network" in str(act.details)]
    assert "network member" not in client.get("/you/data.json").text


def test_nobody_is_brought_back_from_a_borrowed_screen(client, priya):
    priya.active = False
    db.session.query(SignIn).update({"proved_at": datetime.now(UTC) - timedelta(minutes=11)})
    db.session.commit()

    for answer in (client.get, client.post):
        assert answer(f"/people/{priya.id}/return").location.endswith("/prove-it-is-you")
    assert not priya.active


def test_somebody_who_returns_comes_in_by_a_link_and_unconfirmed(client, priya):
    leave(client, priya)

    client.post(f"/people/{priya.id}/return")

    assert (priya.active, priya.left_on, priya.password_hash) == (True, None, None)
    assert priya.unconfirmed_since
    assert links(priya, purpose="reset", withdrawn_at=None)
    assert db.session.query(Grant).filter_by(person_id=priya.id, until=None).count() == 0


def test_somebody_who_never_came_in_returns_by_invitation(client, newcomer):
    leave(client, newcomer)

    client.post(f"/people/{newcomer.id}/return")

    assert newcomer.active
    assert links(newcomer, purpose="invitation", withdrawn_at=None)


def test_nobody_returns_who_has_not_left(client, priya):
    page = client.post(f"/people/{priya.id}/return")

    assert "not marked as left" in words(page)
    assert priya.unconfirmed_since is None


# Movers


def test_somebody_moves_within_what_the_administrator_looks_after(
    client, board, trust, peter, priya
):
    other = factories.organisation(board, name="Brackwater")
    client.sign_in(peter)

    page = client.get(f"/people/{priya.id}/move")
    client.post(f"/people/{priya.id}/move", data={"organisation_id": other.id})

    assert "Staff member, Northbridge" in words(page)
    assert priya.organisation_id == other.id
    assert db.session.query(Grant).filter_by(person_id=priya.id, until=None).count() == 1
    moves = db.session.query(AuditEntry).filter(AuditEntry.did.like("moved a person%"))
    assert {act.organisation_id for act in moves} == {trust.id, other.id}


def test_nobody_is_moved_to_where_the_administrator_has_no_say(client, elsewhere, trust, priya):
    page = client.post(f"/people/{priya.id}/move", data={"organisation_id": elsewhere.id})

    assert page.status_code == 200
    assert priya.organisation_id == trust.id
    assert "You administer no other organisation" in words(client.get(f"/people/{priya.id}/move"))


# Who may


def test_people_do_not_look_after_themselves(client, priya):
    client.sign_in(priya)

    assert client.get(f"/people/{priya.id}").status_code == 403
    assert edit(client, priya, name="Other").status_code == 403
    assert priya.name == "Priya Nair"


def test_somebody_from_elsewhere_with_a_role_here_is_not_looked_after_here(
    client, trust, elsewhere
):
    visitor = factories.person(elsewhere, Role.VIEWER)
    factories.grant(visitor, Role.EQUALITY_LEAD, trust)

    assert client.get(f"/people/{visitor.id}").status_code == 404
    assert client.post(f"/people/{visitor.id}/reset").status_code == 404
    assert visitor.unconfirmed_since is None
