"""The co-ordinators' list of who is enrolled."""

from flask import Blueprint, abort, render_template, request, url_for

from tracker.accounts.models import Person
from tracker.enrolling.yours import MORE, Lines, Row
from tracker.extensions import db
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.queries import above, open_programmes, programme_at, regions_of
from tracker.mentoring.states import Side
from tracker.nominating.queries import unanswered
from tracker.organisations.models import Organisation
from tracker.pages import csv_response, page_of
from tracker.permissions import Permission, may
from tracker.roll import queries
from tracker.roll.queries import Asked, Line
from tracker.web import Place, requires, standing, today

blueprint = Blueprint("roll", __name__)

SIDES = {Side.LEADER.value: "Leaders", Side.MENTEE.value: "Mentees"}
STATE_WORDS = {
    queries.POOL: "In the pool",
    queries.AWAY: "Unavailable for a while",
    queries.NOT_PREPARED: "Not prepared yet",
    queries.GONE: "Withdrawn",
}
HEADINGS = (
    *("Name", "E-mail address", "Organisation", "Region", "Side", "State", "In the pool since"),
    *("Unavailable until", "Places offered", "Pairs and offers now"),
)


def run_by(_person_id: int) -> list[Row]:
    """The programmes that this person looks after, each as far as they do."""
    places = topmost([place for place in standing().roles if may_run(place)])
    return [
        (
            f"Who is enrolled in {programme.title}",
            "As its co-ordinator",
            url_for("roll.list_enrolments", organisation_id=place, programme_id=programme.id),
        )
        for place in places
        for programme in open_programmes([place], today())
    ]


def may_run(organisation_id: int) -> bool:
    return may(standing(), Permission.RUN_MENTORING, Place(organisation_id)) is not None


def topmost(places: list[int]) -> list[int]:
    """Those that answer to no other of them."""
    chains = above(places, today()) if places else {}
    return [place for place in places if set(chains[place][1:]).isdisjoint(places)]


MORE.append(Lines("Programmes you look after", run_by, place=70))


@blueprint.get("/organisations/<int:organisation_id>/mentoring/<int:programme_id>/enrolments")
@requires(Permission.RUN_MENTORING, on=Organisation)
def list_enrolments(organisation, programme_id):
    programme = programme_or_404(programme_id, organisation)
    regions = queries.regions_below(organisation, today())
    asked, places = asked_for(regions), queries.places_seen(programme, organisation, today())
    found = queries.enrolled(programme, places, asked, today())
    sort = request.args.get("sort", "")
    listed = page_of(queries.in_state(found, asked.state, today()), order_of(sort))
    lines = [Line(*row) for row in listed.rows]
    return render_template(
        "roll/list_enrolments.html",
        organisation=organisation,
        programme=programme,
        asked=asked,
        sort=sort if sort in SORTED else "",
        page=listed,
        lines=lines,
        taken=queries.taken([line.id for line in lines]),
        counts=queries.count_by_state(found),
        regions=regions,
        sides=SIDES,
        states=STATE_WORDS,
        unanswered=unanswered(programme.id, places),
    )


@blueprint.get("/organisations/<int:organisation_id>/mentoring/<int:programme_id>/enrolments.csv")
@requires(Permission.RUN_MENTORING, on=Organisation)
def download_enrolments(organisation, programme_id):
    programme = programme_or_404(programme_id, organisation)
    asked = asked_for(queries.regions_below(organisation, today()))
    places = queries.places_seen(programme, organisation, today())
    query = queries.enrolled(programme, places, asked, today())
    found = queries.in_state(query, asked.state, today()).order_by(Person.name, Enrolment.id)
    lines = [Line(*row) for row in db.session.execute(found)]
    regions = regions_of({line.organisation_id for line in lines}, today())
    taken = queries.taken([line.id for line in lines])
    return csv_response(
        f"enrolments-{programme.id}-{organisation.code}",
        HEADINGS,
        [cells(line, regions[line.organisation_id], taken[line.id]) for line in lines],
    )


def cells(line: Line, region: str | None, taken: int) -> list[object]:
    """One row of the download."""
    return [
        line.name,
        line.email,
        line.organisation,
        region,
        line.side,
        STATE_WORDS[line.state],
        line.pooled_on,
        line.unavailable_until if line.state == queries.AWAY else None,
        line.capacity if line.leads else None,
        taken,
    ]


SORTED = ("waiting", "organisation")


def order_of(sort: str) -> tuple:
    orders = {
        "waiting": (queries.longest_waiting(), Enrolment.id),
        "organisation": (Organisation.name, Person.name, Enrolment.id),
    }
    return orders.get(sort, (Person.name, Enrolment.id))


def programme_or_404(programme_id: int, organisation: Organisation) -> Programme:
    return programme_at(programme_id, organisation.id, today()) or abort(404)


def asked_for(regions: dict[int, str]) -> Asked:
    side, state = request.args.get("side", ""), request.args.get("state", "")
    region = request.args.get("region", "")
    known = {str(id_): id_ for id_ in regions}
    return Asked(
        words=request.args.get("q", "")[:100],
        side=side if side in SIDES else "",
        region=known.get(region),
        state=state if state in STATE_WORDS else "",
    )
