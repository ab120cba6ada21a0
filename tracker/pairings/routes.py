"""Pairings have their pages in the features above."""

from flask import Blueprint

from tracker.pairings import models  # noqa: F401 - what is kept of pairs

blueprint = Blueprint("pairings", __name__)
