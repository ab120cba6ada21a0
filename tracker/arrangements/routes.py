"""The pages of local arrangements: the leader's, and their colleague's."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import Select

from tracker.accounts.models import Person
from tracker.arrangements import forms, operations, queries
from tracker.arrangements.models import LocalClaim
from tracker.enrolling.yours import MORE, Lines, Row
from tracker.errors import Refused
from tracker.extensions import db
from tracker.forms import ConfirmForm, Form
from tracker.mentoring import lines
from tracker.mentoring.directions import words_of
from tracker.mentoring.line import Found
from tracker.mentoring.models import Programme
from tracker.mentoring.queries import covers, programme_with
from tracker.organisations.models import Organisation
from tracker.pages import chosen, csv_response, page_of
from tracker.permissions import Permission, Standing, may
from tracker.signing_in.yours import YOU, Yours
from tracker.web import Place, actor, requires, signed_in, standing, today

blueprint = Blueprint("arrangements", __name__)
YOU.append(
    Yours(
        "Mentoring you arranged locally",
        "arrangements.list_own_claims",
        "Tell of a colleague you found yourself, and see whether they confirmed it.",
        45,
    )
)


def to_answer(person_id: int) -> list[Row]:
    """What a leader told of this person, who has not said whether it is so."""
    email = db.session.get_one(Person, person_id).email
    return [
        (
            words_of(told.pairing.programme.direction).asked.format(
                leader=told.pairing.leader.name
            ),
            "Waits for your answer",
            url_for("arrangements.answer_claim", local_claim_id=told.id),
        )
        for told in queries.told_of(email)
    ]


def arranged_by(person_id: int) -> list[Row]:
    """Whom this person told of and nobody confirmed, and the way to tell of another."""
    address = url_for("arrangements.list_own_claims")
    unconfirmed = [each for each in queries.told_by(person_id) if each.pairing.mentee_id is None]
    listed = [(each.name or "A colleague", "Not confirmed", address) for each in unconfirmed]
    further = [("Have you found someone locally?", "Tell us of them", address)]
    return [*listed, *(further if open_to_me() else [])]


def open_to_me() -> list[tuple[Programme, int]]:
    """The programmes in which whoever asks may tell of somebody, each with where."""
    places = {
        id_ for id_ in standing().roles if may(standing(), Permission.JOIN_MENTORING, Place(id_))
    }
    return queries.to_join(places, current_user.organisation_id, today())


MORE.append(Lines("For you to answer", to_answer, place=10))
MORE.append(Lines("Mentoring you arranged locally", arranged_by, place=60))


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
    words = words_of(programme.direction)
    return page("add_local", form, organisation=organisation, programme=programme, words=words)


WRITTEN = "Your colleague is asked whether it is so. It is claimed until they confirm."
NO_ACCOUNT = (
    "Nobody with an account has this address. Ask your administrator to give your colleague one:"
    " the arrangement stays claimed until they confirm, and they are asked as soon as they have it."
)


def confirmed_person() -> Standing:
    """What is told of somebody is shut, as mentoring is, to whoever was reset and not confirmed."""
    if not standing().confirmed:
        raise Refused(operations.UNCONFIRMED)
    return standing()


@blueprint.get("/you/local-mentoring")
@signed_in
def list_own_claims():
    confirmed_person()
    told = queries.told_by(current_user.id)
    return render_template(
        "arrangements/list_own_claims.html",
        told=told,
        unknown=queries.without_account([each.email for each in told if each.waits]),
        to_answer=queries.told_of(current_user.email),
        words_of=words_of,
        programmes=open_to_me(),
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
    confirmed_person()
    told = queries.claim_with_secret(operations.hash_of(token), now())
    if told is None or told.email != current_user.email:
        return render_template("arrangements/open_claim.html"), 404
    response = redirect(url_for(".answer_claim", local_claim_id=told.id))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.route("/you/mentored-by/<int:local_claim_id>", methods=["GET", "POST"])
@signed_in
def answer_claim(local_claim_id):
    """Whether it is so: asked of whom it names alone, and once."""
    confirmed_person()
    if queries.has_confirmed(local_claim_id, current_user.id):
        return answered_already()
    told = queries.claim_for(local_claim_id, current_user.email) or abort(404)
    words = words_of(told.pairing.programme.direction)
    line = lines.found_of(told.pairing.leader_id, current_user.id, today())
    form = forms.AnswerForm(obj=lines.declared_line_of(current_user.id))
    form.say_yes(words.yes)
    if form.validate_on_submit():
        with form.showing_refusals():
            confirmed_person()
            mine = queries.claim_for(local_claim_id, current_user.email)
            if mine is None:
                return answered_already()
            said = answered(mine, form)
            db.session.commit()
            flash(said)
            return redirect(url_for(".list_own_claims"))
    return page("answer_claim", form, told=told, words=words, line=line, to_them=to_them)


def answered_already():
    """Where a second click leads."""
    flash(operations.ANSWERED)
    return redirect(url_for(".list_own_claims"))


def answered(told: LocalClaim, form: forms.AnswerForm) -> str:
    """Keep the answer; what is said of it."""
    if form.answer.data != "yes":
        operations.deny(told, now(), today(), by=actor())
        return DENIED
    managers = form.manager_email.data, form.managers_manager_email.data
    found = operations.confirm(told, myself(), managers, now(), today(), by=actor())
    return CONFIRMED if found.is_clear else f"{CONFIRMED} {to_them(found)}."


def to_them(found: Found) -> str:
    """What was found, as the colleague reads it."""
    return found.words.replace("the colleague’s", "your")


CONFIRMED = "Thank you. The two of you are on the register."
DENIED = "Thank you. It does not count, and your colleague is not told what you said."


# For the Leadership Centre.


KINDS = {
    "all": "All",
    "waiting": "Waiting for the colleague",
    "confirmed": "Confirmed",
    "not confirmed": "Not confirmed",
}
SORTS = {"newest": "Told of last", "oldest": "Told of first", "leader": "Leader"}
ORDERS = {
    "newest": (LocalClaim.told_at, LocalClaim.id),
    "oldest": (LocalClaim.told_at, LocalClaim.id),
    "leader": (Person.name, LocalClaim.id),
}
NOT_YET = Found("Not checked yet")
COLUMNS = ("Pair", "Leader", "Colleague", "Told on", "Began on", "State", "Line of management")


def asked_for(programme: Programme) -> tuple[Select, Select]:
    """All whose leader has the words asked for in their name, and those of the kind asked for."""
    found = queries.arrangements_in(programme.id, request.args.get("q", "")[:100])
    kind = chosen("show", KINDS)
    return found, found if kind == "all" else found.where(queries.standing_in_words() == kind)


def with_lines(rows: Iterable[Sequence[Any]]) -> list[tuple[queries.Arrangement, Found]]:
    """Each with what is found of the line of the two, as posts and enrolments have it today."""
    listed = [queries.Arrangement(*row) for row in rows]
    pairs = [(each.leader_id, each.colleague_id) for each in listed if each.colleague_id]
    found = lines.found_between(pairs, today())
    return [(each, found.get((each.leader_id, each.colleague_id or 0), NOT_YET)) for each in listed]


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/local")
@requires(Permission.RUN_MENTORING, on=Programme)
def list_arrangements(programme):
    """Whom leaders told of, without the name of anybody who has not confirmed it."""
    found, of_kind = asked_for(programme)
    sort = chosen("sort", SORTS)
    listed = page_of(of_kind, ORDERS[sort], descending=sort == "newest")
    return render_template(
        "arrangements/list_arrangements.html",
        programme=programme,
        page=listed,
        rows=with_lines(listed.rows),
        counts=queries.how_many(found),
        kind=chosen("show", KINDS),
        sort=sort,
        kinds=KINDS,
        sorts=SORTS,
    )


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/local.csv")
@requires(Permission.RUN_MENTORING, on=Programme)
def download_arrangements(programme):
    _, of_kind = asked_for(programme)
    found = with_lines(db.session.execute(of_kind.order_by(*ORDERS["leader"])))
    rows = (
        (
            *(each.id, each.leader, each.colleague, each.told_at.date(), each.began_on),
            *(each.standing, line.words),
        )
        for each, line in found
    )
    return csv_response(f"local-mentoring-{programme.id}", COLUMNS, rows)
