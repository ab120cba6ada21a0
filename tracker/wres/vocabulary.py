"""The words of a WRES return: the parts and items of each indicator, and who is among whom."""

from collections.abc import Mapping, Sequence

Place = tuple[str, str]  # a part and an item of it

BANDS = ("under 1", "1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "vsm")
GRADES = ("consultant", "non-consultant career grade", "trainee grade", "other")
STAFF_GROUPS = {"clinical": BANDS, "non-clinical": BANDS, "medical": GRADES}
BOARD_PARTS = ("board", "voting", "executive")
PAIRED = {  # everybody, and those of them whom the indicator counts
    "2": ("shortlisted", "appointed"),
    "3": ("staff", "cases"),
    "4": ("staff", "trained"),
    **dict.fromkeys("5678", ("replies", "yes")),
}

TOTAL = "total"
WORKFORCE: Place = ("workforce", TOTAL)
BOARD: Place = ("board", "members")

ITEMS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "1": {part: (*items, TOTAL) for part, items in STAFF_GROUPS.items()} | {"workforce": (TOTAL,)},
    **{indicator: {"all": pair} for indicator, pair in PAIRED.items()},
    "9": dict.fromkeys(BOARD_PARTS, ("members",)) | {"workforce": (TOTAL,)},
}
"""By indicator, its parts; by part, its items."""

AMONG: Mapping[str, Sequence[tuple[Place, Place]]] = {
    **{
        indicator: [(("all", counted), ("all", everybody))]
        for indicator, (everybody, counted) in PAIRED.items()
    },
    "9": [(BOARD, WORKFORCE), (("voting", "members"), BOARD), (("executive", "members"), BOARD)],
}
"""By indicator, whose people are among whose. The first two have no meaning without each other."""

SINGLE_YEAR = "single year"
TWO_YEAR = "two-year rolling"
EXCLUDING_UNKNOWN = "excluding unknown"
OTHER_BASES = {"1": EXCLUDING_UNKNOWN, "3": TWO_YEAR}


def bases_of(indicator: str) -> tuple[str, ...]:
    other = OTHER_BASES.get(indicator)
    return (SINGLE_YEAR, other) if other else (SINGLE_YEAR,)


def people_of(indicator: str, place: Place) -> str:
    """Whom a row counts, as said after a number or a group: "cases", "in clinical 8a"."""
    part, item = place
    if place == WORKFORCE:
        return "in the workforce"
    if indicator == "1":
        return f"in {part} {item}"
    return f"{part} {item}" if indicator == "9" else item
