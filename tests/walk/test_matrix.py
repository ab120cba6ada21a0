"""Every address, as everybody, about one's own organisation and another: as the matrix says.

What is expected is what the table answers for the pure cast of tests/cast.py, which
tests/test_permissions.py says again in words. Here the same people have accounts and come in by
the door, so the standing that is built from the database is held to the same answers.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from types import SimpleNamespace

import pytest

from tests.cast import CAST, OTHER_TRUST, THINGS, TRUST
from tests.walk import addresses, canaries, world
from tests.walk import things as made_things
from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.permissions import Permission, is_stranger, may

pytestmark = pytest.mark.unguarded

LET_IN, COLLEAGUE, STRANGER = "let in", 403, 404
ASKS_TO_SIGN_IN = "/sign-in"
# What only the one who began it may see, though others have leave for pages of the kind.
ONES_OWN = {"upload_id"}


@dataclass(frozen=True)
class About:
    """Whose things an address speaks of, and what each of them is to the pure cast."""

    make: Callable
    is_to_the_cast: dict[str, SimpleNamespace]


def of_the_other_trust(thing):
    """The same kind of thing, of an organisation that none of the cast has a post in."""
    kept = {"plan_state", "is_published"}
    told = {name: value for name, value in vars(thing).items() if name in kept}
    return SimpleNamespace(organisation_id=OTHER_TRUST, **told)


OWN = {name: THINGS[what] for name, what in made_things.WHAT_THEY_ARE.items()}
ABOUT = {
    "their own organisation": About(made_things.of_the_trust, OWN),
    "another organisation": About(
        made_things.of_another, {name: of_the_other_trust(thing) for name, thing in OWN.items()}
    ),
}


# As many as share a world, which takes a while to make, and few enough that workers share the walk.
EVERYBODY = ("public", *world.PEOPLE)
PARTIES = [EVERYBODY[first::7] for first in range(7)]


def expected(who, permission, thing):
    if permission == "public":
        unpublished = getattr(thing, "is_published", None) is False
        return STRANGER if unpublished else LET_IN
    if who == "public":
        return ASKS_TO_SIGN_IN
    if permission == "signed in" or may(CAST[who], permission, thing):
        return LET_IN
    return STRANGER if is_stranger(CAST[who], thing) else COLLEAGUE


def answer(response):
    if response.location == ASKS_TO_SIGN_IN:
        return ASKS_TO_SIGN_IN
    assert response.status_code < 500
    return response.status_code if response.status_code in (403, 404) else LET_IN


def good_answers(rule, should, permission):
    """A public page may lead on to signing in; others may find nothing there."""
    more = {ASKS_TO_SIGN_IN} if permission == "public" else set()
    if should == LET_IN and may_lack(rule):
        more.add(STRANGER)
    return {should, *more}


def may_lack(rule):
    """Whether somebody with leave may find nothing there."""
    return ONES_OWN & rule.arguments or rule.endpoint in made_things.MAY_BE_EMPTY


def first_argument(rule):
    for name in sorted(rule.arguments, key=rule.rule.index):
        return name
    return None


def walked(app):
    """Every address, with every way of asking: what only looks comes first."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint not in made_things.NOT_WALKED:
            yield rule, sorted(rule.methods - {"HEAD", "OPTIONS"})


def one_of_each_leave(app):
    """The first address of those that ask the same leave for things of the same kinds."""
    asked = set()
    for rule, ways in walked(app):
        leave = app.view_functions[rule.endpoint].permission, *sorted(rule.arguments)
        if leave not in asked:
            asked.add(leave)
            yield rule, ways


@pytest.mark.parametrize("about", ABOUT)
@pytest.mark.parametrize("party", PARTIES, ids=", ".join)
def test_every_address_answers_everybody_as_the_matrix_says(
    app, client, undone, monkeypatch, database_url, party, about
):
    client.checks_pages = False
    # What a request changes is undone before the next: so each person's standing is read once.
    monkeypatch.setitem(app.extensions, "standing_of", cache(app.extensions["standing_of"]))
    at = world.places()
    people = world.people(at)
    posts = world.posts(at, people)
    values = ABOUT[about].make(at, people, posts)
    canaries.plant(people, values)
    accounts = {who: person.id for who, person in people.items()}
    db.session.expunge_all()

    wrong, read = {}, {}
    for who in party:
        person = db.session.get(Person, accounts.get(who, 0))
        client.sign_in(person) if person else client.sign_out()
        theirs_not_to_read = canaries.kept_from(who, ABOUT[about].is_to_the_cast)
        # Databases differ in how they answer questions, which they are asked of everybody, and
        # every page of those who see most; to whom a page is opened is not for them to say.
        briefly = database_url.startswith("postgresql") and who not in canaries.WALKERS
        for rule, ways in one_of_each_leave(app) if briefly else walked(app):
            path = address(app, rule, values)
            permission = app.view_functions[rule.endpoint].permission
            thing = ABOUT[about].is_to_the_cast.get(first_argument(rule))
            should = expected(who, permission, thing)
            for way in ways:
                asks = partial(client.open, path, method=way)
                response = asks() if way == "GET" else undone(asks)  # to look changes nothing
                said = answer(response)
                if came_upon := canaries.words_in(response.text) & theirs_not_to_read:
                    read[f"{who}: {way} {rule.rule}"] = came_upon
                if said not in good_answers(rule, should, permission):
                    wrong[f"{who}: {way} {rule.rule}"] = f"{said}, not {should} ({permission})"
                if said != LET_IN:
                    break  # the guard stands before the view and never asks by which way one came

    assert wrong == {}
    assert read == {}, "somebody read what is not theirs to read"


def address(app, rule, values):
    missing = rule.arguments - values.keys()
    assert not missing, f"{rule.rule}: say in tests/walk/things.py what {missing} is"
    return app.url_map.bind("localhost").build(
        rule.endpoint, {name: values[name] for name in rule.arguments}
    )


@pytest.mark.sqlite_only
def test_the_walk_knows_both_worlds_and_everybody_in_them():
    assert set(world.PEOPLE) < set(CAST)
    assert {thing.organisation_id for thing in OWN.values() if thing} == {TRUST}
    assert all(isinstance(permission, str) for permission in Permission)


@pytest.mark.sqlite_only
def test_every_address_is_for_whom_it_is_said_to_be(app):
    """A page whose leave is changed by the way is found here, whatever else agrees with it."""
    asked = defaultdict(set)
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in ("static", "assets"):
            asked[app.view_functions[rule.endpoint].permission].add(rule.rule)

    assert asked == addresses.WHOM_FOR
