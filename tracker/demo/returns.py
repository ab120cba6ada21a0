"""Invented WRES returns of fictional organisations, in the long form that the service reads.

Nothing here is drawn by lot: the same year gives the same counts. The awkward cases are meant:
few disciplinary cases at one organisation, another way of counting them in the first two years,
harassment that grows, a return that never came.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

HEADER = ("organisation", "year", "indicator", "part", "item", "basis", "white", "bme", "unknown")
YEARS = 5
SINGLE, ROLLING = "single year", "two-year rolling"

BANDS = ("2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "vsm")
GRADES = ("consultant", "non-consultant career grade", "trainee grade", "other")
# Of every 1,000 White and every 1,000 BME staff, how many are in each band or grade.
LADDERS = {
    "clinical": (
        BANDS,
        (170, 110, 70, 240, 200, 120, 50, 20, 9, 5, 3, 3),
        (200, 100, 50, 410, 150, 60, 17, 6, 3, 2, 1, 1),
    ),
    "non-clinical": (
        BANDS,
        (220, 200, 170, 110, 90, 80, 55, 35, 20, 10, 5, 5),
        (330, 230, 160, 100, 70, 55, 30, 12, 7, 3, 2, 1),
    ),
    "medical": (GRADES, (500, 120, 360, 20), (350, 250, 380, 20)),
}
SHARE_OF_STAFF = {"clinical": 70, "non-clinical": 22, "medical": 8}  # of every 100

Groups = tuple[int, int, int]  # White, BME, Unknown


@dataclass(frozen=True)
class Story:
    """How one organisation's figures go, year by year, the first of five first."""

    code: str
    white: int
    bme: tuple[int, ...]
    unknown: int
    appointed_per_thousand: tuple[tuple[int, int], ...]  # of those shortlisted: White, BME
    cases: tuple[tuple[int, int], ...]  # White, BME
    trained_per_thousand: tuple[tuple[int, int], ...]
    survey: Mapping[str, tuple[tuple[int, int], ...]]  # of 1,000 replies: White, BME
    board: Groups
    rolling_until: int = 0  # how many of the years count cases over two years
    silent: frozenset[int] = field(default_factory=frozenset)  # years without a return, by place


def steady(white: int, bme: int, *, by: tuple[int, int] = (0, 0)) -> tuple[tuple[int, int], ...]:
    """Five years that begin with these and move by so much each year."""
    return tuple((white + by[0] * year, bme + by[1] * year) for year in range(YEARS))


NORTHBRIDGE = Story(
    code="ZN1",
    white=4512,
    bme=(1391, 1470, 1562, 1668, 1786),
    unknown=480,
    appointed_per_thousand=((174, 112), (170, 116), (166, 120), (162, 124), (158, 135)),
    cases=((66, 31), (62, 27), (28, 12), (29, 17), (31, 24)),
    rolling_until=2,
    trained_per_thousand=steady(360, 330, by=(0, 3)),
    survey={
        "5": steady(268, 322, by=(-5, -5)),
        "6": ((222, 262), (220, 268), (217, 280), (216, 300), (214, 319)),
        "7": ((610, 478), (600, 480), (586, 481), (574, 479), (560, 480)),
        "8": steady(66, 168, by=(1, -2)),
    },
    board=(11, 3, 1),
)
BRACKWATER = Story(
    code="ZB1",
    white=2280,
    bme=(420, 441, 468, 492, 521),
    unknown=180,
    appointed_per_thousand=steady(201, 172, by=(-2, 4)),
    cases=((21, 11), (20, 12), (18, 11), (17, 10), (16, 11)),
    trained_per_thousand=steady(402, 380, by=(2, 6)),
    survey={
        "5": steady(231, 262, by=(-4, -7)),
        "6": steady(190, 238, by=(-2, -6)),
        "7": steady(602, 531, by=(4, 9)),
        "8": steady(58, 121, by=(0, -5)),
    },
    board=(9, 2, 0),
)
FERNHOLLOW = Story(
    code="ZF1",
    white=3105,
    bme=(902, 951, 1010, 1066, 1120),
    unknown=310,
    appointed_per_thousand=steady(188, 109, by=(0, 1)),
    cases=((40, 22), (38, 21), (41, 25), (39, 24), (40, 25)),
    trained_per_thousand=steady(341, 288),
    survey={
        "5": steady(280, 341, by=(2, 4)),
        "6": steady(231, 288, by=(1, 5)),
        "7": steady(571, 442, by=(-3, -4)),
        "8": steady(70, 171, by=(1, 3)),
    },
    board=(12, 1, 0),
    silent=frozenset({4}),
)
HARROWMERE = Story(
    code="ZH1",
    white=1890,
    bme=(611, 640, 671, 700, 733),
    unknown=190,
    appointed_per_thousand=steady(176, 131, by=(-1, 5)),
    cases=((19, 18), (18, 17), (17, 15), (16, 13), (16, 12)),
    trained_per_thousand=steady(388, 362, by=(0, 4)),
    survey={
        "5": steady(301, 372, by=(-3, -6)),
        "6": steady(202, 251, by=(-3, -8)),
        "7": steady(588, 498, by=(2, 8)),
        "8": steady(63, 139, by=(0, -4)),
    },
    board=(8, 3, 1),
)
SKELBECK = Story(
    code="ZS1",
    white=1410,
    bme=(72, 78, 83, 90, 97),
    unknown=104,
    appointed_per_thousand=steady(152, 121, by=(1, 2)),
    cases=((14, 2), (12, 1), (13, 3), (11, 2), (12, 2)),
    trained_per_thousand=steady(420, 402),
    survey={
        "5": steady(412, 420, by=(-4, -2)),
        "6": steady(241, 269, by=(-2, 1)),
        "7": steady(531, 472, by=(3, 2)),
        "8": steady(71, 131, by=(0, 1)),
    },
    board=(9, 0, 0),
)
STORIES = (NORTHBRIDGE, BRACKWATER, FERNHOLLOW, HARROWMERE, SKELBECK)


