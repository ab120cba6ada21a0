"""A browser as people name it, from what it says of itself, so that they know which it is."""

import re

# The first that is found counts: nearly all of them say that they are Safari, and many Chrome.
BROWSERS = {
    "Edge": "Edg(e|A|iOS)?/",
    "Opera": "OPR/|Opera",
    "Samsung Internet": "SamsungBrowser/",
    "Firefox": "Firefox/|FxiOS/",
    "Chrome": "Chrome/|CriOS/",
    "Safari": "Safari/",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac": "Macintosh|Mac OS X",
    "ChromeOS": "CrOS",
    "Linux": "Linux|X11",
}


def described(agent: str) -> str:
    """Such as 'Firefox on Windows'. The words are ours: nothing of what was sent is kept."""
    browser, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else "An unknown browser")


def _first(names: dict[str, str], agent: str) -> str | None:
    return next((name for name, signs in names.items() if re.search(signs, agent)), None)
