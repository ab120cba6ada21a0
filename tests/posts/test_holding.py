"""Who holds a post, from when to when, and who has its duties when nobody does."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tracker.accounts import operations as accounts
from tracker.accounts import queries as accounts_queries
from tracker.accounts.models import Delegation, Holding
from tracker.accounts.standing import standing_of
from tracker.audit import COMMAND_LINE, AuditEntry
from tracker.errors import Refused
from tracker.extensions import db
from tracker.posts import operations, queries

TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def signed_in(client, administrator):
    client.sign_in(administrator)


def boxes(name, on):
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year} if on else {}


def put(client, post, person, since=TODAY, until=None, **typed):
    answers = {"email": person.email, **boxes("since", since), **boxes("until", until)}
    return client.post(f"/posts/{post.id}/hold", data=answers | typed)


def end(client, holding, until=TODAY, follow=False):
    path = f"/holdings/{holding.id}/end"
    return client.post(path, data=boxes("until", until), follow_redirects=follow)


def holdings(post):
    found = db.session.scalars(sa.select(Holding).where(Holding.post_id == post.id))
    return [(each.person_id, each.since, each.until, each.acting) for each in found]


def test_somebody_is_put_in_a_post_by_their_address(client, nurse, grace):
    answer = put(client, nurse, grace, email=" GRACE@nhs.example ")

    assert answer.location == f"/posts/{nurse.id}"
    assert holdings(nurse) == [(grace.id, TODAY, None, False)]
    act = db.session.scalar(sa.select(AuditEntry).where(AuditEntry.did == "gave a post"))
    assert act.organisation_id == nurse.organisation_id
    assert "grace" not in str(act.details).lower()


def test_holding_a_post_gives_leave_at_the_next_request(client, trust, nurse, grace):
    action = factories.action(factories.plan(trust), nurse)
    put(client, nurse, grace)

    assert client.sign_in(grace).get(f"/actions/{action.id}/check-in").status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Enter an e-mail address"),
        ({"email": "nobody@nhs.example"}, "Nobody has an account with this e-mail address"),
        ({"email": "x" * 300}, "Shorten this to 254 characters or fewer"),
        ({"email": "<script>@nhs.example"}, "Nobody has an account with this e-mail address"),
        (boxes("since", TODAY + timedelta(days=370)), "within a year from today"),
        ({"since-day": "31", "since-month": "2"}, "First day must be a real date"),
        ({"since-day": "", "since-month": "", "since-year": ""}, "Enter the first day"),
        (boxes("until", YESTERDAY), "The last day cannot be before the first"),
    ],
)
def test_an_answer_that_cannot_be_is_told_and_kept(client, nurse, grace, typed, sentence):
    answer = put(client, nurse, grace, **typed)

    assert answer.status_code == 200
    assert sentence in words(answer)
    assert holdings(nurse) == []


def test_somebody_whose_account_is_closed_is_put_in_no_post(client, nurse):
    gone = factories.person(active=False)

    assert "account is closed" in put(client, nurse, gone).text


def test_nobody_is_put_in_a_closed_post(client, nurse, grace):
    nurse.closed_on = TODAY
    factories.saved(nurse)

    assert "This post is closed" in put(client, nurse, grace).text


@pytest.mark.parametrize(
    ("theirs", "new", "span"),
    [
        pytest.param(
            (date(2026, 1, 1), None),
            (TODAY, None),
            "from 1 January 2026 with no last day",
            id="now",
        ),
        pytest.param(
            (TOMORROW, None), (TODAY, None), "from 24 November 2026 with no last day", id="later"
        ),
        pytest.param(
            (date(2026, 1, 1), TOMORROW),
            (TOMORROW, None),
            "from 1 January 2026 to 24 November 2026",
            id="last day on the first",
        ),
        pytest.param(
            (date(2025, 1, 1), date(2025, 6, 30)),
            (date(2025, 6, 1), None),
            "from 1 January 2025 to 30 June 2025",
            id="past",
        ),
        pytest.param(
            (date(2027, 1, 1), date(2027, 6, 30)),
            (TODAY, date(2027, 1, 1)),
            "from 1 January 2027 to 30 June 2027",
            id="a last day that comes too late",
        ),
    ],
)
def test_two_do_not_hold_a_post_on_the_same_day(client, nurse, grace, theirs, new, span):
    factories.hold(nurse, factories.person(name="Ada Obi"), since=theirs[0], until=theirs[1])

    answer = put(client, nurse, grace, *new)

    assert f"Ada Obi holds this post {span}." in words(answer)
    assert len(holdings(nurse)) == 1


@pytest.mark.parametrize(
    ("theirs", "new"),
    [
        pytest.param((date(2026, 1, 1), YESTERDAY), (TODAY, None), id="after"),
        pytest.param((date(2027, 1, 1), None), (TODAY, date(2026, 12, 31)), id="until they come"),
        pytest.param(
            (date(2025, 7, 1), None), (date(2025, 1, 1), date(2025, 6, 30)), id="before them"
        ),
    ],
)
def test_one_holds_a_post_after_the_other(client, nurse, grace, theirs, new):
    factories.hold(nurse, factories.person(), since=theirs[0], until=theirs[1])

    assert put(client, nurse, grace, *new).location


def test_somebody_acts_beside_the_holder_and_a_holder_comes_beside_somebody_acting(
    client, nurse, grace
):
    first, second = factories.person(), factories.person()

    assert put(client, nurse, grace, acting="y").location
    assert put(client, nurse, first).location
    assert put(client, nurse, second, acting="y").location
    assert [acting for *_, acting in holdings(nurse)] == [True, False, True]


def test_nobody_holds_one_post_twice(client, nurse, grace):
    put(client, nurse, grace)

    for acting in ({}, {"acting": "y"}):
        assert "Grace Adeyemi holds this post already" in put(client, nurse, grace, **acting).text


def test_the_index_answers_with_a_sentence(nurse, grace, monkeypatch):
    """Where the rule's own question saw nobody, the database still lets one in."""
    factories.hold(nurse, factories.person())
    monkeypatch.setattr(accounts_queries, "holdings_beside", lambda *_: [])

    with pytest.raises(Refused, match="a moment ago") as refused:
        accounts.hold(nurse, grace, TODAY, by=COMMAND_LINE)

    assert isinstance(refused.value.__cause__, IntegrityError)
    assert len(holdings(nurse)) == 1


