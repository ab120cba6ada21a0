"""Members put themselves forward, never one another, and others of them agree.

Management has no part in it: nobody comes to belong by it, and an account that was reset and not
confirmed belongs to nothing.
"""

from datetime import date

from sqlalchemy import delete

from tracker import audit
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail.operations import post
from tracker.membership import operations as membership
from tracker.membership.queries import grants_of
from tracker.organisations.locks import hold
from tracker.organisations.models import Network
from tracker.succession import queries
from tracker.succession.models import Backing


def stand(network: Network, person: Person, today: date, by: Actor) -> bool:
    """Put oneself forward; whether that makes one the officer, where nobody else is left."""
    _refuse_unless_open(network)
    if queries.backing_of(network.id, person.id, person.id):
        raise Refused("You have put yourself forward already")
    _back(network, person, person, today)
    own = grants_of(network, person.id)[-1]
    audit.record(by, "put themselves forward as officer", own)
    return _decide(network, person, today, by)


def agree(network: Network, candidate: Person, person: Person, today: date, by: Actor) -> bool:
    """Be for somebody who has put themselves forward; whether that makes them the officer."""
    _refuse_unless_open(network)
    standing = {each.id: each for each in queries.candidates_of(network.id, person.id)}
    if candidate.id not in standing:
        raise Refused("They do not stand any more")
    if candidate.id == person.id:
        raise Refused("Others have to agree with you")
    if standing[candidate.id].is_backed:
        raise Refused(f"You have agreed with {candidate.name} already")
    _back(network, candidate, person, today)
    own = grants_of(network, person.id)[-1]
    audit.record(by, "agreed with whoever stands as officer", own)
    return _decide(network, candidate, today, by)


def withdraw(network: Network, person: Person, by: Actor) -> None:
    """Stand no longer. Whoever agreed is free of it."""
    hold(network)
    if not queries.backing_of(network.id, person.id, person.id):
        raise Refused("You do not stand")
    gone = delete(Backing).where(
        Backing.network_id == network.id, Backing.candidate_id == person.id
    )
    db.session.execute(gone)
    audit.record(by, "stands no longer as officer", grants_of(network, person.id)[-1])


def _refuse_unless_open(network: Network) -> None:
    hold(network)
    if network.closed_on:
        raise Refused("The network is closed, so it needs no officer")
    if queries.is_led(network):
        raise Refused("The network has an officer, who looks after it. Speak to them.")


def _back(network: Network, candidate: Person, person: Person, today: date) -> None:
    backing = Backing(
        network_id=network.id, candidate_id=candidate.id, person_id=person.id, given_on=today
    )
    db.session.add(backing)
    db.session.flush()


def _decide(network: Network, candidate: Person, today: date, by: Actor) -> bool:
    """Make somebody the officer once enough are for them. It is then over for everybody else."""
    [found] = [
        each for each in queries.candidates_of(network.id, candidate.id) if each.id == candidate.id
    ]
    if found.agreed < queries.others_needed(network.id):
        return False
    membership.make_officer(network, candidate, today, by)
    db.session.execute(delete(Backing).where(Backing.network_id == network.id))
    post("officer_chosen", candidate.id, by)
    return True
