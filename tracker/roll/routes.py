"""The co-ordinators' list of who is enrolled, and lists of people who are to be asked."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker import uploads
from tracker.accounts.models import Person
from tracker.enrolling.yours import MORE, Lines, Row
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.queries import above, open_programmes, programme_at, regions_of
from tracker.mentoring.shown import all_a_leader_sees
from tracker.mentoring.states import LIVE, Enrolled, Side
from tracker.mentoring.wording import counted
from tracker.nominating.queries import unanswered
from tracker.organisations.models import Organisation
from tracker.organisations.rows import MAX_BYTES
from tracker.pages import LONDON, csv_response, page_of
from tracker.permissions import Permission, may
from tracker.roll import entry, operations, queries, reading
from tracker.roll.forms import AcceptForm, ChooseForm
from tracker.roll.queries import Asked, Line
from tracker.roll.reading import Reading
from tracker.uploads import Upload
from tracker.web import Place, actor, leave_for, requires, standing, today

blueprint = Blueprint("roll", __name__)

PURPOSE = "list of people for mentoring"
SIDES = {Side.LEADER.value: "Leaders", Side.MENTEE.value: "Mentees"}
STATE_WORDS = {
    queries.POOL: "In the pool",
    queries.PAIRED: "In a pair, or offered one",
    queries.AWAY: "Unavailable",
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
        row
        for place in places
        for each in open_programmes([place], today())
        for row in rows_of(each, place)
    ]


def rows_of(programme: Programme, place: int) -> list[Row]:
    """The whole programme, for whoever runs it; for others who of their place is in it, and which
    pairs they may object to."""
    title = programme.title
    if leave_for(Permission.RUN_MENTORING, programme):
        whole = url_for("programmes.show_programme", mentoring_programme_id=programme.id)
        return [(title, "You run it", whole)]
    here = url_for("roll.list_enrolments", organisation_id=place, programme_id=programme.id)
    pairs = url_for("releases.list_objections", organisation_id=place)
    return [
        (f"Who is enrolled in {title}", "Where you co-ordinate", here),
        ("Pairs to look at before they are released", "You may object", pairs),
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


@blueprint.get("/mentoring/enrolments/<int:enrolment_id>/roll")
@requires(Permission.VIEW_ENROLMENT, on=Enrolment)
def show_entry(enrolment):
    """One of them, as a co-ordinator sees it. Whose own it is comes to their own page."""
    if enrolment.person_id == current_user.id:
        return redirect(url_for("enrolling.show_mentoring"))
    if enrolment.state == Enrolled.DRAFT or enrolment.confirmed_on is None:
        abort(404)
    programme = enrolment.programme
    runs_it = leave_for(Permission.RUN_MENTORING, programme)
    pairings = entry.pairings_with(enrolment.id)
    leads = enrolment.side == Side.LEADER
    theirs = [each for each in pairings if not entry.is_one_of(each, current_user.id)]
    state = queries.state_of(enrolment, today(), sum(each.state in LIVE for each in theirs))
    return render_template(
        "roll/show_entry.html",
        enrolment=enrolment,
        programme=programme,
        runs_it=runs_it,
        leads=leads,
        said=said_by(enrolment, bool(runs_it)),
        state=STATE_WORDS[state],
        in_pool=state == queries.POOL,
        rooms=entry.rooms_of(enrolment.id, pairings) if leads else [],
        pairings=[(each, leave_for(Permission.VIEW_PAIR_DATES, each)) for each in theirs],
        workshops=entry.workshops_of(enrolment.id) if leads else [],
        named=entry.leaders_named_by(enrolment.id) if runs_it else [],
        lists=entry.lists_about(enrolment) if runs_it and not leads else None,
        london=LONDON,
    )


def said_by(enrolment: Enrolment, runs_it: bool) -> list[tuple[str, str]]:
    """What somebody said to be matched. Their own words are for who runs the programme."""
    said = all_a_leader_sees(enrolment)
    if enrolment.side == Side.LEADER:
        return [("Offers" if key == "Wants" else key, value) for key, value in said[:-1]]
    return said if runs_it else said[:-1]


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


@blueprint.route(
    "/organisations/<int:organisation_id>/mentoring/<int:programme_id>/lists/add",
    methods=["GET", "POST"],
)
@requires(Permission.RUN_MENTORING, on=Organisation)
def add_list(organisation, programme_id):
    """Choose the file."""
    programme = programme_or_404(programme_id, organisation)
    form = ChooseForm()
    if form.validate_on_submit():
        chosen = form.file.data
        with chosen.stream as file:
            content = file.read(MAX_BYTES + 1)
        begin_writing()
        upload = uploads.keep(content, chosen.filename, PURPOSE, by=actor())
        db.session.commit()
        return redirect(to(".preview_list", organisation, programme_id, upload_id=upload.id))
    shown = {"organisation": organisation, "programme": programme, "columns": reading.COLUMNS}
    return render_template("roll/add_list.html", form=form, **shown), form.status


def to(view: str, organisation: Organisation, programme_id: int, **more: Any) -> str:
    return url_for(view, organisation_id=organisation.id, programme_id=programme_id, **more)


@blueprint.get(
    "/organisations/<int:organisation_id>/mentoring/<int:programme_id>/lists/template.csv"
)
@requires(Permission.RUN_MENTORING, on=Organisation)
def download_template(organisation, programme_id):
    """The columns, and one row to show what belongs in them."""
    response = Response(reading.template_csv(), mimetype="text/csv")
    name = f"people-for-{programme_or_404(programme_id, organisation).id}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.route(
    "/organisations/<int:organisation_id>/mentoring/<int:programme_id>/lists/<int:upload_id>",
    methods=["GET", "POST"],
)
@requires(Permission.RUN_MENTORING, on=Organisation)
def preview_list(organisation, programme_id, upload_id):
    """Whom the list would ask, and the button that does it."""
    upload = waiting(upload_id)
    form = AcceptForm()
    try:
        listed = reading.read(uploads.content_of(upload), upload.file_name)
    except Refused as gone:
        flash(str(gone))
        return redirect(to(".add_list", organisation, programme_id))
    if form.validate_on_submit():
        if form.throw_away.data:
            return throw_away(organisation, programme_id, upload_id)
        with form.showing_refusals():
            return bring_in(organisation, programme_id, listed, upload_id, form)
        db.session.rollback()
        upload = waiting(upload_id)
    programme = programme_or_404(programme_id, organisation)
    preview = queries.preview_of(programme, organisation, listed, today())
    form.seen.data = form.seen.raw_data = preview.seen
    shown = {"organisation": organisation, "programme": programme, "upload": upload}
    html = render_template("roll/preview_list.html", preview=preview, form=form, **shown)
    return html, form.status


def waiting(upload_id: int) -> Upload:
    return uploads.waiting(upload_id, PURPOSE, actor()) or abort(404)


def bring_in(
    organisation: Organisation, programme_id: int, listed: Reading, upload_id: int, form: AcceptForm
):
    """Ask all of them, and let the file go. Somebody who pressed twice finds it gone."""
    begin_writing()
    upload = waiting(upload_id)
    programme = programme_or_404(programme_id, organisation)
    asked = operations.bring_in(
        programme, organisation, listed, form.seen.data, today(), by=actor()
    )
    uploads.throw_away(upload, by=actor())
    db.session.commit()
    flash(f"{counted(asked, 'question is', 'questions are')} on the way. Each of them decides")
    return redirect(to(".list_enrolments", organisation, programme_id))


def throw_away(organisation: Organisation, programme_id: int, upload_id: int):
    begin_writing()
    uploads.throw_away(waiting(upload_id), by=actor())
    db.session.commit()
    return redirect(to(".add_list", organisation, programme_id))
