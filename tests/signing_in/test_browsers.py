"""What a browser is called in the list of sign-ins."""

import pytest

from tracker.signing_in.browsers import described

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    "agent, words",
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0",
            "Firefox on Windows",
        ),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/131.0 Safari/537.36", "Chrome on Windows"),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/131.0 Safari/537.36 Edg/131.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 15) {WEBKIT} Chrome/131.0 Safari/537.36",
            "Chrome on Android",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605.1", "Safari on Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko Firefox/132.0", "Firefox on Linux"),
        ("Something/1.0 (Windows NT 10.0)", "A browser on Windows"),
        ("curl/8.5.0", "An unknown browser"),
        ("", "An unknown browser"),
        ("<script>alert(1)</script>", "An unknown browser"),
        ("Firefox/" * 50_000, "Firefox"),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent, words):
    assert described(agent) == words


def test_no_description_is_too_long_to_keep():
    assert len(described("SamsungBrowser/ Windows Macintosh ChromeOS")) <= 80
