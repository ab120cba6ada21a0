"""A list of people is brought in: each of them is named, and decides."""

import io

import pytest

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tests.roll.sheets import workbook
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.mail.models import Message
from tracker.mentoring.models import Enrolment
from tracker.permissions import Role
from tracker.uploads import Upload

HEAD = ("email", "side", "places")


@pytest.fixture
def people(places):
    """Somebody in each trust."""
    made = {}
    for name, place in (("helen", places.trust), ("amara", places.trust), ("owen", places.other)):
        made[name] = factories.person(
            place, Role.STAFF_MEMBER, name=name.title(), email=f"{name}@nhs.example"
        )
        made[name].organisation_id = place.id
        factories.saved(made[name])
    return made


@pytest.fixture
def choose(client, at):
    def choose(*rows, content=None, name="list.csv", where=None):
        csv = "\n".join(",".join(map(str, row)) for row in (HEAD, *rows)).encode()
        file = (io.BytesIO(csv if content is None else content), name)
        return client.get(client.post(f"{where or at}/lists/add", data={"file": file}).location)

    return choose


@pytest.fixture
def accept(client):
    def accept(shown, **typed):
        seen = shown.text.split('name="seen" value="')[1].split('"')[0]
        return client.post(shown.request.path, data={"seen": seen} | typed)

    return accept


def enrolments():
    db.session.expire_all()
    return db.session.query(Enrolment).order_by(Enrolment.id).all()


LISTED = (
    ("helen@nhs.example", "leader", "3"),
    ("amara@nhs.example", "mentee", ""),
    ("owen@nhs.example", "mentee", ""),
    ("nobody@nhs.example", "mentee", ""),
)


def test_a_list_is_shown_before_anybody_is_asked(
    client, choose, coordinator, people, programme, places
):
    factories.enrolment(programme, people["owen"], places.other, "mentee")

    shown = words(client.sign_in(coordinator).get("/mentoring") and choose(*LISTED))

    assert "2 to be asked, 1 there already, 1 not known here" in shown
    assert "nobody@nhs.example" in shown
    assert len(enrolments()) == 1
    assert db.session.query(Message).count() == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_of_them_is_named_where_they_work_and_none_is_in_the_pool(
    client, at, choose, accept, coordinator, people, places, kind
):
    client.sign_in(coordinator)
    content = workbook(HEAD, *LISTED) if kind == "xlsx" else None

    response = accept(choose(*LISTED, content=content, name=f"list.{kind}"))

    assert response.location == f"{at}/enrolments"
    helen, amara, owen = enrolments()
    for each in (helen, amara, owen):
        assert (each.state, each.nominated_on, each.confirmed_on) == ("draft", TODAY, None)
        assert each.nominated_by_id == coordinator.id
    assert (helen.capacity, helen.side) == (3, "leader")
    assert (helen.organisation_id, owen.organisation_id) == (places.trust.id, places.other.id)
    asked = {message.person_id for message in db.session.query(Message)}
    assert asked == {person.id for person in people.values()}
    assert db.session.query(Upload).count() == 0
    shown = words(client.get(f"{at}/enrolments"))
    assert "3 questions are on the way" in shown
    assert "3 people were named by another" in shown


def test_who_was_named_is_in_nobodys_record(client, choose, accept, coordinator, people):
    accept(client.sign_in(coordinator) and choose(*LISTED))

    told = str([entry.details for entry in db.session.query(AuditEntry)])
    assert "@" not in told
    assert "Helen" not in told


def test_a_second_press_finds_the_file_gone_and_asks_nobody_twice(
    client, choose, accept, coordinator, people
):
    client.sign_in(coordinator)
    shown = choose(*LISTED)

    accept(shown)
    again = accept(shown)

    assert again.status_code == 404
    assert len(enrolments()) == 3
    assert db.session.query(Message).count() == 3


def test_what_changed_since_it_was_shown_is_shown_again_first(
    client, choose, accept, coordinator, people, programme, places
):
    client.sign_in(coordinator)
    shown = choose(*LISTED)
    factories.enrolment(programme, people["amara"], places.trust, "mentee")

    late = accept(shown)

    assert late.status_code == 409
    assert "This is what the list would do now" in words(late)
    assert "2 to be asked, 1 there already" in words(late)
    assert len(enrolments()) == 1


def test_a_list_with_faults_asks_nobody_even_when_it_is_sent(
    client, choose, accept, coordinator, people
):
    client.sign_in(coordinator)
    shown = choose(*LISTED, ("helen@nhs.example", "leader", "4"), ("amara@nhs.example", "mentee"))

    said = words(shown)
    assert "'4' is not from 1 to 3" in said
    assert "'amara@nhs.example' is in row 3 already, as mentee" in said
    assert "Mend the faults in the file first" in words(accept(shown))
    assert enrolments() == []


def test_a_list_of_whom_all_are_there_says_so(client, choose, accept, coordinator, people):
    client.sign_in(coordinator)
    accept(choose(*LISTED))

    shown = choose(*LISTED)

    assert "This list asks nobody" in words(shown)
    assert "There is nobody to ask" in words(accept(shown))


def test_a_local_co_ordinator_names_their_own_organisations_people_alone(
    client, locally, choose, accept, local, people
):
    client.sign_in(local)

    shown = choose(*LISTED, where=locally)

    assert "2 to be asked, 0 there already, 2 not known here" in words(shown)


def test_the_file_can_be_thrown_away_and_is_nobody_elses(
    client, choose, accept, coordinator, people, places
):
    client.sign_in(coordinator)
    shown = choose(*LISTED)
    client.sign_in(factories.person(places.region, Role.LEADERSHIP_CENTRE))
    assert client.get(shown.request.path).status_code == 404
    client.sign_in(coordinator)

    accept(shown, throw_away="yes")

    assert db.session.query(Upload).count() == 0
    assert enrolments() == []


def test_a_thousand_people_take_no_more_questions_than_three(
    client, choose, accept, coordinator, places
):
    client.sign_in(coordinator)
    choose(("nobody@nhs.example", "mentee", ""))
    few = client.queries
    rows = [(f"p{number}@nhs.example", "mentee", "") for number in range(1000)]
    for email, _, _ in rows[:40]:
        factories.person(places.trust, email=email)

    shown = choose(*rows)

    assert client.queries == few
    assert "40 to be asked" in words(shown)
