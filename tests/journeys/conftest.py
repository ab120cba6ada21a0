"""A service of its own on a copy of the demonstration, and a real browser to visit it with."""

import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask_migrate import upgrade
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from tests.conftest import ROOT, TODAY, settings, skip
from tracker import create_app
from tracker.demo import build
from tracker.demo.cast import PASSWORD
from tracker.extensions import db

CHROMIUM = next((path for path in ("/usr/bin/chromium",) if Path(path).exists()), None)
QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """A database with the demonstration in it, to be copied."""
    folder = tmp_path_factory.mktemp("demonstration")
    app = create_app(settings(f"sqlite:///{folder / 'tracker.db'}", folder))
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        build(TODAY)
        db.session.commit()
        db.engine.dispose()
    return folder / "tracker.db"


@pytest.fixture
def site(demonstration, tmp_path):
    """Where the service is served, as it is in production: tokens and all."""
    shutil.copy(demonstration, tmp_path / "tracker.db")
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    app = create_app(settings(url, tmp_path, WTF_CSRF_ENABLED=True, TESTING=False))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        skip("browser", "install Debian's chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIETLY))
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a browser, who notices everything that is wrong with a page."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)

    def goes_to(self, path):
        self.page.goto(self.site + path)
        return self.looks()

    def signs_in(self, who, place="/home"):
        self.goes_to("/sign-in")
        self.page.get_by_label("E-mail address").fill(f"{who}@demo.example")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        return self.goes_to(place) if place != "/home" else self.looks()

    def presses(self, name):
        self.page.get_by_role("button", name=name).click()
        return self.looks()

    def follows(self, name):
        self.page.get_by_role("link", name=name).first.click()
        return self.looks()

    def looks(self):
        """Everything on the page opened, and nothing on it in anybody's way."""
        for details in self.page.locator("details:not([open]) > summary").all():
            if details.is_visible():
                details.click()
        found = Axe().run(self.page, options=STANDARD)
        wrong = [f"{v['id']}: {v['nodes'][0]['html']}" for v in found.response["violations"]]
        assert not wrong, f"{self.page.url}: {wrong}"
        assert not self.complaints, self.complaints
        across = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(across) <= 0, f"{self.page.url} scrolls sideways"
        return self.page


def visit(browser, site, viewport, javascript=True):
    context = browser.new_context(viewport=viewport, java_script_enabled=javascript)
    page = context.new_page()
    visitor = Visitor(page, site)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and visitor.complaints.append(said.text))
    return context, visitor


@pytest.fixture
def visitor(browser, site):
    context, visitor = visit(browser, site, WIDE)
    yield visitor
    context.close()


@pytest.fixture
def phone(browser, site):
    context, visitor = visit(browser, site, NARROW)
    yield visitor
    context.close()


@pytest.fixture
def without_scripts(browser, site):
    """Somebody whose browser runs no scripts; axe needs them, so only the page is asked."""
    context, visitor = visit(browser, site, WIDE, javascript=False)
    yield visitor
    context.close()
