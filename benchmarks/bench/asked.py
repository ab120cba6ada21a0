"""A peer's environment, and a process in it that is stopped when it takes too long or too much."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench import HERE, ROOT

LONGEST = 120  # seconds
MOST = 3_000_000_000  # bytes
LOOKS = 0.05  # seconds between looks at its memory
KEPT = ROOT / "instance" / "peers"
SCRIPTS = HERE / "peers"


@dataclass(frozen=True)
class Peer:
    packages: tuple[str, ...]
    script: str


@dataclass(frozen=True)
class Answer:
    pairs: list[tuple[int, int]]  # mentee, leader
    seconds: float
    peak: int  # bytes


@dataclass(frozen=True)
class Stopped:
    why: str

    def __str__(self) -> str:
        return self.why


PEERS = {
    "mentor-match 7.0.1": Peer(("mentor-match==7.0.1", "munkres==3.0.0"), "ask_mentor_match.py"),
    "mentormatch 1.1": Peer(
        ("mentormatch==1.1", "fuzzytable==0.19", "pandas==3.1.1"), "ask_mentormatch.py"
    ),
    "matching 1.4.3": Peer(("matching==1.4.3", "numpy==2.4.6"), "ask_matching.py"),
}


def environment_of(name: str) -> Path | str:
    """The Python of a peer's environment, made where it is not; or why it could not be."""
    folder = KEPT / name.replace(" ", "-")
    python = folder / "bin" / "python"
    if (folder / "whole").exists():
        return python
    install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    try:
        for step in (
            (sys.executable, "-m", "venv", "--clear", folder),
            (*install, *PEERS[name].packages),
        ):
            subprocess.run(step, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as failed:
        return f"not installed: {last_line(failed.stderr)}"
    (folder / "whole").touch()
    return python


def asked(script: str, python: Path | str, instance: Path, *how: str) -> Answer | Stopped:
    """What the script answers about an instance."""
    if isinstance(python, str):
        return Stopped(python)
    answer, said = instance.with_name("answer.json"), instance.with_name("said.txt")
    answer.unlink(missing_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with said.open("w") as errors:
        process = subprocess.Popen(
            (python, SCRIPTS / script, instance, answer, *how), env=environment, stderr=errors
        )
        why = stopped(process)
    if why:
        return Stopped(why)
    if process.returncode:
        return Stopped(f"failed: {last_line(said.read_text())}")
    found = json.loads(answer.read_text())
    return Answer([(m, n) for m, n in found["pairs"]], found["seconds"], found["peak"])


def stopped(process: subprocess.Popen) -> str:
    """Wait for it; why it was stopped, or nothing."""
    began, most, why = time.monotonic(), 0, ""
    while process.poll() is None and not why:
        time.sleep(LOOKS)
        took, most = time.monotonic() - began, max(most, memory_of(process.pid))
        if took > LONGEST:
            why = f"stopped at {LONGEST} s, with {most / 1e6:,.0f} MB"
        elif most > MOST:
            why = f"stopped at {MOST / 1e9:.0f} GB, after {took:.0f} s"
    process.kill()
    process.wait()
    return why


def memory_of(process_id: int) -> int:
    """In bytes; nought where the system does not say."""
    try:
        pages = int(Path(f"/proc/{process_id}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no word of why"])[-1]
