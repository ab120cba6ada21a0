"""The worker in a process of its own, with work to do: `python -m tests.jobs.working`.

The work counts to five into a file. At the third step it waits until it is told to go on, or to
end, so that a test knows that it is half-way.
"""

import sys
import time
from pathlib import Path

import config
from tracker import create_app, jobs

FOLDER = Path(sys.argv[1])
STEPS = 5


@jobs.work("counting", title="Counting")
def count(progress):
    counted = FOLDER / "counted"
    done = len(counted.read_text()) if counted.exists() else 0
    progress.of(STEPS - done)
    for step in range(done, STEPS):
        while step == 2 and not told_to_go_on():
            time.sleep(0.05)
        with counted.open("a") as file:
            file.write("x")
        progress.step()
    return {"says": f"{STEPS} counted"}


def told_to_go_on():
    return (FOLDER / "go-on").exists() or jobs.tasks.ending.is_set()


if __name__ == "__main__":
    app = create_app(config.from_environment())
    app.test_cli_runner(catch_exceptions=False).invoke(args=["worker"])
