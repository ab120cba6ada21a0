"""A pair's own pages. Nobody but the two of them comes here."""

from datetime import timedelta

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask_login import current_user

from tracker.enrolling.yours import MORE, Lines, Row
from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.mentoring.states import BEGUN, CONFIRMED, OFFERED, Ending, Side
from tracker.offers import answering
from tracker.pages import LONDON, day
from tracker.pairings.models import Pairing
from tracker.pairs import forms, operations, queries
from tracker.pairs.models import KINDS, Agreement, Goal
from tracker.pairs.sealing import Seal
from tracker.permissions import Permission
from tracker.web import actor, now, requires, standing, today

blueprint = Blueprint("pairs", __name__, url_prefix="/mentoring/pairs")


def seal() -> Seal:
    return Seal(current_app.config["SECRET_KEY"])


def home(pairing_id: int):
    return redirect(url_for("pairs.show_pair", pairing_id=pairing_id))


def knows(pairing: Pairing) -> bool:
    """Whether who looks may learn whom the pair is with: nobody else, since a reset, and not
    before both have said yes."""
    return pairing.state in BEGUN and standing().confirmed


def rows_of(person_id: int) -> list[Row]:
    """Of each pair and each offer that they know of: with whom, where it stands, its address."""
    return [
        (
            f"You and {partner.name}?" if pairing.state in OFFERED else f"You and {partner.name}",
            where_it_stands(pairing, person_id),
            url_for(
                "pairs.show_pair" if pairing.state in BEGUN else "offers.show_offer",
                pairing_id=pairing.id,
            ),
        )
        for pairing in queries.own_pairs(person_id)
        if (partner := pairing.partner_of(person_id))
    ]


def where_it_stands(pairing: Pairing, person_id: int) -> str:
    if pairing.state not in OFFERED:
        return pairing.state.capitalize()
    if pairing.expires_on is None or answering.is_over(pairing, today()):
        return "Not answered in time"
    asked = answering.asked_of(pairing) == person_id
    return f"{'Please' if asked else 'You said yes; they'} answer by {day(pairing.expires_on)}"


MORE.append(Lines("Your pairs", rows_of, place=20))


def page(name: str, pairing: Pairing, form, feature="pairs", **shown):
    mine = queries.side_of(pairing, current_user.id)
    partner = pairing.partner_of(current_user.id)
    html = render_template(
        f"{feature}/{name}.html",
        form=form,
        pairing=pairing,
        partner=partner.name if partner and knows(pairing) else "the other of you",
        leads=mine == Side.LEADER,
        live=pairing.state in CONFIRMED,
        london=LONDON,
        **shown,
    )
    return html, form.status


@blueprint.get("/<int:pairing_id>")
@requires(Permission.VIEW_PAIR, on=Pairing)
def show_pair(pairing):
    if pairing.state not in BEGUN:
        return redirect(url_for("offers.show_offer", pairing_id=pairing.id))
    return whole(pairing, ConfirmForm())


def whole(pairing: Pairing, form):
    """The pair's page, with what was refused of a button on it."""
    return page(
        "show_pair",
        pairing,
        form,
        home=queries.home_of(pairing, current_user.id, now()),
        first_by=pairing.since + timedelta(days=pairing.programme.first_within_days),
        co_ordinator=queries.handler_for(pairing, today()),
        kinds=KINDS,
    )


@blueprint.route("/<int:pairing_id>/agreement", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Pairing)
def propose_agreement(pairing):
    versions = queries.agreements_of(pairing.id)
    latest = versions[0] if versions else None
    given = {"manager_told": "yes" if latest and latest.manager_told else "no"}
    form = forms.AgreementForm(obj=latest, data=given)
    leads = queries.side_of(pairing, current_user.id) == Side.LEADER
    if leads:
        del form.manager_told
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.propose_agreement(pairing, form.answers(), by=actor())
            db.session.commit()
            flash("You have signed this version. It holds once the other of you signs it too")
            return home(pairing.id)
    goals = queries.open_goals(pairing.id)
    return page("propose_agreement", pairing, form, latest=latest, goals=goals)


@blueprint.get("/<int:pairing_id>/agreement/<int:agreement_id>")
@requires(Permission.VIEW_PAIR, on=Pairing)
def show_agreement(pairing, agreement_id):
    agreement = queries.thing_of(Agreement, pairing, agreement_id) or abort(404)
    return agreement_page(pairing, agreement, ConfirmForm())


def agreement_page(pairing: Pairing, agreement: Agreement, form):
    goals = queries.open_goals(pairing.id)
    return page("show_agreement", pairing, form, agreement=agreement, goals=goals)


