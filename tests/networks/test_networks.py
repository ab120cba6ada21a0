"""Which networks and panels there are, what they cover, and how many belong to each."""

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tests.drafting.answers import day
from tracker.accounts.standing import standing_of
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.networks.queries import told
from tracker.organisations.models import Network, NetworkCover, Panel
from tracker.permissions import Role


@pytest.fixture
def administrator(trust):
    return factories.person(trust, Role.ADMINISTRATOR)


@pytest.fixture
def network(trust):
    return factories.network(trust, name="Race Equality Network")


@pytest.fixture
def at(trust):
    return f"/organisations/{trust.id}/networks"


def join(network, count):
    for _ in range(count):
        factories.person(network, Role.NETWORK_MEMBER, name="Priya Nair")


def covered(network):
    rows = db.session.query(NetworkCover.organisation_id).filter_by(network_id=network.id)
    return {row[0] for row in rows}


def test_anybody_signed_in_sees_which_there_are_and_what_they_cover(
    client, trust, elsewhere, stranger, at
):
    factories.network(trust, elsewhere, name="Race Equality Network")

    shown = words(client.sign_in(stranger).get(at))

    assert "Race Equality Network" in shown
    assert "Fernhollow NHS Trust; Northbridge NHS Foundation Trust" in shown
    assert "Fewer than ten" not in shown


@pytest.mark.parametrize(
    "number, words",
    [
        (0, "Fewer than ten"),
        (9, "Fewer than ten"),
        (10, "10 to 19"),
        (19, "10 to 19"),
        (20, "20 to 29"),
        (99, "90 to 99"),
        (100, "100 to 149"),
        (149, "100 to 149"),
        (150, "150 to 199"),
        (1234, "1200 to 1249"),
    ],
)
def test_management_is_told_how_many_in_bands(number, words):
    assert told(number) == words


@pytest.mark.sqlite_only
def test_a_count_does_not_tell_that_one_of_twelve_left(client, trust, network, administrator, at):
    join(network, 11)
    leaver = factories.person(network, Role.NETWORK_MEMBER, organisation_id=trust.id)
    before = words(client.sign_in(administrator).get(at))

    client.post(f"/people/{leaver.id}/leave", data=day("on", TODAY), follow_redirects=True)

    assert not leaver.active
    assert words(client.get(at)) == before


def test_only_the_administrator_is_told_how_many_and_never_who(
    client, network, administrator, lead, at
):
    join(network, 9)
    assert "Fewer than ten" in words(client.sign_in(administrator).get(at))

    join(network, 1)
    shown = client.get(at)
    assert "Members 10 to 19" in words(shown)
    assert "Priya Nair" not in shown.text
    assert "Members 10 to 19" not in words(client.sign_in(lead).get(at))


def test_somebody_who_is_officer_and_member_counts_once(client, network, administrator, at):
    join(network, 9)
    officer = factories.person(network, Role.NETWORK_OFFICER)
    factories.grant(officer, Role.NETWORK_MEMBER, network)

    assert "Members 10 to 19" in words(client.sign_in(administrator).get(at))


def test_a_network_and_a_panel_are_added_at_home_here(client, trust, administrator, at):
    client.sign_in(administrator)
    client.post(f"{at}/add", data={"kind": "network", "name": "Network of our own"})
    client.post(f"{at}/add", data={"kind": "panel", "name": "Panel of our own"})

    network, panel = db.session.query(Network).one(), db.session.query(Panel).one()
    assert (network.organisation_id, covered(network)) == (trust.id, {trust.id})
    assert panel.organisation_id == trust.id
    entry = db.session.query(AuditEntry).filter_by(did="added a network").one()
    assert (entry.organisation_id, entry.details) == (trust.id, {"covers": ["ZZ1"]})


def test_it_covers_others_that_its_administrator_looks_after(client, trust, at):
    below = factories.organisation(trust, code="ZZ2")
    client.sign_in(factories.person(trust, Role.ADMINISTRATOR))

    client.post(f"{at}/add", data={"kind": "network", "name": "Ours", "covers": "zz2, zz2\nZZ1"})

    assert covered(db.session.query(Network).one()) == {trust.id, below.id}


