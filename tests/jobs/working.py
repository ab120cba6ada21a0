"""The worker in a process of its own, with work to do.

The work counts to five into a file. At the third step it waits until it is told to go on, or to
end, so that a test knows that it is half-way.
"""

import time

import config
from tracker import create_app, jobs

STEPS = 5


def work(_says, folder):
    """Do what is asked for until somebody ends it."""

    @jobs.work("counting", title="Counting")
    def count(progress):
        counted = folder / "counted"
        done = len(counted.read_text()) if counted.exists() else 0
        progress.of(STEPS - done)
        for step in range(done, STEPS):
            while step == 2 and not told_to_go_on(folder):
                time.sleep(0.05)
            with counted.open("a") as file:
                file.write("x")
            progress.step()
        return {"says": f"{STEPS} counted"}

    app = create_app(config.from_environment())
    app.test_cli_runner(catch_exceptions=False).invoke(args=["worker"])


def told_to_go_on(folder):
    return (folder / "go-on").exists() or jobs.tasks.ending.is_set()
