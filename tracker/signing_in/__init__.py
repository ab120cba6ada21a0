"""Signing in and out: the right person in, and nobody else."""

from tracker.signing_in import letters
from tracker.signing_in.entering import init_app
from tracker.signing_in.routes import blueprint

__all__ = ["blueprint", "init_app", "letters"]