# Ending


def test_duties_go_up_the_line_and_the_page_says_to_whom(client, chief, nurse, grace):
    holding = factories.hold(nurse, grace)

    shown = words(end(client, holding, follow=True))

    assert holding.until == TODAY
    assert "Grace Adeyemi holds Chief Nurse until the end of 23 November 2026." in shown
    assert "its duties go up the line to Chief executive, held by Dr Amara Okafor" in shown


def test_duties_go_past_a_vacant_post(client, chair, chief, nurse, grace):
    above = db.session.scalar(sa.select(Holding).where(Holding.post_id == chief.id))
    end(client, above, YESTERDAY)

    shown = words(end(client, factories.hold(nurse, grace), follow=True))

    assert "go up the line to Chair, held by Professor Nasreen Qadir" in shown


def test_duties_go_to_nobody_where_the_line_ends(client, trust, grace):
    holding = factories.hold(factories.post(trust), grace)

    assert "nobody has its duties" in words(end(client, holding, follow=True))


def test_duties_stay_with_whoever_acts_or_comes_next(client, nurse, grace):
    holding = factories.hold(nurse, grace)
    factories.hold(nurse, factories.person(name="Ada Obi"), acting=True)

    assert "After that Ada Obi holds it." in words(end(client, holding, follow=True))


def test_a_vacant_post_says_who_has_its_duties(client, nurse):
    shown = words(client.get(f"/posts/{nurse.id}"))

    assert "Vacant. Its duties go up the line to Chief executive, held by Dr Amara Okafor." in shown


def test_who_has_the_duties_is_who_has_leave(trust, chief, nurse):
    """What the page says and what the permissions read are the same."""
    post, holder = queries.who_takes_on(nurse, TODAY)
    [holding] = db.session.scalars(sa.select(Holding).where(Holding.post_id == chief.id))

    assert (post.id, holder) == (chief.id, "Dr Amara Okafor")
    assert nurse.id in standing_of(holding.person_id, TODAY).inherited_posts


