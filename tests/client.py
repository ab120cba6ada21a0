"""A client that looks at every page it is given, and lets nothing be written by looking."""

import base64
import contextvars
import hashlib
import secrets
from collections import Counter
from datetime import UTC, datetime

import lxml.html
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tracker.extensions import db
from tracker.signing_in.models import SignIn
from tracker.signing_in.operations import hash_of

SERVICE = " – Race equality action tracker"
CHANGES = ("insert", "update", "delete")
MAY_WRITE = ("/sign-in/provider/callback",)  # the one page that signs somebody in by being opened
TEXT = "//text()[not(parent::script or parent::style)]"
LAST_SEEN = "update sign_in set seen_at="  # the one thing that looking at a page may write

QUESTIONS = ("select", "with")


class Client(FlaskClient):
    """Each request runs in a context of its own; what it did not commit is gone after it."""

    checks_pages = True
    queries = 0  # how many questions the last request asked of the database

    def open(self, *args, follow_redirects=False, **kwargs):
        response = self.open_one(*args, **kwargs)
        while follow_redirects and response.location:
            response = self.open_one(response.location)
        return response

    def open_one(self, *args, **kwargs):
        db.session.rollback()
        asked = []
        with listening(db.session.get_bind(), asked):
            response = contextvars.Context().run(super().open, *args, **kwargs)
        self.queries = sum(statement.startswith(QUESTIONS) for statement in asked)
        db.session.rollback()
        db.session.expire_all()
        if response.request.method == "GET" and response.request.path not in MAY_WRITE:
            changed = [statement for statement in asked if statement.startswith(CHANGES)]
            written = [statement for statement in changed if not statement.startswith(LAST_SEEN)]
            assert not written, f"looking at {response.request.path} wrote: {written}"
        if self.checks_pages and response.mimetype == "text/html" and not response.location:
            check_page(response.text)
        return response

    def sign_in(self, person, *, strong=True):
        """Become this person, as the sign-in page would make it; a strong one showed a code."""
        token = secrets.token_urlsafe()
        now = datetime.now(UTC)
        started = SignIn(
            person_id=person.id,
            token_hash=hash_of(token),
            way="password",
            second_factor=strong,
            started_at=now,
            seen_at=now,
            proved_at=now,
        )
        db.session.add(started)
        db.session.commit()
        with self.session_transaction() as session:
            session.clear()
            session["_user_id"] = str(person.id)
            session["_fresh"] = True
            session["sign_in"] = token
        return self

    def sign_out(self):
        with self.session_transaction() as session:
            session.clear()
        return self


class listening:  # noqa: N801 - reads as what it does
    """Note every statement that reaches the database."""

    def __init__(self, bind, asked):
        self.bind, self.asked = bind, asked

    def note(self, _connection, _cursor, statement, *_rest):
        self.asked.append(statement.lstrip().lower())

    def __enter__(self):
        sa.event.listen(self.bind, "before_cursor_execute", self.note)

    def __exit__(self, *_error):
        sa.event.remove(self.bind, "before_cursor_execute", self.note)


def questions_of(act):
    """How many questions this asks of the database."""
    asked = []
    with listening(db.session.get_bind(), asked):
        act()
    return sum(statement.startswith(QUESTIONS) for statement in asked)


def page(response):
    """The page as a tree, to ask for what a person would see."""
    return BeautifulSoup(response.text, "lxml")


def words(response):
    """The words of the page, as they would be read out."""
    tree = lxml.html.document_fromstring(response.text)
    return " ".join(" ".join(tree.xpath(TEXT)).split())


def check_page(html):
    tree = lxml.html.document_fromstring(html)
    check_heading(tree)
    check_ids(tree)
    check_labels(tree)
    check_nothing_inline(tree)


def words_of(element):
    return " ".join(element.text_content().split())


def check_heading(tree):
    headings = tree.findall(".//h1")
    assert len(headings) == 1, f"{len(headings)} headings of the first rank"
    heading, title = words_of(headings[0]), words_of(tree.find(".//title"))
    assert title.endswith(SERVICE), title
    title = title.removesuffix(SERVICE).removeprefix("Error: ")
    assert heading.endswith(title) or title.startswith(heading), f"'{title}' over '{heading}'"


def check_ids(tree):
    counted = Counter(tree.xpath("//@id"))
    twice = [id_ for id_, times in counted.items() if times > 1]
    assert not twice, f"ids used twice: {twice}"


def check_labels(tree):
    labelled = set(tree.xpath("//label/@for"))
    for field in tree.xpath("//input | //select | //textarea"):
        if field.get("type") in ("hidden", "submit", "button"):
            continue
        named = field.get("id") in labelled or field.get("aria-label")
        assert named, f"no label for {field.get('name')}"


def check_nothing_inline(tree):
    assert not tree.xpath("//@style"), "a style attribute"
    assert not tree.findall(".//style"), "a style element"
    handlers = tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not handlers, f"inline handlers: {handlers}"
    for script in tree.xpath("//script[not(@src)]"):
        assert digest(script.text) == ALLOWED_SCRIPT, f"an inline script: {script.text[:60]}"


def digest(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


ALLOWED_SCRIPT = digest(
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' nhsuk-frontend-supported' : '');"
)
