"""Read only: how the pool stands, which lists were drawn of it, and whom they left out."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy import func, literal

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.forms import ConfirmForm
from tracker.mentoring import catalogue, rules
from tracker.mentoring.models import Enrolment, Programme
from tracker.mentoring.queries import regions_of
from tracker.mentoring.weights import PARTS
from tracker.pages import csv_response, page_of
from tracker.permissions import Permission
from tracker.web import requires, today
from tracker.workbench import board, drawing, queries, tasks
from tracker.workbench.models import LeftOut, MatchRun, Override
from tracker.workbench.pool_queries import pool_of
from tracker.workbench.telling import NAMES

blueprint = Blueprint("balance", __name__)

MOST_ROWS = 20_000
RULES = {rule.name: rule.words for rule in rules.RULES}
BECAUSE = {
    "asked for": "Asked for",
    "exclude": "A pair was ruled out",
    "swap": "Another leader was given",
}


def asked(name: str, known: Any = None) -> str:
    """A question of the address; one that the page does not know counts as not asked."""
    value = request.args.get(name, "")[:100]
    return value if known is None or value in known else ""


@blueprint.get("/mentoring/runs/<int:match_run_id>/left-out")
@requires(Permission.RUN_MENTORING, on=MatchRun)
def list_left_out(match_run):
    reasons = queries.reasons_in(match_run)
    regions = sorted({each["home"] for each in reasons if each["home"]})
    region, by_name = asked("region", regions), asked("sort", {"name"}) == "name"
    order = (Person.name, LeftOut.id) if by_name else (waiting_since(), LeftOut.id)
    listed = page_of(queries.left_out_of(match_run, asked("q"), region), order)
    return render_template(
        "balance/list_left_out.html",
        run=match_run,
        page=listed,
        rows=[
            (
                enrolment,
                board.where_leaders_went(left.reasons, RULES),
                board.recruit(left.reasons, catalogue.goals()),
            )
            for left, enrolment in listed.rows
        ],
        wanted=board.wanted(reasons),
        goal_names=catalogue.goals(),
        regions=regions,
        region=region,
        by_name=by_name,
        grades=catalogue.grades(),
        professions=catalogue.professions(),
    )


def waiting_since() -> Any:
    """The day from which somebody waits; whoever has none comes last."""
    return func.coalesce(Enrolment.pooled_on, literal(date.max))


@blueprint.get("/mentoring/runs/<int:match_run_id>/left-out.csv")
@requires(Permission.RUN_MENTORING, on=MatchRun)
def download_left_out(match_run):
    query = queries.left_out_of(match_run, asked("q"), asked("region"))
    found = db.session.execute(query.order_by(waiting_since(), LeftOut.id).limit(MOST_ROWS))
    rows = (
        (
            enrolment.person.name,
            enrolment.organisation.name,
            enrolment.pooled_on or "",
            "; ".join(board.where_leaders_went(left.reasons, RULES)),
            board.recruit(left.reasons, catalogue.goals()),
        )
        for left, enrolment in found
    )
    header = ("Who looks", "Where", "In the pool since", "Where their leaders went", "Recruit")
    return csv_response(f"list-{match_run.number}-left-out", header, rows)


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/runs")
@requires(Permission.RUN_MENTORING, on=Programme)
def list_runs(programme):
    because = asked("because", BECAUSE)
    newest_first = asked("sort", {"oldest"}) != "oldest"
    query = queries.runs_of(programme.id, because)
    return render_template(
        "balance/list_runs.html",
        programme=programme,
        page=page_of(query, (MatchRun.id,), descending=newest_first),
        newest_first=newest_first,
        because=because,
        all_because=BECAUSE,
    )


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/runs.csv")
@requires(Permission.RUN_MENTORING, on=Programme)
def download_runs(programme):
    query = queries.runs_of(programme.id, asked("because", BECAUSE))
    header = (
        *("List", "Drawn at", "By", "Because", "Leaders", "Places", "People", "Matched", "Total"),
        *("Worst", "Fifth percentile", "Weeks waited", "Floor", *(NAMES[name] for name in PARTS)),
        *("Rules", "Solver", "Hash of what went in", "Seconds"),
    )
    runs = db.session.scalars(query.order_by(MatchRun.id.desc()).limit(MOST_ROWS))
    return csv_response("lists", header, map(run_line, runs))


def run_line(run: MatchRun) -> tuple[Any, ...]:
    return (
        run.number,
        run.made_at.isoformat(),
        run.made_by.name if run.made_by else "",
        run.because,
        *(run.leaders, run.places, run.mentees, run.matched, run.total),
        *(run.worst, run.fifth_percentile, run.longest_wait, run.settings["floor"]),
        *(run.weights[name] for name in PARTS),
        *(run.rules_version, run.solver, run.fingerprint, round(run.seconds, 4)),
    )


@blueprint.get("/mentoring/runs/<int:match_run_id>")
@requires(Permission.RUN_MENTORING, on=MatchRun)
def show_run(match_run):
    """A list as a record: what went in, what came out, and whether it comes out again."""
    again = None
    if asked("again", {"yes"}) and match_run.people <= tasks.AT_ONCE:
        opened = queries.opened(match_run)
        drawn = drawing.draw(opened.market.pool, opened.market.settings, match_run.raised)
        again = drawn.run.leader_of == opened.run.leader_of
    settings = drawing.settings_of(match_run.settings)
    return render_template(
        "balance/show_run.html",
        run=match_run,
        settings=settings,
        names=NAMES,
        figures=queries.beside(match_run, queries.run_before(match_run), settings.weights),
        overrides=[
            each
            for each in queries.overrides_of(match_run.programme_id, lifted=True)
            if each.run_id == match_run.id
        ],
        because=BECAUSE.get(match_run.because, match_run.because),
        again=again,
        at_once=match_run.people <= tasks.AT_ONCE,
        newest=queries.newest_run(match_run.programme_id),
    )


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/pool")
@requires(Permission.RUN_MENTORING, on=Programme)
def show_pool(programme):
    """The balance board: places against people, and who has waited longest."""
    pool = pool_of(programme, today())
    named = board.most_named(pool)
    regions = board.by_region(pool)
    region = asked("region", {each.name for each in regions})
    by_name = asked("sort", {"name"}) == "name"
    order = (Person.name, Enrolment.id) if by_name else (waiting_since(), Enrolment.id)
    listed = page_of(waiting(programme, pool, region), order)
    run = queries.newest_run(programme.id)
    return render_template(
        "balance/show_pool.html",
        programme=programme,
        pool=pool,
        places=sum(pool.places_free.values()),
        regions=regions,
        goals=board.by_goal(pool, catalogue.goals()),
        named=named,
        names=queries.names_of({leader for leader, _, _ in named}),
        wanted=board.wanted(queries.reasons_in(run)) if run else [],
        run=run,
        goal_names=catalogue.goals(),
        page=listed,
        region=region,
        by_name=by_name,
    )


def waiting(programme: Programme, pool, region: str):
    """Who waits, in one region or in all."""
    places = None
    if region:
        wanted = None if region == board.NO_REGION else region
        places = {one.organisation for one in pool.mentees if one.region == wanted}
    return queries.waiting_in(programme.id, today(), asked("q"), places)


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/pool.csv")
@requires(Permission.RUN_MENTORING, on=Programme)
def download_waiting(programme):
    pool = pool_of(programme, today())
    query = waiting(programme, pool, asked("region"))
    found = db.session.scalars(query.order_by(waiting_since(), Enrolment.id).limit(MOST_ROWS)).all()
    regions = regions_of({each.organisation_id for each in found}, today())
    rows = (
        (
            each.person.name,
            each.organisation.name,
            regions[each.organisation_id] or "",
            each.grade,
            each.pooled_on or "",
            each.left_out,
        )
        for each in found
    )
    header = ("Who looks", "Where", "Region", "Grade", "In the pool since", "Left out before")
    return csv_response("waiting", header, rows)


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/overrides")
@requires(Permission.RUN_MENTORING, on=Programme)
def list_overrides(programme):
    """What the Centre decided of pairs; all of it, with what was lifted, where that is asked."""
    lifted = asked("show", {"all"}) == "all"
    query = queries.decided_in(programme.id, lifted, asked("q"))
    listed = page_of(query, (Override.id,), descending=asked("sort", {"oldest"}) != "oldest")
    return render_template(
        "balance/list_overrides.html",
        programme=programme,
        page=listed,
        lifted=lifted,
        form=ConfirmForm(),
        newest_first=asked("sort", {"oldest"}) != "oldest",
    )


@blueprint.get("/mentoring/programmes/<int:mentoring_programme_id>/overrides.csv")
@requires(Permission.RUN_MENTORING, on=Programme)
def download_overrides(programme):
    header = ("Decided", "Of whom", "Leader", "List", "Reason", "People", "Points", "On", "Lifted")
    rows = (
        (
            each.kind,
            each.mentee.name,
            each.leader.name,
            each.run.number,
            each.reason,
            each.people,
            each.points,
            each.made_at.isoformat(),
            each.lifted_on or "",
        )
        for each in queries.overrides_of(programme.id, lifted=True)
    )
    return csv_response("overrides", header, rows)
