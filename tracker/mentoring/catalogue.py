"""What people choose from when they enrol: goals, professions, grades, times. Data, in a file."""

import tomllib
from functools import cache
from pathlib import Path

SOMETHING_ELSE = "other"  # two who say so need not have one profession

ETHNICITY = {
    "W": "White",
    "B": "Black, Asian, mixed or another ethnic minority",
    "Z": "I would rather not say",
}


@cache
def _listed() -> dict[str, dict]:
    return tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text("utf-8"))


def version() -> int:
    return int(_listed()["version"])  # type: ignore[call-overload]


def goals() -> dict[str, str]:
    """Code -> words, in the order of the list. The same for those below."""
    return _listed()["goals"]


def professions() -> dict[str, str]:
    return _listed()["professions"]


def grades() -> dict[str, str]:
    return _listed()["grades"]


def availability() -> dict[str, str]:
    return _listed()["availability"]


def travels() -> dict[str, str]:
    """How far somebody comes to meet, as they say it of themselves."""
    return _listed()["travels"]


def meets() -> dict[str, str]:
    """How far somebody comes to meet, as it is said of them."""
    return _listed()["meets"]


def family_of(profession: str) -> str | None:
    """The group of professions that are near to this one; None when it is near to none."""
    families = _listed()["families"]
    return next((name for name, near in families.items() if profession in near), None)
