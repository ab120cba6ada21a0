"""A plan filled in as a spreadsheet and brought back: choose, look, accept."""

from tracker.spreadsheets.routes import blueprint

__all__ = ["blueprint"]
