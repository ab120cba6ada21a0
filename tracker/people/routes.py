"""An administrator's pages about people and their roles."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
