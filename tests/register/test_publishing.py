"""A published count can be held against the next, and against what is behind it."""

import hashlib
import json
import random
from collections import defaultdict
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import DatabaseError

from tests import factories
from tests.at_once import counted, made, twice
from tests.client import page, words
from tests.conftest import TODAY
from tracker.audit import COMMAND_LINE
from tracker.extensions import db
from tracker.mentoring.models import Programme
from tracker.mentoring.states import BEGUN, FOLLOWS, State
from tracker.pairings import operations as pairings
from tracker.pairings.models import PairingEvent
from tracker.permissions import Role
from tracker.register import operations, queries
from tracker.register.models import PublishedCount

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def pairs(programme, trust, number, **given):
    """So many pairs of the programme, each of two people of their own."""
    leader_of = [factories.enrolment(programme, factories.person(), trust) for _ in range(number)]
    return [
        factories.pairing(
            leader, factories.enrolment(programme, factories.person(), trust, "mentee"), **given
        )
        for leader in leader_of
    ]


def as_at(on):
    return {"as_at-day": on.day, "as_at-month": on.month, "as_at-year": on.year}


def where(programme, name=""):
    return f"/mentoring/programmes/{programme.id}/count{name}"


@pytest.fixture
def publish(client, programme, centre):
    def publish(on=TODAY):
        return client.sign_in(centre).post(
            where(programme, "/publish"), data=as_at(on), follow_redirects=True
        )

    return publish


def test_before_a_count_is_published_there_is_none_to_read(client, programme, centre):
    for name in ("", ".json", ".csv"):
        assert client.get(where(programme, name)).status_code == 404
    said = words(client.sign_in(centre).get(where(programme)))
    assert "No count of this programme has been published yet" in said


def test_anybody_reads_what_was_published_and_can_prove_it(client, programme, trust, publish):
    pairs(programme, trust, 11)
    publish()

    client.sign_out()
    response = client.get(where(programme))
    file = client.get(where(programme, ".json"))

    said = words(response)
    assert "Confirmed pairs: 11. Leaders who mentor: 11, of 500 hoped for." in said
    assert "As at the end of 23 November 2026" in said
    assert "fewer than ten" in said
    assert hashlib.sha256(file.data).hexdigest() in said
    assert not page(response).select("tbody th a[href*=pairs]")  # what is behind is not theirs
    content = json.loads(file.text)
    assert {each["code"]: each["value"] for each in content["figures"]}["confirmed"] == 11
    assert "ids" not in file.text
    rows = client.get(where(programme, ".csv")).text
    assert "Confirmed,11,," in rows
    assert "Region: Outside the regions,11" in rows


def test_what_is_published_stays_while_the_register_goes_on(client, programme, trust, publish):
    pairs(programme, trust, 10, since=date(2026, 6, 1))
    publish(date(2026, 6, 30))
    first = db.session.query(PublishedCount).one().sha256
    pairs(programme, trust, 12, since=date(2026, 8, 1))
    assert "Confirmed pairs: 10." in words(client.get(where(programme)))

    second = publish()

    assert "Confirmed pairs: 22." in words(second)
    assert "The count before was as at 30 June 2026." in words(second)
    cells = {
        row.find("th").get_text().split()[-1]: [cell.get_text() for cell in row.find_all("td")]
        for row in page(second).select("table")[1].select("tbody tr")
    }
    assert cells["Confirmed"][0].split()[-1] == "22"
    assert cells["Confirmed"][2].endswith("+12 since 30 Jun 2026")
    assert cells["Ended"][2].endswith("not told before")
    assert "Confirmed pairs: 10." in words(client.get(where(programme, f"?of={first}")))
    assert client.get(where(programme, "?of=nothing")).status_code == 404


def test_the_count_as_at_an_earlier_day_is_made_again(programme, trust):
    pairs(programme, trust, 10, since=date(2026, 6, 1))
    pairs(programme, trust, 5, since=date(2026, 11, 1))

    content = operations.publish(programme, date(2026, 6, 30), NOW, TODAY, by=COMMAND_LINE).content

    assert content["figures"][1]["value"] == 10


