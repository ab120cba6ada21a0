"""Workshops: for leaders who book a place, and for the co-ordinators who hold them."""

from collections.abc import Iterator

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker.enrolling.yours import MORE, Lines, Row
from tracker.extensions import db
from tracker.forms import ConfirmForm, Form
from tracker.mentoring.calendar import WORKSHOP, calendar_of
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.queries import programme_at
from tracker.mentoring.states import Side
from tracker.organisations.models import Organisation
from tracker.pages import (
    LONDON,
    calendar_response,
    csv_response,
    instant,
    page_of,
    service_host,
)
from tracker.permissions import Permission
from tracker.web import actor, now, requires, today
from tracker.workshops import forms, operations, queries
from tracker.workshops.models import Workshop

blueprint = Blueprint("workshops", __name__)

TIME_WORDS = {
    queries.COMING: "To come",
    queries.PAST: "Held",
    queries.CALLED_OFF: "Called off",
}
HEADINGS = ("Day", "Time", "Minutes", "Where", "Held by", "Places", "Taken", "Called off on")


def own_rows(person_id: int, first: bool) -> list[Row]:
    return [
        (
            f"Workshops for leaders in {each.title}",
            in_words(each.starts_at),
            url_for("workshops.choose_workshop", enrolment_id=each.enrolment_id),
        )
        for each in queries.leading(person_id)
        if each.comes_first(now()) == first
    ]


def in_words(starts_at) -> str:
    if starts_at is None:
        return "Choose one"
    came = "You had a place on" if starts_at <= now() else "You have a place on"
    return f"{came} {instant(starts_at)}"


MORE.append(Lines("Preparing to mentor", lambda id_: own_rows(id_, first=True), place=30))
MORE.append(Lines("Workshops", lambda id_: own_rows(id_, first=False), place=80))


# For leaders


@blueprint.get("/mentoring/enrolments/<int:enrolment_id>/workshops")
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def choose_workshop(enrolment):
    return choosing(enrolment, ConfirmForm())


@blueprint.post("/mentoring/enrolments/<int:enrolment_id>/workshops/<int:workshop_id>/book")
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def book(enrolment, workshop_id):
    said = "You have a place. Add it to your calendar below"
    return change_place(enrolment, workshop_id, operations.book, said)


@blueprint.post("/mentoring/enrolments/<int:enrolment_id>/workshops/<int:workshop_id>/give-up")
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def give_up(enrolment, workshop_id):
    said = "Thank you. Somebody else can have your place"
    return change_place(enrolment, workshop_id, operations.give_up, said)


@blueprint.get("/mentoring/enrolments/<int:enrolment_id>/workshops/<int:workshop_id>/workshop.ics")
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def download_workshop(enrolment, workshop_id):
    """A booked place as a calendar file, while the workshop stands."""
    workshop = queries.workshop_for(enrolment, workshop_id, today())
    if workshop is None or workshop.called_off_on is not None:
        abort(404)
    if workshop.id not in queries.own_places(enrolment.id):
        abort(404)
    uid = f"workshop-{workshop.id}@{service_host()}"
    file = calendar_of(WORKSHOP, uid, workshop.starts_at, workshop.minutes, workshop.place, now())
    return calendar_response("workshop", file)


def change_place(enrolment: Enrolment, workshop_id: int, operate, said: str):
    form = ConfirmForm()
    if form.validate_on_submit():
        workshop = queries.workshop_for(enrolment, workshop_id, today()) or abort(404)
        with form.showing_refusals():
            operate(workshop, enrolment, now(), by=actor())
            db.session.commit()
            flash(said)
            return redirect(url_for(".choose_workshop", enrolment_id=enrolment.id))
    return choosing(enrolment, form)


def choosing(enrolment: Enrolment, form: Form):
    if enrolment.side != Side.LEADER:
        return redirect(url_for("enrolling.show_mentoring"))
    coming = queries.open_to(enrolment, now(), today())
    listed = page_of(coming, (Workshop.starts_at, Workshop.id))
    shown = render_template(
        "workshops/choose_workshop.html",
        form=form,
        enrolment=enrolment,
        page=listed,
        taken=queries.taken([workshop.id for workshop in listed.rows]),
        mine=queries.own_places(enrolment.id),
    )
    return shown, form.status


# For co-ordinators


@blueprint.get("/organisations/<int:organisation_id>/mentoring/<int:programme_id>/workshops")
@requires(Permission.RUN_MENTORING, on=Organisation)
def list_workshops(organisation, programme_id):
    programme = programme_or_404(programme_id, organisation)
    words, when = asked_for()
    found = queries.held_by(programme, organisation, words, today())
    latest = request.args.get("sort") == "latest"
    order = (Workshop.starts_at, Workshop.id)
    listed = page_of(queries.at_a_time(found, when, now()), order, descending=latest)
    return render_template(
        "workshops/list_workshops.html",
        organisation=organisation,
        programme=programme,
        words=words,
        when=when,
        latest=latest,
        page=listed,
        taken=queries.taken([workshop.id for workshop, _ in listed.rows]),
        times=TIME_WORDS,
    )


