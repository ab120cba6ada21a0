"""The service in a process of its own, to be killed.

It says where it is served. When an import has done the step named, it says so and waits, so that
a test knows that it is half-way.
"""

import time
from functools import partial

from werkzeug.serving import make_server

import config
from tests.conftest import TODAY
from tracker import create_app
from tracker.imports import operations, routes


def wait(says):
    says("half-way")
    time.sleep(60)


def wait_after(owner, name, wait):
    act = getattr(owner, name)

    def slowly(*args, **kwargs):
        result = act(*args, **kwargs)
        wait()
        return result

    setattr(owner, name, slowly)


STEPS = {
    "the version": lambda wait: wait_after(operations, "_add_version", wait),
    "superseding": lambda wait: wait_after(operations, "_supersede", wait),
    "the figures": lambda wait: wait_after(operations, "_add_figures", wait),
    "accepting": lambda wait: wait_after(operations, "accept", wait),
    "keeping": lambda wait: setattr(routes, "put_away", lambda _upload_id: wait()),
    "nothing": lambda wait: None,
}


def serve(says, step):
    STEPS[step](partial(wait, says))
    testing = {"WTF_CSRF_ENABLED": False, "TODAY": TODAY, "SECOND_FACTOR_REQUIRED": False}
    app = create_app(config.from_environment() | testing)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    says(f"http://127.0.0.1:{server.server_port}")
    server.serve_forever()