def test_meetings_count_once_both_say_so_and_an_earlier_beginning_is_existing(programme, trust):
    old = pairs(programme, trust, 10, track="local", began_on=date(2026, 3, 31))
    pairs(programme, trust, 10, track="local", began_on=date(2026, 4, 1))
    for pairing in old:
        factories.meeting(pairing)
        factories.meeting(pairing, held=False, state="held", held_on=TODAY, leader_said=True)

    content = operations.publish(programme, TODAY, NOW, TODAY, by=COMMAND_LINE).content

    values = {each["code"]: each["value"] for each in content["figures"]}
    assert (values["met"], values["working"]) == (10, None)
    assert (values["existing"], values["new"]) == (10, 10)


def test_regions_are_named_and_a_small_one_takes_another_with_it(client):
    nation = factories.organisation(code="X24", name="The whole", kind="national")
    programme = factories.programme(nation)
    vale, moor = (
        factories.organisation(nation, name=name, kind="region") for name in ("Vale", "<i>Moor</i>")
    )
    for region, number in ((vale, 12), (moor, 3)):
        pairs(programme, factories.organisation(region), number)
    client.sign_in(factories.person(nation, Role.LEADERSHIP_CENTRE))

    response = client.post(where(programme, "/publish"), data=as_at(TODAY), follow_redirects=True)

    rows = {
        row.find("th").get_text().removeprefix("Region "): row.find("td").get_text()
        for row in page(response).find_all("table")[2].select("tbody tr")
    }
    assert set(rows) == {"Vale", "<i>Moor</i>", "Outside the regions"}
    assert all("hidden (small numbers)" in words for words in rows.values())


@pytest.mark.parametrize(
    "on, sentence",
    [
        (date(2026, 11, 24), "Choose today or an earlier day"),
        (date(2026, 3, 31), "Choose a day on or after the launch"),
    ],
)
def test_a_day_that_cannot_be_counted_is_refused(publish, on, sentence):
    response = publish(on)

    assert sentence in words(response)
    assert f'value="{on.day}"' in response.text
    assert db.session.query(PublishedCount).count() == 0


def test_who_would_publish_nothing_new_is_told_so(client, programme, trust, publish):
    pairs(programme, trust, 20, since=date(2026, 6, 1))
    publish(date(2026, 6, 30))
    pairs(programme, trust, 9, since=date(2026, 7, 1))

    def read():
        seen = client.post(where(programme, "/publish"), data=as_at(TODAY) | {"see": "yes"})
        return words(seen)

    said = read()
    assert "Nothing new would be told" in said
    assert "20 on 30 Jun 2026, then hidden (small numbers)" in said
    assert "Confirmed: 20 on 30 Jun 2026" in said

    pairs(programme, trust, 1, since=date(2026, 7, 1))

    assert "Nothing new would be told" not in read()
    assert db.session.query(PublishedCount).count() == 1


def test_how_a_count_would_read_is_worked_out_for_the_day_asked_for_and_only_when_asked(
    client, programme, trust, centre, monkeypatch
):
    pairs(programme, trust, 11, since=date(2026, 6, 1))
    pairs(programme, trust, 12, since=date(2026, 8, 1))
    client.sign_in(centre)
    path = where(programme, "/publish")

    seen = words(client.post(path, data=as_at(date(2026, 6, 30)) | {"see": "yes"}))
    assert "Each figure, as at 30 June 2026" in seen
    assert "Count 11 Of" in seen
    assert "Count 23 Of" not in seen
    assert db.session.query(PublishedCount).count() == 0
    late = client.post(path, data=as_at(date(2027, 1, 1)) | {"see": "yes"})
    assert "Choose today or an earlier day" in words(late)

    monkeypatch.setattr(queries, "content_of", lambda *_: pytest.fail("it was worked out"))
    asked = client.get(path)
    assert asked.status_code == 200
    assert "As it would read" not in words(asked)


def test_the_same_day_is_published_once(publish):
    publish()

    assert "has been published already" in words(publish())
    assert "has been published already" in words(publish(date(2026, 10, 1)))
    assert db.session.query(PublishedCount).count() == 1


