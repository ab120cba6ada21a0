"""Who mentors and who looks for a mentor in the demonstration. All of them are made up."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

FIRST_NAMES = (
    "Adaeze Bashir Chidi Divya Esi Femi Gita Hamza Ines Jamila Kofi Lakshmi Mehmet Nkechi Omar "
    "Parveen Qasim Rosa Samir Thandi Uche Vikram Wanjiru Yusuf Zainab Alice Brian Carys Dylan "
    "Emma Fergus Gwen Hugh Isla Jack Karen Liam Megan Neil Orla"
)
LAST_NAMES = (
    "Adebayo Begum Chowdhury Danso Ekwueme Farooqi Gupta Hussain Ibrahim Joseph Kaur Lawal "
    "Mahmood Ncube Obi Patel Quaye Rao Singh Tembo Usman Varma Williams Yeboah Zaman Archer "
    "Barlow Clegg Dobson Ellis Fawcett Garside Hebden"
)
FIRST, LAST = FIRST_NAMES.split(), LAST_NAMES.split()
GOALS = (
    ("finance", "board", "strategy"),
    ("interview", "next_band"),
    ("leading_service", "difficult", "confidence"),
    ("presenting", "influence"),
    ("networks", "policy", "board"),
    ("digital", "change"),
    ("international", "interview", "confidence"),
    ("chairing", "strategy"),
)
PROFESSIONS = ("nursing", "management", "medical", "allied", "finance", "people", "midwifery")
LEADERS_GRADES = ("VSM", "9", "8d", "VSM", "8c")
MENTEES_GRADES = ("6", "7", "5", "8a", "6", "8b", "4")
TIMES = (("mon_am", "wed_pm"), ("tue_am",), ("thu_pm", "fri_am"), ("wed_am", "mon_pm"))
WORDS = (
    "I have applied twice for band 7 and would like to know what the panel looks for.",
    "I would like to understand how the board decides where money goes.",
    "",
    "I qualified abroad and want to plan the next five years.",
    "",
)
HOMES = ("ZN1", "ZB1", "ZF1", "ZH1", "ZS1")
FAR = ("ZE1", "ZE2")  # where places are few


@dataclass(frozen=True)
class Colleague:
    """One of them, and what they say when they enrol."""

    key: str
    name: str
    place: str
    number: int

    @property
    def is_far(self) -> bool:
        return self.place in FAR

    @property
    def goals(self) -> list[str]:
        return list(GOALS[self.number % len(GOALS)])

    @property
    def profession(self) -> str:
        return PROFESSIONS[self.number % len(PROFESSIONS)]

    @property
    def times(self) -> list[str]:
        return list(TIMES[self.number % len(TIMES)])


def leaders() -> list[Colleague]:
    """Fifty-five; with the five of Northbridge's board they are sixty. Three are in Eastmoor."""
    homes = [*FAR, FAR[0], *islice(cycle(HOMES), 52)]
    return list(_called("leader", homes, 0))


def mentees() -> list[Colleague]:
    """Seventy-two; with three of Northbridge's staff they are seventy-five. Sixteen are in
    Eastmoor, where there are places for three."""
    homes = [*islice(cycle(FAR), 16), *islice(cycle(HOMES), 56)]
    return list(_called("mentee", homes, 17))


def _called(kind: str, homes: list[str], shift: int) -> Iterator[Colleague]:
    for number, place in enumerate(homes):
        first = FIRST[(number + shift) % len(FIRST)]
        last = LAST[(number * 2 + shift) % len(LAST)]
        yield Colleague(f"{kind} {number + 1}", f"{first} {last}", place, number)
