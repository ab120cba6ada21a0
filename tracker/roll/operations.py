"""Bringing in a list of people: each of them is named, and decides."""

from datetime import date

from tracker import audit
from tracker.audit import Actor
from tracker.errors import OutOfDate, Refused
from tracker.mentoring.models import Programme
from tracker.nominating.operations import Named, nominate_all
from tracker.organisations.models import Organisation
from tracker.roll import queries
from tracker.roll.reading import Reading


def bring_in(
    programme: Programme,
    organisation: Organisation,
    reading: Reading,
    seen: str,
    today: date,
    by: Actor,
) -> int:
    """Ask everybody on a list who is new, if that is what was shown. Says how many."""
    preview = queries.preview_of(programme, organisation, reading, today)
    if preview.faults:
        raise Refused("Mend the faults in the file first. Nobody was asked.")
    if preview.seen != seen:
        raise OutOfDate(
            "People have joined, or changed, since you looked. This is what the list would do now."
        )
    if not preview.new:
        raise Refused("Everybody on this list is there already. There is nobody to ask.")
    named = [
        Named(who.id, who.organisation_id, entry.side, entry.places) for entry, who in preview.new
    ]
    asked = nominate_all(programme, named, today, by)
    audit.record(by, "brought in a list for mentoring", programme, asked=asked)
    return asked
