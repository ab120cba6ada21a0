"""Whatever the figures are, every chart is drawn, sound as XML and without anything to run."""

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.charts.looking import both, tree
from tracker import charts
from tracker.charts import (
    POINTS,
    RATIO,
    SHARE,
    Band,
    Break,
    Limit,
    Peer,
    Point,
    Rung,
    Series,
    Style,
    Target,
)

names = st.text(max_size=30)
some_year = st.integers(2010, 2035)
numbers = st.floats(allow_nan=True, allow_infinity=True)
maybe = st.none() | numbers
points = st.builds(Point, some_year, maybe, maybe, maybe, st.booleans())
series = st.builds(
    Series, names, st.lists(points, max_size=8).map(tuple), st.sampled_from(list(Style))
)
sound = st.floats(-1e9, 1e9)
targets = st.builds(
    Target,
    value=sound,
    year=some_year,
    words=names,
    due=names,
    start=st.none() | st.tuples(some_year, sound),
    expected=st.none() | sound,
    is_gap=st.booleans(),
)
story = {
    "series": st.lists(series, max_size=4),
    "scale": st.sampled_from([RATIO, SHARE, POINTS]),
    "breaks": st.lists(st.builds(Break, some_year, names, names), max_size=2),
    "target": st.none() | targets,
    "years": st.none() | st.just((2019, 2028)),
}
quick = settings(max_examples=60, deadline=None)


def check(drawing):
    for picture in both(drawing):
        for element in tree(picture).iter():
            assert not element.tag.endswith("script")
            for name, value in element.attrib.items():
                assert name != "style"
                assert not name.startswith("on")
                assert "nan" not in value
                assert "inf" not in value


@quick
@given(title=names, description=names, as_at=names, unit=names, **story)
def test_a_trend(title, description, **told):
    check(charts.trend(title, description, **told))


@quick
@given(title=names, **story)
def test_a_tile(title, **told):
    check(charts.tile(title, "", **told))


part = st.none() | st.floats(0, 1)


@quick
@given(
    rows=st.lists(st.builds(Band, names, part, part, part, st.booleans()), max_size=12),
    overall=part,
)
def test_bands(rows, overall):
    check(charts.bands("", "", rows, overall=overall))


@quick
@given(rungs=st.lists(st.builds(Rung, names, names, maybe, st.booleans(), st.booleans())))
def test_a_ladder(rungs):
    check(charts.ladder("", "", rungs))


@quick
@given(
    peers=st.lists(st.builds(Peer, numbers, maybe, st.booleans(), st.booleans()), max_size=20),
    scale=st.sampled_from([RATIO, SHARE]),
    centre=st.none() | numbers,
    limits=st.lists(
        st.builds(
            Limit,
            names,
            st.lists(st.tuples(numbers, numbers, numbers), max_size=6).map(tuple),
            st.booleans(),
        ),
        max_size=2,
    ),
)
def test_a_funnel(peers, scale, centre, limits):
    check(charts.funnel("", "", peers, scale=scale, centre=centre, limits=limits))


@quick
@given(low=st.floats(0.01, 100), factor=st.floats(1.01, 1000), room=st.integers(1, 12))
def test_lines_of_a_ratio_axis_never_crowd(low, factor, room):
    bottom, top, marks = RATIO.span([low, low * factor], room)

    apart = math.log(top / bottom) / room
    assert 1.0 in marks
    gaps = [math.log(after / before) for before, after in pairwise(marks)]
    assert all(gap >= apart * 0.999 for gap in gaps)


@quick
@given(values=st.lists(st.floats(-5, 5), min_size=1, max_size=9), room=st.integers(1, 12))
def test_an_axis_of_shares_holds_every_value(values, room):
    bottom, top, marks = SHARE.span(values, room)

    assert bottom <= min(values)
    assert top >= max(values)
    assert len(marks) <= 2 * room + 3
