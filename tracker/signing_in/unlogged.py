"""Keeping the secret of a link out of the logs of whatever serves us."""

import logging
import re

SECRET = re.compile(r"(/(?:invitations|resets)/)[^\s\"'?]+")
WHO_LOG_ADDRESSES = ("werkzeug", "gunicorn.access")


def without_secrets(record: logging.LogRecord) -> bool:
    """A filter: what is logged of an address says that there was a secret, and not which."""
    said = record.getMessage()
    unsaid = SECRET.sub(r"\1...", said)
    if unsaid != said:
        record.msg, record.args = unsaid, None
    return True


def keep_secrets() -> None:
    for name in WHO_LOG_ADDRESSES:
        logging.getLogger(name).addFilter(without_secrets)
