"""A long list of people and posts is brought in by a worker: still all of it or nothing."""

from datetime import UTC, datetime

from tracker import jobs, uploads
from tracker.accounts.standing import standing_of
from tracker.audit import Actor
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.jobs.registry import Progress
from tracker.organisations.models import Organisation
from tracker.permissions import Permission, may
from tracker.staff_lists import operations, reading
from tracker.staff_lists.operations import Chosen
from tracker.web import today

GONE = "This list was brought in or thrown away meanwhile, so nothing was done."
NOT_YOURS = "You do not administer this organisation any more, so nothing was done."


@jobs.work("staff list", title="Bringing in a list of people and posts")
def bring_in(
    progress: Progress,
    place_id: int,
    upload_id: int,
    person_id: int,
    capacity: str,
    seen: str,
    invite: bool,
) -> dict[str, str]:
    """The work as a job does it, in one transaction, for the person who looked at the list."""
    progress.of(1)
    by = Actor(person_id, "person", capacity)
    begin_writing()
    upload = uploads.waiting(upload_id, reading.PURPOSE, by)
    if upload is None:
        raise Refused(GONE)
    organisation = db.session.get_one(Organisation, place_id)
    if not may(standing_of(person_id, today()), Permission.ADMINISTER_PEOPLE, organisation):
        raise Refused(NOT_YOURS)
    listed = reading.read(uploads.content_of(upload), upload.file_name)
    chosen = Chosen(upload, listed, seen, invite)
    says = operations.accept(organisation, chosen, today(), by, datetime.now(UTC))
    return {"says": says, "href": f"/organisations/{place_id}/people", "link": "See the people"}
