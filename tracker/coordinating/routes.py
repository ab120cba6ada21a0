"""The pages: see the first line of this feature."""

from flask import Blueprint

blueprint = Blueprint("coordinating", __name__)
