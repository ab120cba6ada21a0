"""A walk to every page that links lead to, as each of the people who may come."""

import hashlib
import re
from collections import Counter
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
FILES = (".csv", ".json")
MOST_PAGES = 80
LINKS = "links => links.map((link) => link.getAttribute('href'))"
BY_CHANCE = re.compile(r'name="(csrf_token|version)" value="[^"]*"')  # differs, and shows nowhere


@pytest.fixture(scope="session")
def looked_at():
    """What was looked at already: the same page is not looked at again for the next person."""
    return set()


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_that_links_lead_to_is_in_order_at_a_desk_and_on_a_phone(visit, who, looked_at):
    visitor = visit(who)

    pages = walk(visitor, "/home" if who else "/", looked_at)

    assert len(pages) < MOST_PAGES, "the walk was cut short"


def walk(visitor, start, looked_at):
    """From link to link, to one page of each kind: the first plan, the first action."""
    waiting, kinds = [start], Counter()
    while waiting and len(kinds) < MOST_PAGES:
        address = waiting.pop(0)
        if kinds[kind_of(address)]:
            continue
        kinds[kind_of(address)] += 1
        arrives(visitor, address)
        waiting += links_on(visitor.page)
        main = BY_CHANCE.sub("", visitor.page.locator("main").inner_html())
        if digest(main) not in looked_at:
            looked_at.add(digest(main))
            looks_twice(visitor)
    return kinds


def kind_of(address):
    """The address without what makes one thing differ from another of its kind."""
    parts = urlsplit(address)
    return re.sub(r"\d+", "1", parts.path), *sorted(parse_qs(parts.query))


def links_on(page):
    found = page.locator("a[href]").evaluate_all(LINKS)
    paths = [link.partition("#")[0] for link in found if link.startswith("/")]
    return [path for path in paths if path and not urlsplit(path).path.endswith(FILES)]


def arrives(visitor, address):
    response = visitor.page.goto(visitor.site + address)
    came_from = visitor.page.url.removeprefix(visitor.site)
    assert response.status == 200, f"{address} ({came_from}): {response.status}"


def looks_twice(visitor):
    visitor.looks()
    visitor.page.set_viewport_size(NARROW)
    visitor.looks()
    visitor.page.set_viewport_size(WIDE)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()
