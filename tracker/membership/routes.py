"""The pages on which a network or a panel looks after its members."""

from flask import Blueprint

blueprint = Blueprint("membership", __name__)
