"""An administrator's pages about people and their roles."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.accounts import operations as accounts
from tracker.accounts.models import Grant, Person
from tracker.accounts.queries import person_with_email
from tracker.errors import Refused
from tracker.extensions import db
from tracker.forms import Form
from tracker.organisations.models import Organisation
from tracker.organisations.queries import count_of
from tracker.pages import csv_response, page_of
from tracker.people import forms, operations, queries, reach
from tracker.people.queries import GIVEN, Asked
from tracker.permissions import Permission, Role
from tracker.signing_in.proving import recently_proved
from tracker.web import actor, requires, standing, today

blueprint = Blueprint("people", __name__)
blueprint.add_app_template_filter(forms.capitalised, "capitalised")

STATE_WORDS = {
    queries.IN: "Active",
    queries.INVITED: "Not in yet",
    queries.RESET: "Reset, not in since",
    queries.LEFT: "Left",
    queries.ELSEWHERE: "Looked after elsewhere",
}
ROLES_LISTED = (*GIVEN, Role.POST_HOLDER)
PEOPLE = ("Name", "E-mail address", "Looked after by", "Posts and roles", "State")
ROLES = ("Name", "E-mail address", "Role", "Where", "First day", "Last day", "Given by")


def page(name: str, form: Form, **shown: Any):
    return render_template(f"people/{name}.html", form=form, **shown), form.status


def now() -> datetime:
    return datetime.now(UTC)


def scope() -> frozenset[int]:
    return queries.administered(standing())


@blueprint.get("/organisations/<int:organisation_id>/people")
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def list_people(organisation):
    asked, places = people_asked_for(), queries.scope_of(organisation, today())
    found = queries.people_of(places, asked, today())
    newest = request.args.get("sort") == "newest"
    listed = page_of(
        queries.in_state(found, places, asked.state),
        (Person.id,) if newest else (Person.name, Person.id),
        descending=newest,
    )
    people = [queries.Line(*row) for row in listed.rows]
    return render_template(
        "people/list_people.html",
        organisation=organisation,
        asked=asked,
        newest=newest,
        page=listed,
        people=people,
        counts=queries.count_by_state(found, places),
        have=queries.what_they_have([person.id for person in people], places, today()),
        several=len(places) > 1,
        roles=ROLES_LISTED,
        states=STATE_WORDS,
    )


@blueprint.get("/organisations/<int:organisation_id>/people.csv")
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def download_people(organisation):
    asked, places = people_asked_for(), queries.scope_of(organisation, today())
    query = queries.in_state(queries.people_of(places, asked, today()), places, asked.state)
    found = db.session.execute(query.order_by(Person.name, Person.id))
    people = [queries.Line(*row) for row in found]
    have = queries.what_they_have([person.id for person in people], places, today())
    return csv_response(
        f"people-{organisation.code}",
        PEOPLE,
        [
            (*person.cells, in_words(have[person.id]), STATE_WORDS[person.state])
            for person in people
        ],
    )


def in_words(have: list[tuple[str, str]]) -> str:
    return "; ".join(f"{what} ({where})" for what, where in have)


def people_asked_for() -> Asked:
    role, state = request.args.get("role", ""), request.args.get("state", "")
    return Asked(
        words=request.args.get("q", "")[:100],
        role=role if role in ROLES_LISTED else "",
        state=state if state in STATE_WORDS else "",
    )


@blueprint.route("/organisations/<int:organisation_id>/people/add", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def add_person(organisation):
    """An account, a first role, and the invitation to come in."""
    form = forms.AddForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            person = accounts.add_person(
                form.name.data, form.email.data, None, by=actor(), organisation=organisation
            )
            if form.role.data:
                accounts.grant(person, Role(form.role.data), organisation, today(), by=actor())
            operations.invite(person, by=actor(), now=now())
            db.session.commit()
            flash(f"{person.name} is added, and an invitation is on its way.")
            return redirect(to(person))
    return page("add_person", form, organisation=organisation)


def to(person: Person) -> str:
    return url_for(".show_person", person_id=person.id)


@blueprint.get("/people/<int:person_id>")
@requires(Permission.ADMINISTER_PEOPLE, on=Person)
def show_person(person):
    return render_template(
        "people/show_person.html",
        person=person,
        home=home_of(person),
        state=STATE_WORDS[queries.state_of(person)],
        has_been_in=reach.has_been_in(person),
        link=reach.open_link(person, now()),
        posts=queries.posts_of_person(person),
        roles=queries.roles_of_person(person, scope()),
        beyond=reach.beyond_in_words(person, scope(), today()),
        sure=forms.SureForm(),
    )


def home_of(person: Person) -> Organisation:
    return db.session.get_one(Organisation, person.organisation_id)


@blueprint.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Person)
@recently_proved
def edit_person(person):
    form = forms.EditForm(obj=person)
    if form.validate_on_submit():
        with form.showing_refusals():
            reach.hold(person)
            form.check_version(person)
            operations.readdress(person, form.email.data, scope(), today(), actor(), now())
            operations.rename(person, form.name.data, by=actor())
            db.session.commit()
            flash("Saved.")
            return redirect(to(person))
    return page("edit_person", form, person=person, now=form.says_now(person))


@blueprint.post("/people/<int:person_id>/invite")
@requires(Permission.ADMINISTER_PEOPLE, on=Person)
def invite(person):
    form = forms.SureForm()
    if form.validate_on_submit():
        operations.invite(person, by=actor(), now=now())
        db.session.commit()
        flash("An invitation is on its way. Any that was sent before works no more.")
    return redirect(to(person))


@blueprint.route("/people/<int:person_id>/reset", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Person)
@recently_proved
def reset_person(person):
    form = forms.SureForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.reset(person, scope(), today(), by=actor(), now=now())
            db.session.commit()
            flash(f"The sign-in of {person.name} is reset. They are told by e-mail.")
            return redirect(to(person))
    return page("reset_person", form, person=person)


@blueprint.route("/people/<int:person_id>/leave", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Person)
@recently_proved
def leave(person):
    form = forms.LeaveForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.leave(person, form.on.data, scope(), today(), by=actor(), now=now())
            db.session.commit()
            flash(f"{person.name} is marked as left. The account is switched off.")
            return redirect(to(person))
    return page("leave", form, person=person)


@blueprint.route("/people/<int:person_id>/return", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Person)
@recently_proved
def bring_back(person):
    form = forms.SureForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.bring_back(person, by=actor(), now=now())
            db.session.commit()
            flash(f"{person.name} is back, and a link to come in is on its way.")
            return redirect(to(person))
    return page("bring_back", form, person=person)


@blueprint.route("/people/<int:person_id>/move", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Person)
def move_person(person):
    form = forms.MoveForm()
    form.offer(queries.places_to_move_to(person, scope()))
    if form.validate_on_submit():
        with form.showing_refusals():
            place = db.session.get_one(Organisation, form.organisation_id.data)
            operations.move(person, place, scope(), by=actor())
            db.session.commit()
            flash(f"{person.name} is looked after by {place.name} now.")
            return redirect(to(person))
    roles = queries.roles_of_person(person, scope())
    posts = queries.posts_of_person(person)
    return page("move_person", form, person=person, home=home_of(person), roles=roles, posts=posts)


SORTED_ROLES = {  # how a list of roles can be sorted: by what, and whether descending
    "name": ((Person.name, Grant.id), False),
    "role": ((Grant.role, Person.name, Grant.id), False),
    "newest": ((Grant.since, Grant.id), True),
}


@blueprint.get("/organisations/<int:organisation_id>/roles")
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def list_roles(organisation):
    """Who has which role here, by a grant for the place itself or for one above it."""
    asked, sort = roles_asked_for(), request.args.get("sort", "")
    sort = sort if sort in SORTED_ROLES else "name"
    query = queries.roles_at(organisation, asked, today())
    listed = page_of(query, *SORTED_ROLES[sort])
    return render_template(
        "people/list_roles.html",
        organisation=organisation,
        asked=asked,
        sort=sort,
        page=listed,
        given=[queries.GivenRole(*row) for row in listed.rows],
        roles=GIVEN,
        total=count_of(query),
        scope=scope(),
    )


@blueprint.get("/organisations/<int:organisation_id>/roles.csv")
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def download_roles(organisation):
    query = queries.roles_at(organisation, roles_asked_for(), today())
    found = db.session.execute(query.order_by(Person.name, Grant.id))
    roles = [queries.GivenRole(*row).cells(organisation) for row in found]
    return csv_response(f"roles-{organisation.code}", ROLES, roles)


def roles_asked_for() -> Asked:
    role, state = request.args.get("role", ""), request.args.get("state", "")
    return Asked(
        words=request.args.get("q", "")[:100],
        role=role if role in GIVEN else "",
        state=state if state in queries.TIMES else "now",
    )


@blueprint.route("/organisations/<int:organisation_id>/roles/add", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
@recently_proved
def add_role(organisation):
    """Give a role here to anybody with an account, known by their exact address."""
    form = forms.RoleForm(since=today())
    form.today = today()
    if form.validate_on_submit():
        with form.showing_refusals():
            accounts.grant(
                person_at(form.email.data),
                Role(form.role.data),
                organisation,
                form.since.data,
                by=actor(),
                until=form.until.data,
            )
            db.session.commit()
            flash(f"The role {form.role.data} is given.")
            return redirect(url_for(".list_roles", organisation_id=organisation.id))
    return page("add_role", form, organisation=organisation)


def person_at(address: str) -> Person:
    person = person_with_email(address)
    if person is None or person.erased_on:
        raise Refused("Nobody has this address. Check it, or add them as a person.", "email")
    return person


@blueprint.route("/roles/<int:grant_of_role_id>/end", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Grant)
@recently_proved
def end_role(given):
    form = forms.SureForm()
    person = db.session.get_one(Person, given.person_id)
    place = db.session.get_one(Organisation, given.organisation_id)
    if form.validate_on_submit():
        with form.showing_refusals():
            accounts.end_grant(given, today(), by=actor())
            db.session.commit()
            flash(f"{person.name} is no longer {given.role} of {place.name}.")
            their_own = person.id == actor().person_id  # so the list may be closed to them now
            where_to = "organisations.show_organisation" if their_own else ".list_roles"
            return redirect(url_for(where_to, organisation_id=place.id))
    return page("end_role", form, given=given, person=person, place=place)
