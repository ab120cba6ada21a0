"""The pages on which somebody says that whoever was reset is who they were."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.accounts.models import Person
from tracker.confirming import forms, operations, queries
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.organisations.queries import count_of
from tracker.pages import csv_response, page_of
from tracker.permissions import Permission
from tracker.web import actor, requires, standing, today

blueprint = Blueprint("confirming", __name__)


@blueprint.get("/organisations/<int:organisation_id>/to-confirm")
@requires(Permission.CONFIRM_AFTER_RESET, on=Organisation)
def list_to_confirm(organisation):
    """Whose sign-in was reset and waits to be confirmed, for a co-ordinator."""
    by_day = request.args.get("sort") == "reset"
    query = waiting_asked_for(organisation)
    return render_template(
        "confirming/list_to_confirm.html",
        organisation=organisation,
        words=request.args.get("q", ""),
        by_day=by_day,
        page=page_of(query, (Person.unconfirmed_since if by_day else Person.name, Person.id)),
        total=count_of(query),
    )


@blueprint.get("/organisations/<int:organisation_id>/to-confirm.csv")
@requires(Permission.CONFIRM_AFTER_RESET, on=Organisation)
def download_to_confirm(organisation):
    query = waiting_asked_for(organisation).order_by(Person.name, Person.id)
    rows = [
        (person.name, place, person.unconfirmed_since.isoformat())
        for person, place in db.session.execute(query)
    ]
    return csv_response(f"to-confirm-{organisation.code}", ("Name", "Organisation", "Reset"), rows)


def waiting_asked_for(organisation: Organisation):
    return queries.to_confirm(organisation, today(), request.args.get("q", "")[:100])


@blueprint.route("/people/<int:person_id>/confirm", methods=["GET", "POST"])
@requires(Permission.CONFIRM_AFTER_RESET, on=Person)
def confirm_person(person):
    form = forms.ConfirmPersonForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.confirm(person, standing(), by=actor())
            db.session.commit()
            flash(f"{person.name} is confirmed, and is told so by mail")
            return redirect(url_for("reports.show_home"))
    shown = render_template("confirming/confirm_person.html", person=person, form=form)
    return shown, form.status
