"""A walk to every page that links lead to, as each of the people who may come."""

import html
import re
from collections import defaultdict
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.journeys.visitor import NARROW, WIDE

pytestmark = pytest.mark.journey

PEOPLE = (
    None,
    "chief executive",
    "delegate",
    "lead",
    "brackwater lead",
    "administrator",
    "board",
    "officer",
    "member",
    "panel",
    "coordinator",
    "national lead",
    "national administrator",
)
FILES = (".csv", ".json", ".xlsx")
MOST_KINDS = 100
LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')
TAG = re.compile(r"<[a-z][^>]*>")
WORDING = re.compile(r'(?<!class)(?<!role)(?<!type)="[^"]*"')


@pytest.fixture(scope="session")
def looked_at():
    """The tags that were looked at on each kind of page, so that nothing is looked at twice."""
    return defaultdict(set)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_that_links_lead_to_is_in_order_at_a_desk_and_on_a_phone(visit, who, looked_at):
    visitor = visit(who)

    for kind, address, tags in walk(visitor, "/home" if who else "/"):
        if not tags <= looked_at[kind]:
            looked_at[kind] |= tags
            looks_twice(visitor, address)


def walk(visitor, start):
    """From link to link, to one page of each kind: the first plan, the first action."""
    waiting, known = [start], {kind_of(start)}
    while waiting:
        address = waiting.pop(0)
        page = fetches(visitor, address)
        yield kind_of(address), address, tags_in(page)
        for link in links_in(page):
            if kind_of(link) not in known:
                known.add(kind_of(link))
                waiting.append(link)
        assert len(known) < MOST_KINDS, "the walk does not end"


def fetches(visitor, address):
    response = visitor.page.request.get(visitor.site + address)
    assert response.ok, f"{address} ({response.url}): {response.status}"
    return response.text()


def kind_of(address):
    """The address without what makes one thing differ from another of its kind."""
    parts = urlsplit(address)
    return re.sub(r"\d+", "1", parts.path), *sorted(parse_qs(parts.query))


def links_in(page):
    links = map(html.unescape, LINK.findall(page))
    return [link for link in links if not urlsplit(link).path.endswith(FILES)]


def tags_in(page):
    """The tags of a page's own part, without the words and numbers in their attributes."""
    main = page[page.index("<main") :]
    return {WORDING.sub("", tag) for tag in TAG.findall(main)}


def looks_twice(visitor, address):
    visitor.goes_to(address)
    visitor.page.set_viewport_size(NARROW)
    visitor.looks()
    visitor.page.set_viewport_size(WIDE)
