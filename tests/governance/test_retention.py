"""What has had its time goes, by the rules that each table states, and nothing else does."""

import contextvars
import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker import uploads
from tracker.accounts.models import Person
from tracker.audit import COMMAND_LINE, Actor, AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.governance import queries, tasks
from tracker.jobs.models import Job
from tracker.mail.models import Message
from tracker.permissions import Role
from tracker.signing_in.models import SignIn, SingleUseLink, Throttle

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def national(app):
    return factories.organisation(code="X24", name="NHS England", kind="national")


@pytest.fixture
def administrator(national):
    return factories.person(national, Role.ADMINISTRATOR)


def ago(days):
    return NOW - timedelta(days=days)


def sign_in(person, seen, browser="Firefox on Windows"):
    n = next(factories.number)
    return factories.saved(
        SignIn(
            person_id=person.id,
            token_hash=f"{n:064}",
            way="password",
            browser=browser,
            started_at=seen,
            seen_at=seen,
            proved_at=seen,
        )
    )


def link(person, expires):
    return factories.saved(
        SingleUseLink(person_id=person.id, purpose="reset", made_at=expires, expires_at=expires)
    )


def message(person, **given):
    return factories.saved(Message(person_id=person.id, template="welcome", ids={}, **given))


def keep_to_retention(by=COMMAND_LINE):
    gone = tasks.keep_to_retention(tasks.Untold(), NOW, by)
    db.session.expire_all()
    return gone


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def would_go():
    return {
        (due.rule.entry.name, due.rule.goes.act.name): due.rows
        for due in queries.all_due(NOW)
        if due.rows
    }


@pytest.fixture
def old_and_new(national, lead):
    """Of each kind one whose time has come by a day, and one that has a day left."""
    for days in (364, 366):
        sign_in(lead, ago(days), browser="")
    for days in (89, 91):
        link(lead, ago(days))
        message(lead, state="sent", ended_at=ago(days))
    for days in (29, 31):
        factories.saved(Throttle(about=f"{days:064}", failures=1, since=ago(days)))


def test_a_dry_run_counts_what_would_go_and_writes_nothing(app, old_and_new):
    entries = count(AuditEntry)

    assert would_go() == {
        ("sign_in", "DELETE"): 1,
        ("single_use_link", "DELETE"): 1,
        ("message", "DELETE"): 1,
        ("throttle", "DELETE"): 1,
    }
    assert (count(SignIn), count(Throttle), count(AuditEntry)) == (2, 2, entries)


def test_what_would_go_is_what_goes_and_the_rest_stays(app, old_and_new):
    gone = keep_to_retention()

    assert gone == {"sign_in": 1, "single_use_link": 1, "message": 1, "throttle": 1}
    for kind in (SignIn, SingleUseLink, Message, Throttle):
        assert count(kind) == 1
    assert would_go() == {}
    assert keep_to_retention() == {}


def test_how_many_rows_of_what_went_is_on_the_record(app, national, old_and_new):
    keep_to_retention()

    kept = sa.select(AuditEntry).where(AuditEntry.did == "kept to retention")
    entries = db.session.scalars(kept).all()
    assert {entry.organisation_id for entry in entries} == {national.id}
    assert [entry.details for entry in entries if entry.details["table"] == "sign_in"] == [
        {"table": "sign_in", "act": "delete", "rows": 1}
    ]


def test_a_browser_is_blanked_before_its_sign_in_goes(app, national, lead):
    recent, old = sign_in(lead, ago(89)), sign_in(lead, ago(91))

    assert keep_to_retention() == {"sign_in": 1}
    assert (recent.browser, old.browser) == ("Firefox on Windows", "")


def test_what_has_not_ended_stays_however_old(app, national, lead):
    message(lead, made_at=ago(4000))
    factories.saved(Job(name="import", arguments={}, asked_at=ago(4000)))

    assert keep_to_retention() == {}
    assert (count(Message), count(Job)) == (1, 1)


