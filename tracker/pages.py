"""What every response shares: where templates are found, headers, errors, lists and downloads."""

import base64
import csv
import hashlib
import io
import json
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import (
    Flask,
    Response,
    current_app,
    render_template,
    request,
    send_from_directory,
    session,
)
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader
from sqlalchemy import Select, tuple_
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from tracker.extensions import db

TEMPLATES = Path(__file__).parent.parent / "templates"
LONDON = ZoneInfo("Europe/London")
PAGE_SIZE = 25
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A screenful of a list: its rows, and the mark from which the next one goes on."""

    rows: Sequence[Any]
    after: str | None


def page_of(query: Select, order: Sequence[Any], descending: bool = False) -> Page:
    """Twenty-five rows of `query`, from where the address says the last page ended.

    `order` are columns that together are different for every row and are never empty. The mark
    holds the last row's values of these, so a page costs the same however far down it is.
    """
    mark = read_mark(request.args.get("after", ""), len(order))
    if mark:
        here, last = tuple_(*order), tuple_(*mark)
        query = query.where(here < last if descending else here > last)
    query = query.order_by(*[column.desc() if descending else column for column in order])
    found = db.session.execute(query.add_columns(*order).limit(PAGE_SIZE + 1)).all()
    rows = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    things = [row[0] if len(row) == len(order) + 1 else row[: -len(order)] for row in rows]
    return Page(things, make_mark(rows[-1][-len(order) :]) if more else None)


def make_mark(values: Iterable[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(values), default=str).encode()).decode()


def read_mark(mark: str, length: int) -> list[Any] | None:
    """The values in a mark, or None when it is not one of ours."""
    try:
        values = json.loads(base64.urlsafe_b64decode(mark))
    except ValueError:
        return None
    plain = isinstance(values, list) and all(isinstance(v, str | int | float) for v in values)
    return values if plain and len(values) == length else None


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A download that a spreadsheet shows and never runs."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
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


FILTERS = {
    "day": day,
    "short_day": short_day,
    "instant": instant,
    "weekday": weekday,
    "in_words": in_words,
}


def init_app(app: Flask) -> None:
    app.jinja_options = {"undefined": ChainableUndefined, "autoescape": True}
    own, theirs = FileSystemLoader(TEMPLATES), PackageLoader("nhsuk_frontend_jinja")
    app.jinja_loader = ChoiceLoader([own, theirs])
    app.add_url_rule("/assets/<path:filename>", "assets", show_asset)
    show_asset.permission = "public"  # type: ignore[attr-defined]
    app.jinja_env.filters.update(FILTERS)
    app.config["CONTENT_POLICY"] = content_policy(app, theirs)
    app.after_request(add_headers)
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(StaleDataError, lambda _error: error_page(409))
    for failure in (OperationalError, InterfaceError):
        app.register_error_handler(failure, show_database_down)
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


def add_headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = current_app.config["CONTENT_POLICY"]
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Frame-Options"] = "DENY"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if "_user_id" in session and not request.path.startswith(("/static/", "/assets/")):
        response.headers["Cache-Control"] = "no-store"
    return response


def show_error(error: HTTPException):
    return error_page(error.code or 500, error)


def show_database_down(error: Exception):
    current_app.logger.error("The database does not answer: %s", type(error).__name__)
    return error_page(503)


def show_fault(error: Exception):
    if current_app.testing or current_app.debug:
        raise error
    return error_page(500, error)


def error_page(code: int, error: Exception | None = None):
    """In plain words, asking nothing of the database, with a reference when the fault is ours."""
    reference = secrets.token_hex(4) if code >= 500 else None
    if reference:
        current_app.logger.error("Fault %s on %s", reference, request.path, exc_info=error)
    page = render_template("errors/error.html", code=code, reference=reference)
    headers = {"Retry-After": "60"} if code == 503 else {}
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        headers["Allow"] = ", ".join(allowed)
    return page, code, headers
