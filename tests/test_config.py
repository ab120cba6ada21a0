"""Settings: what is taken, what is refused, and that a refusal is a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import request
from hypothesis import given
from hypothesis import strategies as st

import config
from tracker import create_app
from tracker.web import public

KEY = "0123456789abcdef" * 2
PRODUCTION = {"SECRET_KEY": KEY}


def read(**environ):
    return config.from_environment(PRODUCTION | environ)


def test_a_secret_key_is_all_that_production_asks_for():
    settings = config.from_environment({"SECRET_KEY": KEY})

    assert settings["ENVIRONMENT"] == "production"
    assert settings["SECRET_KEY"] == KEY
    assert not settings["DEMONSTRATION"]


def test_only_loopback_is_answered_and_no_proxy_believed_unless_told_otherwise():
    settings = read()

    assert settings["TRUSTED_HOSTS"] == ["localhost", "127.0.0.1"]
    assert settings["PROXY_HOPS"] == 0


def test_everything_is_kept_under_the_instance_folder_unless_told_otherwise(tmp_path):
    settings = read(INSTANCE_PATH=str(tmp_path))

    assert settings["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path / 'tracker.db'}"
    assert settings["UPLOAD_DIR"] == tmp_path / "uploads"


@pytest.mark.parametrize(
    "setting, wrong",
    [
        ("TRACKER_ENV", "staging"),
        ("TRACKER_ENV", ""),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "too short"),
        ("DATABASE_URL", "mysql://localhost/tracker"),
        ("DATABASE_URL", "postgresql+psycopg2://localhost/tracker"),
        ("DATABASE_URL", "postgresql://localhost:port/tracker"),
        ("DATABASE_URL", "tracker.db"),
        ("TRUSTED_HOSTS", ""),
        ("TRUSTED_HOSTS", " , "),
        ("TRUSTED_HOSTS", "*"),
        ("TRUSTED_HOSTS", "https://tracker.example.nhs.uk"),
        ("TRUSTED_HOSTS", "tracker.example.nhs.uk/path"),
        ("PROXY_HOPS", "one"),
        ("PROXY_HOPS", "-1"),
        ("PROXY_HOPS", "1.5"),
        ("PROXY_HOPS", ""),
        ("MAX_UPLOAD_MB", "ten"),
        ("MAX_UPLOAD_MB", "0"),
        ("LOG_LEVEL", "info"),
        ("LOG_LEVEL", "loud"),
        ("JOBS_URL", "amqp://localhost"),
        ("JOBS_URL", "redis://localhost:port/0"),
        ("JOBS_URL", "redis://"),
        ("MAIL_URL", "outbox:"),
        ("MAIL_URL", "mail.example.nhs.uk"),
        ("MAIL_URL", "smtp://mail.example.nhs.uk:port"),
        ("MAIL_URL", "smtp://mail.example.nhs.uk?tls=no"),
        ("MAIL_URL", "smtp://name:password@mail.example.nhs.uk"),
        ("MAIL_FROM", "Race equality <tracker@example.nhs.uk>"),
        ("MAIL_FROM", "tracker@example.nhs.uk\nBcc: all@example.nhs.uk"),
        ("SERVICE_URL", "tracker.example.nhs.uk"),
        ("SERVICE_URL", "https://tracker.example.nhs.uk/path"),
        ("SERVICE_URL", "javascript://x"),
    ],
)
def test_a_wrong_setting_is_refused_in_a_sentence_that_names_it(setting, wrong, capsys):
    with pytest.raises(config.WrongSetting) as refused:
        read(**{setting: wrong})

    sentence = str(refused.value)
    assert sentence.startswith(setting)
    assert sentence.endswith((".", "prints some."))
    assert capsys.readouterr().err == f"{sentence}\n"


def test_a_refusal_never_shows_the_password_of_the_database(capsys):
    with pytest.raises(config.WrongSetting):
        read(DATABASE_URL="mysql://tracker:hunter2@localhost/tracker")

    assert "hunter2" not in capsys.readouterr().err


CHECKED = (
    *("DATABASE_URL", "TRUSTED_HOSTS", "PROXY_HOPS", "MAX_UPLOAD_MB"),
    *("JOBS_URL", "MAIL_URL", "MAIL_FROM", "SERVICE_URL"),
)


@given(st.sampled_from(CHECKED), st.text())
def test_whatever_a_setting_says_it_is_taken_or_refused_in_a_sentence(setting, value):
    try:
        read(**{setting: value})
    except config.WrongSetting as refused:
        assert str(refused).startswith(setting)  # noqa: PT017 - either is right


def test_mail_needs_somebody_to_come_from():
    with pytest.raises(config.WrongSetting, match="MAIL_FROM is not set"):
        read(MAIL_URL="smtps://mail.example.nhs.uk")


def test_mail_waits_in_production_and_goes_into_a_folder_in_development(tmp_path):
    tried = config.from_environment({"TRACKER_ENV": "development", "INSTANCE_PATH": str(tmp_path)})

    assert read()["MAIL_URL"] is None
    assert tried["MAIL_URL"] == "outbox:"
    assert tried["OUTBOX"] == tmp_path / "outbox"


def test_links_in_mail_begin_with_the_first_host_unless_told_otherwise():
    assert read(TRUSTED_HOSTS=".nhs.example,localhost")["SERVICE_URL"] == "https://nhs.example"
    assert read(SERVICE_URL="https://t.nhs.example/")["SERVICE_URL"] == "https://t.nhs.example"


def test_long_work_waits_in_a_file_of_its_own_unless_told_otherwise(tmp_path):
    assert read(INSTANCE_PATH=str(tmp_path))["JOBS_URL"] == f"sqlite:///{tmp_path / 'jobs.db'}"
    assert read(JOBS_URL="redis://localhost/1")["JOBS_URL"] == "redis://localhost/1"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_by_the_same_driver_however_it_is_written(scheme):
    url = read(DATABASE_URL=f"{scheme}://tracker:p%40ss@db.example:5433/tracker")

    database = url["SQLALCHEMY_DATABASE_URI"]
    assert database == "postgresql+psycopg://tracker:p%40ss@db.example:5433/tracker"


def test_an_sqlite_file_named_without_its_folder_is_in_the_instance_folder(tmp_path):
    def file_of(url):
        settings = read(INSTANCE_PATH=str(tmp_path), DATABASE_URL=url)
        return settings["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")

    assert file_of("sqlite:///mine.db") == str(tmp_path / "mine.db")
    assert file_of("sqlite:////elsewhere/mine.db") == "/elsewhere/mine.db"


def test_the_key_that_development_signs_with_is_kept_or_else_nobodys(tmp_path):
    def key():
        environ = {"TRACKER_ENV": "development", "INSTANCE_PATH": str(tmp_path)}
        return config.from_environment(environ)["SECRET_KEY"]

    assert key() != key()
    (tmp_path / "secret_key").write_text(f"{KEY}\n")
    assert key() == KEY


def test_production_does_not_take_a_key_that_lies_about(tmp_path):
    (tmp_path / "secret_key").write_text(KEY)

    with pytest.raises(config.WrongSetting, match="SECRET_KEY is not set"):
        config.from_environment({"INSTANCE_PATH": str(tmp_path)})


def test_the_service_ends_with_the_sentence_and_no_trace():
    """With 3, at which gunicorn stops instead of starting the next worker."""
    root = Path(__file__).parent.parent
    ended = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=root,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )

    assert ended.returncode == 3
    assert ended.stderr.startswith("SECRET_KEY is not set.")
    assert ended.stderr.count("\n") == 1


def seen_through(hops, tmp_path):
    """What the service takes for the visitor's address, scheme and host."""
    settings = read(DATABASE_URL="sqlite:///", PROXY_HOPS=hops, INSTANCE_PATH=str(tmp_path)) | {
        "TRUSTED_HOSTS": ["localhost", "tracker.example"]
    }
    app = create_app(settings)
    app.add_url_rule(
        "/seen", "seen", public(lambda: [request.remote_addr, request.scheme, request.host])
    )
    forwarded = {
        "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "tracker.example",
    }
    return app.test_client().get("/seen", headers=forwarded).json


