"""All that a leader is shown of somebody who looks for a mentor, before both have said yes."""

from collections.abc import Sequence

from tracker.mentoring import catalogue


def all_a_leader_sees(
    organisation: str,
    profession: str,
    grade: str,
    goals: Sequence[str],
    availability: Sequence[str],
    remote: bool,
    travels: str,
    words: str,
) -> list[tuple[str, str]]:
    """What it is, and what is said of it. Codes of the catalogue come in, words go out."""
    wanted, times = catalogue.goals(), catalogue.availability()
    return [
        ("Works at", organisation),
        ("Grade", catalogue.grades().get(grade, "Not said")),
        ("Profession", catalogue.professions().get(profession, "Not said")),
        ("Wants", "; ".join(wanted.get(code, code) for code in goals) or "Not said"),
        ("When", "; ".join(times.get(code, code) for code in availability) or "Not said"),
        ("Where", where_they_meet(remote, travels)),
        ("In their own words", words or "Nothing more"),
    ]


def where_they_meet(remote: bool, travels: str) -> str:
    """How far somebody comes, and whether they meet by video call."""
    face_to_face = catalogue.meets().get(travels)
    if face_to_face is None:
        return "By video call too" if remote else "Face to face"
    return f"{face_to_face}, or by video call" if remote else face_to_face
