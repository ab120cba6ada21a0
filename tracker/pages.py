"""What every response shares: where templates are found, headers, errors, lists and downloads."""

import base64
import csv
import hashlib
import io
import json
import re
import traceback
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet, InvalidToken
from flask import Flask, Response, current_app, request, send_from_directory, session
from flask.templating import Environment
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader
from markupsafe import Markup
from sqlalchemy import Select, literal, tuple_
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException

from tracker.errors import Refused
from tracker.extensions import db
from tracker.keys import box
from tracker.logs import method, request_id

TEMPLATES = Path(__file__).parent.parent / "templates"
LONDON = ZoneInfo("Europe/London")
PAGE_SIZE = 25
UNCHANGING = ("/static/", "/assets/")  # the same for everybody, so a browser may keep them
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A screenful of a list: its rows, and the mark from which the next one goes on."""

    rows: Sequence[Any]
    after: str | None


def chosen(name: str, choices: dict[str, str]) -> str:
    """One of the choices, as the address asks for it; the first where it asks for none."""
    asked = {"show": request.args.get("show"), "sort": request.args.get("sort")}[name]
    return asked if asked in choices else next(iter(choices))


def page_of(query: Select, order: Sequence[Any], descending: bool = False) -> Page:
    """Twenty-five rows of `query`, from where the address says the last page ended.

    `order` are columns that together are different for every row and are never empty. The mark
    holds the last row's values of these, so a page costs the same however far down it is.
    """
    mark = read_mark(request.args.get("after", ""), order)
    if mark:
        here = tuple_(*order)
        last = tuple_(*[typed(*pair) for pair in zip(order, mark, strict=True)])
        query = query.where(here < last if descending else here > last)
    query = query.order_by(*[column.desc() if descending else column for column in order])
    found = db.session.execute(query.add_columns(*order).limit(PAGE_SIZE + 1)).all()
    rows = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    things = [row[0] if len(row) == len(order) + 1 else row[: -len(order)] for row in rows]
    return Page(things, make_mark(rows[-1][-len(order) :], order) if more else None)


def make_mark(values: Iterable[Any], order: Sequence[Any]) -> str:
    told = [str(value) if isinstance(value, date) else value for value in values]
    return marks_of(order).encrypt(json.dumps(told).encode()).decode()


def read_mark(mark: str, order: Sequence[Any]) -> list[Any] | None:
    """The values in a mark, or None when it is not one that a list in this order made."""
    try:
        return json.loads(marks_of(order).decrypt(mark.encode(errors="replace")))
    except InvalidToken:
        return None


def marks_of(order: Sequence[Any]) -> Fernet:
    """Sealed, so that the database is only ever asked about what it said itself, and nobody reads
    in an address the number of a row, which counts on with what is done to others."""
    assert current_app.secret_key
    return box(str(current_app.secret_key), f"after {', '.join(map(str, order))}".encode())


def typed(column: Any, value: Any) -> Any:
    """A value of a mark, as its column has it: days and instants travel as text."""
    kind = column.type.python_type
    return literal(kind.fromisoformat(value) if issubclass(kind, date) else value, column.type)


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A download that a spreadsheet shows and never runs."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.csv")
    return response


def service_host() -> str:
    """The name that the service is reached by."""
    return urlsplit(current_app.config["SERVICE_URL"]).hostname or "localhost"


def calendar_response(name: str, content: bytes) -> Response:
    response = Response(content, mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.ics")
    return response


def inert(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula. Numbers stay numbers."""
    text = "" if cell is None else str(cell)
    dangerous = text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text)
    return f"'{text}" if dangerous else text


def day(value: date) -> str:
    """23 November 2026"""
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """23 Nov 2026, for tables"""
    return f"{value.day} {value:%b %Y}"


def instant(value: datetime) -> str:
    """23 November 2026 at 14:05, as the clock in London has it"""
    local = value.astimezone(LONDON)
    return f"{day(local)} at {local:%H:%M}"


def weekday(value: date) -> str:
    """Monday 23 November 2026"""
    return f"{value:%A} {day(value)}"


def in_words(number: int) -> str:
    """Numbers below ten as words, as a sentence has them."""
    small = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return small[number] if number < len(small) else str(number)


def as_it_is(text: str, *_how: Any) -> str:
    """Jinja's `indent` without indenting. The design system's macros indent their HTML, which
    nobody reads, and it took a fifth of the time of every field."""
    return text