def test_much_goes_in_batches(app, national, lead, monkeypatch):
    monkeypatch.setattr(queries, "BATCH", 2)
    for _ in range(5):
        link(lead, ago(100))

    assert keep_to_retention() == {"single_use_link": 5}
    kept = sa.select(AuditEntry.details).where(AuditEntry.did == "kept to retention")
    assert [details["rows"] for details in db.session.scalars(kept)] == [2, 2, 1]


def test_a_file_that_waited_too_long_goes_with_its_row(app, national, lead):
    upload = uploads.keep(b"names", "list.csv", "a purpose", Actor(lead.id, lead.name))
    upload.chosen_at = ago(2)
    db.session.commit()
    path = uploads.folder() / upload.kept_as
    assert path.exists()

    assert keep_to_retention() == {"upload": 1}
    assert not path.exists()


def leaver(trust, left, **given):
    return factories.person(trust, left_on=left, active=False, name="Ada Quill", **given)


def test_the_account_of_a_leaver_is_erased_after_six_years(app, national, trust):
    long_ago = leaver(trust, date(2020, 11, 20))
    lately = leaver(trust, date(2020, 11, 25))

    assert keep_to_retention() == {"person": 1}
    assert (long_ago.name, long_ago.erased_on) == ("Somebody whose data was erased", NOW.date())
    assert (lately.name, lately.erased_on) == ("Ada Quill", None)
    assert keep_to_retention() == {}


def test_a_leaver_who_still_holds_a_post_stays_and_stops_nobody_else(app, national, trust):
    holder = leaver(trust, date(2019, 1, 1))
    factories.post(trust, holder)
    other = leaver(trust, date(2019, 1, 1))

    assert keep_to_retention() == {"person": 1}
    assert (holder.erased_on, other.erased_on) == (None, NOW.date())


def test_the_record_never_goes(app, national, lead):
    blank = dict.fromkeys(("actor", "capacity", "did", "thing", "thing_id"), "")
    factories.saved(AuditEntry(at=ago(9000), details={}, **blank))

    keep_to_retention()

    assert count(AuditEntry) == 1


def test_without_a_national_organisation_there_is_no_record_to_stand_on(app, lead):
    link(lead, ago(100))

    with pytest.raises(Refused, match="Bring in a list of organisations first"):
        keep_to_retention()
    db.session.rollback()
    assert count(SingleUseLink) == 1


def test_as_a_job_it_says_how_far_it_is(app, national, lead):
    link(lead, datetime(2020, 1, 1, tzinfo=UTC))
    told = []

    class Listening:
        def of(self, total):
            told.append(total)

        def step(self):
            told.append("step")

    went = tasks.retention(Listening(), person_id=lead.id, capacity="administrator")
    assert went == {"says": "1 row went"}
    assert told == [len(queries.all_due(NOW)), *["step"] * told[0]]
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.person_id, entry.actor) == (lead.id, "person")


# The command


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()

    def run(*words):
        db.session.rollback()
        result = contextvars.Context().run(runner.invoke, args=list(words))
        db.session.expire_all()
        return result

    return run


@pytest.fixture
def long_gone(national, lead):
    """What has had its time whatever the clock of this machine says."""
    return link(lead, datetime(2020, 1, 1, tzinfo=UTC))


def test_the_command_shows_what_would_go_and_why(run, long_gone):
    result = run("retention", "--dry-run")

    assert result.exit_code == 0
    assert "1  Invitations and links to a new password" in result.stdout
    assert "Deleted 90 days after it ran out." in result.stdout
    assert "1 rows would go. Nothing was changed." in result.stdout
    assert count(SingleUseLink) == 1


def test_the_command_lets_it_go(run, long_gone):
    result = run("retention")

    assert result.exit_code == 0
    assert "1  single use link" in result.stdout
    assert count(SingleUseLink) == 0
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.did, entry.actor) == ("kept to retention", "command line")


