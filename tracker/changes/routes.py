"""Why each pair is on a list, what a change would cost, and making it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker.changes import deciding, forms
from tracker.changes.deciding import Decision
from tracker.errors import Refused
from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.mentoring import catalogue, rules
from tracker.mentoring.explaining import why_not
from tracker.mentoring.overriding import Price, price_of_exclusion
from tracker.permissions import Permission
from tracker.web import actor, requires, today
from tracker.workbench import board, drawing, operations, queries, tasks
from tracker.workbench.models import MatchRun, Override
from tracker.workbench.telling import Telling

blueprint = Blueprint("changes", __name__)

RULES = {rule.name: rule.words for rule in rules.RULES}
BETTER_SHOWN = 10
BECAUSE = {deciding.EXCLUDE: "exclude", deciding.LEADER: "swap", deciding.PLACES: "swap"}


@blueprint.get("/mentoring/runs/<int:match_run_id>/people/<int:mentee_id>")
@requires(Permission.RUN_MENTORING, on=MatchRun)
def explain_match(match_run, mentee_id):
    """Why this match; or why none, and what each leader would cost the others."""
    line, left = queries.line_of(match_run, mentee_id), queries.left_out(match_run, mentee_id)
    if line is None and left is None:
        abort(404)
    opened = queries.opened(match_run)
    better = why_not(opened.market, opened.run, mentee_id)
    could_have = drawing.acceptable_to(opened.market, mentee_id)
    tells = Telling(opened.market.pool, opened.market.settings.weights, catalogue.goals())
    newest = queries.newest_run(match_run.programme_id)
    overrides = queries.overrides_of(match_run.programme_id)
    held = [each for each in overrides if each.mentee_id == mentee_id]
    ruled_out = None
    if line and not line.suggestion.locked:
        leader_id = line.leader.person_id
        ruled_out = price_of_exclusion(opened.market, opened.run, leader_id, mentee_id)
    return render_template(
        "changes/explain_match.html",
        run=match_run,
        line=line,
        told=tells.of(line.suggestion) if line else None,
        left=left,
        went=board.where_leaders_went(left[0].reasons, RULES) if left else [],
        recruit=board.recruit(left[0].reasons, catalogue.goals()) if left else "",
        better=better[:BETTER_SHOWN],
        further=max(0, len(better) - BETTER_SHOWN),
        could_have=could_have,
        names=queries.names_of({leader for leader, _ in could_have}),
        costs={why.leader: why for why in better},
        others=others_in(opened, match_run, mentee_id) if line else {},
        mentee_id=mentee_id,
        held=held,
        ruled_out=ruled_out,
        locked=line is not None
        and any(each.locks and each.leader_id == line.leader.person_id for each in held),
        newest=newest,
        gone=queries.gone_since(match_run, today()),
        joined=queries.joined_since(match_run, today()),
        form=ConfirmForm(),
        grades=catalogue.grades(),
        professions=catalogue.professions(),
    )


def others_in(opened: queries.Opened, run: MatchRun, mentee_id: int) -> dict[int, str]:
    """With whom somebody could change places; not asked where they are too many to choose from."""
    if run.people > tasks.AT_ONCE:
        return {}
    names = queries.names_of(set(opened.run.leader_of) - {mentee_id})
    return dict(sorted(names.items(), key=lambda one: (one[1], one[0])))


@blueprint.route(
    "/mentoring/runs/<int:match_run_id>/people/<int:mentee_id>/<decision>",
    methods=["GET", "POST"],
)
@requires(Permission.RUN_MENTORING, on=MatchRun)
def override_pair(match_run, mentee_id, decision):
    """What a change costs, before it is made."""
    form = forms.OverrideForm()
    line, left = queries.line_of(match_run, mentee_id), queries.left_out(match_run, mentee_id)
    decided = decision_of(decision, mentee_id, line, left)
    if decided.people - queries.names_of(decided.people).keys():
        abort(404)
    gone = queries.gone_since(match_run, today())
    impossible = out_of_date(match_run) or left_the_pool(decided, gone)
    opened, price = queries.opened(match_run), None
    try:
        price = None if impossible else decided.price(opened.market, opened.run)
    except Refused as refusal:
        impossible = str(refusal)
    if form.validate_on_submit() and price:
        with form.showing_refusals():
            return overridden(match_run, decided, form.reason.data, price)
    moved = deciding.moves_of(price) if price else {}
    html = render_template(
        "changes/override_pair.html",
        run=match_run,
        form=form,
        decided=decided,
        price=price,
        impossible=impossible,
        moved=moved,
        gone=gone,
        joined=queries.joined_since(match_run, today()),
        names=queries.names_of(decided.people | deciding.people_in(moved)),
    )
    return html, form.status


def out_of_date(run: MatchRun) -> str:
    """Why nothing of an older list is priced. Whoever was looking at it while a new one was drawn
    is told so when they decide, with what they typed."""
    newest = queries.newest_run(run.programme_id)
    if request.method != "GET" or newest is None or newest.id == run.id:
        return ""
    return f"list {newest.number} was drawn since. Prices of list {run.number} do not hold any more"


def left_the_pool(decided: Decision, gone: set[int]) -> str:
    """Why nothing can be decided of people of whom one cannot be matched any more."""
    names = sorted(queries.names_of(decided.people & gone).values())
    if not names:
        return ""
    who = " and ".join(names)
    return f"{who} cannot be matched any more since this list was drawn. Draw a new one first"


def decision_of(what: str, mentee_id: int, line: Any, left: Any) -> Decision:
    """What the address asks about; nothing that there is, where it names nobody."""
    if what not in deciding.DECISIONS or (line is None and left is None):
        abort(404)
    if what == deciding.PLACES:
        return Decision(what, mentee_id, other=named("other"))
    if what == deciding.LEADER:
        return Decision(what, mentee_id, named("leader"))
    return Decision(what, mentee_id, line.leader.person_id) if line else abort(404)


def named(name: str) -> int:
    """Somebody's id, of the address or of the form."""
    id_ = request.values.get(name, "")
    return int(id_) if id_.isdecimal() and len(id_) < 10 else abort(404)


def overridden(run: MatchRun, decided: Decision, reason: str, price: Price):
    """The change holds from here on; a lock of what stands needs no new list."""
    stands = decided.what == deciding.LOCK
    for number, (kind, leader, mentee) in enumerate(decided.pairs(price.before.leader_of)):
        costs = None if stands or number else price  # said once
        operations.override(run, kind, (leader, mentee), reason, costs, today(), by=actor())
    if stands:
        db.session.commit()
        flash("The pair is locked: every list from here on keeps it")
        return redirect(url_for(".explain_match", match_run_id=run.id, mentee_id=decided.mentee))
    settings, because = drawing.settings_of(run.settings), BECAUSE[decided.what]
    made = tasks.draw_or_ask(
        run.programme, settings, run.raised, run.id, because, today(), by=actor()
    )
    if made.says:
        flash(made.says)
    return redirect(url_for(made.endpoint, **made.values))


@blueprint.post("/mentoring/overrides/<int:match_override_id>/lift")
@requires(Permission.RUN_MENTORING, on=Override)
def lift_override(match_override):
    programme_id = match_override.programme_id
    if ConfirmForm().validate_on_submit():
        held = db.session.get_one(Override, match_override.id, options=Override.loaded_with)
        operations.lift(held, today(), by=actor())
        db.session.commit()
        flash("Lifted. The next list decides again")
    return redirect(url_for("balance.list_overrides", mentoring_programme_id=programme_id))
