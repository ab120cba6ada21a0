"""The worker that sends mail, in a process of its own, to be killed.

When a server has taken its first mail it says so and waits, if it was told to, before it keeps
that the mail was sent.
"""

import time

import config
from tests.mail.conftest import know_plain_letters
from tracker import create_app
from tracker.mail import tasks


def send(says, waits):
    if waits:
        tasks.note = lambda *_: wait(says)
    app = create_app(config.from_environment())
    know_plain_letters(app)
    app.test_cli_runner(catch_exceptions=False).invoke(args=["worker"])


def wait(says):
    says("taken")
    time.sleep(60)
