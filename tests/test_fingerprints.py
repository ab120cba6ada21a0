"""What is the same on every page is sent to a browser once, and again when it has changed."""

import re

import pytest

from tracker.fingerprints import fingerprint

pytestmark = pytest.mark.sqlite_only
FILES = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def test_what_a_page_asks_for_is_kept_for_a_year(client):
    asked = FILES.findall(client.get("/words").text)

    assert len(asked) == 3
    for address in asked:
        response = client.get(address, buffered=True)
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_somebody_who_loads_the_page_anew_keeps_it_on(client):
    [address, *_] = FILES.findall(client.get("/words").text)
    known = {"If-None-Match": client.get(address, buffered=True).headers["ETag"]}

    again = client.get(address, headers=known, buffered=True)

    assert again.status_code == 304
    assert again.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("address", ["/static/tracker.css", "/static/tracker.css?v=another"])
def test_a_file_asked_for_as_it_is_not_any_more_is_asked_for_again(client, address):
    assert client.get(address, buffered=True).headers["Cache-Control"] == "no-cache"


def test_a_file_that_is_not_there_is_not_kept_as_missing(client):
    assert "max-age" not in client.get("/static/no-such.css?v=1").headers.get("Cache-Control", "")


def test_a_file_that_changed_has_another_address(app, tmp_path):
    file = tmp_path / "styles.css"
    file.write_text("a { color: black }")
    before = fingerprint(file, 1)
    file.write_text("a { color: navy }")

    assert fingerprint(file, 2) != before


def test_pages_are_drawn_where_a_style_sheet_is_missing(app, client):
    asked = app.extensions["fingerprinted"]

    assert asked("no-such.css") == "/static/no-such.css"
