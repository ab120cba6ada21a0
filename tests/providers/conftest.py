"""A real OpenID Connect provider in a process of its own, and accounts with it."""

import socket
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest
import requests

PATIENCE = 30  # seconds


def free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


@dataclass(frozen=True)
class Nhsmail:
    """The provider as somebody at a browser meets it."""

    issuer: str

    def knows(self, subject, **claims):
        """Have an account there, of which its tokens say this too."""
        answer = requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=PATIENCE)
        assert answer.status_code == 204

    def signs_in(self, client, subject):
        """From our link to the provider's page, and the address it sends the browser back to."""
        begun = client.get("/sign-in/provider")
        assert begun.location.startswith(f"{self.issuer}/oauth2/authorize?")
        return self.answers(begun.location, sub=subject)

    def answers(self, asked, **form):
        answer = requests.post(asked, data=form, allow_redirects=False, timeout=PATIENCE)
        return answer.headers["Location"].removeprefix("http://localhost")


@pytest.fixture(scope="session")
def nhsmail():
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    try:
        wait_for(issuer, process)
        yield Nhsmail(issuer)
    finally:
        process.kill()
        process.wait(PATIENCE)


def wait_for(issuer, process):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the provider has ended"
        try:
            requests.get(f"{issuer}/.well-known/openid-configuration", timeout=PATIENCE)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the provider does not answer")


@pytest.fixture
def app_settings(nhsmail):
    return provider_settings(nhsmail.issuer)


def provider_settings(issuer):
    return {
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": "tracker",
        "OIDC_CLIENT_SECRET": "a secret of the two of us",
        "OIDC_NAME": "NHSmail",
    }
