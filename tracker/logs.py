"""What the service says of its work: a line for each request, and nothing that anybody typed.

A line has the rule of the address and never the address, the number of the person and never a name.
What other packages log is cut down to their own words and the kind of a fault: what they fill in,
and what a fault says, may quote a form, a query or a cookie.
"""

import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request, session
from flask_login import AnonymousUserMixin
from structlog.stdlib import ProcessorFormatter

OURS = "tracker"
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
ACCESS_LINES = '"%s" %s %s'  # as werkzeug words them
OWN_WORDS = re.compile(r"[A-Za-z ,.'%()/-]*")
View = Callable[..., Any]
Event = MutableMapping[str, Any]

requests = structlog.stdlib.get_logger(f"{OURS}.requests")


def unlogged(view: View) -> View:
    """For a page of which no line may be kept: who looked at it, or when, is nobody's to know."""
    view.unlogged = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    configure(app.config["LOG_LEVEL"], readable=app.config["ENVIRONMENT"] == "development")
    app.before_request(begin)
    app.after_request(end)


def begin() -> None:
    g.began = time.perf_counter()


def request_id() -> str:
    """What this request is called in the log. Ours alone: what a header says is not believed."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(4)
    return g.request_id


def end(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    if not getattr(view_of_request(), "unlogged", False):
        taken = time.perf_counter() - g.get("began", time.perf_counter())
        requests.info(
            "request",
            method=method(),
            rule=str(request.url_rule) if request.url_rule else None,
            status=response.status_code,
            milliseconds=round(1000 * taken),
            person=person_id(),
            request=request_id(),
        )
    return response


def method() -> str:
    """One that there is: anybody can send another word in its place."""
    return request.method if request.method in METHODS else "other"


def view_of_request() -> View | None:
    return current_app.view_functions.get(request.endpoint or "")


def person_id() -> int | None:
    """Whose request it was, as far as that was found out. Asks nothing of the database."""
    known = g.get("_login_user")
    if known is None or isinstance(known, AnonymousUserMixin):
        return None
    number = session.get("_user_id", "")
    return int(number) if number.isdecimal() else None


# How lines are written.


class Handler(logging.StreamHandler):
    """Ours: there is one, however often the service is made in one process."""

    @property
    def stream(self) -> Any:
        return sys.stderr

    @stream.setter
    def stream(self, _given: Any) -> None:
        """Always to what is standard error at the time."""


def configure(level: str, readable: bool) -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = Handler()
    handler.setFormatter(formatter(readable))
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    logging.getLogger(OURS).setLevel(level)
    quieten_servers(handler.formatter)


def formatter(readable: bool) -> ProcessorFormatter:
    rendering = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if readable
        else structlog.processors.JSONRenderer()
    )
    return ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            only_own_words,
        ],
        processors=[
            kind_and_place_of_fault,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            ProcessorFormatter.remove_processors_meta,
            rendering,
        ],
        use_get_message=False,
        pass_foreign_args=True,
    )


def only_own_words(_logger: Any, _method: str, event: Event) -> Event:
    """Of another package's line the words that it always says, not what it fills in."""
    record, filled_in = event["_record"], event.pop("positional_args", ())
    if record.name == OURS or record.name.startswith(f"{OURS}."):
        event["event"] = record.msg % filled_in if filled_in else record.msg
    elif not isinstance(record.msg, str):
        event["event"] = type(record.msg).__name__
    elif record.levelno >= logging.WARNING:  # where some fill in a fault themselves
        event["event"] = OWN_WORDS.match(record.msg)[0].strip()  # type: ignore[index]
    return event


def kind_and_place_of_fault(_logger: Any, _method: str, event: Event) -> Event:
    """A fault's own words may quote what somebody typed; what kind it is and where do not."""
    fault = event.pop("exc_info", None)
    if fault is True:
        fault = sys.exc_info()
    if isinstance(fault, BaseException):
        fault = (type(fault), fault, fault.__traceback__)
    if fault and fault[0]:
        event["fault"] = fault[0].__name__
        event["where"] = "".join(traceback.format_tb(fault[2]))
    return event


def quieten_servers(ours: logging.Formatter | None) -> None:
    """Their lines of access have addresses with all that is asked in them; ours say it without."""
    logging.getLogger("gunicorn.access").disabled = True
    for handler in logging.getLogger("gunicorn.error").handlers:
        handler.setFormatter(ours)
    werkzeug = logging.getLogger("werkzeug")
    if no_access_lines not in werkzeug.filters:
        werkzeug.addFilter(no_access_lines)


def no_access_lines(record: logging.LogRecord) -> bool:
    return ACCESS_LINES not in str(record.msg)
