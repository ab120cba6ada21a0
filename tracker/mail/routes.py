"""The outbox, where the demonstration shows what was sent."""

from flask import Blueprint

from tracker.mail import models  # noqa: F401 - what is kept, for the migrations

blueprint = Blueprint("mail", __name__)
