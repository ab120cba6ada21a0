"""A fictional region, for trying the service: people in every role, figures, a plan half-way."""

from datetime import date
from pathlib import Path
from typing import Any

from tracker.accounts.queries import person_with_email
from tracker.accounts.standing import standing_of
from tracker.audit import Actor
from tracker.demo import handing_over, mentoring, story
from tracker.demo.cast import PARTS, PASSWORD, PLACES, REGIONS, Cast, address_of, assemble
from tracker.demo.returns import STORIES, return_of
from tracker.errors import Refused
from tracker.imports import operations as imports
from tracker.imports import queries as previews
from tracker.organisations import operations as organisations
from tracker.organisations.ods import Reading
from tracker.organisations.queries import national
from tracker.wres.importing import read
from tracker.wres.preview import NO_ANSWERS, Answers

DEMONSTRATION = Actor(None, "demonstration", "every scope")
RETURNS_ARE_DUE = (8, 31)  # month and day
WHO_BRINGS_IN = {"ZN1": "lead", "ZB1": "brackwater lead", "ZF1": "fernhollow lead"}
ENGLAND = Path(__file__).with_name("national.csv")


def exists() -> bool:
    return person_with_email(address_of("lead")) is not None


def sign_ins() -> list[dict[str, Any]]:
    """How everybody of the demonstration signs in, what they are, and where."""
    names = {place.code: place.name for place in (*REGIONS, *PLACES)} | {
        "X24": "NHS England",
        "network": "Northbridge Race Equality Network",
        "panel": "Vale and Fells Expert Panel",
    }
    return [
        {
            "email": address_of(part.key),
            "password": PASSWORD,
            "roles": [str(each) for each in (part.post, part.role) if each],
            "organisation": names[part.place],
        }
        for part in PARTS
    ]


def build(today: date) -> Cast:
    """Make the whole of it, as at a day, through the operations that everybody uses."""
    if exists():
        raise Refused("The demonstration is here already")
    organisations.bring_in(Reading("places"), today, DEMONSTRATION)
    england = national()
    assert england is not None
    cast = assemble(england, today, DEMONSTRATION)
    latest = today.year if (today.month, today.day) > RETURNS_ARE_DUE else today.year - 1
    bring_in(cast, "national lead", "england.csv", ENGLAND.read_bytes(), latest, today)
    for each in STORIES:
        name = f"{each.code}_WRES_{latest}.csv"
        who = WHO_BRINGS_IN.get(each.code, "national lead")
        bring_in(cast, who, name, return_of(each, latest), latest, today)
    story.tell(cast, latest, today)
    handing_over.tell(cast, today)
    mentoring.tell(cast, today)
    return cast


def bring_in(cast: Cast, who: str, name: str, content: bytes, latest: int, today: date) -> None:
    """Read a file and accept it, saying of whatever looks odd that it is meant."""
    by = cast.actor(who)
    standing = standing_of(by.person_id, today)
    reading = read(content, name, latest_year=latest + 1)
    odd = previews.preview_of(reading, NO_ANSWERS, standing).doubts
    answers = Answers(acknowledged={doubt.key: "Invented, and meant to be so." for doubt in odd})
    imports.accept(previews.preview_of(reading, answers, standing), None, by)
