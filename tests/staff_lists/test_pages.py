"""Bringing a list of people and posts in: choose, look, accept, all or nothing."""

import io
from datetime import date, timedelta

import pytest

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tests.drafting.answers import HOSTILE
from tests.staff_lists.rows import listed, people, row, vacant
from tracker.accounts.models import Grant, Holding, Person, Post
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.jobs import tasks
from tracker.mail.models import Message
from tracker.permissions import Role
from tracker.signing_in.models import SingleUseLink
from tracker.staff_lists import routes
from tracker.uploads import Upload

MANY = 500
COUNTED = (Person, Post, Holding, Grant)


@pytest.fixture(autouse=True)
def colin(client, trust):
    """The administrator of the trust, at work."""
    colin = factories.person(trust, Role.ADMINISTRATOR)
    client.sign_in(colin)
    return colin


@pytest.fixture
def choose(client, trust):
    """Choose a file, of rows or of raw bytes, and look at what it would do."""

    def choose(*rows, content=None, name="list.csv"):
        file = (io.BytesIO(listed(*rows) if content is None else content), name)
        chosen = client.post(f"/organisations/{trust.id}/staff-lists/add", data={"file": file})
        return client.get(chosen.location)

    return choose


@pytest.fixture
def accept(client):
    """Press the button of a page that was shown."""

    def accept(shown, **typed):
        seen = shown.text.split('name="seen" value="')[1].split('"')[0]
        return client.post(shown.request.path, data={"seen": seen} | typed)

    return accept


def counts():
    return [db.session.query(kind).count() for kind in COUNTED]


def one(kind, **having):
    return db.session.query(kind).filter_by(**having).one()


BOARD = (
    row("Nasreen Qadir", "n@nhs.example", "Chair", "", "yes", "2024-04-01"),
    row("Amara Okafor", "a@nhs.example", "Chief executive", "Chair", "yes", "2024-04-01"),
    vacant("Director of Strategy", "Chief executive", "yes"),
    row("Yewande Cole", "y@nhs.example"),
)


def test_a_list_is_shown_before_it_does_anything(choose):
    before = counts()

    page = words(choose(*BOARD))

    assert "People 3 new, 0 changed, 0 the same as now" in page
    assert "Posts 3 new, 0 changed" in page
    assert "Who holds them 2 taken up, 0 left" in page
    assert "3 people by e-mail" in page
    assert counts() == before


def test_accepting_does_all_that_was_shown_and_lets_the_file_go(choose, accept, trust, colin):
    response = accept(choose(*BOARD))

    assert response.location.endswith(f"/organisations/{trust.id}/people")
    amara = one(Person, email="a@nhs.example")
    assert (amara.name, amara.organisation_id) == ("Amara Okafor", trust.id)
    assert amara.password_hash is None
    grant = one(Grant, person_id=amara.id)
    assert (grant.role, grant.since, grant.given_by_id) == ("staff member", TODAY, colin.id)
    chief, chair = one(Post, title="Chief executive"), one(Post, title="Chair")
    assert (chief.line_post_id, chief.senior_leader) == (chair.id, True)
    assert one(Post, title="Director of Strategy").line_post_id == chief.id
    holding = one(Holding, post_id=chief.id)
    assert (holding.person_id, holding.since) == (amara.id, date(2024, 4, 1))
    assert db.session.query(Upload).count() == 0
    assert db.session.query(Message).count() == 0


def test_every_act_of_a_list_is_on_the_record(choose, accept, trust):
    accept(choose(*BOARD))

    did = [act.did for act in db.session.query(AuditEntry).filter_by(organisation_id=trust.id)]
    assert (did.count("added a person"), did.count("gave a role")) == (3, 3)
    assert (did.count("added a post"), did.count("gave a post")) == (3, 2)
    assert did.count("brought in a staff list") == 1
    details = str([act.details for act in db.session.query(AuditEntry)])
    assert "Amara" not in details
    assert "@" not in details


def test_invitations_go_out_to_the_new_people_when_that_is_ticked(choose, accept, trust):
    factories.person(trust, name="Yewande Cole", email="y@nhs.example")

    accept(choose(*BOARD), invite="y")

    invited = {link.person_id for link in db.session.query(SingleUseLink)}
    emails = {one(Person, id=id_).email for id_ in invited}
    assert emails == {"n@nhs.example", "a@nhs.example"}
    assert db.session.query(Message).count() == 2


def test_somebody_known_whom_a_list_puts_in_a_post_is_told(choose, accept, trust):
    known = factories.person(trust, name="Amara Okafor", email="a@nhs.example")

    accept(choose(*BOARD))

    message = db.session.query(Message).one()
    assert (message.template, message.person_id) == ("given_post", known.id)


def test_the_same_list_again_changes_nothing(choose, accept):
    accept(choose(*BOARD))
    before = counts()

    again = choose(*BOARD)

    assert "This list changes nothing" in words(again)
    assert "Bring them in" not in words(again)
    assert "There is nothing to bring in" in words(accept(again))
    assert counts() == before


