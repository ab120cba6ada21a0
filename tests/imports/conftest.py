"""Bringing a file in, from the first page to the last."""

import pytest

from tests.client import page
from tests.imports.files import upload


@pytest.fixture
def choose(client, trust):
    """Choose a file on the page for it; gives the address of its preview."""

    def choose(content, name="return.csv", at=None):
        at = at or trust
        response = client.post(
            f"/organisations/{at.id}/imports/add", data={"file": upload(content, name)}
        )
        assert response.status_code == 302, response.text
        return response.location

    return choose


@pytest.fixture
def press(client):
    """Fill in the form of a preview as it stands, change the answers given, press a button."""

    def press(address, act, file=None, **answers):
        typed = typed_in(client.get(address))
        typed |= {name.replace("__", "-", 1): value for name, value in answers.items()}
        typed = {name: value for name, value in typed.items() if value is not None}
        if file:
            typed["file"] = file
        return client.post(address, data=typed | {"act": act})

    return press


def typed_in(response):
    """What a browser would send of the page's form."""
    typed = {}
    for field in page(response).select("form[method=post] [name]"):
        kind = field.get("type")
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            typed[field["name"]] = chosen["value"]
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                typed[field["name"]] = field["value"]
        elif field.name == "input" and kind != "file":
            typed[field["name"]] = field.get("value", "")
    return typed


def buttons(response):
    return [" ".join(each.get_text().split()) for each in page(response).select("main button")]
