"""A meeting or a workshop as a calendar file. Its title is neutral, and it names nobody."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

MEETING, WORKSHOP = "Meeting", "Workshop"


def calendar_of(
    title: str, uid: str, starts_at: datetime, minutes: int, place: str, made_at: datetime
) -> bytes:
    """One event in the format of RFC 5545, its times in UTC. A calendar that has the uid already
    takes it for a change, if it was made later."""
    calendar = Calendar()
    calendar.add("prodid", "-//Race equality action tracker//EN")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", uid)
    event.add("summary", title)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", (starts_at + timedelta(minutes=minutes)).astimezone(UTC))
    event.add("class", "PRIVATE")
    if place:
        event.add("location", place)
    calendar.add_component(event)
    return calendar.to_ical()
