"""Style sheets and scripts at addresses that change with them, so a browser asks for each once."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request

A_YEAR = 365 * 24 * 60 * 60  # seconds


def init_app(app: Flask) -> None:
    folder = Path(app.static_folder or "")

    def fingerprinted(name: str) -> str:
        """Where a page finds a file of `static/` as it is now."""
        file = folder / name
        if not file.is_file():
            return f"/static/{name}"
        return f"/static/{name}?v={fingerprint(file, file.stat().st_mtime_ns)}"

    app.extensions["fingerprinted"] = app.jinja_env.globals["fingerprinted"] = fingerprinted
    app.after_request(let_it_be_kept)


@cache
def fingerprint(file: Path, changed: int) -> str:
    """Of what is in a file since it was last changed, which is an instant in nanoseconds."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def let_it_be_kept(response: Response) -> Response:
    """Only what its address tells of: while one release takes the place of another, a service may
    be asked for the file of the other."""
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return response
    name = (request.view_args or {})["filename"]
    if request.args and request.full_path == current_app.extensions["fingerprinted"](name):
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
