"""What a newcomer's machine gets, and what it is told when something is missing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import skip
from tools import assets, with_postgresql

ROOT = Path(__file__).parent.parent
LOCKS = [lock for name in ("requirements*.txt", "*lock.*", "*.lock") for lock in ROOT.glob(name)]

PIN = re.compile(r"^([a-z0-9-]+)(?:\[.+\])?==(\S+)", re.MULTILINE)

A_WORKING_NPM = """\
[ "$1" = --version ] && echo 9.2.0 && exit
echo "$@" >> "$NPM_WAS_ASKED"
styles=node_modules/nhsuk-frontend/dist/nhsuk
mkdir -p $styles/assets
echo "body{margin:0}" > $styles/nhsuk-frontend.min.css
echo "export {}" > $styles/nhsuk-frontend.min.js
"""
AN_NPM_THAT_REFUSES = """\
[ "$1" = --version ] && echo 9.2.0 && exit
echo "npm error code EINTEGRITY" >&2
exit 1
"""
AN_NPM_THAT_BRINGS_HALF = A_WORKING_NPM.replace("mkdir -p $styles/assets", "mkdir -p $styles")


def pins(name):
    return set(PIN.findall((ROOT / name).read_text()))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_hashes_and_no_addresses(lock):
    text = lock.read_text()

    assert "://" not in text
    assert "sha256:" in text or "sha512-" in text


def test_the_tests_run_on_the_versions_that_are_served():
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_what_set_up_makes_is_never_committed():
    if not (ROOT / ".git").exists():
        skip("git", "this is not a clone")
    made = [".venv", "static/vendor", "node_modules", "instance", "tests/__pycache__"]

    ignored = subprocess.run(
        ["git", "check-ignore", *(f"{folder}/a-file" for folder in made)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert ignored.stdout.split() == [f"{folder}/a-file" for folder in made]


def test_the_styles_load_only_what_is_served_here():
    styles = (ROOT / "static/vendor/nhsuk/nhsuk-frontend.min.css").read_text()
    loaded = set(re.findall(r"url\(([^)]+)\)", styles))

    assert loaded
    for address in loaded:
        assert (ROOT / "static/vendor/nhsuk" / address.removeprefix("/")).is_file(), address


class Npm:
    """An npm of our own on the PATH, which says what it was asked."""

    def __init__(self, folder):
        self.program = folder / "npm"
        self.asked = folder / "asked"

    def does(self, script):
        self.program.write_text(f"#!/bin/sh\n{script}")
        self.program.chmod(0o755)

    def times_asked(self):
        return len(self.asked.read_text().splitlines())


@pytest.fixture
def npm(tmp_path, monkeypatch):
    programs = tmp_path / "bin"
    programs.mkdir()
    npm = Npm(programs)
    npm.does(A_WORKING_NPM)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("NPM_WAS_ASKED", str(npm.asked))
    monkeypatch.delenv("ASSETS_NODE", raising=False)
    return npm


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone in which nothing was brought yet."""
    for name in assets.READ_BY_NPM:
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "static/vendor")
    monkeypatch.setattr(assets, "STAMP", tmp_path / "static/vendor/.stamp")
    return tmp_path


def test_the_front_end_is_brought_once(clone, npm):
    assets.main()
    assets.main()

    assert (clone / "static/vendor/nhsuk/nhsuk-frontend.min.css").exists()
    assert npm.times_asked() == 1


def test_the_front_end_is_brought_again_when_its_lock_changes(clone, npm):
    assets.main()
    (clone / "package-lock.json").write_text("{}")
    assets.main()

    assert npm.times_asked() == 2


def test_a_lock_that_was_tampered_with_stops_and_leaves_what_was_there(clone, npm, capfd):
    assets.main()
    npm.does(AN_NPM_THAT_REFUSES)
    (clone / "package-lock.json").write_text("{}")

    with pytest.raises(SystemExit, match="could not be brought"):
        assets.main()

    assert "EINTEGRITY" in capfd.readouterr().err
    assert (clone / "static/vendor/nhsuk/nhsuk-frontend.min.css").exists()


def test_half_a_front_end_is_not_taken_for_a_whole_one(clone, npm):
    npm.does(AN_NPM_THAT_BRINGS_HALF)
    with pytest.raises(FileNotFoundError):
        assets.main()

    npm.does(A_WORKING_NPM)
    assets.main()

    assert (clone / "static/vendor/nhsuk/assets").is_dir()


@pytest.mark.parametrize("script", ["exit 127", "echo 6.14.4", "echo not a version"])
def test_an_npm_that_is_broken_or_too_old_is_passed_over(npm, script):
    npm.does(script)

    assert assets.npm_of_this_machine() is None


def test_the_wheel_is_used_when_it_is_asked_for(npm, monkeypatch):
    monkeypatch.setenv("ASSETS_NODE", "wheel")

    assert assets.npm_of_this_machine() is None


def test_a_font_from_another_host_is_left_out():
    styles = "a{b:c}@font-face{font-family:F;src:url(https://fonts.example/f.woff)}d{e:f}"

    assert assets.without_fonts_from_outside(styles) == "a{b:c}d{e:f}"


@pytest.mark.parametrize("address", ["https://example.com/a.png", "//example.com/a.png"])
def test_anything_else_from_another_host_stops_the_set_up(address):
    with pytest.raises(SystemExit, match="another host"):
        assets.without_fonts_from_outside(f"a{{background:url({address})}}")


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        ("exit 127", "Python 3.11 or later is needed"),
        ('case "$2" in *version_info*) exit 1;; esac', "Python 3.11 or later is needed"),
        ('case "$2" in *ensurepip*) exit 1;; esac', "apt install python3-venv"),
        ('case "$2" in venv) mkdir -p .venv/bin; touch .venv/bin/python; exit 1;; esac', ""),
    ],
    ids=["no Python", "an old Python", "no venv", "a venv that fails"],
)
def test_a_python_that_will_not_do_is_named_and_leaves_nothing(tmp_path, python, sentence):
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "python").write_text(f"#!/bin/sh\n{python}\n")
    (tmp_path / "python").chmod(0o755)

    made = subprocess.run(
        ["make", "setup", "PY=./python"], cwd=tmp_path, capture_output=True, text=True
    )

    assert made.returncode
    assert sentence in made.stderr
    assert not (tmp_path / ".venv").exists()


def with_a_server(*command, **environment):
    unset = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    program = [sys.executable, with_postgresql.__file__, *command]
    return subprocess.run(program, env=unset | environment, capture_output=True, text=True)


def test_the_server_that_was_named_is_the_one_that_is_used():
    ran = with_a_server("printenv", "TEST_DATABASE_URL", TEST_DATABASE_URL="one of ours")

    assert ran.stdout == "one of ours\n"


def test_the_command_that_fails_beside_a_server_fails():
    assert with_a_server("sh", "-c", "exit 3", TEST_DATABASE_URL="one of ours").returncode == 3


def test_a_server_is_started_for_the_command_and_goes_with_it():
    if with_postgresql.programs_of_postgresql() is None:
        skip("postgresql", "install PostgreSQL 15 or later")

    ran = with_a_server("sh", "-c", "echo $TEST_DATABASE_URL; ls ${TEST_DATABASE_URL#*host=}/data")

    assert ran.returncode == 0
    address, *files = ran.stdout.split()
    assert "postmaster.pid" in files
    assert not Path(address.partition("?host=")[2]).exists()