def test_nobody_lets_their_people_read_what_is_not_theirs(
    client, trust, elsewhere, network, administrator, at
):
    client.sign_in(administrator)
    typed = {"kind": "network", "name": "Ours", "covers": "ZZ9", "version": 1}

    added = client.post(f"{at}/add", data=typed)
    changed = client.post(f"/networks/{network.id}/edit", data=typed)

    for shown in (added, changed):
        assert "You do not administer Fernhollow NHS Trust" in words(shown)
        assert "ZZ9" in shown.text
    assert db.session.query(Network).count() == 1
    assert covered(network) == {trust.id}


def test_what_somebody_above_let_it_cover_stays_when_its_home_renames_it(
    client, trust, elsewhere, administrator
):
    network = factories.network(trust, elsewhere)

    client.sign_in(administrator).post(
        f"/networks/{network.id}/edit", data={"name": "Renamed", "covers": "ZZ9", "version": 1}
    )

    assert network.name == "Renamed"
    assert covered(network) == {trust.id, elsewhere.id}


def test_what_it_no_longer_covers_its_members_no_longer_read(
    client, trust, elsewhere, administrator
):
    network = factories.network(trust, elsewhere)
    member = factories.person(network, Role.NETWORK_MEMBER)
    assert standing_of(member.id, TODAY).roles_in(elsewhere.id)

    client.sign_in(administrator).post(
        f"/networks/{network.id}/edit", data={"name": "Same", "covers": "", "version": 1}
    )

    assert not standing_of(member.id, TODAY).roles_in(elsewhere.id)
    assert standing_of(member.id, TODAY).roles_in(trust.id)


def test_of_two_who_change_it_the_second_sees_what_the_first_wrote(client, network, administrator):
    client.sign_in(administrator)
    address = f"/networks/{network.id}/edit"
    client.post(address, data={"name": "Hers", "covers": "", "version": 1})

    shown = client.post(address, data={"name": "His", "covers": "", "version": 1})

    assert shown.status_code == 409
    assert "What it says now" in words(shown)
    assert "Its home alone" in words(shown)
    assert network.name == "Hers"


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"name": ""}, "Enter a name"),
        ({"name": "x" * 201}, "Shorten this to 200 characters or fewer"),
        ({"name": "RACE equality network"}, "There is a network of this name here already"),
        ({"kind": ""}, "Choose a staff network or an expert panel"),
        ({"kind": "club"}, "Choose a staff network or an expert panel"),
        ({"covers": "NOPE"}, "No organisation has the code NOPE"),
        ({"covers": "<script>"}, "No organisation has the code &lt;SCRIPT&gt;"),
        ({"covers": "x" * 5001}, "Shorten this to 5,000 characters or fewer"),
    ],
)
def test_what_cannot_be_added_is_said_in_words(client, network, administrator, at, typed, sentence):
    usual = {"kind": "network", "name": "Another", "covers": ""}

    shown = client.sign_in(administrator).post(f"{at}/add", data=usual | typed)

    assert sentence in shown.text
    assert db.session.query(Network).count() == 1


def test_a_closed_network_gives_no_leave_and_is_no_longer_consulted(
    client, trust, network, administrator, at
):
    member = factories.person(network, Role.NETWORK_MEMBER)
    client.sign_in(administrator).post(f"/networks/{network.id}/close")

    assert network.closed_on == TODAY
    assert not standing_of(member.id, TODAY).roles
    assert network.name not in names(client.get(at))
    assert "Closed 23 November 2026" in words(client.get(f"{at}?closed=yes"))
    assert network.name not in words(client.get(f"/organisations/{trust.id}"))
    again = client.post(f"/networks/{network.id}/close")
    assert "It is closed already" in words(again)


@pytest.fixture
def several(trust, network):
    factories.network(trust, name="Filipino Nurses Network")
    factories.network(trust, name="Long gone", closed_on=TODAY)
    return factories.panel(trust, name="Expert Panel")


def names(response):
    return [heading.get_text() for heading in page(response).select("tbody th span:last-child")]


