"""How many questions each page of the demonstration asks the database.

Everything that can be looked at is asked for by several people, and the most questions that it
took for any of them are printed: 8 or fewer is the aim. Then pages of a whole plan, at 5 actions
and at 200, where the numbers should be the same.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from typing import Any

import sqlalchemy as sa
from bench.demonstration import action_of, actor, ask, cookie_of, demonstration
from flask import Flask

from tracker import uploads
from tracker.demo.returns import NORTHBRIDGE, return_of
from tracker.extensions import begin_writing, db
from tracker.imports import queries as imports
from tracker.organisations import routes as lists
from tracker.organisations.models import Organisation
from tracker.organisations.queries import organisation_with_code
from tracker.plan.models import Action, Plan
from tracker.plan.progress import CheckIn, MeasureLink, Milestone
from tracker.plan.queries import current_plan_of
from tracker.spreadsheets import routes as spreadsheets
from tracker.uploads import Upload
from tracker.web import today
from tracker.wres.models import Figure, Target, VersionScope

AIM = 8
SIZES = (5, 200)  # actions
PEOPLE = ("lead", "people", "vice chair", "officer", "brackwater lead", "national administrator")
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
MOST_ROWS, ENOUGH = 25, 6  # looked at for one page, and found by somebody
BOARDS = b"ICB24CD,ICB24CDH,ICB24NM,ObjectId\nE54000099,QZZ,Vale Integrated Care Board,1\n"
SHEET = b"ref,action\n1.1,Somebody to do it\n"

# The row that a place of an address names. Its other columns are the places before.
ROWS = {
    "organisation_id": Organisation.id,
    "plan_id": Plan.id,
    "action_id": Action.id,
    "check_in_id": CheckIn.id,
    "milestone_id": Milestone.id,
    "link_id": MeasureLink.id,
    "target_id": Target.id,
    "figure_id": Figure.id,
    "version_id": VersionScope.version_id,
    "upload_id": Upload.id,
}
WORDS = {"indicator": "3", "measure": "value"}


def main() -> None:
    with demonstration() as app:
        leave_something_half_done()
        cookies = {"": "", **{who: cookie_of(app, who) for who in PEOPLE}}
        print_pages(app, cookies)
        print_sizes(app, cookies)


def leave_something_half_done() -> None:
    """What the demonstration has none of: a draft to review, and files to look at."""
    begin_writing()
    action_id, author_id = action_of("Chief People Officer"), actor("people").person_id
    db.session.add(CheckIn(action_id=action_id, author_id=author_id, said="at risk", done="Half."))
    return_of_theirs = return_of(NORTHBRIDGE, today().year)
    uploads.keep(return_of_theirs, "return.csv", imports.PURPOSE, by=actor("lead"))
    uploads.keep(BOARDS, "boards.csv", lists.PURPOSE, by=actor("national administrator"))
    uploads.keep(SHEET, "plan.csv", spreadsheets.PURPOSE, by=actor("brackwater lead"))
    db.session.commit()


def print_pages(app: Flask, cookies: Mapping[str, str]) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    most = {rule.rule: most_queries(app, rule.rule, cookies) for rule in rules}
    given = {page: queries for page, queries in most.items() if queries is not None}
    for page, queries in sorted(given.items(), key=lambda each: (-each[1], each[0])):
        print(f"{queries:4}{' over' if queries > AIM else '':6}{page}")
    over = sum(queries > AIM for queries in given.values())
    print(f"{len(given)} pages, {over} of them over {AIM}. Nobody was given:")
    print(*sorted(most.keys() - given.keys()), sep="\n")


def most_queries(app: Flask, page: str, cookies: Mapping[str, str]) -> int | None:
    """The most that any of these people's pages took; None when nobody was given one."""
    most = []
    for address in addresses(page):
        answers = [ask(app, address, cookie) for cookie in cookies.values()]
        given = [queries for answer, queries in answers if answer.status_code == 200]
        if given:
            most.append(max(given))
        if len(most) == ENOUGH:
            break
    return max(most, default=None)


def addresses(page: str) -> Iterator[str]:
    """Where such a page may be found, by the rows of the demonstration."""
    places = PLACE.findall(page)
    numbers = [place for place in places if place in ROWS]
    if not all(place in WORDS or place in ROWS for place in places):
        return
    for ids in db.session.execute(rows_for(numbers)) if numbers else [()]:
        address = page
        for place, value in (WORDS | dict(zip(numbers, ids, strict=True))).items():
            address = re.sub(rf"<(int:)?{place}>", str(value), address)
        yield address


def rows_for(places: list[str]) -> sa.Select:
    """The numbers that can stand at these places together; Northbridge's come first.

    The row that the last of them names has the others as its columns.
    """
    *before, last = places
    row = ROWS[last].class_
    columns = [*(getattr(row, place, ROWS[place]) for place in before), ROWS[last]]
    query = sa.select(*columns).select_from(row)
    if before and columns[0].class_ is not row:
        query = query.join(columns[0].class_, sa.true())
    if places[0] == "organisation_id":
        query = query.order_by(columns[0] != organisation_with_code("ZN1").id)
    return query.order_by(columns[-1]).limit(MOST_ROWS)


def print_sizes(app: Flask, cookies: Mapping[str, str]) -> None:
    few, many = (queries_at(app, size, cookies) for size in SIZES)
    print(f"\n{'with so many actions':22}{SIZES[0]:6}{SIZES[1]:6}")
    for page in few:
        differs = "" if few[page] == many[page] else "   not the same"
        print(f"{page:22}{few[page]:6}{many[page]:6}{differs}")


def queries_at(app: Flask, size: int, cookies: Mapping[str, str]) -> dict[str, int]:
    """What the pages of a plan with so many actions ask."""
    begin_writing()
    adopted, draft = plan_of(size, "adopted"), plan_of(size, "draft")
    db.session.commit()
    pages = {
        "The plan": (f"/plans/{adopted}", "people"),
        "The plan as CSV": (f"/plans/{adopted}.csv", "people"),
        "The published plan": (f"/published/plans/{adopted}", "people"),
        "A draft": (f"/plans/{draft}/draft", "lead"),
        "An owner's home": ("/home", "people"),
    }
    asked = {page: ask(app, path, cookies[who]) for page, (path, who) in pages.items()}
    assert all(answer.status_code == 200 for answer, _ in asked.values())
    return {page: queries for page, (_, queries) in asked.items()}


def plan_of(size: int, state: str) -> int:
    """A plan in this state, with so many actions like those that Northbridge lives by."""
    model = current_plan_of(organisation_with_code("ZN1").id, today())
    actions = db.session.scalars(sa.select(Action.id).where(Action.plan_id == model.id)).all()
    [plan_id] = copied(Plan.id == model.id, state=state)
    for number, action in enumerate(islice(cycle(actions), size)):
        place = {"plan_id": plan_id, "position": number, "reference": str(number)}
        [action_id] = copied(Action.id == action, **place)
        for said in (CheckIn, Milestone, MeasureLink):
            copied(said.action_id == action, action_id=action_id)
    return plan_id


def copied(which: sa.ColumnElement[bool], **otherwise: Any) -> list[int]:
    """Copy these rows, but for what is given; the ids of the copies."""
    table = which.left.table
    rows = db.session.execute(sa.select(table).where(which)).mappings().all()
    new = [{name: value for name, value in row.items() if name != "id"} | otherwise for row in rows]
    return [db.session.scalar(sa.insert(table).returning(table.c.id), row) for row in new]


if __name__ == "__main__":
    main()
