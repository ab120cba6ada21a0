"""Adding posts, changing them, closing them and opening them again."""

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tracker.accounts import operations as accounts
from tracker.accounts.models import Post
from tracker.audit import COMMAND_LINE, AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.posts import operations, queries


@pytest.fixture(autouse=True)
def signed_in(client, administrator):
    client.sign_in(administrator)


def last_act():
    return db.session.scalar(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))


def send(client, post, name, **typed):
    return client.post(f"/posts/{post.id}/{name}", data=typed)


def change(client, post, **typed):
    usual = {"title": post.title, "line_post_id": post.line_post_id or "", "version": post.version}
    return send(client, post, "edit", **usual | typed)


def closing(client, post, day=23, month=11, year=2026):
    return send(client, post, "close", **{"on-day": day, "on-month": month, "on-year": year})


# Adding


def test_an_administrator_adds_a_post(client, trust, chief):
    typed = {"title": "  Chief   Nurse ", "line_post_id": chief.id, "senior_leader": "y"}

    shown = client.post(f"/organisations/{trust.id}/posts/add", data=typed, follow_redirects=True)

    assert page(shown).h1.get_text() == "Chief Nurse"
    added = db.session.scalar(sa.select(Post).where(Post.title == "Chief Nurse"))
    assert (added.line_post_id, added.senior_leader) == (chief.id, True)
    assert (last_act().did, last_act().organisation_id) == ("added a post", trust.id)


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("", "Enter a title"),
        ("   ", "Enter a title"),
        ("\0", "Enter a title"),
        ("x" * 300, "Shorten this to 120 characters or fewer"),
        ("chief EXECUTIVE", "An open post here has this title already"),
    ],
)
def test_a_title_says_something_short_that_no_other_says(client, trust, chief, title, sentence):
    answer = client.post(f"/organisations/{trust.id}/posts/add", data={"title": title})

    assert sentence in words(answer)
    assert db.session.query(Post).count() == 2


def test_a_title_is_text_and_nothing_else(client, trust):
    typed = {"title": "<script>alert(1)</script>"}

    client.post(f"/organisations/{trust.id}/posts/add", data=typed)
    shown = client.get(f"/organisations/{trust.id}/posts")

    assert "&lt;script&gt;alert(1)" in shown.text
    assert "<script>alert" not in shown.text


def test_posts_elsewhere_may_have_the_same_title(client, trust, elsewhere):
    factories.post(elsewhere, title="Chair")

    answer = client.post(f"/organisations/{trust.id}/posts/add", data={"title": "Chair"})

    assert answer.location


def test_extra_answers_change_nothing(client, trust, elsewhere):
    typed = {"title": "Chair", "organisation_id": elsewhere.id, "closed_on": "2020-01-01", "id": 9}

    client.post(f"/organisations/{trust.id}/posts/add", data=typed)

    added = db.session.scalar(sa.select(Post))
    assert (added.organisation_id, added.closed_on) == (trust.id, None)


def test_a_post_answers_to_its_own_organisation_or_to_one_above(client, app):
    region = factories.organisation(kind="region", name="Vale and Fells")
    trust = factories.organisation(parent=region)
    director = factories.post(region, title="Regional director")
    own = factories.post(trust, title="Chair")
    factories.post(factories.organisation(parent=region), title="Chair of a neighbour")
    factories.post(trust, title="Closed", closed_on=TODAY)

    choices = queries.posts_to_answer_to(None, trust, TODAY)

    assert [post.id for post in choices] == [own.id, director.id]


def test_a_post_does_not_answer_to_one_of_an_unrelated_organisation(
    client, trust, elsewhere, chief
):
    theirs = factories.post(elsewhere)

    added = client.post(
        f"/organisations/{trust.id}/posts/add",
        data={"title": "Chief Nurse", "line_post_id": theirs.id},
    )
    changed = change(client, chief, line_post_id=theirs.id)

    assert "Choose a post from the list" in added.text
    assert "Choose a post from the list" in changed.text
    with pytest.raises(Refused, match="of its own organisation, or of one above it"):
        operations.edit_post(chief, chief.title, theirs, False, TODAY, by=COMMAND_LINE)


