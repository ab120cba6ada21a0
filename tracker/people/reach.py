"""How far an account reaches: where somebody has a say, and what stands open in their name."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Select, or_, select

from tracker.accounts.models import Delegation, Grant, Holding, Person, Post
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.organisations.queries import line_above
from tracker.providers.models import Identity
from tracker.second_factor.models import RecoveryCode, SecondFactor
from tracker.signing_in.models import SignIn, SingleUseLink


def hold(person: Person) -> None:
    """Read somebody as they are now, and keep everybody else from changing them meanwhile."""
    columns = [column.key for column in Person.__mapper__.column_attrs]
    db.session.refresh(person, columns, with_for_update=True)


def has_been_in(person: Person) -> bool:
    """Whether somebody has ever come in, by a password or a provider."""
    ever = select(SignIn.id).where(SignIn.person_id == person.id).limit(1)
    return person.password_hash is not None or db.session.scalar(ever) is not None


def open_link(person: Person, now: datetime) -> SingleUseLink | None:
    """The link that was sent to somebody and still works, the latest of them."""
    return db.session.scalar(
        select(SingleUseLink)
        .where(
            SingleUseLink.person_id == person.id,
            SingleUseLink.used_at.is_(None),
            SingleUseLink.withdrawn_at.is_(None),
            SingleUseLink.expires_at > now,
        )
        .order_by(SingleUseLink.id.desc())
        .limit(1)
    )


def open_links(person: Person) -> list[SingleUseLink]:
    return list(
        db.session.scalars(
            select(SingleUseLink).where(
                SingleUseLink.person_id == person.id,
                SingleUseLink.used_at.is_(None),
                SingleUseLink.withdrawn_at.is_(None),
            )
        )
    )


def open_sign_ins(person: Person) -> list[SignIn]:
    return list(
        db.session.scalars(
            select(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
        )
    )


def provider_accounts(person: Person) -> list[Identity]:
    """The accounts of a provider by which somebody comes in."""
    theirs = (Identity.person_id == person.id, Identity.unlinked_at.is_(None))
    return list(db.session.scalars(select(Identity).where(*theirs)))


def second_factors(person: Person) -> list[SecondFactor | RecoveryCode]:
    """The authenticator app and the recovery codes of somebody."""
    apps = db.session.scalars(select(SecondFactor).where(SecondFactor.person_id == person.id))
    codes = db.session.scalars(select(RecoveryCode).where(RecoveryCode.person_id == person.id))
    return [*apps, *codes]


def lasts(row, day: date):
    """Grants, holdings and delegations that are not over before a day."""
    return or_(row.until.is_(None), row.until >= day)


def places_beyond(person: Person, scope: Collection[int], today: date) -> set[int]:
    """Where somebody has or will have a role, a post or a delegation that is in no such scope.

    Networks and panels are no part of it: an answer would say who belongs to them.
    """
    roles = select(Grant.organisation_id).where(
        Grant.person_id == person.id, Grant.organisation_id.is_not(None), lasts(Grant, today)
    )
    posts = (
        select(Post.organisation_id)
        .join(Holding, Holding.post_id == Post.id)
        .where(Holding.person_id == person.id, lasts(Holding, today))
    )
    delegated = (
        select(Post.organisation_id)
        .join(Holding, Holding.post_id == Post.id)
        .join(Delegation, Delegation.holding_id == Holding.id)
        .where(Delegation.person_id == person.id, lasts(Holding, today), lasts(Delegation, today))
    )
    found = db.session.scalars(roles.union(posts, delegated))
    return {id_ for id_ in found if id_ and id_ not in scope}


def beyond_in_words(person: Person, scope: Collection[int], today: date) -> str:
    """Why an administrator may not take an account over, and who may; empty where they may."""
    beyond = places_beyond(person, scope, today)
    if not beyond:
        return ""
    nearest = nearest_above_all(person, beyond, today)
    who = f"An administrator of {nearest.name}" if nearest else "Whoever runs this service"
    return f"They also have a role or a post outside what you administer. {who} may do this."


def nearest_above_all(person: Person, places: Collection[int], today: date) -> Organisation | None:
    """The nearest organisation that somebody's own and all these answer to, or that is one."""
    ids = [id_ for id_ in (person.organisation_id, *places) if id_]
    found = [db.session.get_one(Organisation, id_) for id_ in ids]
    lines = [[place, *line_above(place, today)] for place in found]
    return next((each for each in lines[0] if all(each in line for line in lines)), None)


def not_over_by(person: Person, on: date) -> tuple[list[Grant], list[Holding], list[Delegation]]:
    """What somebody has on a day or later: roles of every kind, posts, and what they draft for.

    The roles come in one order for everybody, so that no two wait for each other.
    """
    return (
        list(
            db.session.scalars(theirs(Grant, person, on).order_by(Grant.organisation_id, Grant.id))
        ),
        list(
            db.session.scalars(
                theirs(Holding, person, on).order_by(Holding.id).options(*Holding.loaded_with)
            )
        ),
        list(db.session.scalars(theirs(Delegation, person, on).order_by(Delegation.id))),
    )


def theirs(row, person: Person, on: date) -> Select:
    return select(row).where(row.person_id == person.id, lasts(row, on))


def delegations_of(holding: Holding) -> list[Delegation]:
    return list(db.session.scalars(select(Delegation).where(Delegation.holding_id == holding.id)))
