"""Rows of a file, as the tests write them; the organisation is nobody's."""

from dataclasses import replace

from tracker.wres.figures import Row, work_out


def row(indicator, part, item, white, bme, unknown, basis="single year"):
    return Row("ZZ901", 2026, indicator, part, item, basis, white, bme, unknown)


def published(indicator, part, item, **given):
    """A row without counts: rates, or a value."""
    return replace(row(indicator, part, item, None, None, None), **given)


def only(rows):
    (figure,) = work_out(rows)
    return figure


def by_place(rows):
    return {(figure.part, figure.item): figure for figure in work_out(rows)}


def hidden_in(figures):
    return {place for place, figure in figures.items() if figure.hidden}
