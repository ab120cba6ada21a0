"""What pages are made of, drawn on its own: without the service, a database or a person."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tests.client import check_page

ROOT = Path(__file__).parent.parent
NASTY = "<script>alert('x')</script>"
VERDICTS = ["ring", "triangle", "diamond", "dash"]
OTHER_MARKS = ["wave", "floor", "hatched", "differ", "plus", "cross", "lock"]


@pytest.fixture(scope="module")
def alone():
    """Templates with nothing to ask: no addresses, no person, no request."""
    return templates()


def templates(**shared):
    own, theirs = FileSystemLoader(ROOT / "templates"), PackageLoader("nhsuk_frontend_jinja")
    loader = ChoiceLoader([own, theirs])
    environment = Environment(loader=loader, autoescape=True, undefined=ChainableUndefined)
    environment.globals.update({"fingerprinted": "/static/{}".format} | shared)
    return environment


def drawn(alone, file, expression, **given):
    name = expression.partition("(")[0]
    source = f'{{% from "macros/{file}.html" import {name} %}}{{{{ {expression} }}}}'
    return BeautifulSoup(alone.from_string(source).render(**given), "html.parser")


def wrapped(alone, file, expression, inside="", **given):
    """A macro that goes around something."""
    name = expression.partition("(")[0]
    call = f"{{% call {expression} %}}{inside}{{% endcall %}}"
    source = f'{{% from "macros/{file}.html" import {name} %}}{call}'
    return BeautifulSoup(alone.from_string(source).render(**given), "html.parser")


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 418, 429, 500, 502, 503])
def test_an_error_page_is_made_of_its_code_alone(alone, code):
    page = alone.get_template("errors/error.html").render(code=code)

    check_page(page)
    assert "Reference" not in page
    assert "start page" in page


def test_an_error_page_gives_the_reference_it_is_given(alone):
    page = alone.get_template("errors/error.html").render(code=500, reference="3fa9c1d2")

    assert "3fa9c1d2" in page


@pytest.mark.parametrize(
    "file, expression",
    [
        ("verdicts", "verdict(nasty, 'ring', nasty, nasty, nasty, nasty)"),
        ("verdicts", "verdict_cell(nasty, 'ring', nasty, nasty, nasty, nasty)"),
        ("verdicts", "disagreement(nasty)"),
        ("verdicts", "agreement_cell(true, nasty, nasty)"),
        ("verdicts", "tally(nasty, [{'mark': 'ring', 'text': nasty}], [{'who': nasty}])"),
        ("tasks", "task(nasty, nasty, nasty, nasty, nasty)"),
        ("tasks", "duty(nasty, nasty, nasty, nasty)"),
        ("tables", "row_heading(nasty, nasty, nasty)"),
        ("tables", "cell(nasty, nasty)"),
        ("tables", "filters(nasty, [{'text': nasty, 'href': nasty, 'count': nasty}])"),
        ("charts", "latest(nasty, nasty, nasty)"),
        ("charts", "chart({}, nasty, nasty, csv_href=nasty, notes=[nasty])"),
        ("charts", "tile(nasty, nasty, nasty, nasty, {}, nasty, nasty, [nasty], nasty, nasty)"),
        ("notices", "done(nasty)"),
        ("notices", "notice(nasty, nasty)"),
        ("notices", "empty(nasty, nasty, nasty)"),
        ("notices", "steps([nasty], 1)"),
        ("summary", "summary_row(nasty, nasty, nasty)"),
        ("summary", "sum_row(nasty, nasty)"),
        ("forms", "submit(nasty)"),
        ("forms", "problems(nasty, [{'text': nasty, 'href': nasty}], nasty)"),
    ],
)
def test_what_people_typed_is_never_markup(alone, file, expression):
    html = drawn(alone, file, expression, nasty=f'"{NASTY}')

    assert not html.find("script")
    assert NASTY in html.get_text()


@pytest.mark.parametrize(
    "file, expression",
    [
        ("tasks", "task_list(nasty, nasty, nasty)"),
        ("tables", "table(nasty, [{'text': nasty, 'href': nasty, 'sorted': nasty}], id=nasty)"),
        ("notices", "details(nasty)"),
        ("notices", "problem('fault', nasty, nasty, {nasty: nasty})"),
        ("notices", "headline(nasty, nasty)"),
    ],
)
def test_nor_around_other_things(alone, file, expression):
    html = wrapped(alone, file, expression, nasty=f'"{NASTY}')

    assert not html.find("script")


@pytest.mark.parametrize("name", VERDICTS + OTHER_MARKS)
def test_every_mark_has_its_shape(alone, name):
    sprite = drawn(alone, "marks", "sprite()")
    mark = drawn(alone, "marks", f"mark('{name}')")

    assert sprite.find("symbol", id=mark.find("use")["href"].removeprefix("#"))
    assert mark.svg["aria-hidden"] == "true"


def test_a_verdict_has_its_words_beside_its_mark(alone):
    html = drawn(alone, "verdicts", "verdict('Data say', 'triangle', 'Behind', '31 March 2026')")

    assert html.dt.get_text() == "Data say"
    assert "Behind" in html.dd.get_text()
    assert "31 March 2026" in html.dd.get_text()


def test_a_tally_leads_to_its_rows_except_where_there_are_none(alone):
    counts = "[{'count': 8, 'href': '?owner=on', 'label': 'owner says, on course'}, {'count': 0}]"
    html = drawn(alone, "verdicts", f"tally('', [], [{{'who': 'Owner says', 'counts': {counts}}}])")

    assert [link["aria-label"] for link in html.find_all("a")] == ["8: owner says, on course"]
    assert [cell.get_text() for cell in html.tbody.find_all("td")] == ["8", "0"]


def test_every_cell_carries_its_heading_for_the_card_it_becomes_on_a_phone(alone):
    html = drawn(alone, "tables", "cell('Year', 2026, numeric=true)")

    assert html.td["role"] == "cell"
    assert html.find(attrs={"aria-hidden": "true"}).get_text().strip() == "Year"


def test_a_column_in_order_says_so(alone):
    html = wrapped(
        alone, "tables", "table('T', [{'text': 'Due', 'href': '?by=due', 'sorted': 'ascending'}])"
    )

    assert html.th["aria-sort"] == "ascending"
    assert html.th.a["href"] == "?by=due"


def test_the_filter_in_use_is_marked(alone):
    items = "[{'text': 'All', 'href': '?', 'count': 10, 'current': true}, {'text': 'Late'}]"
    html = drawn(alone, "tables", f"filters('Show', {items})")

    assert [link.get("aria-current") for link in html.find_all("a")] == ["true", None]


def test_the_pager_goes_on_from_a_mark_and_keeps_the_search():
    address = EnvironBuilder(path="/organisations", query_string={"q": "north", "after": "abc"})
    asked = templates(request=Request(address.get_environ()))

    html = drawn(asked, "tables", "pager(page)", page={"after": "def"})

    assert [link["href"] for link in html.find_all("a")] == [
        "/organisations?q=north",
        "/organisations?q=north&after=def",
    ]


def test_a_charts_table_stands_beneath_it(alone):
    table = {
        "caption": "By year",
        "headings": [{"text": "Year"}, {"text": "Ratio", "numeric": True}],
        "rows": [[2026, "1.96"], [2025, "1.57"]],
    }
    html = drawn(alone, "charts", "chart({}, 'T', table=table)", table=table)

    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in html.find_all("tr")]
    assert rows == [["Year", "Ratio"], ["Year 2026", "Ratio 1.96"], ["Year 2025", "Ratio 1.57"]]


@pytest.mark.parametrize(
    "name", ["own", "other", "national", "target", "expected", "range", "break"]
)
def test_the_key_draws_and_names_every_sign(alone, name):
    html = drawn(alone, "charts", f"key(['{name}'])")

    assert html.li.svg.find("path")
    assert html.li.get_text()


def test_the_style_sheet_loads_nothing():
    styles = (ROOT / "static" / "tracker.css").read_text()

    assert "url(" not in styles
    assert "@import" not in styles


def asking_forms():
    """Every form that asks a list for rows, in all the templates: the part from its start on."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        _, *forms = path.read_text().split('<form method="get" class="tracker-search"')
        yield from (
            (path.stem, BeautifulSoup(form, "html.parser").find("button")) for form in forms
        )


def test_every_list_is_asked_with_the_same_word():
    words = {name: button.get_text() for name, button in asking_forms()}

    assert words.pop("erase_text") == "Find it"  # one text by its number: no list
    assert set(words) == {"search", "list_audit", "show_tree"}
    assert set(words.values()) == {"Show"}
