"""Something in a process of its own, that speaks to the test and can be killed.

The process is copied from one that has imported the service already: a process that imports it
itself takes longer than whatever it is to do.
"""

import multiprocessing
import os
import signal

PATIENCE = 30  # seconds

apart = multiprocessing.get_context("forkserver")
apart.set_forkserver_preload(["tests.conftest"])


class Apart:
    """`act` is told the environment it is in, and is given somewhere to say things."""

    def __init__(self, act, environment, *more):
        self.heard, says = apart.Pipe(duplex=False)
        self.process = apart.Process(target=begin, args=(act, environment, says, *more))
        self.process.start()
        says.close()

    def says(self):
        """The next thing it says."""
        assert self.heard.poll(PATIENCE), "it says nothing"
        return self.heard.recv()

    def kill(self):
        """As a machine does that is switched off: it can do nothing about it."""
        self.process.kill()
        self.process.join(PATIENCE)
        self.heard.close()

    def terminate(self):
        """As somebody does who wants it to end; how it ended."""
        self.process.terminate()
        self.process.join(PATIENCE)
        return self.process.exitcode


def begin(act, environment, says, *more):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.update(environment)
    act(says.send, *more)
