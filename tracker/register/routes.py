"""The pages: see the first line of this feature."""

from flask import Blueprint

blueprint = Blueprint("register", __name__)
