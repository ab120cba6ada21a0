"""Letting people in and out, and giving them the way to."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update

from tracker import audit
from tracker.accounts import passwords
from tracker.accounts.models import Person
from tracker.accounts.queries import person_with_email
from tracker.audit import NOBODY, Actor
from tracker.errors import Refused
from tracker.extensions import db, insert_all
from tracker.mail import operations as mail
from tracker.signing_in import queries
from tracker.signing_in.models import LIFETIMES, SignIn, SingleUseLink

WRONG = "The e-mail address or the password is not right"
WRONG_PASSWORD = "This is not your password"
USED = {"invitation": "accepted an invitation", "reset": "followed a reset"}
NOT_GOOD = "This link has been used, or it is too old"


def check_password(email: str, password: str) -> int:
    """The person's id, if the password is theirs. As slow for an address that nobody has."""
    person = person_with_email(email)
    known = person.password_hash if person and person.active else None
    if not passwords.matches(password, known) or person is None:
        raise Refused(WRONG)
    return person.id


def check_own_password(person: Person, password: str, field: str) -> None:
    """Whether somebody who is signed in knows the password, too."""
    if not passwords.matches(password, person.password_hash):
        raise Refused(WRONG_PASSWORD, field=field)


def sign_in(
    person: Person, by: Actor, way: str = "password", second_factor: bool = False, browser: str = ""
) -> str:
    """Begin a sign-in and give the secret for the cookie, of which only a hash is kept."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    started = SignIn(
        person_id=person.id,
        token_hash=hash_of(token),
        way=way,
        second_factor=second_factor,
        browser=browser,
        started_at=now,
        seen_at=now,
        proved_at=now,
    )
    audit.record(by, "signed in", started)
    return token


def sign_out(token: str, by: Actor) -> None:
    """End the sign-in on the server, so that a copied cookie opens nothing."""
    sign_in_now = queries.open_sign_in(hash_of(token))
    if sign_in_now:
        sign_in_now.ended_at = datetime.now(UTC)
        audit.record(by, "signed out", sign_in_now)


def end_sign_in(sign_in_there: SignIn, by: Actor, now: datetime) -> None:
    """End one on another device."""
    sign_in_there.ended_at = now
    audit.record(by, "ended a sign-in", sign_in_there)


def end_sign_ins(person: Person, by: Actor, now: datetime, kept: int | None = None) -> int:
    """End every sign-in of somebody's, but for the one that is `kept`; how many there were."""
    going_on = SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.id != (kept or 0)
    ending = update(SignIn).where(*going_on).values(ended_at=now).returning(SignIn.id)
    ended = len(db.session.scalars(ending).all())
    if ended:
        audit.record(by, "ended sign-ins", person, ended=ended)
    return ended


def prove(sign_in_id: int, by: Actor, now: datetime) -> str:
    """Note that whoever is signed in has just shown again that it is them.

    Gives another secret for the cookie: a copy of the one before opens nothing any more.
    """
    token, shown = secrets.token_urlsafe(32), db.session.get_one(SignIn, sign_in_id)
    shown.proved_at, shown.token_hash = now, hash_of(token)
    audit.record(by, "showed who they are", shown)
    return token


def strengthen(person: Person, sign_in_id: int, by: Actor, now: datetime) -> None:
    """Note that whoever is signed in has shown a second factor for the first time. Wherever else
    they are signed in, without one, they are no more."""
    here = db.session.get_one(SignIn, sign_in_id)
    here.second_factor = True
    audit.record(by, "showed a second factor", here)
    end_sign_ins(person, by, now, kept=sign_in_id)


def invite(person: Person, by: Actor, now: datetime) -> SingleUseLink:
    """Send somebody who was never in a link by which they choose a password."""
    _refuse_unless_active(person)
    if person.password_hash or queries.has_signed_in(person.id):
        raise Refused(f"{person.name} has an account that works. Reset their sign-in instead.")
    link = _link("invitation", person, by, now)
    audit.record(by, "invited", link, person.organisation_id, person=person.id)
    mail.post("invitation", person.id, by, link=link.id)
    return link


