"""Settings, read from the environment once and refused with a sentence when they are wrong."""

import os
import re
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).parent
ENVIRONMENTS = ("production", "development")
LOG_LEVELS = ("INFO", "DEBUG", "WARNING", "ERROR")
MEGABYTE = 1024 * 1024
DRIVERS = {"sqlite": "sqlite"} | dict.fromkeys(
    ("postgres", "postgresql", "postgresql+psycopg"), "postgresql+psycopg"
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?")
ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")


class WrongSetting(SystemExit):
    """The service does not start: the sentence says which setting, and what it should be.

    It ends with 3, at which gunicorn stops; after anything else it would try again for ever.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.code = 3
        sys.stderr.write(f"{sentence}\n")


def from_environment(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Every setting of the service, checked."""
    environment = _one_of(environ, "TRACKER_ENV", ENVIRONMENTS)
    production = environment == "production"
    instance = Path(environ.get("INSTANCE_PATH", ROOT / "instance")).resolve()
    return {
        "ENVIRONMENT": environment,
        "SECRET_KEY": _secret_key(environ, instance, production),
        "INSTANCE": instance,
        "SQLALCHEMY_DATABASE_URI": _database(environ, instance),
        "UPLOAD_DIR": Path(environ.get("UPLOAD_DIR", instance / "uploads")).resolve(),
        "JOBS_URL": _queue(environ, instance),
        "MAIL_URL": _mail(environ, production),
        "OUTBOX": instance / "outbox",
        "MAIL_FROM": _sender(environ, production),
        "TRUSTED_HOSTS": _hosts(environ),
        "SERVICE_URL": _service_url(environ, production),
        "SIGN_IN_IDLE_MINUTES": _whole_number(environ, "SIGN_IN_IDLE_MINUTES", "60", least=10),
        "SIGN_IN_HOURS": _whole_number(environ, "SIGN_IN_HOURS", "12", least=1),
        "PROXY_HOPS": _whole_number(environ, "PROXY_HOPS", usual="0"),
        "MAX_CONTENT_LENGTH": _whole_number(environ, "MAX_UPLOAD_MB", usual="10", least=1)
        * MEGABYTE,
        "SESSION_COOKIE_NAME": "__Host-session" if production else "session",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # a form may be written slowly: as long as the session lasts
        "LOG_LEVEL": _one_of(environ, "LOG_LEVEL", LOG_LEVELS),
        "DEMONSTRATION": not production,
        "SECOND_FACTOR_REQUIRED": True,
        **_provider(environ, production),
    }


def _one_of(environ, name, allowed):
    value = environ.get(name, allowed[0])
    if value not in allowed:
        raise WrongSetting(f"{name} is '{value}'. It must be one of: {', '.join(allowed)}.")
    return value


def _whole_number(environ, name, usual, least=0):
    value = environ.get(name, usual)
    if not value.isdecimal() or int(value) < least:
        raise WrongSetting(
            f"{name} is '{value}'. It must be a whole number, {least} or more, such as {usual}."
        )
    return int(value)


def _secret_key(environ, instance, production):
    """In development the key that 'flask prepare' keeps; before that, one for this run alone."""
    key = environ.get("SECRET_KEY", "")
    if production and not key:
        raise WrongSetting(
            "SECRET_KEY is not set. In production give it 32 or more random characters;"
            " 'python -c \"import secrets; print(secrets.token_hex(32))\"' prints some."
        )
    if production and len(key) < 32:
        raise WrongSetting(f"SECRET_KEY has {len(key)} characters. It must have 32 or more.")
    kept = instance / "secret_key"
    return key or (kept.read_text().strip() if kept.exists() else secrets.token_hex(32))


def _database(environ, instance):
    """A file that is named without its folder is found in the instance folder."""
    written = environ.get("DATABASE_URL") or "sqlite:///tracker.db"
    try:
        url = make_url(written)
        url = url.set(drivername=DRIVERS[url.drivername])
    except (ArgumentError, ValueError, KeyError):
        raise WrongSetting(
            "DATABASE_URL must begin with sqlite:/// or postgresql:// and have every part in its"
            " place, such as postgresql://name:password@localhost:5432/tracker."
        ) from None
    if url.drivername == "sqlite" and url.database:
        url = url.set(database=str(instance / url.database))
    return url.render_as_string(hide_password=False)


def _queue(environ, instance):
    """Where long work waits for a worker: a file of its own, PostgreSQL or Redis."""
    written = environ.get("JOBS_URL") or "sqlite:///jobs.db"
    if written.startswith(("redis://", "rediss://")) and _parts(written):
        return written
    try:
        url = make_url(written)
        url = url.set(drivername=DRIVERS[url.drivername])
    except (ArgumentError, ValueError, KeyError):
        raise WrongSetting(
            "JOBS_URL must begin with sqlite:///, postgresql:// or redis:// and have every part in"
            " its place, such as redis://localhost:6379/0."
        ) from None
    if url.drivername == "sqlite":
        url = url.set(database=str(instance / (url.database or "jobs.db")))
    return url.render_as_string(hide_password=False)


def _parts(written):
    """The parts of an address with a host, or None when it has none."""
    try:
        url = urlsplit(written)
        return url if url.hostname and url.port != 0 else None
    except ValueError:  # a port that is no number
        return None


def _mail(environ, production):
    """The server that sends mail. In development a folder takes its place; else mail waits."""
    written = environ.get("MAIL_URL") or ("" if production else "outbox:")
    if not written or (written == "outbox:" and not production):
        return written or None
    url = _parts(written)
    if not url or url.scheme not in ("smtp", "smtps") or url.query not in ("", "tls=starttls"):
        raise WrongSetting(
            "MAIL_URL must be such as smtp://name:password@mail.example.nhs.uk:587?tls=starttls"
            " or smtps://name:password@mail.example.nhs.uk."
        )
    if url.password and url.scheme == "smtp" and not url.query:
        raise WrongSetting(
            "MAIL_URL would send its password unencrypted. Add ?tls=starttls, or begin with smtps."
        )
    return written


def _sender(environ, production):
    sender = environ.get("MAIL_FROM", "" if production else "tracker@localhost")
    if sender and not ADDRESS.fullmatch(sender):
        raise WrongSetting(f"MAIL_FROM is '{sender}'. It must be an e-mail address.")
    if not sender and environ.get("MAIL_URL"):
        raise WrongSetting("MAIL_FROM is not set. It is the address that mail is sent from.")
    return sender


def _service_url(environ, production):
    """How people reach the service: the beginning of every link in a mail."""
    first = _hosts(environ)[0].lstrip(".")
    usual = f"https://{first}" if production else "http://127.0.0.1:5000"
    written = environ.get("SERVICE_URL", usual).rstrip("/")
    scheme, _, host = written.partition("://")
    schemes = ("https",) if production else ("https", "http")
    if scheme not in schemes or not HOST.fullmatch(host) or host.startswith("."):
        raise WrongSetting(
            f"SERVICE_URL is '{written}'. It must be the address people reach the service by, as"
            " the links in its mail give it, such as https://tracker.example.nhs.uk."
        )
    return written


def _hosts(environ):
    written = environ.get("TRUSTED_HOSTS", "localhost,127.0.0.1").lower()
    hosts = [host.strip() for host in written.split(",") if host.strip()]
    if not hosts or not all(HOST.fullmatch(host) for host in hosts):
        raise WrongSetting(
            f"TRUSTED_HOSTS is '{written}'. It must name the hosts people reach the service by,"
            " with commas between, such as tracker.example.nhs.uk,localhost."
        )
    return hosts


def _provider(environ, production):
    """Sign-in by an organisation's own provider: everything that it takes, or nothing."""
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")
    settings = {name: environ.get(name, "").strip() or None for name in names}
    missing = [name for name, value in settings.items() if value is None]
    if missing and len(missing) < len(names):
        raise WrongSetting(
            f"{missing[0]} is not set. Sign-in by a provider takes {', '.join(names)}:"
            " set all of them, or none."
        )
    if not missing and not _is_safe_issuer(settings["OIDC_ISSUER"], production):
        raise WrongSetting(
            f"OIDC_ISSUER is '{settings['OIDC_ISSUER']}'. It must be the https:// address that the"
            " provider gives as its issuer, such as https://sign-in.example.nhs.uk."
        )
    return settings


def _is_safe_issuer(issuer, production):
    """Nobody on the way can pretend to be it: https, or this machine itself in development."""
    try:
        parts = urlsplit(issuer)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    plain = parts.query == parts.fragment == "" and "@" not in parts.netloc
    own = not production and parts.scheme == "http" and host in LOOPBACK
    return bool(host) and plain and (parts.scheme == "https" or own)
