"""An administrator's pages about posts and their holders, and a holder's about their delegates."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts import operations as accounts
from tracker.accounts.models import Delegation, Holding, Person, Post
from tracker.accounts.queries import person_with_email
from tracker.accounts.reviewing import brought_in_line, in_line
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.forms import ConfirmForm, Form
from tracker.organisations.models import Organisation
from tracker.pages import chosen, csv_response, day, page_of
from tracker.permissions import Permission
from tracker.posts import delegates, forms, operations, queries
from tracker.posts.line import steps
from tracker.posts.queries import PostLine
from tracker.signing_in.yours import YOU, Yours
from tracker.web import actor, requires, signed_in, today

blueprint = Blueprint("posts", __name__)
YOU.append(
    Yours(
        "Your delegates",
        "posts.list_delegates",
        "Who drafts for you, and for whom you draft.",
        40,
    )
)

KINDS = {
    "open": "Open",
    "vacant": "Vacant",
    "acting": "Held by somebody acting",
    "senior": "Senior leaders",
    "no-line": "Answering to no other",
    "closed": "Closed",
}
SORTS = {"title": "Title", "holder": "Holder", "newest": "Newest first"}
COLUMNS = ("Title", "Holder", "Acting", "Held since", "Vacant since", "Answers to")
MORE_COLUMNS = ("Of organisation", "Senior leader", "Closed on", "As at")


def page(name: str, form: Form, **shown: Any):
    return render_template(f"posts/{name}.html", form=form, **shown), form.status


def found(kind: type, id_: int | None):
    return db.session.get(kind, id_) if id_ else None


@blueprint.get("/organisations/<int:organisation_id>/posts")
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def list_posts(organisation):
    posts = queries.found(organisation.id, request.args.get("q", "")[:100], today())
    kind, sort = chosen("show", KINDS), chosen("sort", SORTS)
    order = queries.in_order(posts, sort)
    shown = page_of(queries.of_kind(posts, kind), order, descending=sort == "newest")
    return render_template(
        "posts/list_posts.html",
        organisation=organisation,
        page=shown,
        posts=[PostLine(*row) for row in shown.rows],
        counts=queries.counts(posts),
        kind=kind,
        sort=sort,
        kinds=KINDS,
        sorts=SORTS,
    )


@blueprint.get("/organisations/<int:organisation_id>/posts.csv")
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def download_posts(organisation):
    posts = queries.found(organisation.id, request.args.get("q", "")[:100], today())
    query = queries.of_kind(posts, chosen("show", KINDS))
    ordered = query.order_by(*queries.in_order(posts, "title"))
    lines = (PostLine(*row) for row in db.session.execute(ordered))
    name = f"posts-{organisation.code}"
    return csv_response(name, COLUMNS + MORE_COLUMNS, [row_of(line) for line in lines])


def row_of(post: PostLine) -> tuple[Any, ...]:
    return (
        post.title,
        post.holder or ("" if post.closed_on else "Vacant"),
        "yes" if post.acting else "no",
        post.since,
        post.vacant_since,
        post.line_title,
        post.line_place,
        "yes" if post.senior_leader else "no",
        post.closed_on,
        today(),
    )


@blueprint.get("/organisations/<int:organisation_id>/line")
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def show_line(organisation):
    posts = queries.open_posts_of(organisation, today())
    return render_template("posts/show_line.html", organisation=organisation, steps=steps(posts))


@blueprint.route("/organisations/<int:organisation_id>/posts/add", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Organisation)
def add_post(organisation):
    form = forms.PostForm()
    form.offer(queries.posts_to_answer_to(None, organisation, today()), organisation.id)
    if form.validate_on_submit():
        with form.showing_refusals():
            line_post = found(Post, form.line_post_id.data)
            post = accounts.add_post(
                organisation, form.title.data, actor(), line_post, form.senior_leader.data
            )
            db.session.commit()
            return redirect(url_for(".show_post", post_id=post.id))
    return page("add_post", form, organisation=organisation)


@blueprint.get("/posts/<int:post_id>")
@requires(Permission.ADMINISTER_PEOPLE, on=Post)
def show_post(post):
    return render_template(
        "posts/show_post.html",
        post=post,
        form=ConfirmForm(),
        holdings=queries.holdings_of(post),
        stand_in=queries.who_takes_on(post, today()),
        line=queries.line_of(post),
        below=queries.posts_answering_to(post, today()),
        delegates=delegates.delegations(Post.id == post.id, today()),
        work=queries.work_of(post, today()),
        in_line=[each for each in in_line(post.organisation_id, today()) if post.id in each.way],
    )


@blueprint.route("/posts/<int:post_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Post)
def edit_post(post):
    form = forms.EditPostForm(obj=post)
    form.offer(queries.posts_to_answer_to(post, post.organisation, today()), post.organisation_id)
    if form.validate_on_submit():
        with form.showing_refusals():
            queries.lock_line(post)
            form.check_version(post)
            line_post = found(Post, form.line_post_id.data)
            operations.edit_post(
                post,
                form.title.data,
                line_post,
                form.senior_leader.data,
                today(),
                by=actor(),
                knowing=form.knowing.data,
            )
            db.session.commit()
            return redirect(url_for(".show_post", post_id=post.id))
    now = found(Post, post.line_post_id) if form.status == 409 else None
    moves = {post.id: form.line_post_id.data} if form.knowing.errors or form.knowing.data else {}
    brought = brought_in_line(post.organisation_id, moves, today())
    return page("edit_post", form, post=post, line_now=now, brought=brought)


@blueprint.route("/posts/<int:post_id>/close", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Post)
def close_post(post):
    form = forms.CloseForm(on=today())
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.close_post(post, form.on.data, today(), by=actor())
            db.session.commit()
            flash(f"{post.title} is closed")
            return redirect(url_for(".show_post", post_id=post.id))
    return page("close_post", form, post=post)


@blueprint.route("/posts/<int:post_id>/reopen", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Post)
def reopen_post(post):
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.reopen_post(post, by=actor())
            db.session.commit()
            flash(f"{post.title} is open again, and vacant")
            return redirect(url_for(".show_post", post_id=post.id))
    return page("reopen_post", form, post=post)


@blueprint.route("/posts/<int:post_id>/hold", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Post)
def hold_post(post):
    form = forms.HoldForm(since=today())
    if form.validate_on_submit():
        with form.showing_refusals():
            person = person_with_email(form.email.data) or refuse_email(
                "Nobody has an account with this e-mail address. Check it, or add the person first."
            )
            since, until = form.since.data, form.until.data
            accounts.hold(post, person, since, actor(), form.acting.data, until, today())
            db.session.commit()
            flash(f"{person.name} holds {post.title} from {day(since)}")
            return redirect(url_for(".show_post", post_id=post.id))
    return page("hold_post", form, post=post)


def refuse_email(sentence: str) -> Person:
    raise Refused(sentence, field="email")


@blueprint.route("/holdings/<int:holding_id>/end", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE, on=Holding)
def end_holding(holding):
    form = forms.EndForm(until=max(today(), holding.since))
    if form.validate_on_submit():
        with form.showing_refusals():
            accounts.end_holding(holding, form.until.data, by=actor(), today=today())
            sentence = ended(holding, form.until.data)
            db.session.commit()
            flash(sentence)
            return redirect(url_for(".show_post", post_id=holding.post_id))
    return page(
        "end_holding",
        form,
        holding=holding,
        delegates=delegates.delegations(Holding.id == holding.id, today()),
    )


def ended(holding: Holding, until: date) -> str:
    """The end of a holding, and who has the post's duties after it."""
    last = f"{holding.person.name} holds {holding.post.title} until the end of {day(until)}."
    after = queries.who_takes_on(holding.post, until + timedelta(days=1))
    if after is None:
        return f"{last} After that nobody has its duties: no post that it answers to is held."
    post, holder = after
    if post.id == holding.post_id:
        return f"{last} After that {holder} holds it."
    return f"{last} After that its duties go up the line to {post.title}, held by {holder}."


