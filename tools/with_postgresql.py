"""Runs a command beside a PostgreSQL server of its own, which is thrown away afterwards.

The command finds the server in TEST_DATABASE_URL. Where that is set already, or this machine
has no PostgreSQL 15 or later, the command runs as it would have.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

OLDEST = 15
ROLE = "tracker"
DATABASE = "tracker_test"

# The server refuses to run as root, so root runs it as the user that Debian's package makes.
OWNER = "postgres" if os.getuid() == 0 else None

NEW_CLUSTER = "--auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync"
# Nobody reads it after the command, so nothing waits for the disk and nothing tidies up.
FOR_SPEED = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c jit=off"
)


def main() -> int:
    command = sys.argv[1:]
    programs = programs_of_postgresql()
    if "TEST_DATABASE_URL" in os.environ or programs is None:
        return subprocess.call(command)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # and stop the server first
    with TemporaryDirectory(prefix="postgresql-") as folder:
        server = Server(programs, Path(folder))
        try:
            return subprocess.call(command, env=os.environ | server.start())
        finally:
            server.stop()


def programs_of_postgresql() -> Path | None:
    """The folder of the newest version that will do; Debian keeps each in one of its own."""
    controls = [shutil.which("pg_ctl"), *Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]
    folders = {version_of(control): Path(control).parent for control in controls if control}
    newest = max(folders, default=0)
    return folders[newest] if newest >= OLDEST else None


def version_of(program: Path | str) -> int:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True)
    number = re.search(r"\d+", answer.stdout)
    return int(number[0]) if number else 0


class Server:
    """A cluster in a folder of its own, reached only by a socket in that folder."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder

    def start(self) -> dict[str, str]:
        """What the environment then says; nothing, with the reason printed, when it fails."""
        try:
            self._start()
        except (OSError, LookupError, subprocess.CalledProcessError) as failure:
            reason = getattr(failure, "stderr", failure)
            print("PostgreSQL did not start, so its tests are left out:", reason)
            return {}
        return {"TEST_DATABASE_URL": f"postgresql+psycopg://{ROLE}@/{DATABASE}?host={self.folder}"}

    def _start(self) -> None:
        if OWNER:
            shutil.chown(self.folder, OWNER)
        listen = f"-c listen_addresses= -c unix_socket_directories={self.folder}"
        self._ask("initdb", *NEW_CLUSTER.split(), "--username", ROLE, "--pgdata=data")
        self._ask("pg_ctl", "start", "--pgdata=data", "--log=log", "-o", f"{FOR_SPEED} {listen}")
        self._ask("createdb", f"--host={self.folder}", "--username", ROLE, DATABASE)

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self._ask("pg_ctl", "stop", "--pgdata=data", "--mode=immediate")

    def _ask(self, program: str, *options: str) -> None:
        subprocess.run(
            [self.programs / program, *options],
            cwd=self.folder,
            check=True,
            capture_output=True,
            text=True,
            user=OWNER,
        )


if __name__ == "__main__":
    sys.exit(main())
