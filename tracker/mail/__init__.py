"""Telling people things by mail: an outbox, and the worker that sends it.

A feature says how its letters are written, and posts them in the transaction of its change:

    mail.LETTERS["invitation"] = Letter("invitation", values_of_invitation, alone=True)
    mail.operations.post("invitation", person.id, by=actor(), link_id=link.id)
"""

from tracker.mail import operations, tasks  # noqa: F401 - tasks has the worker send what is posted
from tracker.mail.letters import LETTERS, Letter, address_of, secret_of
from tracker.mail.routes import blueprint

__all__ = ["LETTERS", "Letter", "address_of", "blueprint", "operations", "secret_of"]
