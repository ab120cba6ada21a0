"""The pages of programmes, of local arrangements, and of the count that anybody may read."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.forms import Form
from tracker.mentoring import operations as mentoring
from tracker.mentoring.models import Programme
from tracker.mentoring.queries import covers
from tracker.mentoring.states import Direction
from tracker.organisations.models import Organisation
from tracker.pages import csv_response, page_of
from tracker.pairings.models import Pairing
from tracker.permissions import Permission, may
from tracker.register import counting, forms, operations, queries, shown
from tracker.register.models import PublishedCount
from tracker.signing_in.yours import YOU, Yours
from tracker.web import Place, actor, leave_for, public, requires, signed_in, standing, today

blueprint = Blueprint("register", __name__)
YOU.append(
    Yours(
        "Colleagues you mentor already",
        "register.list_own_claims",
        "Tell of somebody you found yourself, and see whether they confirmed it.",
        45,
    )
)

KINDS = {
    "open": "Open",
    "review": "Positive-action record to write or review",
    "closed": "Closed",
    "all": "All",
}
SORTS = {"newest": "Newest first", "title": "Name"}
ORDERS = {
    "newest": (Programme.launched_on, Programme.id),
    "title": (Programme.title, Programme.id),
}
COLUMNS = ("Id", "Programme", "Organisation", "Launched on", "Closed on", "Leaders hoped for")
MORE_COLUMNS = ("Who mentors whom", "Positive action to be reviewed on", "As at")
COUNT_COLUMNS = ("Figure", "Count", "Of", "Difference", "What it means", "As at")
PAIR_COLUMNS = ("Pair", "How found", "State", "Since", "Began on")


def page(name: str, form: Form, **shown: Any):
    return render_template(f"register/{name}.html", form=form, **shown), form.status


def now() -> datetime:
    return datetime.now(UTC)


def to_programme(programme: Programme):
    return redirect(url_for(".show_programme", mentoring_programme_id=programme.id))


def asked(name: str, choices: dict[str, str]) -> str:
    """One of the choices, as the address asks for it; the first where it asks for none."""
    chosen = {"show": request.args.get("show"), "sort": request.args.get("sort")}[name]
    return chosen if chosen in choices else next(iter(choices))


# Programmes.


@blueprint.get("/organisations/<int:organisation_id>/mentoring/programmes")
@requires(Permission.RUN_MENTORING, on=Organisation)
def list_programmes(organisation):
    found = queries.programmes_of(organisation.id, request.args.get("q", "")[:100], today())
    kind, sort = asked("show", KINDS), asked("sort", SORTS)
    of_kind = found.where(queries.kinds(today())[kind])
    return render_template(
        "register/list_programmes.html",
        organisation=organisation,
        page=page_of(of_kind, ORDERS[sort], descending=sort == "newest"),
        counts=queries.counts(found, today()),
        kind=kind,
        sort=sort,
        kinds=KINDS,
        sorts=SORTS,
    )


@blueprint.get("/organisations/<int:organisation_id>/mentoring/programmes.csv")
@requires(Permission.RUN_MENTORING, on=Organisation)
def download_programmes(organisation):
    found = queries.programmes_of(organisation.id, request.args.get("q", "")[:100], today())
    of_kind = found.where(queries.kinds(today())[asked("show", KINDS)])
    rows = (
        (
            *(each.id, each.title, name, each.launched_on, each.closed_on, each.target),
            *(forms.DIRECTIONS[Direction(each.direction)], each.review_on, today()),
        )
        for each, name in db.session.execute(of_kind.order_by(*ORDERS["title"]))
    )
    return csv_response(f"programmes-{organisation.code}", COLUMNS + MORE_COLUMNS, rows)


@blueprint.route(
    "/organisations/<int:organisation_id>/mentoring/programmes/add", methods=["GET", "POST"]
)
@requires(Permission.RUN_MENTORING, on=Organisation)
def open_programme(organisation):
    form = forms.OpenForm(data={"target": 500, "launched_on": today()})
    if form.validate_on_submit():
        with form.showing_refusals():
            programme = mentoring.open_programme(
                organisation,
                form.title.data,
                form.launched_on.data,
                by=actor(),
                target=form.target.data,
                direction=Direction(form.direction.data),
            )
            db.session.commit()
            flash(f"{programme.title} is open. Write its positive-action record next.")
            return to_programme(programme)
    return page("open_programme", form, organisation=organisation)


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>")
@requires(Permission.RUN_MENTORING, on=Programme)
def show_programme(programme):
    counted = queries.counted(programme, today())
    return render_template(
        "register/show_programme.html",
        programme=programme,
        direction=forms.DIRECTIONS[Direction(programme.direction)],
        content=queries.content_of(programme, counted, None),
        published=queries.latest_published(programme.id),
        open=programme.is_open(today()),
    )


@blueprint.route("/mentoring/programmes/<int:mentoring_programme_id>/edit", methods=["GET", "POST"])
@requires(Permission.RUN_MENTORING, on=Programme)
def edit_programme(programme):
    form = forms.TermsForm(obj=programme)
    if form.validate_on_submit():
        with form.showing_refusals():
            form.check_version(programme)
            operations.change_terms(programme, form.answers(), by=actor())
            db.session.commit()
            flash("The terms are changed.")
            return to_programme(programme)
    return page("edit_programme", form, programme=programme)


@blueprint.route(
    "/mentoring/programmes/<int:mentoring_programme_id>/positive-action", methods=["GET", "POST"]
)
@requires(Permission.RUN_MENTORING, on=Programme)
def edit_positive_action(programme):
    form = forms.PositiveActionForm(obj=programme)
    if form.validate_on_submit():
        with form.showing_refusals():
            form.check_version(programme)
            operations.record_positive_action(programme, form.answers(), today(), by=actor())
            db.session.commit()
            flash("The positive-action record is saved.")
            return to_programme(programme)
    return page("edit_positive_action", form, programme=programme)


@blueprint.route(
    "/mentoring/programmes/<int:mentoring_programme_id>/close", methods=["GET", "POST"]
)
@requires(Permission.RUN_MENTORING, on=Programme)
def close_programme(programme):
    form = forms.ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.close(programme, today(), by=actor())
            db.session.commit()
            flash(f"{programme.title} closes today.")
            return to_programme(programme)
    return page("close_programme", form, programme=programme)


# Local arrangements.


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
    programme = queries.programme(mentoring_programme_id)
    if programme is None or not covers(programme, organisation.id, today()):
        abort(404)
    form = forms.LocalForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            told = operations.claim(
                queries.programme(mentoring_programme_id) or abort(404),
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
        "register/list_own_claims.html",
        told=told,
        unknown=queries.without_account([each.email for each in told if each.waits]),
        to_answer=queries.told_of(current_user.email),
        programmes=queries.to_join(places, current_user.organisation_id, today()),
        form=forms.ConfirmForm(),
    )


@blueprint.post("/you/local-mentoring/<int:local_claim_id>/take-back")
@signed_in
def take_back_claim(local_claim_id):
    if forms.ConfirmForm().validate_on_submit():
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
        return render_template("register/open_claim.html"), 404
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


# The count.


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/count")
@public
def show_count(mentoring_programme_id):
    """What was published last; nothing is there before. Who runs it is led to what is behind it."""
    programme, published = _published(mentoring_programme_id)
    runs_it = leave_for(Permission.RUN_MENTORING, programme)
    if published is None and not runs_it:
        abort(404)
    content = published.content if published else None
    return render_template(
        "register/show_count.html",
        programme=programme,
        published=published,
        content=content,
        before=day_of(content["published_before"]) if content else None,
        drawing=shown.drawn(content) if content else None,
        rows_of_chart=shown.rows(content) if content else None,
        runs_it=runs_it,
        page=page_of(queries.all_published(programme.id), (PublishedCount.id,), descending=True),
    )


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _published(programme_id: int) -> tuple[Programme, PublishedCount | None]:
    """The programme, with its latest count or the one that the address names."""
    programme = queries.programme(programme_id) or abort(404)
    which = request.args.get("of", "")
    if not which:
        return programme, queries.latest_published(programme.id)
    return programme, queries.published_with_hash(programme.id, which) or abort(404)


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/count.csv")
@public
def download_count(mentoring_programme_id):
    programme, published = _published(mentoring_programme_id)
    if published is None:
        abort(404)
    content = published.content
    as_at = content["as_at"]
    figures = [
        (f["name"], f["shown"], f["denominator"], f["difference"], f["definition"], as_at)
        for f in content["figures"]
    ]
    meaning = "Confirmed pairs whose leader works in this region."
    regions = [
        (f"Region: {r['region']}", r["shown"], "", None, meaning, as_at) for r in content["regions"]
    ]
    return csv_response(f"count-{programme.id}-{as_at}", COUNT_COLUMNS, figures + regions)


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/count.json")
@public
def download_count_as_json(mentoring_programme_id):
    """The very text that was published: its SHA-256 is on the page."""
    _, published = _published(mentoring_programme_id)
    if published is None:
        abort(404)
    return Response(counting.as_text(published.content), mimetype="application/json")


@blueprint.route(
    "/mentoring/programmes/<int:mentoring_programme_id>/count/publish", methods=["GET", "POST"]
)
@requires(Permission.RUN_MENTORING, on=Programme)
def publish_count(programme):
    form = forms.PublishForm(data={"as_at": today()})
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.publish(programme, form.as_at.data, now(), today(), by=actor())
            db.session.commit()
            flash("The count is published. Anybody can read it at this address.")
            return redirect(url_for(".show_count", mentoring_programme_id=programme.id))
    counted = queries.counted(programme, today())
    last = queries.latest_published(programme.id)
    content = queries.content_of(programme, counted, last)
    return page("publish_count", form, programme=programme, content=content, last=last)


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/count/pairs")
@requires(Permission.RUN_MENTORING, on=Programme)
def list_counted(programme):
    """The pairs behind a number as at today: their numbers, dates and states, and no names."""
    found, code = _behind(programme)
    return render_template(
        "register/list_counted.html",
        programme=programme,
        code=code,
        figures={figure.code: figure for figure in counting.FIGURES},
        total=queries.how_many(found),
        page=page_of(found, (Pairing.id,)),
    )


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/count/pairs.csv")
@requires(Permission.RUN_MENTORING, on=Programme)
def download_counted(programme):
    found, code = _behind(programme)
    rows = db.session.execute(found.order_by(Pairing.id))
    return csv_response(f"pairs-{code}-{programme.id}", PAIR_COLUMNS, map(tuple, rows))


def _behind(programme: Programme):
    """The pairs behind a number, now or as the published count that the address names had them."""
    codes = {figure.code: figure.name for figure in counting.FIGURES}
    asked_for = request.args.get("show", "")
    code = asked_for if asked_for in codes else "confirmed"
    if request.args.get("of"):
        _, published = _published(programme.id)
        return queries.pairings_of(published.behind[code] if published else ()), code
    return queries.pairings_of(queries.counted(programme, today()).ids[code]), code
