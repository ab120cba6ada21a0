"""Who has to show a second factor when they sign in."""

from dataclasses import dataclass

from tracker.permissions import Permission, Role, Standing, may

TRUSTED_WITH_MUCH = frozenset(
    {Role.ADMINISTRATOR, Role.EQUALITY_LEAD, Role.LEADERSHIP_CENTRE, Role.NETWORK_OFFICER}
)
DEMONSTRATION_DOMAIN = "@demo.example"  # of whoever the demonstration made


@dataclass(frozen=True)
class Place:
    """An organisation, as far as the table of permissions asks about it."""

    organisation_id: int


def needs_second_factor(standing: Standing) -> bool:
    """Whoever is trusted with much in any place, and whoever may see unsuppressed figures."""
    places = (*standing.roles.values(), *standing.networks.values(), standing.national)
    if any(TRUSTED_WITH_MUCH & roles for roles in places):
        return True
    return any(may(standing, Permission.VIEW_UNSUPPRESSED, Place(at)) for at in standing.roles)


def is_made_up(email: str) -> bool:
    return email.endswith(DEMONSTRATION_DOMAIN)