@pytest.mark.parametrize("chosen", ["0", "2147483648", "-1", "one", "1; drop table post"])
def test_a_line_that_is_not_on_the_list_is_no_line(client, trust, chosen):
    typed = {"title": "Chief Nurse", "line_post_id": chosen}

    answer = client.post(f"/organisations/{trust.id}/posts/add", data=typed)

    assert "Choose a post from the list" in answer.text


def test_nobody_comes_to_answer_to_a_closed_post(trust, chair):
    closed = factories.post(trust, closed_on=TODAY)

    with pytest.raises(Refused, match="is closed"):
        accounts.add_post(trust, "Chief Nurse", COMMAND_LINE, closed)
    with pytest.raises(Refused, match="is closed"):
        operations.edit_post(chair, chair.title, closed, False, TODAY, by=COMMAND_LINE)


# Changing


def test_a_post_is_given_another_title_and_line(client, nurse, chair):
    answer = change(client, nurse, title="Director of Nursing", line_post_id=chair.id)

    assert answer.location == f"/posts/{nurse.id}"
    assert (nurse.title, nurse.line_post_id) == ("Director of Nursing", chair.id)
    assert last_act().details == {"changed": ["title", "line_post_id"], "line_post": chair.id}


def test_a_post_can_come_to_answer_to_no_other(client, nurse):
    change(client, nurse, line_post_id="")

    assert nurse.line_post_id is None


def test_a_post_keeps_its_own_title(client, nurse):
    assert change(client, nurse, title="CHIEF NURSE").location
    assert nurse.title == "CHIEF NURSE"


def test_a_post_does_not_take_the_title_of_another(client, nurse):
    assert "has this title already" in change(client, nurse, title="Chief executive").text


def test_a_line_of_three_posts_does_not_close_to_a_circle(client, chair, chief, nurse):
    answer = change(client, chair, line_post_id=nurse.id)

    assert (
        "Chief Nurse answers to Chief executive answers to Chair. If Chair answered to Chief Nurse,"
        " they would answer to one another in a circle." in words(answer)
    )
    assert chair.line_post_id is None


def test_a_post_does_not_answer_to_itself(client, chair):
    assert "Choose a post from the list" in change(client, chair, line_post_id=chair.id).text
    with pytest.raises(Refused, match="to itself"):
        operations.edit_post(chair, chair.title, chair, False, TODAY, by=COMMAND_LINE)


def test_a_line_that_an_old_circle_has_is_put_right(client, chair, chief, nurse):
    chair.line_post_id = nurse.id
    factories.saved(chair)

    assert client.get(f"/posts/{chief.id}").status_code == 200
    assert change(client, chair, line_post_id="").location
    assert chair.line_post_id is None


def test_a_line_that_has_moved_away_is_kept_while_other_things_change(client, elsewhere, chair):
    chair.line_post_id = factories.post(elsewhere).id
    factories.saved(chair)
    was = chair.line_post_id

    assert change(client, chair, title="Trust chair").location
    assert (chair.title, chair.line_post_id) == ("Trust chair", was)


def test_whoever_is_second_is_shown_what_the_first_wrote(client, nurse):
    change(client, nurse, title="Director of Nursing")

    second = change(client, nurse, title="Head of Nursing", version="1")

    assert second.status_code == 409
    assert "What it says now" in second.text
    assert "Director of Nursing" in words(second)
    assert page(second).find(id="title")["value"] == "Head of Nursing"


def test_a_closed_post_is_not_changed(client, nurse):
    nurse.closed_on = TODAY
    factories.saved(nurse)

    assert "Reopen it before you change it" in change(client, nurse, title="Matron").text


# Closing and opening again