def return_of(story: Story, latest: int) -> bytes:
    """One organisation's five years as the file that its equality lead would bring in."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for place in range(YEARS):
        if place not in story.silent:
            writer.writerows(rows_of_year(story, place, latest - YEARS + 1 + place))
    return text.getvalue().encode()


def rows_of_year(story: Story, place: int, year: int) -> Iterator[tuple]:
    staff = (story.white, story.bme[place], story.unknown)

    def row(indicator: str, part: str, item: str, counts: Groups, basis: str = SINGLE) -> tuple:
        return (story.code, year, indicator, part, item, basis, *counts)

    for part, item, counts in headcounts(staff):
        yield row("1", part, item, counts)

    shortlisted = (staff[0] // 3, staff[1] * 2 // 3, staff[2])
    appointed = story.appointed_per_thousand[place]
    yield row("2", "all", "shortlisted", shortlisted)
    yield row("2", "all", "appointed", of_thousand(shortlisted, (*appointed, 140)))

    basis = ROLLING if place < story.rolling_until else SINGLE
    yield row("3", "all", "staff", staff, basis)
    yield row("3", "all", "cases", (*story.cases[place], 10), basis)

    yield row("4", "all", "staff", staff)
    yield row("4", "all", "trained", of_thousand(staff, (*story.trained_per_thousand[place], 300)))

    replies = (staff[0] * 48 // 100, staff[1] * 42 // 100, 40)
    for indicator, years in story.survey.items():
        yield row(indicator, "all", "replies", replies)
        yield row(indicator, "all", "yes", of_thousand(replies, (*years[place], 300)))

    white, bme, unknown = story.board
    yield row("9", "board", "members", story.board)
    yield row("9", "voting", "members", (white - 1, bme, unknown))
    yield row("9", "executive", "members", (white // 2, bme // 2, 0))
    yield row("9", "workforce", "total", staff)


def headcounts(staff: Groups) -> Iterator[tuple[str, str, Groups]]:
    """Everybody in exactly one band or grade, so that the bands add to the staff."""
    parts = list(SHARE_OF_STAFF)
    by_part = [spread(count, tuple(SHARE_OF_STAFF.values())) for count in staff]
    for number, part in enumerate(parts):
        items, white, bme = LADDERS[part]
        spreads = [
            spread(by_part[group][number], ladder)
            for group, ladder in enumerate((white, bme, white))
        ]
        for item, *counts in zip(items, *spreads, strict=True):
            yield part, item, (counts[0], counts[1], counts[2])
        yield part, "total", (by_part[0][number], by_part[1][number], by_part[2][number])
    yield "workforce", "total", staff


def spread(count: int, weights: tuple[int, ...]) -> list[int]:
    """Share a count out by weights, nobody lost: the largest remainders get what is over."""
    whole = sum(weights)
    shares = [count * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda n: (-(count * weights[n] % whole), n))
    for n in by_remainder[: count - sum(shares)]:
        shares[n] += 1
    return shares


def of_thousand(counts: Groups, rates: tuple[int, int, int]) -> Groups:
    """So many of every thousand."""
    white, bme, unknown = (count * rate // 1000 for count, rate in zip(counts, rates, strict=True))
    return white, bme, unknown
