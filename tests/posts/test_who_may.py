"""Who looks after posts: the administrators of the organisation, and nobody else."""

import pytest

from tests import factories
from tests.conftest import TODAY
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.permissions import Role

pytestmark = pytest.mark.sqlite_only

TO_READ = (
    "/organisations/{organisation}/posts",
    "/organisations/{organisation}/posts.csv",
    "/organisations/{organisation}/line",
    "/posts/{post}",
)
FORMS = {
    "/organisations/{organisation}/posts/add": {"title": "Matron"},
    "/posts/{post}/edit": {"title": "Matron", "line_post_id": "", "version": "1"},
    "/posts/{post}/hold": {"email": "grace@nhs.example"},
    "/posts/{post}/close": {},
    "/posts/{post}/reopen": {},
    "/holdings/{holding}/end": {},
}
BUTTONS = ("/holdings/{holding}/take-back", "/posts/{post}/delegates/{delegation}/end")


@pytest.fixture
def ids(trust, nurse, grace):
    holding = factories.hold(nurse, grace, since=TODAY)
    delegation = factories.delegate(holding, factories.person(trust, Role.STAFF_MEMBER))
    return {
        "organisation": trust.id,
        "post": nurse.id,
        "holding": holding.id,
        "delegation": delegation.id,
    }


def looked_at(client, ids):
    paths = (*TO_READ, *FORMS)
    return {client.get(path.format(**ids)).status_code for path in paths}


def sent(client, ids):
    before = db.session.query(AuditEntry).count()
    codes = {
        client.post(path.format(**ids), data=typed).status_code for path, typed in FORMS.items()
    }
    codes |= {client.post(path.format(**ids)).status_code for path in BUTTONS}
    return codes, db.session.query(AuditEntry).count() - before


def test_an_administrator_sees_every_page(client, administrator, ids):
    assert looked_at(client.sign_in(administrator), ids) == {200}


@pytest.mark.parametrize(
    "role",
    [
        *(Role.STAFF_MEMBER, Role.LEADERSHIP_CENTRE, Role.EQUALITY_LEAD, Role.VIEWER),
        *(Role.NETWORK_MEMBER, Role.NETWORK_OFFICER),
    ],
)
def test_nobody_else_of_the_organisation_does(client, trust, ids, role):
    in_network = role in (Role.NETWORK_MEMBER, Role.NETWORK_OFFICER)
    place = factories.network(trust) if in_network else trust
    client.sign_in(factories.person(place, role))

    assert looked_at(client, ids) == {403}
    assert sent(client, ids) == ({403}, 0)


def test_whoever_holds_the_post_does_not(client, grace, ids):
    client.sign_in(grace)

    assert looked_at(client, ids) == {403}
    assert sent(client, ids) == ({403}, 0)


def test_to_an_administrator_of_elsewhere_none_of_it_exists(client, elsewhere, ids):
    client.sign_in(factories.person(elsewhere, Role.ADMINISTRATOR))

    assert looked_at(client, ids) == {404}
    assert sent(client, ids) == ({404}, 0)


def test_an_administrator_of_above_looks_after_what_is_below(client, ids):
    region = factories.organisation(kind="region")
    factories.saved(factories.OrganisationEdge(child_id=ids["organisation"], parent_id=region.id))
    client.sign_in(factories.person(region, Role.ADMINISTRATOR))

    assert looked_at(client, ids) == {200}


@pytest.mark.parametrize("path", ["/holdings/{holding}/delegates/add"])
def test_only_the_holder_names_a_delegate(client, trust, administrator, grace, stranger, ids, path):
    address = path.format(**ids)

    assert client.sign_in(grace).get(address).status_code == 200
    assert client.sign_in(administrator).get(address).status_code == 403
    assert client.sign_in(stranger).get(address).status_code == 404


def test_somebody_not_signed_in_is_asked_to_sign_in(client, ids):
    for path in (*TO_READ, *FORMS, "/you/delegates", "/holdings/{holding}/delegates/add"):
        assert client.get(path.format(**ids)).location.endswith("/sign-in"), path
