"""What an act on the record was done to, in plain words.

The record keeps a kind and a number. The words are looked up as they are today, and nobody is named
in them whom the reader may not see: only people and holders in the places whose accounts the reader
looks after. Of an act that is shown without a name no more than the kind is said.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, case, func, literal, select

from tracker.accounts.models import Delegation, Grant, Holding, Person, Post
from tracker.extensions import Model, db
from tracker.jobs.models import Job
from tracker.jobs.registry import WORKS
from tracker.organisations.models import Body, Network, Organisation, OrganisationEdge, Panel
from tracker.plan.models import Action, BoardLook, Plan
from tracker.plan.progress import Acknowledgement, CheckIn
from tracker.signing_in.models import SingleUseLink
from tracker.wres.models import DataVersion, Target

Thing = tuple[str, str]  # the kind and the number, as the record has them
AT_ONCE = 500  # numbers in one question

# The kinds whose tables are called otherwise than people would say.
KINDS = {
    "action_change": "change of an action",
    "body": "group",
    "board_look": "board’s look at a plan",
    "check_in": "check-in",
    "data_version": "figures brought in",
    "declared_line": "line of management",
    "delegation": "delegate",
    "evidence": "piece of evidence",
    "grant_of_role": "role",
    "hand_over_note": "note at a hand-over",
    "hand_over_receipt": "receipt at a hand-over",
    "holding": "holding of a post",
    "identity": "provider’s account",
    "job": "long work",
    "local_claim": "mentoring arranged locally",
    "match_left_out": "somebody left out of a list",
    "match_local_yes": "look at a pair",
    "match_override": "decision about a list",
    "match_run": "list of pairs",
    "match_suggestion": "suggested pair",
    "measure_link": "measure of an action",
    "mentee_exclusion": "with whom not to match",
    "mentee_preference": "wish for a leader",
    "mentor_place": "place with a leader",
    "mentoring_pulse": "word on how it goes",
    "mentoring_pulse_given": "word on how it goes",
    "message": "letter",
    "network": "staff network",
    "organisation_edge": "place of an organisation",
    "pair_commitment": "promise",
    "pair_goal": "goal",
    "pair_insight": "what was learned",
    "pairing": "pair",
    "pairing_agreement": "agreement of a pair",
    "panel": "expert panel",
    "person": "account",
    "seal": "seal on the record",
    "sign_in": "sign-in",
    "single_use_link": "link to come in",
    "upload": "file",
    "workshop_booking": "place at a workshop",
}


def kind_in_words(thing: str) -> str:
    return KINDS.get(thing) or thing.replace("_", " ")


def in_words(things: Iterable[Thing], places: Collection[int] = ()) -> dict[Thing, str]:
    """Each of the things in words; `places` are those in which the reader may know everybody."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for thing, number in dict.fromkeys(things):
        by_kind[thing].append(number)
    found: dict[Thing, str] = {}
    for thing, numbers in by_kind.items():
        told = _told(thing, numbers, places)
        found |= {(thing, number): told.get(number, kind_in_words(thing)) for number in numbers}
    return found


def _told(thing: str, numbers: list[str], places: Collection[int]) -> dict[str, str]:
    """Number -> words, of those of one kind of which there is more to say than the kind."""
    look_up = LOOK_UPS.get(thing) or _on_an_action(thing)
    if not look_up:
        return {}
    found: dict[str, str] = {}
    ids = [int(number) for number in numbers if number.removeprefix("-").isdecimal()]
    for start in range(0, len(ids), AT_ONCE):
        query, words = look_up(ids[start : start + AT_ONCE], places)
        found |= {str(row[0]): words(row) for row in db.session.execute(query)}
    return found


def _if_in(place: Any, places: Collection[int]) -> ColumnElement:
    """The name of a person in the places; of another nothing."""
    return case((place.in_(places), Person.name), else_=literal(None, String))


def _with(start: str, *more: str | None, between: str = ", ") -> str:
    return between.join(part for part in (start, *more) if part)


LookUp = Callable[[Collection[int], Collection[int]], tuple[Select, Callable[[Row], str]]]


def _known_by(model: type[Any], column: Any) -> LookUp:
    """What has a name of its own that anybody may read who may read the record."""
    kind = kind_in_words(model.__tablename__)
    return lambda ids, _places: (
        select(model.id, column).where(model.id.in_(ids)),
        lambda row: f"{kind} {row[1]}",
    )


def _people(ids, places):
    query = select(Person.id, _if_in(Person.organisation_id, places)).where(Person.id.in_(ids))
    return query, lambda row: f"account of {row[1]}" if row[1] else kind_in_words("person")


def _links(ids, places):
    query = (
        select(SingleUseLink.id, SingleUseLink.purpose, _if_in(Person.organisation_id, places))
        .join(Person, Person.id == SingleUseLink.person_id)
        .where(SingleUseLink.id.in_(ids))
    )
    return query, lambda row: f"{row[1]} of {row[2]}" if row[2] else row[1]


