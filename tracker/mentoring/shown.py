"""All that a leader is shown of somebody who looks for a mentor, before both have said yes."""

from collections.abc import Sequence
from typing import Protocol

from tracker.mentoring import catalogue


class Place(Protocol):
    @property
    def name(self) -> str: ...


class Said(Protocol):
    """What somebody said of themselves when they enrolled, as codes of the catalogue."""

    @property
    def organisation(self) -> Place: ...
    @property
    def profession(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def goals(self) -> Sequence[str]: ...
    @property
    def availability(self) -> Sequence[str]: ...
    @property
    def remote(self) -> bool: ...
    @property
    def travels(self) -> str: ...
    @property
    def words(self) -> str: ...


def all_a_leader_sees(enrolment: Said) -> list[tuple[str, str]]:
    """What it is, and what is said of it, in words."""
    wanted, times = catalogue.goals(), catalogue.availability()
    goals = "; ".join(wanted.get(code, code) for code in enrolment.goals)
    when = "; ".join(times.get(code, code) for code in enrolment.availability)
    return [
        ("Works at", enrolment.organisation.name),
        ("Grade", catalogue.grades().get(enrolment.grade, "Not said")),
        ("Profession", catalogue.professions().get(enrolment.profession, "Not said")),
        ("Wants", goals or "Not said"),
        ("When", when or "Not said"),
        ("Where", where_they_meet(enrolment.remote, enrolment.travels)),
        ("In their own words", enrolment.words or "Nothing more"),
    ]


def where_they_meet(remote: bool, travels: str) -> str:
    """How far somebody comes, and whether they meet by video call."""
    face_to_face = catalogue.meets().get(travels)
    if face_to_face is None:
        return "By video call too" if remote else "Face to face"
    return f"{face_to_face}, or by video call" if remote else face_to_face
