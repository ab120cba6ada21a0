"""Networks and panels added, changed and closed. Who belongs to them is not decided here."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from tracker import audit
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import db
from tracker.networks import queries
from tracker.organisations.locks import hold
from tracker.organisations.models import Network, Organisation, Panel

WORDS: dict[queries.Kind, str] = {Network: "network", Panel: "panel"}


def add(
    kind: queries.Kind,
    name: str,
    home: Organisation,
    by: Actor,
    covers: Iterable[Organisation] = (),
    within: Collection[int] | None = None,
) -> Network | Panel:
    """Add a staff network or an expert panel, for its home and others that it covers.

    Its members may read what those covered have for them, so whoever adds it names none that
    is not `within` the organisations that they administer. None: all are.
    """
    hold(home)
    covered = {home, *covers}
    _refuse_elsewhere(covered, within)
    if queries.has_name_at_home(kind, name, home.id):
        raise Refused(f"There is a {WORDS[kind]} of this name here already", "name")
    place = kind(name=name, organisation_id=home.id)
    audit.record(by, f"added a {WORDS[kind]}", place, covers=sorted(each.code for each in covered))
    _cover(place, covered)
    return place


def edit(
    place: Network | Panel,
    name: str,
    covers: Iterable[Organisation],
    by: Actor,
    within: Collection[int] | None = None,
) -> None:
    """Change its name and what it covers, its home always among it."""
    kind = type(place)
    home = db.session.get_one(Organisation, place.organisation_id)
    hold(home)
    before, covered = set(queries.organisations_covered(place)), {home, *covers}
    _refuse_elsewhere(covered - before, within)
    if queries.has_name_at_home(kind, name, home.id, besides=place.id):
        raise Refused(f"There is a {WORDS[kind]} of this name here already", "name")
    place.name = name
    flag_modified(place, "name")  # another version, though only what it covers has changed
    _cover(place, covered)
    codes = sorted(each.code for each in covered)
    audit.record(by, f"changed a {WORDS[kind]}", place, covers=codes)


def _refuse_elsewhere(covered: Iterable[Organisation], within: Collection[int] | None) -> None:
    if within is None:
        return
    for organisation in covered:
        if organisation.id not in within:
            raise Refused(
                f"You do not administer {organisation.name}. Ask an administrator of a place above"
                " both to add it.",
                "covers",
            )


def _cover(place: Network | Panel, covered: Collection[Organisation]) -> None:
    cover, key = queries.COVERS[type(place)], queries.key_of(type(place))
    wanted = {organisation.id for organisation in covered}
    for present in queries.covers_of(place):
        if present.organisation_id in wanted:
            wanted.remove(present.organisation_id)
        else:
            db.session.delete(present)
    for organisation_id in sorted(wanted):
        db.session.add(cover(**{key: place.id}, organisation_id=organisation_id))


def close(place: Network | Panel, on: date, by: Actor) -> None:
    """Its members may no longer read anything by belonging to it. What they wrote stays."""
    hold(place)
    if place.closed_on:
        raise Refused("It is closed already")
    place.closed_on = on
    audit.record(by, f"closed a {WORDS[type(place)]}", place, on=on.isoformat())