def test_what_a_proxy_says_of_the_visitor_is_not_believed_without_one(tmp_path):
    assert seen_through("0", tmp_path) == ["127.0.0.1", "http", "localhost"]


def test_what_our_proxy_says_is_believed_and_nothing_that_came_before_it(tmp_path):
    assert seen_through("1", tmp_path) == ["198.51.100.7", "https", "tracker.example"]


def test_letters_lead_to_where_the_service_is_reached():
    assert read(SERVICE_URL="https://tracker.example.nhs.uk/")["SERVICE_URL"] == (
        "https://tracker.example.nhs.uk"
    )
    assert config.from_environment({"TRACKER_ENV": "development"})["SERVICE_URL"] == (
        "http://127.0.0.1:5000"
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://tracker.example.nhs.uk",
        "tracker.example.nhs.uk",
        "https://",
        "https://.example.nhs.uk",
        "https://tracker.example.nhs.uk/path",
        "https://a.example,b.example",
        "https://user@tracker.example.nhs.uk",
        "javascript://x",
    ],
)
def test_an_address_that_letters_cannot_lead_to_is_refused(address):
    with pytest.raises(SystemExit, match="SERVICE_URL"):
        read(SERVICE_URL=address)


def test_letters_lead_to_the_first_host_that_is_trusted_unless_told_otherwise():
    hosts = "tracker.example.nhs.uk,localhost"

    assert read(TRUSTED_HOSTS=hosts)["SERVICE_URL"] == "https://tracker.example.nhs.uk"


@pytest.mark.parametrize(
    "setting, wrong",
    [("SIGN_IN_IDLE_MINUTES", "5"), ("SIGN_IN_IDLE_MINUTES", "an hour"), ("SIGN_IN_HOURS", "0")],
)
def test_how_long_a_sign_in_lasts_is_a_whole_number(setting, wrong):
    with pytest.raises(SystemExit, match=setting):
        read(**{setting: wrong})
