"""Showing a code from an authenticator app, and setting one up."""

from flask import Blueprint

from tracker.second_factor import models  # noqa: F401 - what is kept, for the migrations

blueprint = Blueprint("second_factor", __name__)