def test_delegates_end_with_the_holding(client, nurse, grace):
    holding = factories.hold(nurse, grace)
    factories.delegate(holding, factories.person(name="Marek Nowak"))

    assert "Marek Nowak drafts for Grace Adeyemi" in words(
        client.get(f"/holdings/{holding.id}/end")
    )
    end(client, holding, TOMORROW)

    assert db.session.scalar(sa.select(Delegation)).until == TOMORROW


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (date(2020, 3, 31), "A holding cannot end before it began"),
        (TODAY + timedelta(days=370), "within a year from today"),
        (None, "Enter the last day"),
    ],
)
def test_a_last_day_that_cannot_be_is_told(client, nurse, grace, until, sentence):
    holding = factories.hold(nurse, grace)
    typed = boxes("until", until) or {"until-day": ""}

    answer = client.post(f"/holdings/{holding.id}/end", data=typed)

    assert sentence in words(answer)
    assert holding.until is None


def test_a_holding_begun_by_mistake_today_ends_today(client, nurse, grace):
    holding = factories.hold(nurse, grace, since=TODAY)

    assert "end it on its first day, 23 November 2026" in words(
        client.get(f"/holdings/{holding.id}/end")
    )
    assert end(client, holding, TODAY).location


def test_a_last_day_to_come_can_be_moved_and_one_that_is_past_cannot(client, nurse, grace):
    holding = factories.hold(nurse, grace)
    end(client, holding, TOMORROW)
    end(client, holding, TODAY)
    assert holding.until == TODAY

    end(client, holding, YESTERDAY)
    assert "This holding ended on 22 November 2026" in end(client, holding, TODAY).text


def test_a_last_day_does_not_move_into_the_next_holding(client, nurse, grace):
    holding = factories.hold(nurse, grace, until=TODAY)
    factories.hold(nurse, factories.person(name="Ada Obi"), since=TOMORROW)

    assert "Ada Obi holds this post from 24 November 2026" in end(client, holding, TOMORROW).text
    assert holding.until == TODAY


def test_a_holding_that_has_not_begun_is_taken_back(client, nurse, grace):
    holding = factories.hold(nurse, grace, since=TOMORROW)
    path = f"/holdings/{holding.id}"
    assert "Take it back" in client.get(f"{path}/end").text

    assert client.post(f"{path}/take-back").location == f"/posts/{nurse.id}"
    assert holdings(nurse) == []
    assert client.post(f"{path}/take-back").status_code == 404


def test_a_holding_that_has_begun_is_not_taken_back(client, nurse, grace):
    holding = factories.hold(nurse, grace, since=TODAY)

    answer = client.post(f"/holdings/{holding.id}/take-back")

    assert answer.status_code == 409
    assert "has begun" in words(answer)
    with pytest.raises(Refused, match="End it instead"):
        operations.take_back_holding(holding, TODAY, by=COMMAND_LINE)


def test_the_page_of_a_post_tells_its_holders_over_time(client, nurse, grace):
    factories.hold(nurse, factories.person(name="Ada Obi"), until=date(2024, 3, 31))
    factories.hold(nurse, grace, since=date(2024, 4, 1))
    factories.hold(nurse, factories.person(name="Lin Park"), since=TOMORROW, acting=True)

    shown = words(client.get(f"/posts/{nurse.id}"))

    order = [shown.rindex(name) for name in ("Lin Park", "Grace Adeyemi", "Ada Obi")]
    assert order == sorted(order)
    assert "24 November 2026 (not yet)" in shown


def test_the_page_of_a_post_says_who_of_two_is_acting(client, nurse, grace):
    factories.hold(nurse, grace)
    factories.hold(nurse, factories.person(name="Lin Park"), since=YESTERDAY, acting=True)

    assert "Held by Lin Park, acting; Grace Adeyemi" in words(client.get(f"/posts/{nurse.id}"))


def test_what_fails_half_way_changes_nothing(client, nurse, grace, monkeypatch):
    holding = factories.hold(nurse, grace)
    delegation = factories.delegate(holding, factories.person())

    def fails(*_args, **_details):
        raise OperationalError("the record", None, Exception("the disk is full"))

    monkeypatch.setattr("tracker.accounts.operations.audit.record", fails)

    assert end(client, holding).status_code == 503
    assert (holding.until, delegation.until) == (None, None)
