"""Privacy, a person's own data, retention and erasure."""

from flask import Blueprint

blueprint = Blueprint("governance", __name__)