def test_the_command_ends_in_a_sentence(run, lead):
    link(lead, datetime(2020, 1, 1, tzinfo=UTC))

    result = run("retention")

    assert result.exit_code == 1
    assert "Bring in a list of organisations first" in result.stderr


# The page


@pytest.fixture
def address(national):
    return f"/organisations/{national.id}/retention"


def test_the_page_shows_what_would_go_and_the_button_lets_it_go(
    client, address, administrator, long_gone
):
    shown = client.sign_in(administrator).get(address)
    assert page(shown).find("button", string=lambda text: text and "Let 1 row go" in text)
    assert count(SingleUseLink) == 1

    answer = client.post(address, follow_redirects=True)

    assert "1 row went" in words(answer)
    assert "Nothing has had its time" in words(client.get(address))
    assert count(SingleUseLink) == 0
    [entry] = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.thing != "job"))
    assert (entry.person_id, entry.capacity) == (administrator.id, "administrator")


def test_only_the_national_administrator_keeps_to_retention(
    client, address, national, trust, lead, long_gone
):
    of_the_trust = factories.person(trust, Role.ADMINISTRATOR)
    national_lead = factories.person(national, Role.EQUALITY_LEAD)
    theirs = f"/organisations/{trust.id}/retention"

    for person, asked, code in (
        (of_the_trust, address, 404),
        (of_the_trust, theirs, 404),
        (lead, theirs, 403),
        (national_lead, address, 403),
    ):
        client.sign_in(person)
        for path in (asked, f"{asked}.csv"):
            assert client.get(path).status_code == code
        assert client.post(asked).status_code == code
    assert count(SingleUseLink) == 1


def test_leavers_are_listed_the_next_to_be_erased_first(client, address, administrator, trust):
    later = leaver(trust, date(2026, 6, 30))
    sooner = factories.person(trust, left_on=date(2025, 1, 31), name="Zoe Abara")
    factories.person(trust, left_on=date(2020, 1, 1), erased_on=TODAY, name="Gone Already")

    listed = client.sign_in(administrator).get(address)
    by_name = client.get(f"{address}?sort=name")

    assert page(listed).find("a", href=f"/people/{sooner.id}/erase")
    assert words(listed).index("Zoe Abara") < words(listed).index("Ada Quill")
    assert words(by_name).index("Ada Quill") < words(by_name).index("Zoe Abara")
    assert "30 June 2032" in words(listed)
    assert "Gone Already" not in words(listed)
    assert db.session.get(Person, later.id).erased_on is None


def test_leavers_are_found_by_name_and_downloaded(client, address, administrator, trust):
    leaver(trust, date(2026, 6, 30))
    factories.person(trust, left_on=date(2025, 1, 31), name="=cmd()")
    client.sign_in(administrator)

    found = words(client.get(f"{address}?q=quill"))
    rows = list(csv.reader(io.StringIO(client.get(f"{address}.csv").text)))

    assert "Ada Quill" in found
    assert "=cmd()" not in found
    assert "Nobody of that name left" in words(client.get(f"{address}?q=%25"))
    assert [row[1] for row in rows] == ["Name", "'=cmd()", "Ada Quill"]
    assert rows[2][2:] == ["2026-06-30", trust.name, "2032-06-30"]


def test_nobody_who_left_is_said_once(client, address, administrator):
    assert "Nobody has left whose account is still here" in words(
        client.sign_in(administrator).get(address)
    )


def test_the_page_asks_as_much_for_many_leavers_as_for_few(client, address, administrator, trust):
    leaver(trust, date(2026, 1, 1))
    client.sign_in(administrator).get(address)
    few = client.queries
    for _ in range(60):
        leaver(trust, date(2026, 1, 1))
    second = client.get(address)

    assert client.queries == few <= 30
    assert page(second).find("a", rel="next")
