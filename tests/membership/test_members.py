"""A network's officers look after who belongs to it; so do a panel's members."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker import audit
from tracker.accounts.models import Grant
from tracker.accounts.standing import standing_of
from tracker.audit import NOBODY, AuditEntry
from tracker.extensions import db
from tracker.permissions import Role
from tracker.signing_in.models import SignIn


@pytest.fixture
def at(network):
    return f"/networks/{network.id}/members"


def roles_in(network, person, on=TODAY):
    return standing_of(person.id, on).networks.get(network.id, frozenset())


def acts():
    return [entry.did for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def names(response):
    return [row.th.get_text(" ").split(maxsplit=1)[1] for row in page(response).select("tbody tr")]


def test_an_officer_sees_who_belongs_and_since_when(client, officer, member, at):
    shown = words(client.sign_in(officer).get(at))

    assert "Priya Nair" in shown
    assert member.email in shown
    assert "Since 1 Apr 2020" in shown
    assert "Officer since No officer" in shown


def test_somebody_is_added_by_their_address_in_whatever_case(client, network, officer, at):
    joiner = factories.person(name="Farid Rahman", email="farid@nhs.example")

    shown = client.sign_in(officer).post(
        f"{at}/add", data={"email": " Farid@NHS.example "}, follow_redirects=True
    )

    assert "Farid Rahman belongs to it now" in words(shown)
    assert roles_in(network, joiner) == {Role.NETWORK_MEMBER}
    given = db.session.query(Grant).filter_by(person_id=joiner.id).one()
    assert (given.since, given.given_by_id) == (TODAY, officer.id)


@pytest.mark.parametrize(
    "email", ["nobody@nhs.example", "%", "farid", "<script>", "a" * 250 + "\0"]
)
def test_an_address_without_an_account_is_said_to_have_none(client, officer, at, email):
    shown = client.sign_in(officer).post(f"{at}/add", data={"email": email})

    assert "Nobody with an account has this e-mail address" in words(shown)
    assert acts() == []


def test_somebody_whose_account_is_closed_is_not_added(client, officer, at):
    leaver = factories.person(active=False, name="Gone Away")

    shown = client.sign_in(officer).post(f"{at}/add", data={"email": leaver.email})

    assert "Nobody with an account" in words(shown)
    assert "Gone Away" not in shown.text


def test_somebody_is_not_added_twice_nor_named_by_trying(client, officer, member, at):
    shown = client.sign_in(officer).post(f"{at}/add", data={"email": member.email})

    assert "belongs to it already" in words(shown)
    assert "Priya Nair" not in shown.text


@pytest.mark.parametrize("email", ["", " ", "x" * 255])
def test_an_address_is_asked_for(client, officer, at, email):
    client.sign_in(officer).post(f"{at}/add", data={"email": email, "role": "network officer"})

    assert acts() == []


def test_a_member_is_made_an_officer_and_steps_down(client, network, officer, member, at):
    client.sign_in(officer)
    client.post(f"{at}/{member.id}/make-officer")
    assert roles_in(network, member) == {Role.NETWORK_MEMBER, Role.NETWORK_OFFICER}

    client.post(f"{at}/{member.id}/step-down")

    assert roles_in(network, member) == {Role.NETWORK_MEMBER}
    assert acts() == ["made an officer", "ended an officer's role"]


def test_an_officer_who_steps_down_stays_a_member(client, network, officer, at):
    other = factories.person(network, Role.NETWORK_OFFICER)

    client.sign_in(officer).post(f"{at}/{other.id}/step-down")

    assert roles_in(network, other) == {Role.NETWORK_MEMBER}


def test_a_membership_ends_at_once_and_the_past_stays(client, network, officer, member, at):
    shown = client.sign_in(officer).post(f"{at}/{member.id}/end", follow_redirects=True)

    assert "Priya Nair does not belong to it any more" in words(shown)
    assert not roles_in(network, member)
    assert roles_in(network, member, TODAY - timedelta(days=1)) == {Role.NETWORK_MEMBER}


def test_somebody_who_came_and_went_in_one_day_belongs_no_longer(client, network, officer, at):
    joiner = factories.person()
    client.sign_in(officer)
    client.post(f"{at}/add", data={"email": joiner.email})
    client.post(f"{at}/{joiner.id}/end")

    assert not roles_in(network, joiner)

    client.post(f"{at}/add", data={"email": joiner.email})
    assert roles_in(network, joiner) == {Role.NETWORK_MEMBER}


@pytest.mark.parametrize("verb", ["step-down", "end"])
def test_a_network_keeps_an_officer(client, network, officer, member, at, verb):
    shown = client.sign_in(officer).post(f"{at}/{officer.id}/{verb}")

    assert "A network keeps at least one officer" in words(shown)
    assert roles_in(network, officer) == {Role.NETWORK_OFFICER}
    assert acts() == []


def test_an_officer_whose_account_is_closed_does_not_run_it(client, network, officer, at):
    factories.person(network, Role.NETWORK_OFFICER, active=False)

    shown = client.sign_in(officer).post(f"{at}/{officer.id}/step-down")

    assert "A network keeps at least one officer" in words(shown)


def test_the_last_officer_of_a_closed_network_may_leave_it(client, network, officer, at):
    network.closed_on = date(2026, 3, 31)
    factories.saved(network)
    client.sign_in(officer)

    refused = client.post(f"{at}/add", data={"email": factories.person().email})
    shown = client.post(f"{at}/{officer.id}/end", follow_redirects=True)

    assert "It is closed, so it takes no more members" in words(refused)
    assert "Your networks and panels" in words(shown)
    assert not roles_in(network, officer)


def test_twice_is_said_to_be_twice(client, officer, member, at):
    client.sign_in(officer)
    client.post(f"{at}/{member.id}/make-officer")

    assert "an officer already" in words(client.post(f"{at}/{member.id}/make-officer"))
    client.post(f"{at}/{member.id}/end")
    assert client.post(f"{at}/{member.id}/end").status_code == 404


def test_somebody_who_does_not_belong_has_no_page_there(client, officer, at):
    other = factories.person()
    client.sign_in(officer)

    assert client.get(f"{at}/{other.id}").status_code == 404
    for verb in ("make-officer", "step-down", "end"):
        assert client.post(f"{at}/{other.id}/{verb}").status_code == 404


def test_the_page_of_a_member_says_what_can_be_done(client, officer, member, at):
    client.sign_in(officer)

    assert "Make them an officer" in words(client.get(f"{at}/{member.id}"))
    assert "Step down as officer" in words(client.get(f"{at}/{officer.id}"))


# The list


def test_members_are_found_sorted_and_told_apart(client, network, officer, member, at):
    newest = factories.person(name="Aaron Bell")
    factories.grant(newest, Role.NETWORK_MEMBER, network, since=date(2026, 1, 1))
    client.sign_in(officer)

    assert names(client.get(at)) == ["Aaron Bell", "Denise Campbell", "Priya Nair"]
    assert names(client.get(f"{at}?sort=since"))[-1] == "Aaron Bell"
    assert names(client.get(f"{at}?role=officer")) == ["Denise Campbell"]
    assert names(client.get(f"{at}?role=member")) == ["Aaron Bell", "Priya Nair"]
    assert names(client.get(f"{at}?q=nair")) == ["Priya Nair"]
    assert names(client.get(f"{at}?q={member.email}")) == ["Priya Nair"]
    assert "None found" in words(client.get(f"{at}?q=%25"))


@pytest.mark.parametrize("sort", ["", "since"])
def test_the_list_goes_on_where_the_page_ended(client, network, officer, at, sort):
    for n in range(60):
        factories.person(network, Role.NETWORK_MEMBER, name=f"Member {n:02}")
    client.sign_in(officer)
    seen, address = [], f"{at}?sort={sort}"
    while address:
        response = client.get(address)
        seen += names(response)
        more = page(response).find("a", rel="next")
        address = more and more["href"]

    assert len(seen) == len(set(seen)) == 61


@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", ["members", "record"])
def test_a_page_asks_as_much_of_200_members_as_of_5(client, network, officer, path):
    client.sign_in(officer)
    asked = []
    for count in (5, 195):
        for _ in range(count):
            person = factories.person(network, Role.NETWORK_MEMBER)
            person.unconfirmed_since = None
        client.get(f"/networks/{network.id}/{path}")
        asked.append(client.queries)

    assert asked[0] == asked[1] <= 11


def test_the_list_is_taken_away_with_a_warning_and_that_is_written_down(
    client, network, officer, member, at
):
    factories.person(network, Role.NETWORK_MEMBER, name="=HYPERLINK(1)")
    client.sign_in(officer)

    taken = client.post(f"{at}/download?q=")
    few = client.post(f"{at}/download?q=priya")

    assert taken.text.lstrip("\ufeff").startswith('"Confidential.')
    assert "'=HYPERLINK(1)" in taken.text
    assert "Denise Campbell" not in few.text
    assert acts() == ["downloaded the members"] * 2
    asked = client.get(f"{at}/download?q=priya")
    assert "Keep a list of its members no longer than you need it" in words(asked)
    assert acts() == ["downloaded the members"] * 2


def test_whoever_takes_the_list_shows_again_that_it_is_them(
    client, network, officer, member, panel, panellist
):
    for person, place in ((officer, f"/networks/{network.id}"), (panellist, f"/panels/{panel.id}")):
        client.sign_in(person)
        db.session.query(SignIn).update({"proved_at": datetime.now(UTC) - timedelta(minutes=11)})
        db.session.commit()
        for answer in (client.get, client.post):
            for path in ("members/download", "record/download"):
                assert answer(f"{place}/{path}").location.endswith("/prove-it-is-you")
    assert not acts()


# The record


def test_officers_read_what_was_done_by_whom_and_about_whom(client, network, officer, at):
    joiner = factories.person(name="Farid Rahman")
    client.sign_in(officer)
    client.post(f"{at}/add", data={"email": joiner.email})
    client.post(f"{at}/{joiner.id}/end")

    response = client.get(f"/networks/{network.id}/record")

    rows = [" ".join(row.get_text(" ").split()) for row in page(response).select("tbody tr")]
    assert "Did Ended a membership About Farid Rahman Who Denise Campbell" in rows[0]
    assert "Did Added a member About Farid Rahman Who Denise Campbell" in rows[1]


def test_no_act_about_membership_names_anybody_or_belongs_to_an_organisation(
    client, officer, member, at
):
    joiner = factories.person()
    client.sign_in(officer)
    client.post(f"{at}/add", data={"email": joiner.email})
    client.post(f"{at}/{joiner.id}/make-officer")
    client.post(f"{at}/{joiner.id}/step-down")
    client.post(f"{at}/{joiner.id}/end")
    client.post(f"{at}/download")

    entries = db.session.query(AuditEntry).all()
    assert len(entries) == 5
    assert {(entry.thing, entry.organisation_id) for entry in entries} == {("grant_of_role", None)}
    assert all(entry.details == {} for entry in entries)


@pytest.fixture
def came_and_went(client, network, officer, at):
    joiner = factories.person(name="Farid Rahman")
    client.sign_in(officer)
    client.post(f"{at}/add", data={"email": joiner.email})
    client.post(f"{at}/add", data={"email": factories.person(name="=Ola Fry").email})
    client.post(f"{at}/{joiner.id}/end")
    return f"/networks/{network.id}/record"


def test_the_record_is_searched_narrowed_and_read_from_its_beginning(client, came_and_went):
    def did(asked=""):
        rows = page(client.get(f"{came_and_went}{asked}")).select("tbody tr")
        return [row.select("td span:last-child")[0].get_text() for row in rows]

    assert did() == ["Ended a membership", "Added a member", "Added a member"]
    assert did("?sort=oldest") == ["Added a member", "Added a member", "Ended a membership"]
    assert did("?q=rahman") == ["Ended a membership", "Added a member"]
    assert len(did("?q=denise+campbell")) == 3
    assert did("?did=ended+a+membership") == ["Ended a membership"]
    for asked in ("?q=%25", "?did=erased+everything"):
        assert "None found" in words(client.get(f"{came_and_went}{asked}"))


def test_the_record_is_taken_away_by_whoever_says_so_and_that_is_written_down(
    client, came_and_went, network
):
    asked = client.get(f"{came_and_went}/download?q=ola")
    assert "may tell somebody’s ethnicity" in words(asked)
    assert "downloaded the record" not in acts()

    lines = client.post(f"{came_and_went}/download?q=ola").text.splitlines()

    assert lines[0].startswith('\ufeff"Confidential.')
    assert lines[1] == "When,Did,About,Who,In what capacity"
    assert ",added a member,'=Ola Fry,Denise Campbell," in lines[2]
    assert len(lines) == 3
    assert "downloaded the record" in acts()
    assert "Downloaded the record" in words(client.get(came_and_went))


@pytest.mark.sqlite_only
def test_the_record_goes_on_over_pages(client, network, officer):
    for _ in range(30):
        audit.record(NOBODY, "changed a network", network)
    db.session.commit()

    first = client.sign_in(officer).get(f"/networks/{network.id}/record?did=changed+a+network")
    second = client.get(page(first).find("a", rel="next")["href"])

    assert [len(page(each).select("tbody tr")) for each in (first, second)] == [25, 5]


def test_the_record_of_another_network_is_not_on_the_page(
    client, network, officer, other_network, at
):
    theirs = factories.person(other_network, Role.NETWORK_OFFICER)
    client.sign_in(theirs).post(
        f"/networks/{other_network.id}/members/add", data={"email": officer.email}
    )

    shown = words(client.sign_in(officer).get(f"/networks/{network.id}/record"))

    assert "Nothing yet" in shown


# A panel


def test_any_member_of_a_panel_looks_after_it(client, panel, panellist):
    at = f"/panels/{panel.id}/members"
    joiner = factories.person(name="Farid Rahman")
    client.sign_in(panellist)

    client.post(f"{at}/add", data={"email": joiner.email})
    assert "Farid Rahman" in words(client.get(at))
    assert "Make them an officer" not in words(client.get(f"{at}/{joiner.id}"))
    assert client.post(f"{at}/download").text.lstrip("\ufeff").startswith("Name,")
    client.sign_in(joiner).post(f"{at}/{panellist.id}/end")
    refused = client.post(f"{at}/{joiner.id}/end")

    assert "A panel keeps at least one member" in words(refused)
    assert standing_of(joiner.id, TODAY).panels == {panel.id}
    assert "Added a member" in words(client.get(f"/panels/{panel.id}/record"))


# Leaving


def test_a_member_sees_what_they_belong_to_and_leaves_it(client, network, officer, member, panel):
    factories.grant(member, Role.PANEL_MEMBER, panel)
    client.sign_in(member)
    own = client.get("/you/networks")
    assert "Race Equality Network" in words(own)
    assert page(own).find("a", href=f"/panels/{panel.id}/members")
    assert not page(own).find("a", href=f"/networks/{network.id}/members")

    left = client.post(f"/you/networks/{network.id}/leave", follow_redirects=True)

    assert "You have left Race Equality Network" in words(left)
    assert not roles_in(network, member)
    assert acts() == ["left"]
    assert client.get(f"/you/networks/{network.id}/leave").status_code == 404


def test_the_last_of_a_network_or_panel_cannot_leave_it_alone(
    client, network, officer, panel, panellist
):
    refused = client.sign_in(officer).post(f"/you/networks/{network.id}/leave")
    assert "Make somebody else an officer first" in words(refused)
    refused = client.sign_in(panellist).post(f"/you/panels/{panel.id}/leave")
    assert "Add somebody else first" in words(refused)


def test_nobody_leaves_what_they_do_not_belong_to(client, network, panel, lead):
    client.sign_in(lead)

    for path in (f"/you/networks/{network.id}/leave", f"/you/panels/{panel.id}/leave"):
        assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)
    assert "You belong to no network or panel" in words(client.get("/you/networks"))


@pytest.mark.sqlite_only
def test_ones_own_page_asks_as_much_of_40_networks_as_of_2(client, trust, member):
    client.sign_in(member)
    asked = []
    for count in (2, 38):
        for _ in range(count):
            factories.grant(member, Role.NETWORK_MEMBER, factories.network(trust))
        client.get("/you/networks")
        asked.append(client.queries)

    assert asked[0] == asked[1]
