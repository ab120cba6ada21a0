"""Who somebody is, in plain ids, and what they are to a thing.

A rule reads a `Standing` and the ids on the thing itself: `organisation_id`, `owner_post_id`,
`network_id` and so on. An id that the thing does not have makes no rule hold. The names of rules
are words that people read: they are the capacity in which an act is recorded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What a grant makes of a person, within its scope."""

    POST_HOLDER = "post holder"
    STAFF_MEMBER = "staff member"
    LEADERSHIP_CENTRE = "Leadership Centre"
    NETWORK_MEMBER = "network member"
    NETWORK_OFFICER = "network officer"
    PANEL_MEMBER = "panel member"
    EQUALITY_LEAD = "equality lead"
    ADMINISTRATOR = "administrator"
    VIEWER = "viewer"


@dataclass(frozen=True)
class Standing:
    """Who somebody is today, in ids. Nobody signed in is a `Standing()`.

    `roles` is by organisation, everything below a grant filled in. Holding a post makes a post
    holder of its organisation; a network's or panel's members have that role in every
    organisation it covers.
    """

    person_id: int | None = None
    roles: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    posts: frozenset[int] = frozenset()  # held
    inherited_posts: frozenset[int] = frozenset()  # vacant, their duties come up to a post held
    delegated_posts: frozenset[int] = frozenset()  # whose holder named this person
    networks: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    panels: frozenset[int] = frozenset()
    boards: frozenset[int] = frozenset()  # a viewer of the organisation itself, not of one above
    national: frozenset[Role] = frozenset()  # with the national organisation as scope
    confirmed: bool = True  # False: an administrator reset the sign-in, nobody confirmed it yet
    command_line: bool = False  # every role in every scope, and no relation to anything

    def roles_in(self, organisation_id: int | None) -> frozenset[Role]:
        """The roles held there, by a grant for the place itself or for one above it."""
        if organisation_id is None:
            return NO_ROLES
        return frozenset(Role) if self.command_line else self.roles.get(organisation_id, NO_ROLES)


NO_ROLES: frozenset[Role] = frozenset()

Rule = Callable[[Standing, Any], bool]


@dataclass(frozen=True)
class When:
    """A ground that counts only while a condition holds."""

    condition: Rule
    ground: "Role | Rule | When"


Ground = Role | Rule | When


def holds(ground: Ground, standing: Standing, thing: Any) -> bool:
    if isinstance(ground, When):
        return ground.condition(standing, thing) and holds(ground.ground, standing, thing)
    if isinstance(ground, Role):
        return ground in roles_at(standing, thing)
    return ground(standing, thing)


def in_words(ground: Ground) -> str:
    if isinstance(ground, When):
        return in_words(ground.ground)
    return ground.value if isinstance(ground, Role) else ground.__name__.replace("_", " ")


# Those that do not go on from "who".
OTHER_CAPACITIES = {
    "own account": "on their own account",
    "every scope": "with every scope",
    "is their own": "on their own behalf",
    "national administrator": "as national administrator",
    "national equality lead": "as national equality lead",
    "co ordinates locally": "who co-ordinates locally",
    "is delegate of owner": "who drafts for the owner",
    "anybody signed in": "as anybody signed in may",
    "the public": "as anybody may",
    "the public once published": "as anybody may",
}


def after_a_name(capacity: str) -> str:
    """A capacity in which somebody acts: "as equality lead", "who holds the owning post"."""
    if capacity in OTHER_CAPACITIES:
        return OTHER_CAPACITIES[capacity]
    return f"as {capacity}" if capacity in set(Role) else f"who {capacity}"


def roles_at(standing: Standing, thing: Any) -> frozenset[Role]:
    return standing.roles_in(its(thing, "organisation_id"))


def belongs_somewhere(thing: Any) -> bool:
    places = ("organisation_id", "network_id", "panel_id")
    return any(its(thing, place) is not None for place in places)


def its(thing: Any, name: str) -> Any:
    return getattr(thing, name, None)


def is_person(standing: Standing, *person_ids: int | None) -> bool:
    return standing.person_id is not None and standing.person_id in person_ids


# Relations: what somebody is to the thing itself. They need no role.


def holds_the_owning_post(standing: Standing, thing: Any) -> bool:
    return its(thing, "owner_post_id") in standing.posts


def stands_in_for_the_owner(standing: Standing, thing: Any) -> bool:
    return its(thing, "owner_post_id") in standing.inherited_posts


def is_delegate_of_owner(standing: Standing, thing: Any) -> bool:
    return its(thing, "owner_post_id") in standing.delegated_posts


def owns_it(standing: Standing, thing: Any) -> bool:
    return holds_the_owning_post(standing, thing) or stands_in_for_the_owner(standing, thing)


def helps(standing: Standing, thing: Any) -> bool:
    return not standing.posts.isdisjoint(its(thing, "helper_post_ids") or ())


def is_the_reviewer(standing: Standing, thing: Any) -> bool:
    """Owner and reviewer differ, also through two posts of one person."""
    return its(thing, "reviewer_post_id") in standing.posts and not owns_it(standing, thing)


def stands_in_for_the_reviewer(standing: Standing, thing: Any) -> bool:
    vacant = its(thing, "reviewer_post_id") in standing.inherited_posts
    return vacant and not owns_it(standing, thing)


def holds_the_line_post(standing: Standing, thing: Any) -> bool:
    return its(thing, "owner_line_post_id") in standing.posts


