"""Naming somebody, and the page on which whoever was named answers."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker.enrolling.yours import MORE, Lines, Row
from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.mentoring.directions import words_of
from tracker.mentoring.models import Enrolment
from tracker.mentoring.queries import open_programmes, programme_for
from tracker.mentoring.states import Side
from tracker.nominating import forms, operations, queries
from tracker.organisations.models import Organisation
from tracker.pages import day
from tracker.permissions import Permission, may
from tracker.web import Place, actor, requires, standing, today

blueprint = Blueprint("nominating", __name__)
NEVER_TOLD = "If it is somebody who can still join, they are asked. What they answer is theirs"


def waiting_rows(person_id: int) -> list[Row]:
    return [
        (
            f"Would you like {queries.in_words(enrolment.side)}?",
            f"Asked on {day(enrolment.nominated_on)}",
            url_for("nominating.show_nomination", enrolment_id=enrolment.id),
        )
        for enrolment in queries.waiting_for(person_id)
        if enrolment.nominated_on
    ]


def where_to_name(_person_id: int) -> list[Row]:
    """The programmes for which this person may name others, where they do."""
    places = [place for place in standing().roles if may_nominate(place)][:1]
    return [
        (
            f"Name a colleague for {programme.title}",
            "They are asked, and decide",
            url_for("nominating.nominate", organisation_id=place, programme_id=programme.id),
        )
        for place in places
        for programme in open_programmes([place], today())
    ]


def may_nominate(organisation_id: int) -> bool:
    return may(standing(), Permission.NOMINATE, Place(organisation_id)) is not None


MORE.append(Lines("A question for you", waiting_rows, place=10))
MORE.append(Lines("Others who might like it", where_to_name, place=80))


@blueprint.route(
    "/organisations/<int:organisation_id>/mentoring/<int:programme_id>/nominate",
    methods=["GET", "POST"],
)
@requires(Permission.NOMINATE, on=Organisation)
def nominate(organisation, programme_id):
    form = forms.NominateForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            programme = programme_for(programme_id, organisation.id, today()) or abort(404)
            operations.nominate(
                programme,
                organisation,
                form.email.data,
                Side(form.side.data),
                today(),
                by=actor(),
            )
            db.session.commit()
            flash(NEVER_TOLD)
            return redirect(url_for("enrolling.show_mentoring"))
    programme = programme_for(programme_id, organisation.id, today()) or abort(404)
    shown = {"programme": programme, "organisation": organisation}
    return render_template("nominating/nominate.html", form=form, **shown), form.status


@blueprint.get("/mentoring/enrolments/<int:enrolment_id>/nomination")
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def show_nomination(enrolment):
    return page(enrolment, ConfirmForm())


@blueprint.post("/mentoring/enrolments/<int:enrolment_id>/nomination/accept")
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def say_yes(enrolment):
    """They go on to what is asked of whoever joins."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.say_yes(enrolment, by=actor())
            db.session.commit()
            return redirect(url_for("enrolling.check", enrolment_id=enrolment.id))
    return page(enrolment, form)


@blueprint.post("/mentoring/enrolments/<int:enrolment_id>/nomination/decline")
@requires(Permission.CHANGE_ENROLMENT, on=Enrolment)
def decline(enrolment):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.decline(enrolment, today(), by=actor())
            db.session.commit()
            flash("Thank you. Nobody is told, and you are not asked again")
            return redirect(url_for("enrolling.show_mentoring"))
    return page(enrolment, form)


def page(enrolment: Enrolment, form):
    if not enrolment.is_nomination:
        return redirect(url_for("enrolling.check", enrolment_id=enrolment.id))
    shown = render_template(
        "nominating/show_nomination.html",
        form=form,
        enrolment=enrolment,
        programme=enrolment.programme,
        leads=enrolment.side == Side.LEADER,
        waits=enrolment.state == "draft",
        named_by=queries.named_by(enrolment),
        words=words_of(enrolment.programme.direction),
    )
    return shown, form.status
