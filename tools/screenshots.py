"""Take the pictures of the README and docs/: a demonstration, a browser, a desk and a phone.

make setup-dev && .venv/bin/python tools/screenshots.py
"""

import sys
import tempfile
import threading
from pathlib import Path

from flask_migrate import upgrade
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import config  # noqa: E402 - found only once the path says where
from tracker import create_app  # noqa: E402
from tracker.demo import build  # noqa: E402
from tracker.demo.cast import PASSWORD  # noqa: E402
from tracker.extensions import db  # noqa: E402
from tracker.organisations.queries import organisation_with_code  # noqa: E402
from tracker.web import today  # noqa: E402

ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main():
    with tempfile.TemporaryDirectory() as folder:
        app, northbridge = demonstration(Path(folder))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        take(f"http://127.0.0.1:{server.server_port}", northbridge)
        server.shutdown()


def demonstration(folder):
    environment = {
        "TRACKER_ENV": "development",
        "SECRET_KEY": "for pictures only",
        "DATABASE_URL": f"sqlite:///{folder / 'tracker.db'}",
        "INSTANCE_PATH": str(folder),
    }
    app = create_app(config.from_environment(environment))
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        build(today())
        db.session.commit()
        return app, organisation_with_code("ZN1").id


def take(site, northbridge):
    pictures = {
        "plan": (1280, f"/organisations/{northbridge}/plan"),
        "measures": (1280, f"/organisations/{northbridge}/measures"),
        "home-390": (390, "/home"),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        page = browser.new_page()
        page.goto(f"{site}/sign-in")
        page.get_by_label("E-mail address").fill("chief.executive@demo.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        for name, (width, path) in pictures.items():
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(site + path)
            page.screenshot(path=ROOT / "docs" / f"{name}.png", full_page=True)


if __name__ == "__main__":
    main()