def stands_in_for_the_line_post(standing: Standing, thing: Any) -> bool:
    return its(thing, "owner_line_post_id") in standing.inherited_posts


def holds_the_sponsor_post(standing: Standing, thing: Any) -> bool:
    return its(thing, "sponsor_post_id") in standing.posts


def is_their_own(standing: Standing, thing: Any) -> bool:
    return is_person(standing, its(thing, "person_id"))


def wrote_it(standing: Standing, thing: Any) -> bool:
    return is_person(standing, its(thing, "author_id"))


def handles_it(standing: Standing, thing: Any) -> bool:
    return is_person(standing, its(thing, "handler_id"))


def is_one_of_the_pair(standing: Standing, thing: Any) -> bool:
    return is_person(standing, its(thing, "leader_id"), its(thing, "mentee_id"))


def is_in_its_network(standing: Standing, thing: Any) -> bool:
    return its(thing, "network_id") in standing.networks


def is_on_its_panel(standing: Standing, thing: Any) -> bool:
    return its(thing, "panel_id") in standing.panels


RELATIONS: tuple[Rule, ...] = (
    holds_the_owning_post,
    stands_in_for_the_owner,
    is_delegate_of_owner,
    helps,
    is_the_reviewer,
    stands_in_for_the_reviewer,
    holds_the_line_post,
    stands_in_for_the_line_post,
    holds_the_sponsor_post,
    is_their_own,
    wrote_it,
    handles_it,
    is_one_of_the_pair,
    is_in_its_network,
    is_on_its_panel,
)


# Rules that join a relation with a role, and conditions of the thing or of the sign-in.


def is_officer_of_its_network(standing: Standing, thing: Any) -> bool:
    return Role.NETWORK_OFFICER in standing.networks.get(its(thing, "network_id"), NO_ROLES)


def moderates_it(standing: Standing, thing: Any) -> bool:
    """The network's own officers: never management, even where one person is both."""
    management = {Role.EQUALITY_LEAD, Role.ADMINISTRATOR} & roles_at(standing, thing)
    return is_officer_of_its_network(standing, thing) and not management


def agrees_it(standing: Standing, thing: Any) -> bool:
    return holds_the_line_post(standing, thing) and not is_their_own(standing, thing)


def is_on_the_panel_in_cycle(standing: Standing, thing: Any) -> bool:
    return not standing.panels.isdisjoint(its(thing, "panel_ids_in_cycle") or ())


def is_on_the_panel_appealed_to(standing: Standing, thing: Any) -> bool:
    return its(thing, "appeal_panel_id") in standing.panels


def is_at_the_region_appealed_to(standing: Standing, thing: Any) -> bool:
    return Role.VIEWER in standing.roles_in(its(thing, "appeal_organisation_id"))


def sits_on_its_board(standing: Standing, thing: Any) -> bool:
    return its(thing, "organisation_id") in standing.boards


def national_administrator(standing: Standing, thing: Any) -> bool:
    return Role.ADMINISTRATOR in standing.national or standing.command_line


def national_equality_lead(standing: Standing, thing: Any) -> bool:
    return Role.EQUALITY_LEAD in standing.national or standing.command_line


def anybody_signed_in(standing: Standing, thing: Any) -> bool:
    return standing.person_id is not None or standing.command_line


def the_public(standing: Standing, thing: Any) -> bool:
    return True


def the_public_once_published(standing: Standing, thing: Any) -> bool:
    return its(thing, "is_published") is True


def adopted(standing: Standing, thing: Any) -> bool:
    return its(thing, "plan_state") in {"adopted", "closed"}


def not_yet_adopted(standing: Standing, thing: Any) -> bool:
    return its(thing, "plan_state") in {"draft", "consulting"}


def consulting(standing: Standing, thing: Any) -> bool:
    return its(thing, "plan_state") == "consulting"


def decided_for_the_board(standing: Standing, thing: Any) -> bool:
    return its(thing, "is_disclosed_to_board") is True


def never_had_an_officer(standing: Standing, thing: Any) -> bool:
    return its(thing, "has_had_an_officer") is False


def never_had_a_member(standing: Standing, thing: Any) -> bool:
    return its(thing, "has_had_a_member") is False


def is_officer_of_a_network_of_theirs(standing: Standing, thing: Any) -> bool:
    """Of one that a person belongs to, where the person is the thing and it is not oneself."""
    theirs = set(its(thing, "network_ids") or ())
    officers = (
        network_id
        for network_id, roles in standing.networks.items()
        if Role.NETWORK_OFFICER in roles
    )
    return not theirs.isdisjoint(officers) and not is_their_own(standing, thing)


def is_not_their_own(standing: Standing, thing: Any) -> bool:
    return not is_their_own(standing, thing)


def is_not_its_administrator(standing: Standing, thing: Any) -> bool:
    return Role.ADMINISTRATOR not in roles_at(standing, thing)


def confirmed(standing: Standing, thing: Any) -> bool:
    return standing.confirmed


def in_the_leadership_centre(standing: Standing, thing: Any) -> bool:
    return Role.LEADERSHIP_CENTRE in roles_at(standing, thing)


def co_ordinates_locally(standing: Standing, thing: Any) -> bool:
    """A co-ordinator of an organisation where one of a pair works."""
    places = its(thing, "local_ids") or ()
    return any(Role.LEADERSHIP_CENTRE in standing.roles_in(place) for place in places)


def is_not_of_the_pair(standing: Standing, thing: Any) -> bool:
    return not is_one_of_the_pair(standing, thing)
