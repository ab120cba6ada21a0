"""Setting up a second factor, showing it, and what to do without it.

A wrong code is counted, so whoever takes codes commits a refusal too.
"""

from datetime import datetime

from sqlalchemy import delete, or_, update

from tracker import audit
from tracker.accounts.models import Person
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mail import operations as mail
from tracker.second_factor import codes, queries
from tracker.second_factor.keys import Keys
from tracker.second_factor.models import RecoveryCode, SecondFactor
from tracker.signing_in import throttling
from tracker.signing_in.throttling import Try

WRONG = (
    "This is not the code that your app shows now. Check that your phone sets its clock itself,"
    " then type the newest code"
)
USED = "This code has been used. Wait until your app shows the next one, then type that"
WRONG_RECOVERY = "This is not one of your recovery codes, or it has been used"
UNREADABLE = (
    "The service can no longer read what it shares with your app. Use a recovery code, or ask your"
    " administrator to take the app away so that you can set it up again"
)
NONE = "You have no authenticator app any more. Sign in again"
CHANGED = "second_factor_changed"  # the letter that says so
TOO_OFTEN = "Too many wrong codes. Wait 15 minutes, then type the newest one"


def take_code(
    person: Person, typed: str, at: datetime, keys: Keys, by: Actor, field: str = "code"
) -> None:
    """Take a code from the person's app, or a recovery code. Neither is taken twice."""
    queries.hold(person.id)
    tries = [Try("code", str(person.id))]
    if throttling.wait_left(tries, at):
        raise Refused(TOO_OFTEN, field=field)
    from_an_app = codes.is_from_an_app(typed)
    take = _take_from_app if from_an_app else _take_recovery_code
    wrong = take(person.id, typed, at, keys)
    if wrong:
        throttling.count(tries, at)
        audit.record(by, "gave a wrong code", person)
        raise Refused(wrong, field=field)
    throttling.forget(throttling.counted(tries))
    did = "gave a code from an app" if from_an_app else "used a recovery code"
    audit.record(by, did, person)


def _take_from_app(person_id, typed, at, keys):
    factor = queries.factor_of(person_id)
    if factor is None:
        return NONE
    secret = keys.unseal(person_id, factor.secret)
    if secret is None:
        return UNREADABLE
    step = codes.step_of(secret, typed, at)
    if step is None:
        return WRONG
    unused = or_(SecondFactor.last_step.is_(None), SecondFactor.last_step < step)
    moved_on = db.session.scalar(
        update(SecondFactor)
        .where(SecondFactor.id == factor.id, unused)
        .values(last_step=step)
        .returning(SecondFactor.id)
    )
    return None if moved_on else USED


def _take_recovery_code(person_id, typed, at, keys):
    used = db.session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == keys.hash_of(codes.as_meant(typed)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(RecoveryCode.id)
    )
    return None if used else WRONG_RECOVERY


def set_up(
    person: Person, secret: str, typed: str, at: datetime, keys: Keys, by: Actor
) -> list[str]:
    """Begin to count an app that has just shown its first code. Gives the recovery codes.

    Only where there is none: in place of another it takes a code from that one.
    """
    queries.hold(person.id)
    if queries.factor_of(person.id):
        raise Refused("You have an authenticator app already. Sign in with a code from it.")
    made = _begin(person, secret, _step(secret, typed, at), at, keys)
    audit.record(by, "set up a second factor", person)
    return made


def replace(
    person: Person, secret: str, typed: str, old: str, at: datetime, keys: Keys, by: Actor
) -> list[str]:
    """Put another app in the place of the one there is. Gives new recovery codes."""
    step = _step(secret, typed, at)
    take_code(person, old, at, keys, by, field="old_code")
    made = _begin(person, secret, step, at, keys)
    audit.record(by, "changed their second factor", person)
    mail.post(CHANGED, person.id, by)
    return made


def _step(secret, typed, at):
    """No wrong code is counted here: the secret is on the same page."""
    step = codes.step_of(secret, typed, at)
    if step is None:
        raise Refused(WRONG, field="code")
    return step


def _begin(person, secret, step, at, keys):
    factor = queries.factor_of(person.id) or SecondFactor(person_id=person.id)
    factor.secret = keys.seal(person.id, secret)
    factor.made_at = factor.confirmed_at = at
    factor.last_step = step
    db.session.add(factor)
    return _new_codes(person, at, keys)


def renew_codes(person: Person, typed: str, at: datetime, keys: Keys, by: Actor) -> list[str]:
    """Give new recovery codes. The ones before open nothing any more."""
    take_code(person, typed, at, keys, by)
    audit.record(by, "made recovery codes", person)
    mail.post(CHANGED, person.id, by)
    return _new_codes(person, at, keys)


def _new_codes(person, at, keys):
    made = codes.new_recovery_codes()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    for code in made:
        code_hash = keys.hash_of(codes.as_meant(code))
        db.session.add(RecoveryCode(person_id=person.id, code_hash=code_hash, made_at=at))
    return made


def note_codes_kept(person: Person, by: Actor) -> None:
    audit.record(by, "kept their recovery codes", person)


def remove(
    person: Person, typed: str, must_have_one: bool, at: datetime, keys: Keys, by: Actor
) -> None:
    if must_have_one:
        raise Refused(
            "Your role needs a second factor, so it cannot be removed. You can change the app."
        )
    take_code(person, typed, at, keys, by)
    _forget(person.id)
    audit.record(by, "removed their second factor", person)
    mail.post(CHANGED, person.id, by)


def _forget(person_id):
    for kept in (RecoveryCode, SecondFactor):
        db.session.execute(delete(kept).where(kept.person_id == person_id))