def test_networks_and_panels_are_found_narrowed_and_sorted(client, several, lead, at):
    client.sign_in(lead)
    networks = ["Filipino Nurses Network", "Race Equality Network"]

    assert names(client.get(at)) == ["Expert Panel", *networks]
    assert names(client.get(f"{at}?sort=kind")) == [*networks, "Expert Panel"]
    assert names(client.get(f"{at}?q=equality+race")) == ["Race Equality Network"]
    assert names(client.get(f"{at}?kind=panel")) == ["Expert Panel"]
    assert names(client.get(f"{at}?closed=yes")) == ["Long gone"]
    for asked in ("q=%25", "kind=panel&q=race"):
        assert "None found" in words(client.get(f"{at}?{asked}"))
    for asked in ("kind=club", "sort=members", "after=nonsense"):
        assert len(names(client.get(f"{at}?{asked}"))) == 3


def test_the_list_is_downloaded_as_it_is_seen(client, several, trust, lead, administrator, at):
    factories.network(trust, name="=HYPERLINK(1)")

    shown = client.sign_in(lead).get(f"{at}.csv").text
    told = client.sign_in(administrator).get(f"{at}.csv?q=race").text

    assert shown.splitlines()[0] == "\ufeffName,What it is,Covers,Closed"
    assert "\nExpert Panel,Expert panel,Northbridge NHS Foundation Trust," in shown
    assert "\n'=HYPERLINK(1),Staff network" in shown
    assert "Fewer than ten" not in shown
    assert told.splitlines()[1].endswith("Northbridge NHS Foundation Trust,,Fewer than ten")
    assert len(told.splitlines()) == 2


@pytest.mark.sqlite_only
@pytest.mark.parametrize("sort", ["", "kind"])
def test_the_list_goes_on_over_pages_in_order(client, trust, lead, at, sort):
    for number in range(20):
        factories.network(trust, name=f"Place {number % 10}")
        factories.panel(trust, name=f"Place {number % 10}")
    first = client.sign_in(lead).get(f"{at}?sort={sort}")
    second = client.get(page(first).find("a", rel="next")["href"])

    rows = [(len(names(each)), page(each).find("a", rel="next")) for each in (first, second)]
    assert [count for count, _ in rows] == [25, 15]
    assert rows[1][1] is None
    kinds = [
        row.select("td")[0].get_text().removeprefix("What it is ")
        for row in page(first).select("tbody tr") + page(second).select("tbody tr")
    ]
    assert kinds.count("Staff network") == kinds.count("Expert panel") == 20
    if sort:
        assert kinds == ["Staff network"] * 20 + ["Expert panel"] * 20
    else:
        assert [*names(first), *names(second)] == sorted([*names(first), *names(second)])


def test_an_empty_list_says_what_to_do_next(client, administrator, lead, at):
    assert "Add one" in words(client.sign_in(administrator).get(at))
    assert "Its administrator can add one" in words(client.sign_in(lead).get(at))


@pytest.mark.sqlite_only
def test_the_list_asks_as_much_of_200_as_of_5(client, trust, administrator, at):
    client.sign_in(administrator)
    asked = []
    for count in (5, 195):
        for _ in range(count):
            join(factories.network(trust), 1)
        client.get(at)
        asked.append(client.queries)

    assert asked[0] == asked[1] <= 13


def test_only_the_administrator_of_its_home_changes_it(
    client, trust, elsewhere, lead, stranger, at
):
    network = factories.network(trust, elsewhere)
    panel = factories.saved(Panel(name="Panel", organisation_id=trust.id))
    officer = factories.person(network, Role.NETWORK_OFFICER)
    other = factories.person(elsewhere, Role.ADMINISTRATOR)
    here = (f"{at}/add",)
    its = [f"/networks/{network.id}/{verb}" for verb in ("edit", "close")]
    its += [f"/panels/{panel.id}/{verb}" for verb in ("edit", "close")]

    for person, code in ((lead, 403), (officer, 403), (stranger, 404), (other, 404)):
        client.sign_in(person)
        for path in (*here, *its):
            assert client.get(path).status_code == code, path
            assert client.post(path, data={"name": "Taken"}).status_code == code, path
    assert (network.closed_on, panel.closed_on) == (None, None)


def test_an_administrator_is_offered_what_they_may_do(client, network, administrator, lead, at):
    for person, offered in ((administrator, True), (lead, False)):
        tree = page(client.sign_in(person).get(at))
        for path in (f"/networks/{network.id}/edit", f"/networks/{network.id}/first-officer"):
            assert bool(tree.find("a", href=path)) is offered
