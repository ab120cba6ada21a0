"""The service in a process of its own, to be killed: `python -m tests.faults.serving STEP`.

It prints where it is served. When an import has done the STEP named, it says so and waits, so
that a test knows that it is half-way.
"""

import sys
import time

import click
from werkzeug.serving import make_server

import config
from tests.conftest import TODAY
from tracker import create_app
from tracker.imports import operations, routes


def wait():
    click.echo("half-way")
    time.sleep(60)


def wait_after(owner, name):
    act = getattr(owner, name)

    def slowly(*args, **kwargs):
        result = act(*args, **kwargs)
        wait()
        return result

    setattr(owner, name, slowly)


STEPS = {
    "the version": lambda: wait_after(operations, "_add_version"),
    "superseding": lambda: wait_after(operations, "_supersede"),
    "the figures": lambda: wait_after(operations, "_add_figures"),
    "accepting": lambda: wait_after(operations, "accept"),
    "keeping": lambda: setattr(routes, "put_away", lambda _upload_id: wait()),
    "nothing": lambda: None,
}


def serve(step):
    STEPS[step]()
    testing = {"WTF_CSRF_ENABLED": False, "TODAY": TODAY, "SECOND_FACTOR_REQUIRED": False}
    app = create_app(config.from_environment() | testing)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    click.echo(server.server_port)
    server.serve_forever()


if __name__ == "__main__":
    serve(sys.argv[1])
