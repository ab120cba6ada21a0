"""The pages of hand-overs: one with its notes and receipts, and the list of an organisation."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.models import Holding
from tracker.extensions import db
from tracker.forms import Form
from tracker.handing_over import forms, operations, queries
from tracker.handing_over.receiving import Answer, HandOver, Item, State
from tracker.organisations.models import Organisation
from tracker.pages import PAGE_SIZE, Page, chosen, csv_response, make_mark, read_mark
from tracker.permissions import Permission
from tracker.plan.lines import lines
from tracker.plan.models import Action
from tracker.web import actor, leave_for, now, requires, today

blueprint = Blueprint("handing_over", __name__)
KINDS = {"all": "All", **{state.value: state.value.capitalize() for state in State}}
SORTS = {"newest": "Ended last", "oldest": "Ended first", "post": "Post", "due": "Due first"}
COLUMNS = (
    *("Post", "Who left", "Last day", "Who holds it now", "Actions", "Noted", "Received"),
    *("Receive by", "State", "As at"),
)
SAID = {Answer.ACCEPT: "Accepted", Answer.CONCERN: "Accepted with a concern", Answer.QUERY: "Query"}


def found(holding: Holding) -> HandOver:
    return queries.hand_over_of(holding.id, today()) or abort(404)


def one_of(hand_over: HandOver, action_id: int) -> Item:
    items = (item for item in hand_over.items if item.action_id == action_id)
    return next(items, None) or abort(404)


@blueprint.get("/hand-overs/<int:holding_id>")
@requires(Permission.VIEW_HAND_OVER, on=Holding)
def show_hand_over(holding):
    hand_over = found(holding)
    ids = [item.action_id for item in hand_over.items]
    return render_template(
        "handing_over/show_hand_over.html",
        hand_over=hand_over,
        organisation=holding.post.organisation,
        lines={line.action_id: line for line in lines(Action.id.in_(ids), today())},
        notes=queries.notes_of(hand_over),
        receipts=queries.receipts_of(hand_over),
        said=SAID,
        may_read=may_read(ids[0]),
        may_note=leave_for(Permission.NOTE_HAND_OVER, holding),
        may_receive=may_receive(hand_over, holding),
    )


def may_read(action_id: int) -> bool:
    """Whoever has left for elsewhere may hand over a plan that they do not see any more."""
    action = db.session.get(Action, action_id, options=Action.loaded_with)
    return leave_for(Permission.VIEW_PLAN, action) is not None


def may_receive(hand_over: HandOver, holding: Holding) -> bool:
    """Whoever follows from the day after the last; whoever is above once it has gone up."""
    if not leave_for(Permission.RECEIVE_HAND_OVER, holding) or not hand_over.is_over(today()):
        return False
    follows = hand_over.held_by(current_user.id, today())
    return follows is not None or hand_over.is_late(today())


def page(name: str, form: Form, holding: Holding, action_id: int):
    hand_over = found(holding)
    html = render_template(
        f"handing_over/{name}.html",
        form=form,
        hand_over=hand_over,
        item=one_of(hand_over, action_id),
        notes=queries.notes_of(hand_over)[action_id],
        receipts=queries.receipts_of(hand_over)[action_id],
        in_their_stead=hand_over.held_by(current_user.id, today()) is None,
        said=SAID,
    )
    return html, form.status


def back_to(holding: Holding, done: str):
    db.session.commit()
    flash(done)
    return redirect(url_for(".show_hand_over", holding_id=holding.id))


@blueprint.route(
    "/hand-overs/<int:holding_id>/actions/<int:open_action_id>/note", methods=["GET", "POST"]
)
@requires(Permission.NOTE_HAND_OVER, on=Holding)
def leave_note(holding, open_action_id):
    form = forms.NoteForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            operations.leave_note(
                holding, open_action_id, form.words.data, now(), today(), by=actor()
            )
            return back_to(holding, "Your note is kept")
    return page("leave_note", form, holding, open_action_id)


@blueprint.route(
    "/hand-overs/<int:holding_id>/actions/<int:open_action_id>/receive", methods=["GET", "POST"]
)
@requires(Permission.RECEIVE_HAND_OVER, on=Holding)
def receive(holding, open_action_id):
    form = forms.ReceiveForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            answer = Answer(form.answer.data)
            given = (answer, form.words.data, now(), today())
            operations.receive(holding, open_action_id, *given, by=actor())
            asked = answer == Answer.QUERY
            return back_to(holding, "Your query is kept" if asked else "It is received")
    return page("receive", form, holding, open_action_id)


# For equality leads.


def with_words(organisation: Organisation) -> list[HandOver]:
    """Those whose post or people have the words asked for."""
    words = request.args.get("q", "")[:100].casefold()
    return [
        each
        for each in queries.hand_overs_in(organisation.id, today())
        if words in f"{each.post}\n{each.outgoing.name}\n{holder(each)}".casefold()
    ]


def holder(each: HandOver) -> str:
    new = each.incoming(today())
    return new.name if new else ""


def in_order(listed: Sequence[HandOver], kind: str, sort: str) -> list[HandOver]:
    """Those of a kind. They come as they ended, the last first."""
    of_kind = [each for each in listed if kind in ("all", each.state(today()))]
    keys: dict[str, Any] = {
        "oldest": lambda each: each.last_day,
        "post": lambda each: each.post.casefold(),
        "due": lambda each: each.receive_by(today()),
    }
    return sorted(of_kind, key=keys[sort]) if sort in keys else of_kind


def screenful(listed: Sequence[HandOver], sort: str) -> Page:
    """Twenty-five, from after the one that the address names."""
    order = ("hand-overs", sort)
    [after] = read_mark(request.args.get("after", ""), order) or [None]
    ids = [each.holding_id for each in listed]
    start = ids.index(after) + 1 if after in ids else 0
    rows = listed[start : start + PAGE_SIZE]
    more = len(listed) > start + PAGE_SIZE
    return Page(rows, make_mark([rows[-1].holding_id], order) if more else None)


@blueprint.get("/organisations/<int:organisation_id>/hand-overs")
@requires(Permission.VIEW_HAND_OVER, on=Organisation)
def list_hand_overs(organisation):
    kind, sort = chosen("show", KINDS), chosen("sort", SORTS)
    listed = with_words(organisation)
    counts = Counter(each.state(today()).value for each in listed)
    return render_template(
        "handing_over/list_hand_overs.html",
        organisation=organisation,
        page=screenful(in_order(listed, kind, sort), sort),
        counts={**counts, "all": len(listed)},
        kind=kind,
        sort=sort,
        kinds=KINDS,
        sorts=SORTS,
    )


@blueprint.get("/organisations/<int:organisation_id>/hand-overs.csv")
@requires(Permission.VIEW_HAND_OVER, on=Organisation)
def download_hand_overs(organisation):
    kind, sort = chosen("show", KINDS), chosen("sort", SORTS)
    rows = (
        (
            *(each.post, each.outgoing.name, each.last_day, holder(each) or "Vacant"),
            *(len(each.items), sum(item.noted_at is not None for item in each.items)),
            *(len(each.items) - len(each.to_receive), each.receive_by(today())),
            *(each.state(today()).value, today()),
        )
        for each in in_order(with_words(organisation), kind, sort)
    )
    return csv_response(f"hand-overs-{organisation.code}", COLUMNS, rows)
