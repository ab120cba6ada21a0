"""Privacy, a person's own data, retention and erasure."""

from datetime import UTC, datetime

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    json,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user

from tracker import jobs
from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.governance import operations, queries, theirs
from tracker.governance.forms import ErasePersonForm, EraseTextForm, RetentionForm
from tracker.governance.register import erasable, purposes, register
from tracker.kept import LEAVERS_KEPT, TO_CONFIRM, in_time
from tracker.organisations.models import Kind, Organisation
from tracker.pages import csv_response, page_of
from tracker.people.queries import administered
from tracker.permissions import Permission
from tracker.signing_in.proving import recently_proved
from tracker.signing_in.yours import YOU, Yours
from tracker.web import actor, public, requires, signed_in, standing, today

blueprint = Blueprint("governance", __name__)
YOU.append(
    Yours(
        "What is kept about you",
        "governance.show_my_data",
        "Everything, to read and to download.",
        70,
    )
)
blueprint.add_app_template_filter(theirs.in_words, "as_kept")
blueprint.add_app_template_filter(theirs.column_in_words, "as_column")

KEPT_COLUMNS = (
    *("Part of the service", "What", "Purpose", "Columns", "Why", "Basis in law", "How long"),
    *("Who sees it", "Special-category data"),
)
LEAVER_COLUMNS = ("Id", "Name", "Left on", "Organisation", "Erased by itself on")
LARGEST_ID = 2**31 - 1


@blueprint.get("/privacy")
@public
def show_privacy():
    about_people = [entry for entry in register() if entry.kept.subject or entry.kept.author]
    return render_template(
        "governance/show_privacy.html",
        entries=about_people,
        to_confirm=TO_CONFIRM,
        leavers_kept=in_time(LEAVERS_KEPT),
    )


@blueprint.get("/privacy/kept")
@public
def show_kept():
    features = {purpose.entry.feature: purpose.entry.feature_words for purpose in purposes()}
    return render_template(
        "governance/show_kept.html",
        purposes=_asked_purposes(),
        features=features,
        to_confirm=TO_CONFIRM,
    )


@blueprint.get("/privacy/kept.csv")
@public
def download_kept():
    rows = [
        (
            purpose.entry.feature_words,
            purpose.entry.kept.what,
            purpose.words,
            purpose.columns,
            purpose.entry.kept.why,
            purpose.entry.kept.basis,
            purpose.entry.kept.retention,
            purpose.entry.kept.seen_by,
            "yes" if purpose.entry.kept.special_category else "no",
        )
        for purpose in _asked_purposes()
    ]
    return csv_response("what-is-kept", KEPT_COLUMNS, rows)


def _asked_purposes():
    feature = request.args.get("feature", "")
    return [each for each in purposes() if feature in ("", each.entry.feature)]


@blueprint.get("/accessibility")
@public
def show_accessibility():
    return render_template("governance/show_accessibility.html")


@blueprint.get("/you/data")
@signed_in
def show_my_data():
    confirmed = standing().confirmed
    return render_template(
        "governance/show_my_data.html",
        sections=theirs.about(current_user.id, confirmed),
        confirmed=confirmed,
    )


@blueprint.get("/you/data/<kind>")
@signed_in
def show_my_rows(kind):
    """All that one table keeps about the person."""
    entry = theirs.with_name(kind, standing().confirmed) or abort(404)
    page = page_of(theirs.rows_about(entry, current_user.id), (entry.table.c.id,), descending=True)
    rows = theirs.told(entry, page.rows, current_user.id)
    return render_template("governance/show_my_rows.html", entry=entry, page=page, rows=rows)


@blueprint.get("/you/data.json")
@signed_in
def download_my_data():
    everything = theirs.everything(current_user.id, standing().confirmed)
    kept = {"as at": today().isoformat(), "kept": everything}
    response = Response(json.dumps(kept, indent=2), mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename="your-data.json")
    return response


