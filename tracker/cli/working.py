"""The worker: long work, mail, and what is done again and again."""

import os
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from huey.consumer import Consumer

from tracker.cli.sentences import in_sentences
from tracker.jobs import tasks

BEAT = 15  # seconds
AT_ONCE = 2  # pieces of long work
PATIENCE = 30  # seconds for the step that is being done when the worker is told to end


@click.command("worker")
@with_appcontext
def worker():
    """Do long work and send mail, until told to end. What is begun goes on in the next worker."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    name = f"{socket.gethostname()[:60]}:{os.getpid()}"
    with in_sentences():
        tasks.beat(name, datetime.now(UTC))
    consumer = consumer_of_the_queue()
    tasks.ending = consumer.stop_flag
    threads = [Again(app, partial(tasks.beat, name)), Again(app, tasks.Rounds().go)]
    click.echo("The worker is there. It does long work and sends mail.")
    try:
        consumer.run()
    finally:
        for thread in threads:
            thread.end()
        tasks.leave(name)


def consumer_of_the_queue() -> Consumer:
    try:
        queue = tasks.starter().huey
    except Exception as fault:
        raise click.ClickException(
            "The worker cannot reach the queue that JOBS_URL names, so it does not start."
            f" It met this: {type(fault).__name__}"
        ) from fault
    return queue.create_consumer(
        workers=AT_ONCE,
        periodic=False,
        max_delay=1,
        graceful_signal="TERM",
        shutdown_timeout=PATIENCE,
    )


class Again(threading.Thread):
    """Calls a function of the time now, again and again."""

    def __init__(self, app: Flask, does: Callable[[datetime], None]) -> None:
        super().__init__(daemon=True)
        self.app, self.does, self.ended = app, does, threading.Event()
        self.start()

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                with self.app.app_context():
                    self.does(datetime.now(UTC))
            except Exception as fault:  # the database is away: it will be back
                tasks.logger.error("The worker goes on after %s", tasks.told_without_text(fault))
            self.ended.wait(BEAT)

    def end(self) -> None:
        self.ended.set()
        self.join(PATIENCE)
