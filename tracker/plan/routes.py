"""The pages."""

from flask import Blueprint

from tracker.plan import models  # noqa: F401

blueprint = Blueprint("plan", __name__)
