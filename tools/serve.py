"""Serves the service and works for it: a web server and a worker that begin and end together.

Whichever of the two ends takes the other along, with a sentence, so nobody goes on without mail
and long work and does not know it. For trying the service; in production they are two units.
"""

import signal
import subprocess
import sys
import time

FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
PATIENCE = 10  # seconds
OTHERS = {"web server": "worker", "worker": "web server"}


def main() -> int:
    for told_to_end in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(told_to_end, lambda *_: sys.exit(0))
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        running["worker"] = subprocess.Popen([*FLASK, "worker"])
        running["web server"] = subprocess.Popen([*FLASK, "run", *sys.argv[1:]])
        ended = first_to_end(running)
        print(f"The {ended} has ended, so the {OTHERS[ended]} ends too.", file=sys.stderr)
        return running[ended].returncode or 1
    except KeyboardInterrupt:
        return 0
    finally:
        end(running)


def first_to_end(running: dict[str, subprocess.Popen[bytes]]) -> str:
    while True:
        for name, process in running.items():
            if process.poll() is not None:
                return name
        time.sleep(0.2)


def end(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask both to end, and see that they have."""
    for told_to_end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told_to_end, signal.SIG_IGN)  # it is being done
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    for process in running.values():
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
