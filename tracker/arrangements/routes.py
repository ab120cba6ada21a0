"""The pages of local arrangements: the leader's, and their colleague's."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.models import Person
from tracker.arrangements import forms, operations, queries
from tracker.extensions import db
from tracker.forms import ConfirmForm, Form
from tracker.mentoring.queries import covers, programme_with
from tracker.organisations.models import Organisation
from tracker.permissions import Permission, may
from tracker.signing_in.yours import YOU, Yours
from tracker.web import Place, actor, requires, signed_in, standing, today

blueprint = Blueprint("arrangements", __name__)
YOU.append(
    Yours(
        "Colleagues you mentor already",
        "arrangements.list_own_claims",
        "Tell of somebody you found yourself, and see whether they confirmed it.",
        45,
    )
)


def page(name: str, form: Form, **shown: Any):
    return render_template(f"arrangements/{name}.html", form=form, **shown), form.status


def now() -> datetime:
    return datetime.now(UTC)


def myself() -> Person:
    """As the transaction that writes has them."""
    return db.session.get_one(Person, current_user.id)


@blueprint.route(
    "/organisations/<int:organisation_id>/mentoring/<int:mentoring_programme_id>/local",
    methods=["GET", "POST"],
)
@requires(Permission.JOIN_MENTORING, on=Organisation)
def add_local(organisation, mentoring_programme_id):
    """Have you found someone locally? Three fields; the colleague then says whether it is so."""
    programme = programme_with(mentoring_programme_id)
    if programme is None or not covers(programme, organisation.id, today()):
        abort(404)
    form = forms.LocalForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            told = operations.claim(
                programme_with(mentoring_programme_id) or abort(404),
                myself(),
                organisation.id,
                form.name.data,
                form.email.data,
                form.began_on.data,
                now(),
                today(),
                by=actor(),
            )
            asked_them = told.sent_at is not None
            db.session.commit()
            flash(WRITTEN if asked_them else NO_ACCOUNT)
            return redirect(url_for(".list_own_claims"))
    return page("add_local", form, organisation=organisation, programme=programme)


WRITTEN = "Your colleague is asked whether it is so. It is claimed until they confirm."
NO_ACCOUNT = (
    "Nobody with an account has this address. Ask your administrator to give your colleague one:"
    " the arrangement stays claimed until they confirm, and they are asked as soon as they have it."
)


@blueprint.get("/you/local-mentoring")
@signed_in
def list_own_claims():
    places = {
        id_ for id_ in standing().roles if may(standing(), Permission.JOIN_MENTORING, Place(id_))
    }
    told = queries.told_by(current_user.id)
    return render_template(
        "arrangements/list_own_claims.html",
        told=told,
        unknown=queries.without_account([each.email for each in told if each.waits]),
        to_answer=queries.told_of(current_user.email),
        programmes=queries.to_join(places, current_user.organisation_id, today()),
        form=ConfirmForm(),
    )


@blueprint.post("/you/local-mentoring/<int:local_claim_id>/take-back")
@signed_in
def take_back_claim(local_claim_id):
    if ConfirmForm().validate_on_submit():
        told = queries.own_claim(local_claim_id, current_user.id) or abort(404)
        operations.take_back(told, now(), today(), by=actor())
        db.session.commit()
        flash("Taken back. It does not count.")
    return redirect(url_for(".list_own_claims"))


@blueprint.get("/mentoring/confirm/<token>")
@signed_in
def open_claim(token):
    """Where the letter leads. The secret is good for the person it names alone."""
    told = queries.claim_with_secret(operations.hash_of(token), now())
    if told is None or told.email != current_user.email:
        return render_template("arrangements/open_claim.html"), 404
    response = redirect(url_for(".answer_claim", local_claim_id=told.id))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.route("/you/mentored-by/<int:local_claim_id>", methods=["GET", "POST"])
@signed_in
def answer_claim(local_claim_id):
    """Whether somebody mentors you: asked of you alone, and once."""
    told = queries.claim_for(local_claim_id, current_user.email) or abort(404)
    form = forms.AnswerForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            told = queries.claim_for(local_claim_id, current_user.email) or abort(404)
            if form.answer.data == "yes":
                operations.confirm(told, myself(), now(), today(), by=actor())
            else:
                operations.deny(told, now(), today(), by=actor())
            db.session.commit()
            flash(CONFIRMED if form.answer.data == "yes" else DENIED)
            return redirect(url_for(".list_own_claims"))
    return page("answer_claim", form, told=told)


CONFIRMED = "Thank you. The two of you are on the register."
DENIED = "Thank you. It does not count, and your colleague is not told what you said."
