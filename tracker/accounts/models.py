"""People, the posts they hold, and the roles they are granted."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from tracker.extensions import Model, db
from tracker.kept import (
    FOR_GOOD,
    LEAVERS_KEPT,
    NOT_PERSONAL,
    PUBLIC_TASK,
    SPECIAL_CATEGORY,
    WITH_THE_PLAN,
    Act,
    Goes,
    Kept,
)
from tracker.organisations.models import Organisation


class Person(UserMixin, Model):
    """Somebody with an account. What they may do is in their grants and the posts they hold.

    The administrators of `organisation_id` look after the account; it gives no leave for anything.
    """

    __kept__ = Kept(
        what="Accounts",
        why="So that each person signs in as themselves, and what is said carries a name",
        basis=PUBLIC_TASK,
        seen_by="The name: whoever sees what the person did. The rest: the person and the"
        " administrators who look after the account",
        how_long="While the person works here.",
        goes=(Goes("left_on", LEAVERS_KEPT, Act.ERASE, "the person left"),),
        columns={
            "To know who somebody is and to write to them": "email name",
            "To let nobody else sign in as them": "password_hash active unconfirmed_since reset_at",
            "To know who looks after the account": "organisation_id",
            "To keep it no longer than needed": "left_on erased_on",
            "To keep two changes at once apart": "version",
        },
        subject="id",
        personal_text="email name",
        secret="password_hash",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # in lower case
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    left_on: Mapped[date | None]
    # Since an administrator reset their sign-in; held views, pairs and notes stay shut meanwhile.
    unconfirmed_since: Mapped[datetime | None]
    # The same moment, for administrators: whether anybody has confirmed them since is not theirs.
    reset_at: Mapped[datetime | None]
    erased_on: Mapped[date | None]  # the name and the address are gone; what they did stays
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    network_grants: Mapped[list["Grant"]] = relationship(
        primaryjoin="and_(Person.id == foreign(Grant.person_id),"
        " Grant.network_id.is_not(None), Grant.until.is_(None))",
        viewonly=True,
        lazy="raise",
    )
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    def __repr__(self) -> str:
        return f"<Person {self.id}>"

    @property
    def person_id(self) -> int:
        """An account is its owner's."""
        return self.id

    @property
    def network_ids(self) -> frozenset[int | None]:
        """The networks that they belong to: an officer of one confirms them after a reset."""
        return frozenset(grant.network_id for grant in self.network_grants)

    @property
    def is_active(self) -> bool:
        return self.active


class Post(Model):
    """A job in an organisation, whoever holds it. Actions belong to posts."""

    __kept__ = Kept(
        what="Posts",
        why="Actions belong to posts, whoever holds them",
        basis=NOT_PERSONAL,
        seen_by="Everybody who may see the organisation’s plan",
        how_long=FOR_GOOD,
        columns={
            "To name the post and its place": "organisation_id title senior_leader closed_on",
            "To know to whom its duties go when it is vacant": "line_post_id",
            "To keep two changes at once apart": "version",
        },
        known_by="title",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    line_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    senior_leader: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it by this name

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file
    holdings: Mapped[list["Holding"]] = relationship(back_populates="post", lazy="raise")

    def __repr__(self) -> str:
        return f"<Post {self.id}: {self.title}>"


class Holding(Model):
    """Who held a post, from when to when. Two overlap only where one of them is acting."""

    __kept__ = Kept(
        what="Who held a post",
        why="So that a promise can be traced to whoever answered for it at the time",
        basis=PUBLIC_TASK,
        seen_by="Everybody who may see the organisation’s plan",
        how_long=WITH_THE_PLAN,
        columns={
            "To know who held a post, from when to when": "post_id person_id since until acting"
        },
        subject="person_id",
        within="post_id",
    )

    __table_args__ = (
        CheckConstraint("until is null or since <= until", name="dates_in_order"),
        Index(
            "uq_holding_one_holder_now",
            "post_id",
            unique=True,
            sqlite_where=db.text("until is null and not acting"),
            postgresql_where=db.text("until is null and not acting"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    acting: Mapped[bool] = mapped_column(default=False)

    post: Mapped[Post] = relationship(back_populates="holdings", lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    loaded_with: ClassVar[tuple] = ()  # see the foot of this file

    @property
    def organisation_id(self) -> int:
        """A holding belongs where its post does."""
        return self.post.organisation_id

    @property
    def owner_post_id(self) -> int:
        """What is handed over with a holding goes to whoever holds the post."""
        return self.post_id

    @property
    def owner_line_post_id(self) -> int | None:
        return self.post.line_post_id


class Delegation(Model):
    """A person whom a post's holder names to draft on their behalf. Ends with the holding."""

    __kept__ = Kept(
        what="Delegates",
        why="So that somebody can draft for a post’s holder and submit nothing",
        basis=PUBLIC_TASK,
        seen_by="The holder, the delegate and the administrators of the organisation",
        how_long=WITH_THE_PLAN,
        columns={"To know who drafts for whom, and when": "holding_id person_id since until"},
        subject="person_id",
        within="holding_id",
    )

    __table_args__ = (UniqueConstraint("holding_id", "person_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    holding_id: Mapped[int] = mapped_column(ForeignKey("holding.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]


class Grant(Model):
    """A role given to a person in one place: an organisation and below, a network or a panel."""

    __kept__ = Kept(
        what="Roles, and membership of staff networks and panels",
        why="To decide what somebody may see and do",
        basis=SPECIAL_CATEGORY,
        seen_by="Roles in an organisation: its administrators. Membership of a network or a panel:"
        " its own officers or members, never management",
        how_long="As long as the record of what was done in the role.",
        columns={
            "To know who has which role, where and when": "person_id role organisation_id"
            " network_id panel_id since until",
            "To know who gave it": "given_by_id",
        },
        subject="person_id",
        author="given_by_id",
        special_category=True,
    )

    __tablename__ = "grant_of_role"  # 'grant' is a word of SQL
    __table_args__ = (
        CheckConstraint(
            " + ".join(
                f"case when {place}_id is null then 0 else 1 end"
                for place in ("organisation", "network", "panel")
            )
            + " = 1",
            name="one_place",
        ),
        CheckConstraint("until is null or since <= until", name="dates_in_order"),
        *(
            Index(
                f"uq_grant_of_role_once_in_{place}",
                *("person_id", "role", f"{place}_id"),
                unique=True,
                sqlite_where=db.text("until is null"),
                postgresql_where=db.text("until is null"),
            )
            for place in ("organisation", "network", "panel")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    panel_id: Mapped[int | None] = mapped_column(ForeignKey("panel.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def end_before(self, day: date) -> None:
        """It counts on its last day, so that is the day before. One that was given only then stays
        on the record and counts no more."""
        self.until = day - timedelta(days=1)
        self.since = min(self.since, self.until)


# What the rules ask of a thing is loaded with it: whose a post or a holding is, and the networks of
# a person.
Post.loaded_with = (joinedload(Post.organisation),)
Holding.loaded_with = (
    joinedload(Holding.post).joinedload(Post.organisation),
    joinedload(Holding.person),
)
Person.loaded_with = (selectinload(Person.network_grants),)
