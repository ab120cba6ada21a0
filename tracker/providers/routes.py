"""To a provider and back."""

from flask import Blueprint

from tracker.providers import models  # noqa: F401 - what is kept, for the migrations

blueprint = Blueprint("providers", __name__)