@blueprint.route("/people/<int:person_id>/erase", methods=["GET", "POST"])
@requires(Permission.ERASE, on=Person)
@recently_proved
def erase_person(person):
    """Take away who somebody is, once the word was typed that says it is meant."""
    form = ErasePersonForm()
    form.offer(queries.texts_by(person.id))
    if form.validate_on_submit():
        with form.showing_refusals():
            chosen = [text for text in queries.texts_by(person.id) if text.key in form.texts.data]
            scope = administered(standing())
            operations.erase_person(person, chosen, today(), by=actor(), scope=scope)
            place = person.organisation_id
            db.session.commit()
            flash("The account is erased. What was done with it stays, without a name.")
            return redirect(url_for("organisations.show_organisation", organisation_id=place))
    return render_template(
        "governance/erase_person.html",
        person=person,
        form=form,
        held=queries.still_held(person, today()),
        most=queries.MOST_TEXTS,
    )


@blueprint.route("/organisations/<int:organisation_id>/erasures/add", methods=["GET", "POST"])
@requires(Permission.ERASE, on=Organisation)
@recently_proved
def erase_text(organisation):
    """Find a text by what it is in and its number, and put a tombstone in its place."""
    entry, row_id = _asked_row()
    texts = queries.texts_in(organisation, entry, row_id, today()) if entry else []
    form = EraseTextForm()
    form.offer(texts)
    if texts and form.validate_on_submit():
        with form.showing_refusals():
            chosen, because = form.columns.data, form.because.data
            operations.erase_texts(entry, row_id, chosen, because, today(), by=actor())
            db.session.commit()
            flash("The text is erased. Who wrote it and when stays.")
            return redirect(url_for(".erase_text", organisation_id=organisation.id))
    return render_template(
        "governance/erase_text.html",
        organisation=organisation,
        form=form,
        kinds=erasable(),
        entry=entry,
        row_id=row_id,
        texts=texts,
    )


def _asked_row():
    """The table and the number that the address asks for, where it makes sense."""
    entry = next((each for each in erasable() if each.name == request.args.get("thing", "")), None)
    number = request.args.get("id", "")
    row_id = int(number) if number.isdecimal() and len(number) < 11 else 0
    return (entry, row_id) if 0 < row_id <= LARGEST_ID else (None, 0)


@blueprint.route("/organisations/<int:organisation_id>/retention", methods=["GET", "POST"])
@requires(Permission.ERASE, on=Organisation)
def show_retention(organisation):
    """What has had its time, the button that lets it go, and the accounts of those who left."""
    if organisation.kind != Kind.NATIONAL:
        abort(404)
    form, now = RetentionForm(), datetime.now(UTC)
    if form.validate_on_submit():
        by = actor()
        job = jobs.operations.ask(
            "retention", by, organisation.id, person_id=by.person_id, capacity=by.capacity
        )
        db.session.commit()
        jobs.tasks.start(job.id)
        return redirect(url_for("jobs.show_job", job_id=job.id))
    by_name = request.args.get("sort", "") == "name"
    order = (Person.name, Person.id) if by_name else (Person.left_on, Person.id)
    return render_template(
        "governance/show_retention.html",
        organisation=organisation,
        form=form,
        due=queries.all_due(now),
        page=page_of(queries.leavers(_asked_name()), order),
        by_name=by_name,
        leaves_by=queries.leaves_by,
        leavers_kept=in_time(LEAVERS_KEPT),
    )


@blueprint.get("/organisations/<int:organisation_id>/retention.csv")
@requires(Permission.ERASE, on=Organisation)
def download_leavers(organisation):
    if organisation.kind != Kind.NATIONAL:
        abort(404)
    found = queries.leavers(_asked_name()).order_by(Person.left_on, Person.id)
    rows = [(*leaver, queries.leaves_by(leaver.left_on)) for leaver in db.session.execute(found)]
    return csv_response("people-who-left", LEAVER_COLUMNS, rows)


def _asked_name():
    return request.args.get("q", "")[:100]