def test_what_is_there_is_changed_and_a_mover_leaves_the_post_before(choose, accept, trust):
    una = factories.person(trust, name="Una Quist", email="una@nhs.example")
    chair = factories.post(trust, title="Chair")
    nurse = factories.post(trust, title="Chief Nurse")
    before = factories.hold(nurse, una)

    shown = choose(
        row("Una Q", post="chair", line="Secretary", since="2026-12-01"), vacant("Secretary")
    )
    accept(shown)

    assert "Chief Nurse, the day before" in words(shown)
    assert una.name == "Una Q"
    assert before.until == date(2026, 11, 30)
    assert one(Holding, post_id=chair.id).person_id == una.id
    assert chair.line_post_id == one(Post, title="Secretary").id


def test_two_who_change_places_do(choose, accept, trust):
    posts = [factories.post(trust, title=title) for title in ("Chair", "Secretary")]
    for post, name in zip(posts, ("una", "ada"), strict=True):
        factories.hold(post, factories.person(trust, name=name, email=f"{name}@nhs.example"))

    accept(
        choose(
            row("una", "una@nhs.example", "Secretary", since="2026-12-01"),
            row("ada", "ada@nhs.example", "Chair", since="2026-12-01"),
        )
    )

    assert db.session.query(Holding).filter(Holding.until == date(2026, 11, 30)).count() == 2
    assert db.session.query(Holding).filter_by(since=date(2026, 12, 1)).count() == 2


def test_a_list_with_a_fault_says_where_and_cannot_be_accepted(choose, accept):
    before = counts()

    shown = choose(*BOARD, row("Una Quist", "n@nhs.example"))

    assert shown.text.count("<title>Error: This list cannot be brought in yet") == 1
    assert "Row 6, column email: 'n@nhs.example' is in row 2 already." in words(shown)
    assert "Bring them in" not in words(shown)
    assert "Mend the faults in the file first" in words(accept(shown))
    assert counts() == before


def test_somebody_looked_after_elsewhere_is_not_taken_over_nor_told_of(choose, accept, elsewhere):
    secret = factories.person(elsewhere, name="Ewa Lis", email="una@nhs.example")

    shown = choose(row())
    accept(shown)

    assert "somebody already has the address 'una@nhs.example'" in words(shown)
    assert "Ewa" not in shown.text
    assert "Fernhollow" not in shown.text
    assert secret.name == "Ewa Lis"


def test_a_post_of_another_organisation_is_no_line(choose, elsewhere):
    factories.post(elsewhere, title="Regional Director")

    page = words(choose(vacant("Chair", "Regional Director")))

    assert "'Regional Director' is a post of another organisation" in page


def test_a_circle_through_posts_that_are_there_is_refused(choose, accept, trust):
    chair = factories.post(trust, title="Chair")
    factories.post(trust, title="Chief executive", line_post_id=chair.id)

    shown = choose(vacant("Chair", "Chief executive"))
    accept(shown)

    assert "Chair under Chief executive under Chair" in words(shown)
    assert chair.line_post_id is None


def test_a_post_that_somebody_else_holds_is_refused_with_what_to_do(choose, trust):
    factories.post(trust, factories.person(trust, name="Tom Hartley"), title="Chair")

    page = words(choose(row(post="Chair", since="2026-12-01")))

    assert "Tom Hartley holds 'Chair' on that day or later. End that on the page" in page


