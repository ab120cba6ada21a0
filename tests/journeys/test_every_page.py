"""A walk to every page that links lead to, as each of the people who may come."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.journeys.visitor import NARROW, WIDE, kind_of, make_of

pytestmark = pytest.mark.journey

PEOPLE = (
    None,
    "chief executive",
    "delegate",
    "lead",
    "administrator",
    "board",
    "officer",
    "member",
    "panel",
    "coordinator",
    "national coordinator",
    "staff",
    "national lead",
    "national administrator",
)
FILES = (".csv", ".json", ".xlsx", ".ics")
MOST_KINDS = 160
LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_that_links_lead_to_is_in_order_at_a_desk_and_on_a_phone(visit, who, looked_at):
    visitor = visit(who)

    for address, page in walk(visitor, "/home" if who else "/"):
        if looked_at.learns(f"walk {kind_of(address)}", make_of(page)):
            looks_twice(visitor, address)


def walk(visitor, start):
    """From link to link, to one page of each kind: the first plan, the first action."""
    waiting, known = [start], {kind_and_questions(start)}
    while waiting:
        address = waiting.pop(0)
        page = fetches(visitor, address)
        yield address, page
        for link in links_in(page):
            if kind_and_questions(link) not in known:
                known.add(kind_and_questions(link))
                waiting.append(link)
        assert len(known) < MOST_KINDS, "the walk does not end"


def fetches(visitor, address):
    response = visitor.page.request.get(visitor.site + address)
    assert response.ok, f"{address} ({response.url}): {response.status}"
    return response.text()


def kind_and_questions(address):
    return kind_of(address), *sorted(parse_qs(urlsplit(address).query))


def links_in(page):
    links = map(html.unescape, LINK.findall(page))
    return [link for link in links if not urlsplit(link).path.endswith(FILES)]


def looks_twice(visitor, address):
    """On a phone with axe, where targets are closest together; the journeys look at a desk."""
    visitor.page.set_viewport_size(NARROW)
    visitor.goes_to(address)
    visitor.page.set_viewport_size(WIDE)
    assert visitor.fits(), f"{address} scrolls sideways at a desk"
