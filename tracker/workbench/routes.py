"""The co-ordinator's pages: the pool, the lists drawn of it, and why each pair is on them."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.mentoring import catalogue
from tracker.mentoring.models import Programme
from tracker.mentoring.weights import PARTS, Settings
from tracker.pages import csv_response, page_of
from tracker.permissions import Permission
from tracker.web import actor, requires, today
from tracker.workbench import board, comparing, drawing, forms, queries, tasks
from tracker.workbench.models import MatchRun
from tracker.workbench.pool_queries import people_in_pool, pool_of
from tracker.workbench.telling import NAMES, Telling

blueprint = Blueprint("workbench", __name__)
MOST_ROWS = 20_000
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
        gone=queries.gone_since(run, today()),
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
        made = tasks.draw_or_ask(
            programme, settings, form.raised.data, form.seen_run, "asked for", today(), by=actor()
        )
        return going_on(made)
    told = ConfirmForm()
    told.form_errors, told.status = form.form_errors, form.status
    return bench(programme, told)


def going_on(made: tasks.Made):
    if made.says:
        flash(made.says)
    return redirect(url_for(made.endpoint, **made.values))


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
    large = people_in_pool(programme.id, today()) > tasks.AT_ONCE
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
