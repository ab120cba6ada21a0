"""The pages."""

from flask import Blueprint

from tracker.wres import models  # noqa: F401

blueprint = Blueprint("wres", __name__)