def test_the_pairs_behind_a_figure_have_numbers_and_no_names(
    client, publish, programme, trust, centre
):
    made = pairs(programme, trust, 3)
    publish()
    published = db.session.query(PublishedCount).one()
    pairs(programme, trust, 1)
    client.sign_in(centre)

    now = client.get(where(programme, "/pairs?show=matched"))
    then = client.get(where(programme, f"/pairs?show=matched&of={published.sha256}"))

    assert "4 pairs." in words(now)
    assert "3 pairs." in words(then)
    assert "Person" not in words(then)
    assert published.behind["matched"] == [pairing.id for pairing in made]
    assert client.get(where(programme, "/pairs.csv?show=matched")).text.count("active") == 4
    assert "There is no such pair" in words(client.get(where(programme, "/pairs?show=local")))
    outside = client.get(where(programme, "/pairs?show=region Outside the regions&sort=latest"))
    assert "Confirmed pairs whose leader works in this region." in words(outside)
    assert "4 pairs." in words(outside)
    behind_then = where(programme, f"/pairs?show=region Elsewhere&of={published.sha256}")
    assert "“Confirmed”" in words(client.get(behind_then))


def test_the_database_refuses_to_change_what_was_published(publish):
    publish()
    published = db.session.query(PublishedCount).one()
    published.content = {}

    with pytest.raises(DatabaseError, match="only ever added to"):
        db.session.commit()
    db.session.rollback()


def test_two_who_publish_at_once_publish_one(own_app):
    programme = made(own_app, lambda: factories.programme(factories.organisation()))

    told = twice(
        own_app,
        lambda: operations.publish(
            db.session.get_one(Programme, programme), TODAY, NOW, TODAY, by=COMMAND_LINE
        ),
    )

    assert told[0] == "done"
    assert "has been published already" in told[1]
    assert counted(own_app, PublishedCount) == 1


def test_the_command_prints_what_anybody_may_read(run, programme, trust):
    pairs(programme, trust, 12)

    as_json = run("mentoring", "count", "--programme", programme.id, "--json")
    in_words = run("mentoring", "count", "--programme", programme.id, "--as-at", "2026-05-31")

    content = json.loads(as_json.stdout)
    assert content["figures"][1]["shown"] == "12"
    assert in_words.stdout.startswith("Mentoring programme 2026, as at 2026-05-31\n")
    assert "Confirmed: fewer than ten." in in_words.stdout
    later = run("mentoring", "count", "--programme", programme.id, "--as-at", "2099-01-01")
    nothing = run("mentoring", "count", "--programme", "999")
    assert (later.exit_code, nothing.exit_code) == (1, 1)
    assert "There is no mentoring programme 999" in nothing.stderr


def test_the_count_agrees_with_a_recount_from_the_log_and_from_the_pairs(programme, trust):
    """Pairs take steps by chance, each as the service takes it, over some months."""
    by_chance = random.Random(2004)
    made = pairs(programme, trust, 20, state="approved", since=date(2026, 4, 2))
    made += pairs(programme, trust, 20, state="accepted", since=date(2026, 4, 2))
    for month in range(4, 11):
        for pairing in made:
            may_follow = FOLLOWS.get(State(pairing.state))
            if may_follow and by_chance.random() < 0.6:
                to = by_chance.choice(may_follow)
                pairings.move(pairing, to, date(2026, month, 3), by=COMMAND_LINE)
    db.session.commit()

    now = queries.ids_behind(queries.counted(programme, TODAY))

    log = defaultdict(list)
    for event in db.session.query(PairingEvent).order_by(PairingEvent.id):
        log[event.pairing_id].append(event.state)
    agreed = {id_ for id_, states in log.items() if set(states) & {*BEGUN}}
    assert set(now["confirmed"]) == agreed
    assert set(now["confirmed"]) == {each.id for each in made if each.state in BEGUN}
    assert set(now["ended"]) == {each.id for each in made if each.state == "ended"}
    assert 5 < len(now["ended"]) < len(agreed) < 40
    july = {
        event.pairing_id
        for event in db.session.query(PairingEvent).filter(PairingEvent.on <= date(2026, 7, 31))
        if event.state in BEGUN
    }
    assert set(queries.counted(programme, date(2026, 7, 31)).ids["confirmed"]) == july
