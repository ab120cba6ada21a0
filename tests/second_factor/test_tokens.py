"""The page of new codes is the first one of a new session: its buttons work."""

import pytest

from tests.client import page
from tests.factories import PASSWORD
from tests.second_factor import shown
from tracker.audit import AuditEntry
from tracker.extensions import db

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def app_settings():
    return {"SECOND_FACTOR_REQUIRED": True, "WTF_CSRF_ENABLED": True}


def fields(response, action=""):
    """What the page's form sends of itself."""
    forms = page(response).find_all("form")
    [form] = [form for form in forms if form.get("action", "").endswith(action)]
    return {each["name"]: each["value"] for each in form.find_all("input", type="hidden")}


def test_from_the_password_to_the_first_page_with_every_token_checked(client, lead):
    data = {"email": lead.email, "password": PASSWORD} | fields(client.get("/sign-in"))
    client.get("/organisations?q=north")
    client.post("/sign-in", data=data)
    offered = client.get("/second-factor/set-up")
    secret = page(offered).select_one(".tracker-secret").get_text().replace(" ", "")
    made = client.post("/second-factor/set-up", data={"code": shown(secret)} | fields(offered))
    download = client.post(
        "/you/second-factor/recovery-codes/download", data=fields(made, "download")
    )
    kept = client.post(
        "/you/second-factor/recovery-codes/kept", data={"kept": "y"} | fields(made, "kept")
    )

    assert download.mimetype == "text/plain"
    assert kept.location == "/organisations?q=north"
    assert client.get(kept.location).status_code == 200
    assert [entry.did for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)] == [
        "set up a second factor",
        "signed in",
        "kept their recovery codes",
    ]