@blueprint.get("/organisations/<int:organisation_id>/mentoring/<int:programme_id>/workshops.csv")
@requires(Permission.RUN_MENTORING, on=Organisation)
def download_workshops(organisation, programme_id):
    programme = programme_or_404(programme_id, organisation)
    words, when = asked_for()
    query = queries.at_a_time(queries.held_by(programme, organisation, words, today()), when, now())
    found = db.session.execute(query.order_by(Workshop.starts_at, Workshop.id)).all()
    taken = queries.taken([workshop.id for workshop, _ in found])
    name = f"workshops-{programme.id}-{organisation.code}"
    return csv_response(name, HEADINGS, rows_of(found, taken))


def rows_of(found, taken) -> Iterator[list[object]]:
    """The rows of the download."""
    for workshop, holder in found:
        local = workshop.starts_at.astimezone(LONDON)
        day_and_time = [local.date(), f"{local:%H:%M}", workshop.minutes]
        of_places = [workshop.places, taken[workshop.id], workshop.called_off_on]
        yield [*day_and_time, workshop.place, holder, *of_places]


def asked_for() -> tuple[str, str]:
    when = request.args.get("when", "")
    known = when if when in TIME_WORDS else queries.COMING
    return request.args.get("q", "")[:100], known


def programme_or_404(programme_id: int, organisation: Organisation) -> Programme:
    return programme_at(programme_id, organisation.id, today()) or abort(404)


@blueprint.route(
    "/organisations/<int:organisation_id>/mentoring/<int:programme_id>/workshops/add",
    methods=["GET", "POST"],
)
@requires(Permission.RUN_MENTORING, on=Organisation)
def add_workshop(organisation, programme_id):
    form = forms.WorkshopForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            workshop = operations.add(
                programme_or_404(programme_id, organisation),
                organisation,
                form.starts_at,
                form.minutes.data,
                form.place.data,
                form.places.data,
                now(),
                by=actor(),
            )
            db.session.commit()
            flash("Leaders can book their places from now on")
            return redirect(url_for(".show_workshop", workshop_id=workshop.id))
    programme = programme_or_404(programme_id, organisation)
    shown = {"organisation": organisation, "programme": programme}
    return render_template("workshops/add_workshop.html", form=form, **shown), form.status


@blueprint.route("/mentoring/workshops/<int:workshop_id>", methods=["GET", "POST"])
@requires(Permission.RUN_MENTORING, on=Workshop)
def show_workshop(workshop):
    """Who has a place; from the day on, who came."""
    guests = queries.guests_of(workshop.id)
    form = forms.AttendanceForm(came=[each.booking_id for each in guests if each.attended])
    form.offer([(each.booking_id, f"{each.name}, {each.organisation}") for each in guests])
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.note_who_came(workshop, form.came.data, now(), today(), by=actor())
            db.session.commit()
            flash("Saved. Whoever came is prepared, and can be offered somebody")
            return redirect(url_for(".show_workshop", workshop_id=workshop.id))
    shown = {"guests": guests, "begun": workshop.starts_at <= now()}
    return of_workshop("show_workshop", workshop, form, **shown)


@blueprint.route("/mentoring/workshops/<int:workshop_id>/edit", methods=["GET", "POST"])
@requires(Permission.RUN_MENTORING, on=Workshop)
def edit_workshop(workshop):
    form = forms.of(workshop)
    if form.validate_on_submit():
        with form.showing_refusals():
            form.check_version(workshop)
            operations.change(
                workshop,
                form.starts_at,
                form.minutes.data,
                form.place.data,
                form.places.data,
                now(),
                by=actor(),
            )
            db.session.commit()
            flash("Saved. Whoever has a place is told if the day or the place is another")
            return redirect(url_for(".show_workshop", workshop_id=workshop.id))
    return of_workshop("edit_workshop", workshop, form)


@blueprint.route("/mentoring/workshops/<int:workshop_id>/call-off", methods=["GET", "POST"])
@requires(Permission.RUN_MENTORING, on=Workshop)
def call_off(workshop):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.call_off(workshop, now(), by=actor())
            db.session.commit()
            flash("It is called off. Whoever has a place is told")
            return redirect(url_for(".show_workshop", workshop_id=workshop.id))
    return of_workshop("call_off", workshop, form)


def of_workshop(name: str, workshop: Workshop, form: Form, **shown):
    taken = queries.taken([workshop.id])[workshop.id]
    html = render_template(
        f"workshops/{name}.html", form=form, workshop=workshop, taken=taken, **shown
    )
    return html, form.status