@blueprint.post("/<int:pairing_id>/agreement/<int:agreement_id>/sign")
@requires(Permission.VIEW_PAIR, on=Pairing)
def sign_agreement(pairing, agreement_id):
    form = ConfirmForm()
    if form.validate_on_submit():
        agreement = queries.thing_of(Agreement, pairing, agreement_id) or abort(404)
        with form.showing_refusals():
            operations.sign_agreement(pairing, agreement, by=actor())
            db.session.commit()
            flash("You have signed the agreement")
            return home(pairing.id)
    agreement = queries.thing_of(Agreement, pairing, agreement_id) or abort(404)
    return agreement_page(pairing, agreement, form)


@blueprint.route("/<int:pairing_id>/goals/add", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Pairing)
def add_goal(pairing):
    form = forms.GoalForm()
    del form.state
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.add_goal(pairing, form.words.data, form.due.data, by=actor())
            db.session.commit()
            flash("The goal is added")
            return home(pairing.id)
    return page("edit_goal", pairing, form, goal=None)


@blueprint.route("/<int:pairing_id>/goals/<int:goal_id>", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Pairing)
def edit_goal(pairing, goal_id):
    goal = queries.thing_of(Goal, pairing, goal_id) or abort(404)
    form = forms.GoalForm(obj=goal)
    if form.validate_on_submit():
        with form.showing_refusals():
            goal = queries.thing_of(Goal, pairing, goal_id) or abort(404)
            words, due, state = form.words.data, form.due.data, form.state.data
            operations.change_goal(pairing, goal, words, due, state, by=actor())
            db.session.commit()
            flash("The goal is changed")
            return home(pairing.id)
    return page("edit_goal", pairing, form, goal=goal)


@blueprint.route("/<int:pairing_id>/note", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Pairing)
def edit_note(pairing):
    note = queries.note_of(pairing.id, current_user.id)
    text = seal().opened(current_user.id, note.sealed) if note else ""
    form = forms.NoteForm(text=text)
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.write_note(pairing, form.text.data or "", seal(), today(), by=actor())
            db.session.commit()
            flash("Your note is kept, sealed" if form.text.data else "No note is kept")
            return home(pairing.id)
    return page("edit_note", pairing, form, unreadable=text is None)


@blueprint.route("/<int:pairing_id>/pulse", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Pairing)
def give_pulse(pairing):
    held = queries.held_meetings(pairing.id)
    due = queries.pulse_due(pairing, current_user.id, held)
    form = forms.PulseForm()
    if due and form.validate_on_submit():
        with form.showing_refusals():
            operations.give_pulse(pairing, due, int(form.score.data), today(), by=actor())
            db.session.commit()
            flash("Thank you. Nobody can tell that this answer is yours")
            return home(pairing.id)
    return page("give_pulse", pairing, form, due=due)


@blueprint.route("/<int:pairing_id>/pause", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Pairing)
def pause(pairing):
    form = forms.PauseForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.pause(pairing, form.until.data, today(), by=actor())
            db.session.commit()
            flash("Your mentoring is paused, and your place is kept")
            return home(pairing.id)
    return page("pause", pairing, form)


@blueprint.post("/<int:pairing_id>/resume")
@requires(Permission.VIEW_PAIR, on=Pairing)
def resume(pairing):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.resume(pairing, today(), by=actor())
            db.session.commit()
            flash("Your mentoring goes on")
            return home(pairing.id)
    return whole(pairing, form)


@blueprint.route("/<int:pairing_id>/end", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Pairing)
def end(pairing):
    form = forms.EndForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.end(pairing, Ending(form.ending.data), today(), by=actor())
            db.session.commit()
            flash("Your mentoring has ended. Your private note is deleted in 90 days")
            return home(pairing.id)
    return page("end", pairing, form)


@blueprint.route("/<int:pairing_id>/talk", methods=["GET", "POST"])
@requires(Permission.RAISE_CONCERN, on=Pairing)
def raise_concern(pairing):
    form = forms.ConcernForm(ring=True)
    if form.validate_on_submit():
        with form.showing_refusals():
            words, ring = form.words.data, form.ring.data
            operations.raise_concern(pairing, words, ring, today(), by=actor())
            db.session.commit()
            flash("They are told. The other of you does not see that you asked")
            return home(pairing.id) if knows(pairing) else redirect(url_for("reports.show_home"))
    return page("raise_concern", pairing, form, handler=queries.handler_for(pairing, today()))
