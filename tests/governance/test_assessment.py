"""The impact assessment, which the service fills in as far as it knows."""

import contextvars

from tests.conftest import ROOT
from tracker.governance.assessment import assessment
from tracker.governance.register import register
from tracker.permissions import Permission


def test_what_is_committed_is_what_the_command_prints(plain_app):
    """Mend it with 'flask governance dpia > docs/dpia.md'."""
    run = plain_app.test_cli_runner().invoke
    printed = contextvars.Context().run(run, args=["governance", "dpia"])

    assert printed.exit_code == 0
    assert printed.stdout == (ROOT / "docs" / "dpia.md").read_text()


def test_it_speaks_of_every_table_and_every_permission(plain_app):
    written = assessment()

    assert [e.name for e in register() if f"(`{e.name}`)" not in written] == []
    assert [p for p in Permission if f"| {p.value.capitalize()} |" not in written] == []


def test_it_leaves_to_the_organisation_what_only_that_can_know(plain_app):
    written = assessment()

    assert written.count("_To be filled in by the organisation._") > 20
    assert "to be confirmed by the organisation’s information-governance lead" in written
    assert "network officer (when consulting)" in written