def test_a_vacant_post_is_closed_and_opened_again(client, nurse):
    assert closing(client, nurse).location
    assert nurse.closed_on == TODAY
    assert "closed on 23 November 2026" in words(client.get(f"/posts/{nurse.id}"))

    assert send(client, nurse, "reopen").location
    assert nurse.closed_on is None
    assert last_act().did == "reopened a post"


def test_a_post_that_somebody_holds_is_not_closed(client, chief, nurse):
    nurse.line_post_id = None
    factories.saved(nurse)

    answer = closing(client, chief)

    assert "Dr Amara Okafor holds it from 1 April 2020. End that holding first." in words(answer)
    assert chief.closed_on is None


def test_a_post_is_not_closed_before_the_last_day_of_its_holder(client, trust, grace):
    post = factories.post(trust)
    factories.hold(post, grace, until=TODAY.replace(day=20))

    assert "holds it from 1 April 2020 to 20 November 2026" in words(closing(client, post, day=19))
    assert closing(client, post, day=20).location


def test_a_post_that_somebody_is_to_hold_is_not_closed(client, nurse, grace):
    factories.hold(nurse, grace, since=TODAY.replace(month=12))

    assert "Grace Adeyemi holds it from 23 December 2026" in words(closing(client, nurse))


def test_a_post_that_others_answer_to_is_not_closed(client, trust, nurse):
    for title in ("Matron", "Head of safeguarding", "Head of infection control", "Ward lead"):
        factories.post(trust, title=title, line_post_id=nurse.id)

    answer = words(closing(client, nurse))

    assert "Head of infection control, Head of safeguarding, Matron and 1 more answer to it" in (
        answer
    )
    assert nurse.closed_on is None


def test_a_post_that_a_closed_one_answered_to_is_closed(client, trust, nurse):
    factories.post(trust, line_post_id=nurse.id, closed_on=TODAY)

    assert closing(client, nurse).location


def test_a_post_that_owns_an_open_action_is_not_closed(client, trust, nurse):
    factories.action(factories.plan(trust), nurse)

    answer = closing(client, nurse)

    assert "It still owns 1 open action. Say first which post does that instead." in words(answer)
    assert "Owns 1 open action" in words(client.get(f"/posts/{nurse.id}"))


def test_what_a_post_did_in_a_closed_plan_does_not_keep_it_open(client, trust, nurse):
    factories.action(factories.plan(trust, state="closed", closed_on=TODAY), nurse)

    assert closing(client, nurse).location


def test_an_action_at_rest_is_no_open_one(client, trust, nurse, grace):
    action = factories.action(factories.plan(trust), nurse)
    factories.check_in(action, grace, phase="embedded")

    assert closing(client, nurse).location


def test_what_a_post_reviews_and_sponsors_is_counted(trust, nurse, chief):
    plan = factories.plan(trust, sponsor_post_id=nurse.id)
    for owner, reviewer in ((chief, nurse), (chief, nurse), (nurse, chief)):
        factories.action(plan, owner, reviewer)

    assert queries.work_of(nurse, TODAY) == [
        "owns 1 open action",
        "reviews 2 open actions",
        "sponsors 1 plan",
    ]


def test_a_post_is_not_closed_on_a_day_to_come(client, nurse):
    assert "today or on a day before" in words(closing(client, nurse, day=24))


def test_a_post_is_closed_and_opened_once(client, nurse):
    closing(client, nurse)
    assert "This post was closed on 23 November 2026" in words(closing(client, nurse))

    send(client, nurse, "reopen")
    assert "This post is open already" in words(send(client, nurse, "reopen"))


def test_a_post_whose_title_is_taken_by_now_stays_closed(client, trust, nurse):
    closing(client, nurse)
    factories.post(trust, title="Chief nurse")

    assert "has this title by now" in words(send(client, nurse, "reopen"))
    assert nurse.closed_on == TODAY


def test_a_post_whose_line_is_closed_by_now_answers_to_none(client, nurse, chief):
    closing(client, nurse)
    chief.closed_on = TODAY
    factories.saved(chief)

    send(client, nurse, "reopen")

    assert nurse.line_post_id is None
