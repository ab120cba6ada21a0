"""The pages of an organisation's measures and of what it promises of them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.pages import csv_response
from tracker.permissions import Permission
from tracker.web import NAVIGATION, Entry, actor, of_a_place_where, requires, today
from tracker.wres import operations, queries, target_queries
from tracker.wres.details import detail
from tracker.wres.directions import direction
from tracker.wres.exports import HEADER, as_object, as_row
from tracker.wres.forms import (
    AddTargetForm,
    ChangeTargetForm,
    ChooseForm,
    WithdrawTargetForm,
    typed_again,
)
from tracker.wres.peers import comparison
from tracker.wres.pictures import large_picture
from tracker.wres.promising import KINDS, may_be_promised, measures_of, next_figures
from tracker.wres.registry import indicators
from tracker.wres.saying import (
    baseline_in_words,
    days_in_full,
    mark_of,
    name_of,
    rests_on,
    word_of,
)
from tracker.wres.shown import Shown
from tracker.wres.standard import Indicator
from tracker.wres.tables import by_year
from tracker.wres.targets import TargetLine, judged, plainly, unit_of
from tracker.wres.tiles import counts_of, tiles
from tracker.wres.trends import Trend, as_of, newest_version, years_held

blueprint = Blueprint("wres", __name__)
NAVIGATION.append(
    Entry(
        "Measures",
        "wres.show_measures",
        of_a_place_where(Permission.VIEW_MEASURES),
        stands_for_feature=True,
    )
)


@blueprint.context_processor
def offer_words():
    """How the pages of this feature say things."""
    return {
        "name_of": name_of,
        "baseline_in_words": baseline_in_words,
        "word_of": word_of,
        "mark_of": mark_of,
        "plainly": plainly,
        "days_in_full": days_in_full,
    }


@blueprint.get("/organisations/<int:organisation_id>/measures")
@requires(Permission.VIEW_MEASURES, on=Organisation)
def show_measures(organisation):
    trends = queries.main_trends(organisation)
    years = years_held(trends)
    year = asked_year(years)
    found = tiles([as_of(trend, year) for trend in trends], today()) if year else []
    return render_template(
        "wres/show_measures.html",
        organisation=organisation,
        years=years,
        year=year,
        tiles=found,
        counts=counts_of(found),
        newest=newest_version(trends),
    )


@blueprint.get("/organisations/<int:organisation_id>/measures.csv")
@requires(Permission.VIEW_MEASURES, on=Organisation)
def download_measures(organisation):
    """Every figure of every year, with every digit."""
    held = queries.figures_to_export(organisation, today())
    rows = (as_row(organisation.code, figure, verdicts) for figure, verdicts in held)
    return csv_response(f"measures-{organisation.code}", HEADER, rows)


@blueprint.get("/organisations/<int:organisation_id>/measures.json")
@requires(Permission.VIEW_MEASURES, on=Organisation)
def print_measures(organisation):
    """The same for programs."""
    held = queries.figures_to_export(organisation, today())
    return [as_object(organisation.code, figure, verdicts) for figure, verdicts in held]


@blueprint.get("/organisations/<int:organisation_id>/measures/<indicator>")
@requires(Permission.VIEW_MEASURES, on=Organisation)
def show_indicator(organisation, indicator):
    about = indicator_or_404(indicator)
    trend, figures = queries.indicator_trend(organisation, about)
    others = queries.figures_beside(organisation, trend.latest if about.top else None)
    return render_template(
        "wres/show_indicator.html",
        organisation=organisation,
        about=about,
        trend=trend,
        detail=detail(trend, figures, others, today()),
        doings=queries.doings(organisation.id, about.number),
    )


@blueprint.get("/organisations/<int:organisation_id>/measures/<indicator>.csv")
@requires(Permission.VIEW_MEASURES, on=Organisation)
def download_indicator(organisation, indicator):
    """Every figure of the indicator, every year, with every digit."""
    about = indicator_or_404(indicator)
    held = queries.figures_to_export(organisation, today())
    rows = [
        as_row(organisation.code, figure, verdicts)
        for figure, verdicts in held
        if figure.indicator == about.number
    ]
    return csv_response(f"indicator-{about.number}-{organisation.code}", HEADER, rows)


@blueprint.get("/organisations/<int:organisation_id>/measures/<indicator>/peers.csv")
@requires(Permission.VIEW_MEASURES, on=Organisation)
def download_peers(organisation, indicator):
    """The organisations beside which the figure is set, by name."""
    about = indicator_or_404(indicator)
    trend, _ = queries.indicator_trend(organisation, about)
    others = queries.figures_beside(organisation, trend.latest if about.top else None)
    table = (comparison(trend, others) or abort(404)).table
    header = [heading["text"] for heading in table["headings"]]
    return csv_response(f"indicator-{about.number}-organisations", header, table["rows"])


def indicator_or_404(number: str) -> Indicator:
    return next((about for about in indicators() if about.number == number), None) or abort(404)


def asked_year(years: list[int]) -> int | None:
    """The year that the address asks for, if figures of it are held, or else the latest."""
    year = request.args.get("year", type=int)
    return year if year in years else next(iter(years), None)


@blueprint.get("/organisations/<int:organisation_id>/targets")
@requires(Permission.VIEW_MEASURES, on=Organisation)
def list_targets(organisation):
    held = queries.targets_with_status(organisation.id, today())
    return render_template(
        "wres/list_targets.html",
        organisation=organisation,
        targets=[(line, found) for line, found in held if not line.withdrawn_on],
        withdrawn=[line for line, _ in held if line.withdrawn_on],
    )


@blueprint.get("/organisations/<int:organisation_id>/targets/<int:target_id>")
@requires(Permission.VIEW_MEASURES, on=Organisation)
def show_target(organisation, target_id):
    line, trend = target_or_404(organisation, target_id)
    status = judged(line, trend.own, None, today())
    return render_template(
        "wres/show_target.html",
        organisation=organisation,
        line=line,
        rests_on=rests_on(status),
        status=status,
        measure=measures_of(line.baseline)[line.measure],
        kind=f"{line.kind.capitalize()}: {KINDS[line.kind].lower()}",
        tolerance=plainly(line.tolerance, line.unit, is_difference=True),
        way=direction(trend),
        picture=large_picture(trend),
        figures=by_year(trend, f"{trend.about.title}, by year", with_counts=True),
        changes=target_queries.changes_of(line.id),
    )


@blueprint.route(
    "/organisations/<int:organisation_id>/targets/choose-figure", methods=["GET", "POST"]
)
@requires(Permission.SET_TARGET, on=Organisation)
def choose_figure(organisation):
    """First of three: which figure the target is for."""
    figures = target_queries.figures_to_promise(organisation.id)
    form = ChooseForm()
    form.ask("Which figure is the target for?", [(str(each.id), name_of(each)) for each in figures])
    if form.validate_on_submit():
        return redirect(next_question(organisation, int(form.choice.data)))
    return render_template(
        "wres/choose_figure.html", organisation=organisation, form=form, figures=figures
    )


@blueprint.route(
    "/organisations/<int:organisation_id>/targets/choose-measure/<int:figure_id>",
    methods=["GET", "POST"],
)
@requires(Permission.SET_TARGET, on=Organisation)
def choose_measure(organisation, figure_id):
    """Second, where there is a choice: the figure itself, or a rate behind it."""
    figure = figure_or_404(organisation, figure_id)
    form = ChooseForm()
    form.ask("What should change?", measures_of(figure).items())
    if form.validate_on_submit():
        return redirect(next_question(organisation, figure.id, form.choice.data))
    return render_template(
        "wres/choose_measure.html", organisation=organisation, form=form, name=name_of(figure)
    )


def next_question(organisation: Organisation, figure_id: int, measure: str = "") -> str:
    """The address of the page that asks what is not known yet."""
    several = not measure and len(measures_of(figure_or_404(organisation, figure_id))) > 1
    return url_for(
        ".choose_measure" if several else ".add_target",
        organisation_id=organisation.id,
        figure_id=figure_id,
        measure=None if several else measure or "value",
    )


@blueprint.route(
    "/organisations/<int:organisation_id>/targets/add/<int:figure_id>/<measure>",
    methods=["GET", "POST"],
)
@requires(Permission.SET_TARGET, on=Organisation)
def add_target(organisation, figure_id, measure):
    """Third: from which year, how far, by when."""
    figure = figure_or_404(organisation, figure_id)
    if measure not in measures_of(figure):
        abort(404)
    years = target_queries.figures_alike(figure)
    form = AddTargetForm(baseline=figure.id)
    form.measure_in(unit_of(figure.unit, measure))
    form.offer((each.id, baseline_in_words(each, measure)) for each in reversed(years))
    if form.validate_on_submit():
        with form.showing_refusals():
            target = operations.set_target(
                organisation, form.baseline.data, measure, form.promise(), today(), by=actor()
            )
            db.session.commit()
            flash("The target is set.")
            return redirect(address_of(organisation, target.id))
    return render_template(
        "wres/add_target.html",
        organisation=organisation,
        form=form,
        name=f"{name_of(figure)}: {measures_of(figure)[measure].lower()}",
        coming=next_figures(years[-1]),
    )


@blueprint.route(
    "/organisations/<int:organisation_id>/targets/<int:target_id>/edit", methods=["GET", "POST"]
)
@requires(Permission.SET_TARGET, on=Organisation)
def edit_target(organisation, target_id):
    line, trend = target_or_404(organisation, target_id)
    form = ChangeTargetForm(version=line.version, **typed_again(line))
    form.measure_in(line.unit)
    if form.validate_on_submit():
        with form.showing_refusals():
            target = target_queries.target_of(organisation.id, target_id) or abort(404)
            form.check_version(target)
            operations.change_target(target, form.promise(), form.reason.data, today(), by=actor())
            db.session.commit()
            flash("The target is changed. What was promised before stays on the record.")
            return redirect(address_of(organisation, target_id))
        line, trend = target_or_404(organisation, target_id)
    page = render_template(
        "wres/edit_target.html",
        organisation=organisation,
        form=form,
        line=line,
        name=name_of(line.baseline),
        coming=next_figures(trend.latest or line.baseline),
    )
    return page, form.status


@blueprint.route(
    "/organisations/<int:organisation_id>/targets/<int:target_id>/withdraw",
    methods=["GET", "POST"],
)
@requires(Permission.SET_TARGET, on=Organisation)
def withdraw_target(organisation, target_id):
    line, _ = target_or_404(organisation, target_id)
    form = WithdrawTargetForm(version=line.version)
    if form.validate_on_submit():
        with form.showing_refusals():
            target = target_queries.target_of(organisation.id, target_id) or abort(404)
            form.check_version(target)
            operations.withdraw_target(target, form.reason.data, today(), by=actor())
            db.session.commit()
            flash("The target is withdrawn.")
            return redirect(address_of(organisation, target_id))
    page = render_template(
        "wres/withdraw_target.html", organisation=organisation, form=form, line=line
    )
    return page, form.status


def address_of(organisation: Organisation, target_id: int) -> str:
    return url_for(".show_target", organisation_id=organisation.id, target_id=target_id)


def figure_or_404(organisation: Organisation, figure_id: int) -> Shown:
    """A figure of the organisation that a target can be set for."""
    figure = target_queries.figure_of(organisation.id, figure_id)
    return figure if figure and may_be_promised(figure) else abort(404)


def target_or_404(organisation: Organisation, target_id: int) -> tuple[TargetLine, Trend]:
    """A target of the organisation, and every year of its figure."""
    trend = queries.figure_trend(target_id)
    if trend is None:
        abort(404)
    [line] = trend.targets
    return (line, trend) if line.organisation_id == organisation.id else abort(404)