@pytest.mark.parametrize(
    "content, told",
    [
        (b"", "is empty"),
        (b"a;b;c;d", "semicolons"),
        (b"\x00\x01", "not plain text"),
        (b"a,b,c,d\n1,2,3,4", "Row 1: the columns are"),
        (listed() + b",,,,,\n" * 20_000, "more than 20,000 rows"),
        (listed(row(name=HOSTILE, email="x")), "is not an e-mail address"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(choose, content, told):
    shown = choose(content=content, name="<script>.csv")

    assert told in words(shown)
    assert "Bring them in" not in shown.text
    assert "<script>alert" not in shown.text


def test_what_a_list_says_is_shown_and_never_run(choose):
    shown = choose(row(name=HOSTILE, post=HOSTILE, since="2026-12-01"))

    assert HOSTILE not in shown.text
    assert "alert(" in words(shown)


def test_a_second_accept_finds_the_file_gone(choose, accept):
    shown = choose(*BOARD)
    accept(shown)
    before = counts()

    assert accept(shown).status_code == 404
    assert counts() == before


def test_a_preview_gone_stale_is_shown_again(choose, accept, trust):
    shown = choose(*BOARD)
    factories.post(trust, title="Chair", senior_leader=True)
    before = counts()

    page = accept(shown)

    assert page.status_code == 409
    assert "People or posts have changed since you looked" in words(page)
    assert "Posts 2 new, 0 changed" in words(page)
    assert counts() == before
    assert accept(page).status_code == 302


def test_an_invitation_tick_outlives_a_stale_preview(choose, accept, trust):
    shown = choose(*BOARD)
    factories.post(trust, title="Chair")

    page = accept(shown, invite="y")

    assert 'name="invite" type="checkbox" value="y" checked' in page.text


def test_a_list_that_fails_half_way_leaves_nothing(choose, accept, monkeypatch):
    shown = choose(*BOARD)
    before = counts()

    def fail(*_args, **_more):
        raise RuntimeError("half-way")

    monkeypatch.setattr("tracker.staff_lists.operations._begin_holdings", fail)
    with pytest.raises(RuntimeError):
        accept(shown)

    assert counts() == before


def test_a_file_can_be_thrown_away(client, choose):
    shown = choose(*BOARD)
    client.post(shown.request.path, data={"throw_away": "yes"})

    assert db.session.query(Upload).count() == 0
    assert client.get(shown.request.path).status_code == 404


def test_a_file_that_waited_too_long_is_asked_for_again(client, choose):
    shown = choose(*BOARD)
    upload = one(Upload)
    upload.chosen_at -= timedelta(hours=25)
    factories.saved(upload)

    response = client.get(shown.request.path, follow_redirects=True)

    assert "This file is no longer kept" in words(response)


def test_a_waiting_file_is_nobody_elses(client, choose, trust):
    shown = choose(*BOARD)
    other = factories.person(trust, Role.ADMINISTRATOR)

    assert client.sign_in(other).get(shown.request.path).status_code == 404


def test_only_an_administrator_brings_a_list_in(client, trust, stranger, lead):
    path = f"/organisations/{trust.id}/staff-lists"

    for page in ("add", "template.csv"):
        assert client.sign_in(lead).get(f"{path}/{page}").status_code == 403
        assert client.sign_in(stranger).get(f"{path}/{page}").status_code == 404


def test_the_template_has_the_columns_and_one_example(client, trust):
    lines = client.get(f"/organisations/{trust.id}/staff-lists/template.csv").text.splitlines()

    assert lines[0] == "name,email,post,line_post,senior_leader,from"
    assert len(lines) == 2


@pytest.mark.parametrize("act", ["look", "accept"])
def test_the_number_of_questions_does_not_grow_with_the_list(client, choose, accept, trust, act):
    asked = {}
    for number in (5, MANY):
        shown = choose(*people(number))
        if act == "accept":
            assert accept(shown).status_code == 302
        asked[number] = client.queries

    assert asked[5] == asked[MANY] <= 25


def test_a_list_that_brings_a_reviewer_under_the_owner_says_so_before_it_is_accepted(choose, trust):
    owner = factories.post(trust, title="Chief executive")
    reviewer = factories.post(trust, title="Vice-chair")
    factories.action(factories.plan(trust), owner, reviewer)

    shown = words(choose(vacant("Vice-chair", "Chief executive")))

    assert "reviewer brought into the owner’s line" in shown
    assert "Owned by Chief executive Reviewed by Vice-chair" in shown
    assert "brought into the owner" not in words(
        choose(vacant("Director of Strategy", "Vice-chair"))
    )


# A list that is long


@pytest.fixture
def long(monkeypatch):
    """Three rows are many."""
    monkeypatch.setattr(routes, "LONG", 2)


def test_a_long_list_is_brought_in_by_a_worker_and_its_page_says_how_it_went(
    client, trust, choose, accept, long
):
    asked = accept(choose(*BOARD), invite="y")
    page = words(client.get(asked.location))

    assert asked.location.startswith("/jobs/")
    assert "Brought in: 3 people and 3 posts are new" in page
    assert f'href="/organisations/{trust.id}/people"' in client.get(asked.location).text
    assert one(Person, email="n@nhs.example").name == "Nasreen Qadir"
    assert db.session.query(SingleUseLink).count() == 3
    assert db.session.query(Upload).count() == 0


def test_what_has_changed_since_stops_it_and_the_file_still_waits(
    client, trust, choose, accept, long
):
    shown, before = choose(*BOARD), counts()
    factories.post(trust, title="Chair")
    page = words(client.get(accept(shown).location))

    assert "People or posts have changed since you looked" in page
    assert db.session.query(Person).filter_by(email="n@nhs.example").count() == 0
    assert counts()[0] == before[0]
    assert db.session.query(Upload).count() == 1


@pytest.mark.parametrize("meanwhile", ["thrown away", "no administrator"])
def test_a_long_list_is_not_brought_in_for_whoever_may_not_any_more(
    client, colin, trust, choose, accept, long, monkeypatch, meanwhile
):
    shown, held = choose(*BOARD), []
    monkeypatch.setattr("tracker.jobs.tasks.start", held.append)
    asked = accept(shown)
    if meanwhile == "thrown away":
        client.post(shown.request.path, data={"throw_away": "yes"})
    else:
        db.session.query(Grant).filter_by(person_id=colin.id).delete()
        db.session.commit()
    monkeypatch.undo()
    tasks.run(held[0])

    assert "so nothing was done" in words(client.get(asked.location))
    assert db.session.query(Person).filter_by(email="n@nhs.example").count() == 0
