"""An administrator's pages about posts and their holders."""

from flask import Blueprint

blueprint = Blueprint("posts", __name__)
