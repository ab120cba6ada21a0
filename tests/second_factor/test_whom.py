"""Who has to have a second factor, read off a standing."""

import pytest

from tests import cast
from tracker.demo.cast import address_of
from tracker.permissions import ALLOWED, Permission, Role, Standing
from tracker.second_factor.whom import is_made_up, needs_second_factor

MUST = {Role.ADMINISTRATOR, Role.EQUALITY_LEAD, Role.LEADERSHIP_CENTRE, Role.NETWORK_OFFICER}


def with_roles(*roles):
    return Standing(person_id=1, roles={7: frozenset(roles)})


@pytest.mark.parametrize("role", sorted(MUST))
def test_whoever_is_trusted_with_much_must_have_one(role):
    assert needs_second_factor(with_roles(role))


@pytest.mark.parametrize("role", sorted(set(Role) - MUST))
def test_others_need_none(role):
    assert not needs_second_factor(with_roles(role))


def test_one_such_role_in_one_of_many_places_is_enough():
    roles = {n: frozenset({Role.STAFF_MEMBER}) for n in range(1, 9)}
    roles[9] = frozenset({Role.VIEWER, Role.ADMINISTRATOR})

    assert needs_second_factor(Standing(person_id=1, roles=roles))


def test_an_officer_of_a_network_that_covers_nothing_yet_must_have_one():
    networks = {3: frozenset({Role.NETWORK_OFFICER})}

    assert needs_second_factor(Standing(person_id=1, networks=networks))


def test_an_ordinary_member_of_a_network_needs_none():
    networks = {3: frozenset({Role.NETWORK_MEMBER})}

    assert not needs_second_factor(Standing(person_id=1, networks=networks, roles={}))


def test_a_role_for_the_whole_counts():
    assert needs_second_factor(Standing(person_id=1, national=frozenset({Role.ADMINISTRATOR})))


def test_somebody_without_any_role_needs_none():
    assert not needs_second_factor(Standing())
    assert not needs_second_factor(Standing(person_id=1, posts=frozenset({4})))


def test_whoever_may_see_unsuppressed_figures_must_have_one_whatever_the_table_says(monkeypatch):
    monkeypatch.setitem(ALLOWED, Permission.VIEW_UNSUPPRESSED, [Role.VIEWER])

    assert needs_second_factor(with_roles(Role.VIEWER))
    assert not needs_second_factor(with_roles(Role.PANEL_MEMBER))


def test_of_the_whole_cast_exactly_those_who_hold_such_a_role_must_have_one():
    def trusted(standing):
        places = (*standing.roles.values(), *standing.networks.values(), standing.national)
        return any(MUST & roles for roles in places)

    people = {name: who for name, who in cast.CAST.items() if not who.command_line}
    must = {name for name, who in people.items() if needs_second_factor(who)}

    assert must == {name for name, who in people.items() if trusted(who)}
    assert 0 < len(must) < len(people)


@pytest.mark.parametrize("key", ["lead", "administrator", "second officer"])
def test_the_people_of_the_demonstration_are_known_by_their_address(key):
    assert is_made_up(address_of(key))


@pytest.mark.parametrize(
    "email", ["lead@nhs.example", "lead@demo.example.org", "demo.example@nhs.example", "", "@"]
)
def test_nobody_else_is_taken_for_one_of_them(email):
    assert not is_made_up(email)