FILTERS = {
    "day": day,
    "short_day": short_day,
    "instant": instant,
    "weekday": weekday,
    "in_words": in_words,
    "indent": as_it_is,
}


def is_for_a_browser(template: str | None) -> bool:
    """Everything is, and is escaped, but the words of mail."""
    return not (template or "").endswith(".txt")


class Templates(Environment):
    """Templates with their globals in one dictionary. Jinja keeps a chain of two, and looking
    through it at every import of a macro took a fifth of the time of a short page."""

    def make_globals(self, own: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(own or {})}


def init_app(app: Flask) -> None:
    app.jinja_environment = Templates
    app.jinja_options = {"undefined": ChainableUndefined, "autoescape": is_for_a_browser}
    own, theirs = FileSystemLoader(TEMPLATES), PackageLoader("nhsuk_frontend_jinja")
    app.jinja_loader = ChoiceLoader([own, theirs])
    app.add_url_rule("/assets/<path:filename>", "assets", show_asset)
    show_asset.permission = "public"  # type: ignore[attr-defined]
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals["nhs_logo"] = nhs_logo(app, theirs)
    app.config["CONTENT_POLICY"] = content_policy(app, theirs)
    app.after_request(add_headers)
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(Refused, show_refusal)
    for failure, code in FAILURES.items():
        app.register_error_handler(failure, partial(error_page, code))
    app.register_error_handler(Exception, show_fault)


def show_asset(filename: str):
    """The design system's pictures, which its style sheet asks for at this address."""
    return send_from_directory(f"{current_app.static_folder}/vendor/nhsuk/assets", filename)


def content_policy(app: Flask, theirs: PackageLoader) -> str:
    """Only what we serve ourselves, and the one script that the page template carries."""
    source, _, _ = theirs.get_source(app.jinja_env, "nhsuk/template.jinja")
    [script] = re.findall(r"<script[^>]*?>(document[^<]+)</script>", source)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'self'; script-src 'self' 'sha256-{digest}'; object-src 'none';"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def nhs_logo(app: Flask, theirs: PackageLoader) -> Markup:
    """The shape of the NHS logo, as the design system's header draws it."""
    source, _, _ = theirs.get_source(app.jinja_env, "nhsuk/components/header/template.jinja")
    [shape] = re.findall('<path fill="currentcolor"[^>]+>', source)
    return Markup(shape)


def add_headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = current_app.config["CONTENT_POLICY"]
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers["X-Frame-Options"] = "DENY"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if not request.path.startswith(UNCHANGING) and "_user_id" in session:
        response.headers["Cache-Control"] = "no-store"
    return response


# What the database says of what was sent, of somebody who came first, and of itself.
FAILURES: dict[type[Exception], int] = {
    DataError: 400,
    StaleDataError: 409,
    ObjectDeletedError: 409,
    OperationalError: 503,
    InterfaceError: 503,
    TimeoutError: 503,
}


def show_error(error: HTTPException):
    if error.code == 413:
        let_the_rest_arrive()
    return error_page(error.code or 500, error)


def let_the_rest_arrive() -> None:
    """Read what was refused to its end, or ten times as far as we would have taken it.

    A browser that is still sending when the connection closes shows a page of its own, not ours.
    """
    left = min(request.content_length or 0, 10 * current_app.config["MAX_CONTENT_LENGTH"])
    while left > 0 and (part := request.environ["wsgi.input"].read(min(left, 2**16))):
        left -= len(part)


def show_refusal(refusal: Refused):
    """A rule's no that came where there is no form to show it."""
    return error_page(409, refusal, sentence=str(refusal))


def show_fault(error: Exception):
    if current_app.testing or current_app.debug:
        raise error
    return error_page(500, error)


def error_page(code: int, error: Exception, sentence: str = ""):
    """In plain words, with a reference when the fault is ours.

    Asks nothing of the database and makes no address, either of which may be what failed: so it
    is drawn without what other pages are given.
    """
    reference = request_id() if code >= 500 else None
    if reference:
        current_app.logger.error("Fault %s: %s", reference, told_without_text(error))
    words = current_app.jinja_env.get_template("errors/error.html")
    page = words.render(code=code, reference=reference, sentence=sentence)
    headers = {"Retry-After": "60"} if code == 503 else {}
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        headers["Allow"] = ", ".join(allowed)
    return page, code, headers


def told_without_text(error: Exception) -> str:
    """What went wrong and where, for the log. A message may quote what somebody typed."""
    where = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__} at {method()} {request.url_rule}\n{where}"
