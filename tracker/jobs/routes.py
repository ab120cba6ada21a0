"""How far a piece of long work is."""

from flask import Blueprint

from tracker.jobs import models  # noqa: F401 - what is kept, for the migrations

blueprint = Blueprint("jobs", __name__)
