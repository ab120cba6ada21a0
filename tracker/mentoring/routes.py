"""Programmes and enrolment have their pages in the features above."""

from flask import Blueprint

from tracker.mentoring import models  # noqa: F401 - what is kept of programmes

blueprint = Blueprint("mentoring", __name__)
