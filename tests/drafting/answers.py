"""What somebody types into the forms of a plan in the making."""

from datetime import date

HOSTILE = "<script>alert('x')</script>"


def day(name, on):
    """A date in its three boxes."""
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def frame(**given):
    typed = {"template": "ten-point-2004", "title": "Race equality plan 2027 to 2030"}
    dates = day("since", date(2027, 4, 1)) | day("until", date(2030, 3, 31))
    return typed | dates | given


def words(**given):
    return {"title": "Independent panel members", "promise": "Two on every panel"} | given


def dates(**given):
    due = day("start", date(2027, 4, 1)) | day("due", date(2029, 3, 31))
    return {"kind": "day", "check_in_days": "90"} | due | given


def meeting(on=date(2026, 11, 20), **given):
    return {"meeting": "Trust board"} | day("on", on) | given
