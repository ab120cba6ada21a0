"""The co-ordinator's pages: the pool, the lists drawn of it, and why each pair is on them."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker import jobs
from tracker.errors import Refused
from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.mentoring import catalogue, rules
from tracker.mentoring.explaining import why_not
from tracker.mentoring.models import Programme
from tracker.mentoring.overriding import price_of_exclusion, price_of_lock
from tracker.mentoring.weights import PARTS, Settings
from tracker.pages import csv_response, page_of
from tracker.permissions import Permission
from tracker.web import actor, requires, today
from tracker.workbench import board, comparing, drawing, forms, operations, queries
from tracker.workbench.models import MatchRun, Override
from tracker.workbench.pool_queries import people_in_pool, pool_of
from tracker.workbench.telling import NAMES, Telling

blueprint = Blueprint("workbench", __name__)
AT_ONCE = 1000  # people whose list is drawn while one waits; larger ones are long work
MOST_ROWS = 20_000
RULES = {rule.name: rule.words for rule in rules.RULES}
SHOWN = {
    "": "All of them",
    "open": "Not approved yet",
    "new": "New in this list",
    "locked": "Locked",
    "approved": "Approved",
}
SORTED = {
    "": ("Lowest score first", queries.BY_SCORE),
    "wait": ("Longest wait first", queries.BY_WAIT),
    "name": ("Name of who looks", queries.BY_NAME),
}
BETTER_SHOWN = 10
DECISIONS = ("lock", "exclude", "swap")


def asked(name: str, known: Any = None) -> str:
    """A question of the address; one that the page does not know counts as not asked."""
    value = request.args.get(name, "")[:100]
    return value if known is None or value in known else ""


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/workbench")
@requires(Permission.RUN_MENTORING, on=Programme)
def show_workbench(programme):
    return bench(programme, ConfirmForm())


def bench(programme: Programme, form):
    """The workbench as it stands, with what was refused of a button on it."""
    run = queries.newest_run(programme.id)
    if run is None:
        people = people_in_pool(programme.id, today())
        start = forms.TryForm(None, data=forms.filled(Settings(floor=programme.floor), False, None))
        html = render_template(
            "workbench/show_workbench.html",
            programme=programme,
            run=None,
            form=form,
            weights=start,
            people=people,
        )
        return html, form.status
    settings = drawing.settings_of(run.settings)
    before = queries.run_before(run)
    shown, sort = asked("show", SHOWN), asked("sort", SORTED)
    listed = page_of(queries.suggestions_of(run, shown, asked("q")), SORTED[sort][1])
    tells = Telling(queries.input_of(run), settings.weights, catalogue.goals())
    lines = [queries.Line(*row) for row in listed.rows]
    overrides = queries.overrides_of(programme.id)
    html = render_template(
        "workbench/show_workbench.html",
        programme=programme,
        run=run,
        before=before,
        form=form,
        weights=forms.TryForm(None, data=forms.filled(settings, run.raised, run.id)),
        was=forms.filled(drawing.settings_of(before.settings), False, None) if before else {},
        figures=queries.beside(run, before, settings.weights),
        page=listed,
        lines=[(line, tells.of(line.suggestion)) for line in lines],
        counts=queries.counts_of(run),
        shown=shown,
        sort=sort,
        all_shown=SHOWN,
        all_sorted={name: words for name, (words, _) in SORTED.items()},
        overrides=overrides,
        locked={(each.leader_id, each.mentee_id) for each in overrides if each.locks},
        wanted=board.wanted(queries.reasons_in(run))[:3],
        settings=settings,
        goal_names=catalogue.goals(),
        grades=catalogue.grades(),
        professions=catalogue.professions(),
        joined=queries.joined_since(run, today()),
    )
    return html, form.status


@blueprint.post("/mentoring/programmes/<int:mentoring_programme_id>/draw")
@requires(Permission.RUN_MENTORING, on=Programme)
def draw_list(programme):
    form = forms.WeightsForm()
    if not form.validate_on_submit():
        return tried(programme, form)
    with form.showing_refusals():
        newest = queries.newest_run(programme.id)
        before = drawing.settings_of(newest.settings) if newest else None
        settings = drawing.next_settings(before, form.weights, form.floor.data)
        return drawn_anew(programme, settings, form.raised.data, form.seen_run, "asked for")
    told = ConfirmForm()
    told.form_errors, told.status = form.form_errors, form.status
    return bench(programme, told)


def drawn_anew(
    programme: Programme, settings: Settings, raised: bool, seen: int | None, because: str
):
    """A list is drawn and kept, now or by a worker: where to see what came of it."""
    if people_in_pool(programme.id, today()) > AT_ONCE:
        by = actor()
        job = jobs.operations.ask(
            "draw a list",
            by=by,
            organisation_id=programme.organisation_id,
            programme_id=programme.id,
            settings=drawing.written(settings),
            raised=raised,
            seen=seen,
            because=because,
            on=today().isoformat(),
            person_id=by.person_id,
            capacity=by.capacity,
        )
        db.session.commit()
        jobs.tasks.start(job.id)
        return redirect(url_for("jobs.show_job", job_id=job.id))
    drawn = drawing.draw(pool_of(programme, today()), settings, raised)
    run = operations.keep(programme, drawn, seen, because, by=actor())
    db.session.commit()
    flash(f"List {run.number} is drawn. Nobody is told of it until you release a pair")
    return redirect(url_for(".show_workbench", mentoring_programme_id=programme.id))


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/weights")
@requires(Permission.RUN_MENTORING, on=Programme)
def try_weights(programme):
    """What other weights would do. Nothing is kept."""
    if not request.args:
        return redirect(url_for(".show_workbench", mentoring_programme_id=programme.id))
    form = forms.TryForm(request.args)
    form.validate()
    return tried(programme, form)


@dataclass(frozen=True)
class Effect:
    """What a list drawn with other weights would be, beside the one that stands."""

    figures: list[comparing.Figure]
    price: int | None
    moved: int
    gain: dict[int, str]
    lose: dict[int, str]


def tried(programme: Programme, form: forms.WeightsForm):
    run = queries.newest_run(programme.id)
    large = people_in_pool(programme.id, today()) > AT_ONCE
    effect = None
    if not form.errors and not large:
        effect = effect_of(programme, run, form)
    html = render_template(
        "workbench/try_weights.html",
        programme=programme,
        run=run,
        form=form,
        confirm=ConfirmForm(),
        effect=effect,
        large=large,
        was=forms.filled(drawing.settings_of(run.settings), False, None) if run else {},
    )
    return html, form.status


def effect_of(programme: Programme, run: MatchRun | None, form: forms.WeightsForm) -> Effect:
    before = drawing.settings_of(run.settings) if run else None
    settings = drawing.next_settings(before, form.weights, form.floor.data)
    drawn = drawing.draw(pool_of(programme, today()), settings, form.raised.data)
    had, has = drawn.pool.suggested, {(pair.leader, pair.mentee) for pair in drawn.run.pairs}
    were, are = {mentee for _, mentee in had}, {mentee for _, mentee in has}
    return Effect(
        figures=queries.beside(comparing.outcome_of(drawn), run, settings.weights),
        price=drawn.price,
        moved=len({mentee for _, mentee in has - had} & were),
        gain=queries.names_of(are - were) if run else {},
        lose=queries.names_of(were & set(drawn.run.unmatched)),
    )


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
        "workbench/explain_match.html",
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
        mentee_id=mentee_id,
        held=held,
        ruled_out=ruled_out,
        locked=line is not None
        and any(each.locks and each.leader_id == line.leader.person_id for each in held),
        newest=newest,
        form=ConfirmForm(),
        grades=catalogue.grades(),
        professions=catalogue.professions(),
    )


@blueprint.route(
    "/mentoring/runs/<int:match_run_id>/people/<int:mentee_id>/<decision>",
    methods=["GET", "POST"],
)
@requires(Permission.RUN_MENTORING, on=MatchRun)
def override_pair(match_run, mentee_id, decision):
    """What a change costs, before it is made."""
    form = forms.OverrideForm()
    line, left = queries.line_of(match_run, mentee_id), queries.left_out(match_run, mentee_id)
    leader_id = leader_asked(line, decision) if decision in DECISIONS else None
    if leader_id is None or (line is None and left is None):
        abort(404)
    opened, price, impossible = queries.opened(match_run), None, ""
    try:
        price = price_of(decision)(opened.market, opened.run, leader_id, mentee_id)
    except Refused as refusal:
        impossible = str(refusal)
    if form.validate_on_submit() and price:
        with form.showing_refusals():
            return overridden(match_run, decision, (leader_id, mentee_id), form, price)
    moved = {} if price is None else moves_of(price)
    html = render_template(
        "workbench/override_pair.html",
        run=match_run,
        form=form,
        decision=decision,
        price=price,
        impossible=impossible,
        moved=moved,
        names=queries.names_of({leader_id, mentee_id, *people_in(moved)}),
        leader_id=leader_id,
        mentee_id=mentee_id,
        now=line.leader.person_id if line else None,
    )
    return html, form.status


def leader_asked(line: queries.Line | None, decision: str) -> int | None:
    """The leader of the pair; for another leader, whom the address or the form names."""
    if decision != "swap":
        return line.leader.person_id if line else None
    named = request.values.get("leader", "")
    return int(named) if named.isdecimal() and len(named) < 10 else None


def price_of(decision: str):
    return price_of_exclusion if decision == "exclude" else price_of_lock


def moves_of(price) -> dict[int, tuple[int | None, int | None]]:
    """Of each mentee whom a change would move: their leader before, and after."""
    then, now = price.before.leader_of, price.after.leader_of
    changed = [mentee for mentee in then.keys() | now.keys() if then.get(mentee) != now.get(mentee)]
    return {mentee: (then.get(mentee), now.get(mentee)) for mentee in sorted(changed)}


def people_in(moved: dict[int, tuple[int | None, int | None]]) -> set[int]:
    leaders = {leader for pair in moved.values() for leader in pair if leader is not None}
    return leaders | set(moved)


def overridden(run: MatchRun, decision: str, pair: tuple[int, int], form, price):
    """The change holds from here on; a lock of what stands needs no new list."""
    stands = decision == "lock"
    operations.override(
        run, decision, pair, form.reason.data, None if stands else price, today(), by=actor()
    )
    if stands:
        db.session.commit()
        flash("The pair is locked: every list from here on keeps it")
        return redirect(url_for(".explain_match", match_run_id=run.id, mentee_id=pair[1]))
    settings = drawing.settings_of(run.settings)
    return drawn_anew(run.programme, settings, run.raised, run.id, decision)


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


@blueprint.get("/mentoring/runs/<int:match_run_id>/pairs.csv")
@requires(Permission.RUN_MENTORING, on=MatchRun)
def download_pairs(match_run):
    query = queries.suggestions_of(match_run, asked("show", SHOWN), asked("q"))
    rows = db.session.execute(query.order_by(*queries.BY_SCORE).limit(MOST_ROWS))
    header = (
        *("Who looks", "Where", "Leader", "Where the leader is", "Score"),
        *(NAMES[name] for name in PARTS),
        *("Rank", "Locked", "New in this list", "State"),
    )
    return csv_response(f"list-{match_run.number}", header, map(csv_line, rows))


def csv_line(row: Any) -> tuple[Any, ...]:
    line = queries.Line(*row)
    return (
        line.mentee.person.name,
        line.mentee.organisation.name,
        line.leader.person.name,
        line.leader.organisation.name,
        line.suggestion.score,
        *line.suggestion.parts,
        line.suggestion.rank,
        "yes" if line.suggestion.locked else "no",
        "no" if line.suggestion.as_before else "yes",
        line.pairing.state if line.pairing else "suggested",
    )
