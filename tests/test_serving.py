"""`make run` serves and works; the server and the worker begin together and end together."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, skip

PATIENCE = 30  # seconds


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def until(holds):
    last = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < last, "it does not happen"
        time.sleep(0.05)


def is_running(process_id):
    stat = Path(f"/proc/{process_id}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def hears_ctrl_c():
    """As in a terminal, also when the tests themselves run in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Serving:
    """The whole of it: the program that starts both, and the two."""

    def __init__(self, folder, port):
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "tools/serve.py", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"TRACKER_ENV": "development", "INSTANCE_PATH": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=hears_ctrl_c,
        )

    def parts(self):
        """The ids of the two, by what they do."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int(folder.joinpath("stat").read_text().rpartition(")")[2].split()[1])
                words = folder.joinpath("cmdline").read_text().split("\0")
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == self.process.pid:
                found["worker" if "worker" in words else "web server"] = int(folder.name)
        return found

    def is_served(self):
        with socket.socket() as visitor:
            return visitor.connect_ex(("127.0.0.1", self.port)) == 0


@pytest.fixture
def serving(tmp_path, sqlite_url):
    if not Path("/proc/self/stat").exists():
        skip("proc", "only Linux says there which process began which")
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), tmp_path)
    serving = Serving(tmp_path, free_port())
    until(lambda: serving.is_served() and len(serving.parts()) == 2)
    yield serving
    if serving.process.poll() is None:
        os.killpg(serving.process.pid, signal.SIGKILL)
    serving.process.wait(PATIENCE)
    serving.process.stderr.close()


@pytest.mark.parametrize(("killed", "other"), [("worker", "web server"), ("web server", "worker")])
def test_whichever_is_killed_the_other_ends_and_says_so(serving, killed, other):
    parts = serving.parts()

    os.kill(parts[killed], signal.SIGKILL)
    _, said = serving.process.communicate(timeout=PATIENCE)

    assert f"The {killed} has ended, so the {other} ends too." in said
    assert serving.process.returncode != 0
    assert not any(map(is_running, parts.values()))


@pytest.mark.parametrize("to_all", [True, False], ids=["Ctrl-C", "told to end"])
def test_both_end_when_they_are_told_to_and_nothing_is_left(serving, to_all):
    parts = serving.parts()

    if to_all:
        os.killpg(serving.process.pid, signal.SIGINT)
    else:
        serving.process.terminate()
    _, said = serving.process.communicate(timeout=PATIENCE)

    assert "Traceback" not in said
    assert "has ended" not in said
    assert not any(map(is_running, parts.values()))


def test_a_port_that_is_taken_ends_both_with_the_servers_own_words(serving, tmp_path):
    second = Serving(tmp_path, serving.port)

    _, said = second.process.communicate(timeout=PATIENCE)

    assert "in use" in said
    assert "The web server has ended, so the worker ends too." in said
