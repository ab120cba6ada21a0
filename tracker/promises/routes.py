"""Pages on which a leader promises, and says what they learned; the mentee has the last word."""

from flask import Blueprint, abort, flash

from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.pairings.models import Pairing
from tracker.pairs import operations, queries
from tracker.pairs.models import Commitment
from tracker.pairs.routes import home, page, whole
from tracker.permissions import Permission
from tracker.promises import forms
from tracker.web import actor, requires, today

blueprint = Blueprint("promises", __name__, url_prefix="/mentoring/pairs")


@blueprint.route("/<int:pairing_id>/promises/add", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Pairing)
def add_promise(pairing):
    form = forms.PromiseForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            kind, words, due = form.kind.data, form.words.data, form.due.data
            operations.promise(pairing, kind, words, due, by=actor())
            db.session.commit()
            flash("Your promise is kept here for both of you")
            return home(pairing.id)
    return page("add_promise", pairing, form, feature="promises")


@blueprint.post("/<int:pairing_id>/promises/<int:commitment_id>/done")
@requires(Permission.VIEW_PAIR, on=Pairing)
def say_done(pairing, commitment_id):
    form = forms.DoneForm()
    if form.validate_on_submit():
        commitment = queries.thing_of(Commitment, pairing, commitment_id) or abort(404)
        with form.showing_refusals():
            done = form.done.data == "yes"
            operations.say_done(pairing, commitment, done, today(), by=actor())
            db.session.commit()
            if done:
                kept = commitment.confirmed_on is not None
                flash("Confirmed: it is kept" if kept else "It counts once the mentee confirms it")
            return home(pairing.id)
    return whole(pairing, form)


@blueprint.route("/<int:pairing_id>/insight", methods=["GET", "POST"])
@requires(Permission.VIEW_PAIR, on=Pairing)
def write_insight(pairing):
    insight = queries.insight_of(pairing.id)
    form = forms.InsightForm(obj=insight)
    if form.validate_on_submit():
        with form.showing_refusals():
            learned, will_do = form.learned.data, form.will_do.data
            operations.write_insight(pairing, learned, will_do, today(), by=actor())
            db.session.commit()
            flash("Kept. It goes nowhere until the mentee agrees to it")
            return home(pairing.id)
    return page("write_insight", pairing, form, feature="promises", insight=insight)


@blueprint.post("/<int:pairing_id>/insight/agree")
@requires(Permission.VIEW_PAIR, on=Pairing)
def agree_insight(pairing):
    form = ConfirmForm()
    if form.validate_on_submit():
        insight = queries.insight_of(pairing.id) or abort(404)
        with form.showing_refusals():
            operations.agree_insight(pairing, insight, today(), by=actor())
            db.session.commit()
            flash("You have agreed to it")
            return home(pairing.id)
    return whole(pairing, form)
