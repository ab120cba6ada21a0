"""The shape of the code, kept by the tests."""

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.client import page
from tracker.web import refuse_undeclared_routes

ROOT = Path(__file__).parent.parent
WAYS_IN = {"routes.py", "tasks.py", "api.py", "entering.py", "proving.py"}
NOT_PAGES = {"macros", "errors"}


def test_imports_point_one_way(monkeypatch):
    """The linter's own set-up of logging would switch off the loggers of whatever ran before."""
    monkeypatch.setattr("logging.config.dictConfig", lambda _settings: None)

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_only_the_ways_in_commit():
    committers = [
        path
        for path in (ROOT / "tracker").rglob("*.py")
        if ".commit()" in path.read_text() and path.parent.name != "cli"
    ]

    assert committers
    assert {path.name for path in committers} <= WAYS_IN


def test_a_page_is_named_after_its_view(plain_app):
    views = {endpoint.replace(".", "/") for endpoint in plain_app.view_functions}
    templates = ROOT / "templates"
    named = {
        str(path.relative_to(templates).with_suffix(""))
        for path in templates.glob("*/*.html")
        if path.parent.name not in NOT_PAGES and not path.name.startswith("_")
    }

    assert named
    assert named <= views


def test_the_service_does_not_start_with_a_route_that_nobody_answers_for(plain_app):
    plain_app.view_functions["oops"] = lambda: "oops"
    try:
        with pytest.raises(RuntimeError, match="oops does not say who may use it"):
            refuse_undeclared_routes(plain_app)
    finally:
        del plain_app.view_functions["oops"]


def functions(file_name):
    for path in sorted(ROOT.glob(f"tracker/*/{file_name}")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield pytest.param(node, id=f"{path.parent.name}.{node.name}")


# Not acts: they answer a question, slowly (a password) or on the way to an act (a file’s faults,
# whether a day can be counted).
QUESTIONS_AMONG_OPERATIONS = {"check_password", "check_own_password", "hash_of", "check_day"}


@pytest.mark.parametrize("operation", list(functions("operations.py")))
def test_every_operation_is_on_the_record(operation):
    if operation.name in QUESTIONS_AMONG_OPERATIONS:
        assert "session.add(" not in ast.unparse(operation)
        return
    said = ast.unparse(operation)
    assert "audit.record(" in said or "audit.record_all(" in said
    assert "by" in [a.arg for a in operation.args.args + operation.args.kwonlyargs]


@pytest.mark.parametrize("query", list(functions("queries.py")))
def test_no_query_writes(query):
    source = ast.unparse(query)

    writing = ("session.add(", "session.delete(", ".flush(", "insert(", "update(", "audit.record(")
    assert not any(verb in source for verb in writing)


def test_nothing_below_the_way_in_asks_the_clock_what_day_it_is():
    askers = {
        path.name
        for path in (ROOT / "tracker").rglob("*.py")
        if "date.today(" in path.read_text() or "datetime.now(LONDON)" in path.read_text()
    }

    assert askers <= {"web.py"}


def test_no_file_is_called_after_what_cannot_be_named():
    vague = {"utils", "common", "helpers", "services", "managers", "core"}

    assert not [p for p in (ROOT / "tracker").rglob("*") if p.stem in vague]


def test_two_people_in_turn_are_two_people(client, lead, stranger):
    first = client.sign_in(lead).get("/home")
    second = client.sign_in(stranger).get("/home")

    assert lead.name in page(first).header.get_text()
    assert stranger.name in page(second).header.get_text()
    assert lead.name not in second.text