def invite_newcomers(
    person_ids: Sequence[int], organisation_id: int, by: Actor, now: datetime
) -> None:
    """Invite people whose accounts were made in this same act, all at once.

    Nothing is asked of them first: they were never in, and no link is on its way to them.
    """
    alike: dict[str, Any] = {"purpose": "invitation", "given_by_id": by.person_id, "made_at": now}
    alike["expires_at"] = now + LIFETIMES["invitation"]
    links = insert_all(SingleUseLink, [{**alike, "person_id": id_} for id_ in person_ids])
    whose = dict(zip(links, person_ids, strict=True))
    invited = {link: {"person": id_} for link, id_ in whose.items()}
    audit.record_all(by, "invited", SingleUseLink, invited, organisation_id)
    mail.post_all("invitation", by, {id_: {"link": link} for link, id_ in whose.items()})


def reset(person: Person, by: Actor, now: datetime) -> SingleUseLink:
    """Send somebody a link by which they choose a new password.

    Whoever asks for their own changes nothing by asking. When an administrator does it, nobody is
    in any more, the old password opens nothing, and what is confidential stays shut to the
    person, who is told so, until a network officer or a co-ordinator confirms them.
    """
    _refuse_unless_active(person)
    if by != NOBODY and by.person_id != person.id:
        person.unconfirmed_since = person.reset_at = now
        person.password_hash = None
        end_sign_ins(person, by, now)
        mail.post("reset_by_administrator", person.id, by)
    link = _link("reset", person, by, now)
    audit.record(by, "reset a sign-in", link, person.organisation_id, person=person.id)
    mail.post("reset", person.id, by, link=link.id)
    return link


def _refuse_unless_active(person: Person) -> None:
    if not person.active:
        raise Refused(f"The account of {person.name} is switched off. Switch it on first.")


def _link(purpose: str, person: Person, by: Actor, now: datetime) -> SingleUseLink:
    """A new link, without a secret yet; those of the same purpose before it are good no more."""
    _withdraw(person, now, SingleUseLink.purpose == purpose)
    link = SingleUseLink(
        person_id=person.id,
        purpose=purpose,
        given_by_id=by.person_id,
        made_at=now,
        expires_at=now + LIFETIMES[purpose],
    )
    db.session.add(link)
    db.session.flush()
    return link


def _withdraw(person: Person, now: datetime, *which) -> None:
    db.session.execute(
        update(SingleUseLink)
        .where(
            SingleUseLink.person_id == person.id,
            SingleUseLink.used_at.is_(None),
            SingleUseLink.withdrawn_at.is_(None),
            *which,
        )
        .values(withdrawn_at=now)
    )


def arm(link: SingleUseLink, now: datetime, by: Actor, token: str | None = None) -> str:
    """Give a link that is being sent its secret, and keep the hash of it. Its time begins now.

    With another secret when it is sent again, the one before opens nothing.
    """
    if link.used_at or link.withdrawn_at:
        raise Refused(NOT_GOOD)
    token = token or secrets.token_urlsafe(32)
    link.token_hash = hash_of(token)
    link.expires_at = now + LIFETIMES[link.purpose]
    audit.record(by, "made a link's secret", link)
    return token


def use(link_id: int, by: Actor, now: datetime) -> Person:
    """Use a link up. Of two who follow it at once, the database lets one through."""
    taking = update(SingleUseLink).where(SingleUseLink.id == link_id, *queries.good(now))
    taken = db.session.scalars(taking.values(used_at=now).returning(SingleUseLink.id)).all()
    if not taken:
        raise Refused(NOT_GOOD)
    link = db.session.get_one(SingleUseLink, link_id)
    person = db.session.get_one(Person, link.person_id)
    _refuse_unless_active(person)
    _withdraw(person, now)
    audit.record(by, USED[link.purpose], link, person.organisation_id)
    return person


def set_password(
    person: Person, password_hash: str, by: Actor, now: datetime, kept: int | None = None
) -> None:
    """Give somebody another password. Wherever else they are signed in, they are no more."""
    person.password_hash = password_hash
    audit.record(by, "chose a password", person)
    end_sign_ins(person, by, now, kept)
    if queries.has_signed_in(person.id):
        mail.post("password_changed", person.id, by)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
