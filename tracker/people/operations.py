"""Looking after accounts: inviting, mending, resetting, joining, moving and leaving."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from tracker import audit
from tracker.accounts import operations as accounts
from tracker.accounts.models import Delegation, Grant, Holding, Person
from tracker.accounts.queries import person_with_email
from tracker.audit import JOB, Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail import operations as mail
from tracker.organisations.models import Organisation
from tracker.people import reach
from tracker.signing_in import operations as signing_in

BACK = timedelta(days=90)  # no longer ago is somebody marked as left: older days are mistyped


def invite(person: Person, by: Actor, now: datetime) -> None:
    """Send an invitation, in place of any that was sent before."""
    if not person.active:
        raise Refused("They have left. Let them return first.")
    if reach.has_been_in(person):
        raise Refused("They have signed in before. Reset their sign-in if they cannot get in.")
    _withdraw_links(person, now)
    audit.record(by, "asked somebody in", person)
    signing_in.invite(person, by, now)


def rename(person: Person, name: str, by: Actor) -> None:
    if name != person.name:
        person.name = name
        audit.record(by, "changed a name", person)


def readdress(
    person: Person, email: str, scope: Collection[int], today: date, by: Actor, now: datetime
) -> None:
    """Change the address at which somebody is written to, and with which they sign in.

    Whoever reads its mail can come in: so another address is as a reset, and what the person
    holds in confidence stays shut until somebody who knows them confirms that it is them.
    """
    address = email.strip().lower()
    if address == person.email:
        return
    _refuse_beyond(person, scope, today)
    taken = Refused("Somebody already has this address", field="email")
    if person_with_email(address):
        raise taken
    _withdraw_links(person, now)
    try:
        with db.session.begin_nested():
            before, person.email = person.email, address
            person.unconfirmed_since = person.reset_at = now
            audit.record(by, "changed an address", person)
    except IntegrityError:  # somebody else was quicker with it
        raise taken from None
    mail.post("address_changed", person.id, by).address = before


def reset(person: Person, scope: Collection[int], today: date, by: Actor, now: datetime) -> None:
    """Take away every way in that somebody has, and send them a link to make new ones.

    What they hold in confidence stays shut until somebody else confirms that it is them.
    """
    if by.person_id == person.id:
        raise Refused("Another administrator has to do this for you")
    if not person.active:
        raise Refused("They have left. Let them return instead.")
    if not reach.has_been_in(person):
        raise Refused("They have not signed in yet. Send them another invitation instead.")
    _refuse_beyond(person, scope, today)
    _shut(person, now)
    audit.record(by, "took every way in away", person)
    signing_in.reset(person, by, now)


def leave(
    person: Person, on: date, scope: Collection[int], today: date, by: Actor, now: datetime
) -> None:
    """Switch an account off. From the day `on` they hold no post and have no role."""
    if not person.active:
        raise Refused("They are marked as left already")
    if on > today:
        raise Refused("Come back on that day: it must be today or in the past", field="on")
    if on < today - BACK:
        raise Refused(f"Enter a day in the last {BACK.days} days", field="on")
    _refuse_beyond(person, scope, today)
    grants, holdings, delegations = reach.not_over_by(person, on)
    for given in grants:
        if given.organisation_id:
            accounts.end_grant(given, on, by, today)
        else:
            _end_unseen(given, on)
    for holding in holdings:
        _end_holding(holding, on, today, by)
    for delegation in delegations:
        _end_or_take_back(delegation, on)
    _shut(person, now)
    person.active, person.left_on = False, on
    audit.record(by, "marked as left", person, on=on.isoformat())


def bring_back(person: Person, by: Actor, now: datetime) -> None:
    """Switch the account of somebody who left on again. They come in by a link that is sent.

    Roles and posts are given anew, and what they held in confidence stays shut until somebody
    who knows them confirms that it is them.
    """
    if person.active or person.erased_on:
        raise Refused("They are not marked as left")
    person.active, person.left_on = True, None
    person.unconfirmed_since = person.reset_at = now
    audit.record(by, "marked as returned", person)
    come_in = signing_in.reset if reach.has_been_in(person) else signing_in.invite
    come_in(person, by, now)


def move(person: Person, to: Organisation, scope: Collection[int], by: Actor) -> None:
    """Hand the account to the administrators of another organisation. Roles and posts stay."""
    if to.id not in scope:
        raise Refused("Choose an organisation that you administer", field="organisation_id")
    if to.id == person.organisation_id:
        raise Refused("They are looked after there already", field="organisation_id")
    # On the record of both: whose it was, and whose it is.
    audit.record(by, "moved a person away", person, to=to.id)
    before, person.organisation_id = person.organisation_id, to.id
    audit.record(by, "moved a person here", person, before=before)


def _refuse_beyond(person: Person, scope: Collection[int], today: date) -> None:
    """An account that reaches further than an administrator is not theirs to take over."""
    sentence = reach.beyond_in_words(person, scope, today)
    if sentence:
        raise Refused(sentence)


def _shut(person: Person, now: datetime) -> None:
    """End every sign-in and take away every way in: password, second factor, provider, links."""
    person.password_hash = None
    for sign_in in reach.open_sign_ins(person):
        sign_in.ended_at = now
    for factor in reach.second_factors(person):
        db.session.delete(factor)
    for identity in reach.provider_accounts(person):
        identity.unlinked_at = now
    _withdraw_links(person, now)


def _withdraw_links(person: Person, now: datetime) -> None:
    for link in reach.open_links(person):
        link.withdrawn_at = now


def _end_unseen(given: Grant, on: date) -> None:
    """Leave a network or a panel, which is not for whoever marks somebody as left to learn of:
    on the record of the network it stands without a name."""
    audit.record(JOB, "ended a role", given)
    given.end_before(on)


def _end_holding(holding: Holding, on: date, today: date, by: Actor) -> None:
    if holding.since > today:  # never begun
        for delegation in reach.delegations_of(holding):
            db.session.delete(delegation)
        audit.record(by, "took a post back", holding, post=holding.post_id)
        db.session.flush()
        db.session.delete(holding)
        return
    if holding.since > on:
        raise Refused("They took up a post after that day. Enter a later one.", field="on")
    accounts.end_holding(holding, max(holding.since, on - timedelta(days=1)), by)


def _end_or_take_back(delegation: Delegation, on: date) -> None:
    if delegation.since < on:
        delegation.until = on - timedelta(days=1)
    else:
        db.session.delete(delegation)