def _roles(ids, places):
    where = func.coalesce(Organisation.name, Network.name, Panel.name)
    query = (
        select(Grant.id, Grant.role, where, _if_in(Grant.organisation_id, places))
        .join(Person, Person.id == Grant.person_id)
        .outerjoin(Organisation, Organisation.id == Grant.organisation_id)
        .outerjoin(Network, Network.id == Grant.network_id)
        .outerjoin(Panel, Panel.id == Grant.panel_id)
        .where(Grant.id.in_(ids))
    )
    return query, lambda row: _with(f"role of {row[1]} at {row[2]}", row[3])


def _holdings(ids, places):
    query = (
        select(Holding.id, Post.title, _if_in(Post.organisation_id, places))
        .join(Post, Post.id == Holding.post_id)
        .join(Person, Person.id == Holding.person_id)
        .where(Holding.id.in_(ids))
    )
    return query, lambda row: _with(f"post {row[1]}", row[2] and f"held by {row[2]}")


def _delegates(ids, places):
    query = (
        select(Delegation.id, Post.title, _if_in(Post.organisation_id, places))
        .join(Holding, Holding.id == Delegation.holding_id)
        .join(Post, Post.id == Holding.post_id)
        .join(Person, Person.id == Delegation.person_id)
        .where(Delegation.id.in_(ids))
    )
    return query, lambda row: _with(f"delegate of the {row[1]}", row[2])


def _places_of_organisations(ids, _places):
    query = (
        select(OrganisationEdge.id, Organisation.name)
        .join(Organisation, Organisation.id == OrganisationEdge.child_id)
        .where(OrganisationEdge.id.in_(ids))
    )
    return query, lambda row: f"place of {row[1]}"


ADOPTED_TITLE = case((Plan.adopted_on.is_not(None), Plan.title), else_=literal(None, String))


def _plans(ids, _places):
    """A plan that is only drafted is not an administrator's to read, its title among it."""
    query = select(Plan.id, ADOPTED_TITLE).where(Plan.id.in_(ids))
    return query, lambda row: _with("plan", row[1], between=": ")


def _board_looks(ids, _places):
    query = select(BoardLook.id, ADOPTED_TITLE).join(Plan, Plan.id == BoardLook.plan_id)
    return query.where(BoardLook.id.in_(ids)), lambda row: f"board’s look at {row[1] or 'a plan'}"


def _actions(ids, _places):
    query = select(Action.id, Action.reference).where(Action.id.in_(ids))
    return query, lambda row: f"action {row[1]}"


def _reviews(ids, _places):
    query = (
        select(Acknowledgement.id, Action.reference)
        .join(CheckIn, CheckIn.id == Acknowledgement.check_in_id)
        .join(Action, Action.id == CheckIn.action_id)
        .where(Acknowledgement.id.in_(ids))
    )
    return query, lambda row: f"review of a check-in on action {row[1]}"


def _on_an_action(thing: str) -> LookUp | None:
    """What hangs on an action: a check-in, a milestone, a piece of evidence."""
    table = Model.metadata.tables.get(thing)
    if table is None or "action_id" not in table.c:
        return None
    joined = select(table.c.id, Action.reference).join(Action, Action.id == table.c.action_id)
    return lambda ids, _places: (
        joined.where(table.c.id.in_(ids)),
        lambda row: f"{kind_in_words(thing)}, action {row[1]}",
    )


def _works(ids, _places):
    query = select(Job.id, Job.name).where(Job.id.in_(ids))
    return query, lambda row: f"long work: {WORKS[row[1]].title if row[1] in WORKS else row[1]}"


LOOK_UPS: dict[str, LookUp] = {
    Acknowledgement.__tablename__: _reviews,
    Action.__tablename__: _actions,
    BoardLook.__tablename__: _board_looks,
    Body.__tablename__: _known_by(Body, Body.name),
    DataVersion.__tablename__: _known_by(DataVersion, DataVersion.kind),
    Delegation.__tablename__: _delegates,
    OrganisationEdge.__tablename__: _places_of_organisations,
    Grant.__tablename__: _roles,
    Holding.__tablename__: _holdings,
    Job.__tablename__: _works,
    Network.__tablename__: _known_by(Network, Network.name),
    Organisation.__tablename__: _known_by(Organisation, Organisation.name),
    Panel.__tablename__: _known_by(Panel, Panel.name),
    Person.__tablename__: _people,
    Plan.__tablename__: _plans,
    Post.__tablename__: _known_by(Post, Post.title),
    SingleUseLink.__tablename__: _links,
    Target.__tablename__: _known_by(Target, "Indicator " + Target.indicator),
}
