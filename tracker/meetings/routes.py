"""The pages on which the two of a pair plan to meet, and say whether they did."""

from flask import Blueprint, flash

from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.meetings import forms
from tracker.mentoring.calendar import MEETING, calendar_of
from tracker.pages import LONDON, calendar_response, service_host
from tracker.pairings.models import Meeting, Pairing
from tracker.pairs import operations
from tracker.pairs.routes import home, page, whole
from tracker.permissions import Permission
from tracker.web import actor, now, requires, today

blueprint = Blueprint("meetings", __name__, url_prefix="/mentoring/pairs")


@blueprint.route("/<int:pairing_id>/meetings/plan", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Pairing)
def plan_meeting(pairing):
    form = forms.MeetingForm(minutes=pairing.programme.minutes)
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.plan_meeting(
                pairing, form.starts_at, form.minutes.data, form.place.data, now(), by=actor()
            )
            db.session.commit()
            flash("The meeting is planned. Add it to your calendar below")
            return home(pairing.id)
    return page("plan_meeting", pairing, form, feature="meetings", meeting=None)


@blueprint.route("/meetings/<int:meeting_id>/move", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Meeting)
def move_meeting(meeting):
    local = meeting.starts_at.astimezone(LONDON)
    form = forms.MeetingForm(
        on=local.date(), at=f"{local:%H:%M}", minutes=meeting.minutes, place=meeting.place
    )
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.move_meeting(
                meeting, form.starts_at, form.minutes.data, form.place.data, now(), by=actor()
            )
            db.session.commit()
            flash("The meeting is moved")
            return home(meeting.pairing_id)
    return page("plan_meeting", meeting.pairing, form, feature="meetings", meeting=meeting)


@blueprint.post("/meetings/<int:meeting_id>/cancel")
@requires(Permission.VIEW_PAIR, on=Meeting)
def cancel_meeting(meeting):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.cancel_meeting(meeting, by=actor())
            db.session.commit()
            flash("The meeting is cancelled")
            return home(meeting.pairing_id)
    return whole(meeting.pairing, form)


def said_of(meeting: Meeting, held: bool) -> str:
    if not held:
        return "Thank you"
    if meeting.state == "held":
        return "Thank you. You both say so, and it counts"
    return "Thank you. It counts once both of you have said so"


@blueprint.post("/meetings/<int:meeting_id>/held")
@requires(Permission.VIEW_PAIR, on=Meeting)
def say_whether_held(meeting):
    form = forms.HeldForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            held = form.held.data == "yes"
            operations.say_whether_held(meeting, held, now(), today(), by=actor())
            db.session.commit()
            flash(said_of(meeting, held))
            return home(meeting.pairing_id)
    return whole(meeting.pairing, form)


@blueprint.get("/meetings/<int:meeting_id>/meeting.ics")
@requires(Permission.VIEW_PAIR, on=Meeting)
def download_meeting(meeting):
    uid = f"meeting-{meeting.id}@{service_host()}"
    file = calendar_of(MEETING, uid, meeting.starts_at, meeting.minutes, meeting.place, now())
    return calendar_response("meeting", file)
