"""One gunicorn worker, and people who ask it for pages as fast as it gives them."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

AT_ONCE = 2  # one waits while the worker answers the other, so that it never rests
LONGEST_WAIT = 20  # seconds
GUNICORN = "gunicorn --workers=1 --worker-class=sync --log-level=warning --no-control-socket"

Address = tuple[str, int]


@contextmanager
def one_worker(app: str, folder: Path, environment: Mapping[str, str]) -> Iterator[Address]:
    """Serve an app of a folder, named as gunicorn names it, on a port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = [f"--bind=fd://{listening.fileno()}", f"--chdir={folder}", app]
        server = subprocess.Popen(
            [sys.executable, "-m", *GUNICORN.split(), *place],
            env=environment,
            pass_fds=[listening.fileno()],
        )
        try:
            yield listening.getsockname()
        finally:
            server.terminate()
            server.wait(LONGEST_WAIT)


def pages_a_second(address: Address, path: str, cookie: str, seconds: float) -> float:
    """How many times a second the server gives this page."""
    asked = request_for(path, cookie)
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as people:
        given = people.map(lambda _: ask_until(began + seconds, address, asked), range(AT_ONCE))
        return sum(given) / (time.perf_counter() - began)


def request_for(path: str, cookie: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookie}", "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode()


def ask_until(end: float, address: Address, asked: bytes) -> int:
    pages = 0
    while time.perf_counter() < end:
        with socket.create_connection(address, timeout=LONGEST_WAIT) as connection:
            connection.sendall(asked)
            answer = connection.recv(65536)
            while connection.recv(65536):
                pass
        if not answer.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"{asked[:80]!r} was answered {answer[:40]!r}")
        pages += 1
    return pages
