"""A network's officers, and a panel's members, give and end its membership themselves.

What is recorded hangs on the grant, which belongs to no organisation: the page on which an
administrator reads who did what never has it.
"""

from datetime import date

from tracker import audit
from tracker.accounts.models import Grant, Person
from tracker.accounts.queries import person_with_email
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.mail.operations import post
from tracker.membership import queries
from tracker.membership.queries import MEMBER, OFFICER, Place
from tracker.organisations.locks import hold
from tracker.organisations.models import Network, Panel
from tracker.permissions import Role


def add_member(place: Place, email: str, today: date, by: Actor) -> Person:
    """Let somebody with an account belong, by their exact e-mail address."""
    hold(place)
    _refuse_closed(place)
    person = _somebody_with(email)
    if queries.grants_of(place, person.id):
        raise Refused("Somebody with this e-mail address belongs to it already", "email")
    given = _grant(place, person, _usual_role(place), today, by)
    audit.record(by, "added a member", given)
    return person


def _somebody_with(email: str) -> Person:
    person = person_with_email(email)
    if person is None or not person.active:
        raise Refused(
            "Nobody with an account has this e-mail address. Ask them which address they sign in"
            " with, or to ask their administrator for an account.",
            "email",
        )
    return person


def _usual_role(place: Place) -> Role:
    return MEMBER if isinstance(place, Network) else Role.PANEL_MEMBER


def _grant(place: Place, person: Person, role: Role, today: date, by: Actor) -> Grant:
    key = f"{place.__tablename__}_id"
    return Grant(
        person_id=person.id,
        role=role.value,
        since=today,
        given_by_id=by.person_id,
        **{key: place.id},
    )


def _refuse_closed(place: Place) -> None:
    if place.closed_on:
        raise Refused("It is closed, so it takes no more members")


def make_officer(network: Network, person: Person, today: date, by: Actor) -> None:
    """An officer gives and ends membership, as those who made them one do."""
    hold(network)
    _refuse_closed(network)
    grants = _grants_of(network, person)
    if any(grant.role == OFFICER for grant in grants):
        raise Refused(f"{person.name} is an officer already")
    audit.record(by, "made an officer", _grant(network, person, OFFICER, today, by))


def step_down(network: Network, person: Person, today: date, by: Actor) -> None:
    """From officer to member, unless nobody else would run the network."""
    hold(network)
    grants = {grant.role: grant for grant in _grants_of(network, person)}
    if OFFICER not in grants:
        raise Refused(f"{person.name} is no officer")
    _refuse_last(network, person)
    grants[OFFICER].end_before(today)
    audit.record(by, "ended an officer's role", grants[OFFICER])
    if MEMBER not in grants:
        given = _grant(network, person, MEMBER, today, by)
        audit.record(by, "added a member", given)


def end(place: Place, person: Person, today: date, by: Actor) -> None:
    """Somebody belongs no longer, from this moment on."""
    hold(place)
    grants = _grants_of(place, person)
    if isinstance(place, Panel) or any(grant.role == OFFICER for grant in grants):
        _refuse_last(place, person)
    for grant in grants:
        grant.end_before(today)
        audit.record(by, "left" if by.person_id == person.id else "ended a membership", grant)


def _grants_of(place: Place, person: Person) -> list[Grant]:
    grants = queries.grants_of(place, person.id)
    if not grants:
        raise Refused(f"{person.name} does not belong to it any more")
    return grants


def _refuse_last(place: Place, person: Person) -> None:
    if place.closed_on or queries.others_run_it(place, person.id):
        return
    if isinstance(place, Network):
        raise Refused("A network keeps at least one officer. Make somebody else an officer first.")
    raise Refused("A panel keeps at least one member. Add somebody else first.")


def name_first_officer(network: Network, email: str, today: date, by: Actor) -> Person:
    """Name who begins a network. Once: what they do with it is not the administrator's."""
    hold(network)
    _refuse_closed(network)
    if network.has_had_an_officer:
        raise Refused("This network has had an officer. Its own officers name the next.")
    person = _somebody_else_with(email, by)
    network.has_had_an_officer = True
    audit.record(by, "named the first officer", network)
    audit.record(by, "made the first officer", _grant(network, person, OFFICER, today, by))
    post("first_officer", person.id, by, network=network.id)
    return person


def name_first_member(panel: Panel, email: str, today: date, by: Actor) -> Person:
    """Name who begins a panel. Once: its members add the others."""
    hold(panel)
    _refuse_closed(panel)
    if panel.has_had_a_member:
        raise Refused("This panel has had a member. Its own members add the next.")
    person = _somebody_else_with(email, by)
    panel.has_had_a_member = True
    audit.record(by, "named the first member", panel)
    given = _grant(panel, person, Role.PANEL_MEMBER, today, by)
    audit.record(by, "made the first member", given)
    post("first_panel_member", person.id, by, panel=panel.id)
    return person


def _somebody_else_with(email: str, by: Actor) -> Person:
    person = _somebody_with(email)
    if person.id == by.person_id:
        raise Refused("Name somebody else: who administers it does not run it as well", "email")
    return person


def note_download(place: Place, what: str, by: Actor) -> None:
    """Write down that somebody took the members away, or the record, which names them too."""
    assert by.person_id is not None
    own = queries.grants_of(place, by.person_id)
    audit.record(by, f"downloaded the {what}", own[-1])
