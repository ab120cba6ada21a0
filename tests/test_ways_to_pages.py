"""No page is left without a way to it."""

import re
from pathlib import Path

import pytest

from tests.conftest import settings
from tracker import create_app

ROOT = Path(__file__).parent.parent
FOR_PROGRAMS = {"static", "assets", "reports.show_health", "reports.show_readiness"}
FROM_LETTERS = {"signing_in.open_invitation", "signing_in.open_reset", "arrangements.open_claim"}
NAMED = re.compile(r"""["'](\w*\.\w+|/[\w-]*)["']""")  # a view, or an address written out


@pytest.fixture(scope="module")
def app_without_data(tmp_path_factory):
    return create_app(settings("sqlite:///", tmp_path_factory.mktemp("plain")))


def named_in(path):
    """What a template or a file of routes leads to: `.view` is one of its own feature."""
    feature = path.parent.name
    found = NAMED.findall(path.read_text())
    return {f"{feature}{name}" if name.startswith(".") else name for name in found}


def test_something_leads_to_every_page(app_without_data):
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("tracker/*/routes.py")]
    named = set().union(*map(named_in, files))

    pages = [rule for rule in app_without_data.url_map.iter_rules() if "GET" in rule.methods]
    lost = {rule.endpoint for rule in pages if not {rule.endpoint, rule.rule} & named}

    assert lost - FOR_PROGRAMS - FROM_LETTERS == set()
