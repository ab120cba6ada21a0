"""Settings, read from the environment once and refused with a sentence when they are wrong."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
ENVIRONMENTS = ("production", "development")
MEGABYTE = 1024 * 1024


class WrongSetting(SystemExit):
    """The service does not start: the message says which setting, and what it should be."""


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
        "UPLOAD_DIR": Path(environ.get("UPLOAD_DIR", instance / "uploads")),
        "TRUSTED_HOSTS": _hosts(environ),
        "PROXY_HOPS": _whole_number(environ, "PROXY_HOPS", "0"),
        "MAX_CONTENT_LENGTH": _whole_number(environ, "MAX_UPLOAD_MB", "10") * MEGABYTE,
        "SESSION_COOKIE_NAME": "__Host-session" if production else "session",
        "SESSION_COOKIE_SECURE": production,
        "DEMONSTRATION": not production,
    }


def _one_of(environ, name, allowed):
    value = environ.get(name, allowed[0])
    if value not in allowed:
        raise WrongSetting(f"{name} is '{value}'. It must be one of: {', '.join(allowed)}.")
    return value


def _whole_number(environ, name, usual):
    value = environ.get(name, usual)
    if not value.isdecimal():
        raise WrongSetting(f"{name} is '{value}'. It must be a whole number, such as {usual}.")
    return int(value)


def _secret_key(environ, instance, production):
    kept = instance / "secret_key"
    key = environ.get("SECRET_KEY") or (
        kept.read_text().strip() if not production and kept.exists() else ""
    )
    if production and not key:
        raise WrongSetting(
            "SECRET_KEY is not set. In production give it 32 or more random characters;"
            " 'python -c \"import secrets; print(secrets.token_hex(32))\"' prints some."
        )
    if production and len(key) < 32:
        raise WrongSetting(f"SECRET_KEY has {len(key)} characters. It must have 32 or more.")
    return key or "only for commands that sign nothing"


def _database(environ, instance):
    url = environ.get("DATABASE_URL") or f"sqlite:///{instance / 'tracker.db'}"
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise WrongSetting(
            "DATABASE_URL must begin with sqlite:/// or postgresql://,"
            " such as postgresql://name:password@localhost/tracker."
        )
    return url


def _hosts(environ):
    hosts = environ.get("TRUSTED_HOSTS", "localhost,127.0.0.1,[::1]")
    return [host.strip() for host in hosts.split(",") if host.strip()]
