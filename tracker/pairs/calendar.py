"""A meeting as a calendar file. Its title is neutral, and it names nobody."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

TITLE = "Meeting"


def calendar_of(meeting_id: int, starts_at: datetime, minutes: int, place: str, host: str) -> bytes:
    """One meeting in the format of RFC 5545, its times in UTC."""
    calendar = Calendar()
    calendar.add("prodid", "-//Race equality action tracker//EN")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"meeting-{meeting_id}@{host}")
    event.add("summary", TITLE)
    event.add("dtstamp", starts_at.astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", (starts_at + timedelta(minutes=minutes)).astimezone(UTC))
    event.add("class", "PRIVATE")
    if place:
        event.add("location", place)
    calendar.add_component(event)
    return calendar.to_ical()
