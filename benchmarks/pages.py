"""Pages of the demonstration beside the least that Flask can do, on SQLite.

Each of the two apps has a gunicorn worker, and they take turns. What is printed is the best of a
page's turns, and what it is of the best hello between them: whatever else the machine does can only
slow them. At 0.07 a page costs as much as fourteen hellos.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

from bench import HERE, ROOT
from bench.demonstration import action_of, ask, cookie_of, demonstration, environment_of
from bench.server import Address, one_worker, pages_a_second

from tracker.organisations.queries import organisation_with_code
from tracker.plan.queries import current_plan_of
from tracker.web import today

TURNS = 4
TURN = 0.6  # seconds
LIST, FORM = 0.07, 0.2  # what to aim at


class Page(NamedTuple):
    name: str
    path: str
    who: str = ""  # of the demonstration; nobody signed in without it
    aim: float | None = None


def main() -> None:
    print(f"{'':22}{'a second':>9}{'of hello':>10}{'aim':>7}{'queries':>9}")
    with demonstration() as app, ExitStack() as servers:
        environment = environment_of(app.config["INSTANCE"])
        hello = servers.enter_context(one_worker("hello:app", HERE, environment))
        service = servers.enter_context(one_worker("wsgi:app", ROOT, environment))
        for page in pages():
            cookie = cookie_of(app, page.who) if page.who else ""
            _, queries = ask(app, page.path, cookie)
            pace, ratio = paced(hello, service, page.path, cookie)
            aim = f"{page.aim:.2f}" if page.aim else ""
            print(f"{page.name:22}{pace:9.0f}{ratio:10.3f}{aim:>7}{queries:9}", flush=True)


def paced(hello: Address, service: Address, path: str, cookie: str) -> tuple[float, float]:
    """How often a second the page comes, and how often beside a hello: the best of its turns."""
    hellos, pages = [], []
    for _ in range(TURNS):
        hellos.append(pages_a_second(hello, "/", "", TURN / 2))
        pages.append(pages_a_second(service, path, cookie, TURN))
    return max(pages), max(pages) / max(hellos)


def pages() -> Iterator[Page]:
    trust = organisation_with_code("ZN1")
    plan = current_plan_of(trust.id, today())
    action = action_of("Chief People Officer")
    here = f"/organisations/{trust.id}"
    yield Page("Front page", "/")
    yield Page("Sign in (form)", "/sign-in", aim=FORM)
    yield Page("Home", "/home", "people", LIST)
    yield Page("Plan", f"/plans/{plan.id}", "people", LIST)
    yield Page("Action", f"/actions/{action}", "people")
    yield Page("Check in (form)", f"/actions/{action}/check-in", "people", FORM)
    yield Page("Measures", f"{here}/measures", "lead", LIST)
    yield Page("Indicator 3", f"{here}/measures/3", "lead")
    yield Page("Imports (list)", f"{here}/imports", "lead", LIST)
    yield Page("Organisations (list)", "/organisations", "lead", LIST)


if __name__ == "__main__":
    main()
