"""One invitation, opened with two accounts at the same moment; one account, with two."""

from datetime import UTC, datetime

from tests import factories
from tests.at_once import both, made
from tests.providers import invitation
from tracker.audit import Actor
from tracker.extensions import begin_writing, db
from tracker.providers import operations
from tracker.providers.models import Identity
from tracker.signing_in.models import SingleUseLink

ISSUER = "https://sign-in.example.nhs.uk"


def accepting(link_id, subject):
    def accept():
        begin_writing()
        link = db.session.get_one(SingleUseLink, link_id)
        by = Actor(link.person_id, "somebody", "own account")
        operations.accept_invitation(link, ISSUER, subject, datetime.now(UTC), by=by)
        db.session.commit()
        return "done"

    return accept


def invited():
    return invitation(factories.person())


def accounts(app):
    with app.app_context():
        count = db.session.query(Identity).count()
        db.session.remove()
    return count


def test_of_two_accounts_one_invitation_links_one(own_app):
    link_id = made(own_app, invited)
    told = both(own_app, accepting(link_id, "one"), accepting(link_id, "other"))

    assert sorted(told) == [operations.UNKNOWN, "done"]
    assert accounts(own_app) == 1


def test_of_two_invitations_one_account_takes_one(own_app):
    links = [made(own_app, invited) for _ in range(2)]
    told = both(own_app, *(accepting(link_id, "ruth") for link_id in links))

    assert sorted(told) == [operations.UNKNOWN, "done"]
    assert accounts(own_app) == 1
