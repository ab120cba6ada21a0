"""Lists of people and posts, as somebody would make them in a spreadsheet."""

import csv
import io

from tracker.staff_lists.reading import COLUMNS


def row(name="Una Quist", email="una@nhs.example", post="", line="", senior="", since=""):
    return (name, email, post, line, senior, since)


def vacant(post, line="", senior=""):
    return row("", "", post, line, senior)


def listed(*rows):
    """The bytes of a file with these rows."""
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *rows])
    return text.getvalue().encode()


def people(number):
    """Rows of people who each hold a post under the one before."""
    return [
        row(
            f"Person {n}",
            f"p{n}@nhs.example",
            f"Post {n}",
            f"Post {n - 1}" if n else "",
            "no",
            "2026-04-01",
        )
        for n in range(number)
    ]