@blueprint.post("/holdings/<int:holding_id>/take-back")
@requires(Permission.ADMINISTER_PEOPLE, on=Holding)
def take_back_holding(holding):
    begin_writing()
    post_id = holding.post_id
    operations.take_back_holding(holding, today(), by=actor())
    db.session.commit()
    flash("The holding is taken back")
    return redirect(url_for(".show_post", post_id=post_id))


@blueprint.post("/posts/<int:post_id>/delegates/<int:delegation_id>/end")
@requires(Permission.ADMINISTER_PEOPLE, on=Post)
def end_delegate_of_post(post, delegation_id):
    """By an administrator, who ends a delegate and names none."""
    return ended_delegate(delegation_id, Post.id == post.id, url_for(".show_post", post_id=post.id))


@blueprint.get("/you/delegates")
@signed_in
def list_delegates():
    """Who drafts for the person, and for whom the person drafts."""
    mine, theirs = Holding.person_id == current_user.id, Delegation.person_id == current_user.id
    return render_template(
        "posts/list_delegates.html",
        form=ConfirmForm(),
        held=delegates.held_by(current_user.id, today()),
        delegates=delegates.delegations(mine, today()),
        drafts_for=delegates.delegations(theirs, today()),
    )


@blueprint.route("/holdings/<int:holding_id>/delegates/add", methods=["GET", "POST"])
@requires(Permission.NAME_DELEGATE, on=Holding)
def add_delegate(holding):
    form = forms.DelegateForm()
    organisation = holding.post.organisation
    if form.validate_on_submit():
        with form.showing_refusals():
            person = delegates.colleague(form.email.data, organisation, today()) or refuse_email(
                f"Nobody with this e-mail address works in {organisation.name}, or in an"
                " organisation above or below it. Check the address, or ask your administrator."
            )
            accounts.delegate(holding, person, today(), by=actor())
            flash(f"{person.name} drafts for you as {holding.post.title}")
            db.session.commit()
            return redirect(url_for(".list_delegates"))
    return page("add_delegate", form, holding=holding)


@blueprint.post("/holdings/<int:holding_id>/delegates/<int:delegation_id>/end")
@requires(Permission.NAME_DELEGATE, on=Holding)
def end_delegate(holding, delegation_id):
    """By the holder."""
    return ended_delegate(delegation_id, Holding.id == holding.id, url_for(".list_delegates"))


@blueprint.post("/you/delegations/<int:delegation_id>/end")
@signed_in
def step_back(delegation_id):
    """By the delegate."""
    mine = Delegation.person_id == current_user.id
    return ended_delegate(delegation_id, mine, url_for(".list_delegates"))


def ended_delegate(delegation_id: int, which: Any, way_back: str):
    begin_writing()
    delegation = delegates.delegation(delegation_id, which) or abort(404)
    operations.end_delegation(delegation, today(), by=actor())
    db.session.commit()
    flash("That is ended: they can no longer draft")
    return redirect(way_back)
