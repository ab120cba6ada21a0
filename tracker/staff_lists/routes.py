"""Choosing a list of people and posts, and what it would do."""

from flask import Blueprint

blueprint = Blueprint("staff_lists", __name__)
