"""Which plan holds, what somebody owes, and what goes into the spreadsheet."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tests.conftest import TODAY
from tests.plan.conftest import loaded
from tracker.accounts.models import Holding
from tracker.accounts.standing import standing_of
from tracker.extensions import db
from tracker.organisations.models import OrganisationEdge
from tracker.permissions import Role
from tracker.plan import owing, queries
from tracker.plan.in_line import in_line_on
from tracker.plan.lines import lines
from tracker.plan.models import Action
from tracker.plan.progress import Acknowledgement, Evidence


def owed_by(person):
    """What somebody owes, which the page of each action says of that action alike."""
    standing = standing_of(person.id, TODAY)
    owed = owing.duties_of(standing, TODAY)
    for each in db.session.scalars(sa.select(Action)).all():
        action = loaded(each)
        line = next(iter(lines(Action.id == action.id, TODAY)), None)
        here = owing.duties_on(action, line, in_line_on(action, TODAY), standing, TODAY)
        assert here == [duty for duty in owed if duty.values.get("action_id") == action.id]
    return owed


def said(duties):
    return [(duty.kind, duty.verb, duty.thing, duty.due) for duty in duties]


def test_a_check_in_past_its_day_is_due(action, chief):
    factories.check_in(action, chief, on=date(2026, 8, 13))

    assert said(owed_by(chief)) == [
        (
            "due",
            "Check in",
            "on 8.1 Independent panel members from band 8a",
            date(2026, 11, 11),
        )
    ]


def test_a_check_in_of_the_next_thirty_days_is_coming(action, chief):
    factories.check_in(action, chief, on=TODAY - timedelta(days=60))

    [duty] = owed_by(chief)
    assert (duty.kind, duty.due) == ("coming", TODAY + timedelta(days=30))


def test_a_check_in_further_off_is_not_mentioned(action, chief):
    factories.check_in(action, chief, on=TODAY - timedelta(days=59))

    assert owed_by(chief) == []


@pytest.mark.parametrize("state", ["draft", "consulting", "closed"])
def test_nothing_is_owed_on_a_plan_that_is_not_in_force(trust, owning, chief, state):
    factories.action(factories.plan(trust, state=state), owning)

    assert owed_by(chief) == []


def test_nothing_is_owed_on_an_action_that_has_not_begun(plan, owning, chief):
    factories.action(plan, owning, start=TODAY + timedelta(days=1))

    assert owed_by(chief) == []


def test_nothing_is_owed_on_what_stopped_its_milestones_included(action, chief):
    factories.check_in(action, chief, phase="stopped")
    factories.milestone(action, due=TODAY)

    assert owed_by(chief) == []


def test_duties_of_a_vacant_post_come_up_the_line_and_say_so(plan, trust, owning, chief):
    below = factories.post(trust, title="Director of Strategy", line_post_id=owning.id)
    factories.action(plan, below, start=date(2026, 1, 1), reference="1.1")

    [duty] = owed_by(chief)
    assert duty.note == "Post vacant"
    assert duty.thing.startswith("on 1.1")


def test_nobody_owes_what_fell_due_before_their_start(action, owning, chief):
    factories.check_in(action, chief, on=date(2026, 1, 1))
    holding = db.session.query(Holding).filter_by(post_id=owning.id).one()
    holding.until = date(2026, 11, 9)
    successor = factories.person()
    factories.hold(owning, successor, since=date(2026, 11, 10))

    [duty] = owed_by(successor)
    assert (duty.kind, duty.due) == ("coming", date(2026, 12, 10))
    assert owed_by(chief) == []


def test_a_delegate_is_asked_to_draft_and_nothing_else(action, delegate):
    factories.milestone(action, due=TODAY)

    [duty] = owed_by(delegate)
    assert duty.verb == "Draft the check-in"


def test_a_milestone_is_owed_when_it_is_near(action, chief):
    factories.check_in(action, chief, on=TODAY)
    near = factories.milestone(action, title="Rule in the policy", due=date(2026, 12, 18))
    factories.milestone(action, due=date(2027, 1, 31))
    factories.milestone(action, due=date(2026, 12, 1), done_on=TODAY)

    [duty] = owed_by(chief)
    assert duty.thing == "a milestone of 8.1: Rule in the policy"
    assert (duty.kind, duty.values["milestone_id"]) == ("coming", near.id)


def test_a_milestone_past_its_day_is_due(action, chief):
    factories.check_in(action, chief, on=TODAY)
    factories.milestone(action, due=date(2026, 11, 1))

    assert [duty.kind for duty in owed_by(chief)] == ["due"]


def test_the_reviewer_is_asked_about_the_last_check_in_only(action, chief, vice):
    factories.check_in(action, chief, on=date(2026, 5, 15))
    last = factories.check_in(action, chief, on=date(2026, 11, 9))

    [duty] = owed_by(vice)
    assert (duty.kind, duty.verb, duty.due) == ("review", "Accept", date(2026, 11, 9))
    assert duty.values == {"action_id": action.id, "check_in_id": last.id}


def test_the_reviewer_is_not_asked_twice(action, chief, vice):
    check_in = factories.check_in(action, chief)
    given = Acknowledgement(check_in_id=check_in.id, by_id=vice.id, on=TODAY, accepted=True)
    factories.saved(given)

    assert owed_by(vice) == []


def test_nobody_is_asked_to_review_what_they_own_through_another_post(action, owning, vice, chief):
    factories.check_in(action, chief, on=TODAY)
    factories.hold(owning, vice, acting=True)

    assert [duty.kind for duty in owed_by(vice)] == []


def test_somebody_without_a_post_owes_nothing_here(action, lead):
    assert owed_by(lead) == []


def test_a_lead_is_told_of_a_plan_that_no_board_has_adopted_in_time(trust, lead):
    late = {"state": "draft", "adopted_on": None}
    factories.plan(trust, since=date(2026, 11, 1), title="Race equality plan", **late)
    factories.plan(trust, since=date(2027, 4, 1), until=date(2030, 3, 31), **late)

    assert said(owed_by(lead)) == [
        ("due", "Bring", "Race equality plan to the board", date(2026, 11, 1))
    ]


def test_the_nations_leads_do_not_owe_every_plan(trust):
    nation = factories.organisation(kind="national")
    factories.saved(OrganisationEdge(child_id=trust.id, parent_id=nation.id))
    factories.plan(trust, state="draft", adopted_on=None, since=date(2026, 11, 1))

    assert owed_by(factories.person(nation, Role.EQUALITY_LEAD)) == []


def test_the_plan_of_today_is_the_one_adopted_last(trust, plan):
    factories.plan(trust, state="closed", adopted_on=date(2022, 3, 1))
    factories.plan(trust, state="draft", adopted_on=None)
    newer = factories.plan(trust, adopted_on=date(2026, 3, 1))

    assert queries.current_plan_of(trust.id, TODAY).id == newer.id


def test_without_a_plan_in_force_the_last_one_closed_is_shown(trust):
    closed = factories.plan(trust, state="closed", adopted_on=date(2022, 3, 1))

    assert queries.current_plan_of(trust.id, TODAY).id == closed.id


def test_a_draft_is_no_plan_yet(trust):
    factories.plan(trust, state="draft", adopted_on=None)

    assert queries.current_plan_of(trust.id, TODAY) is None


def test_a_plan_is_public_from_the_day_it_is_published(trust):
    plan = factories.plan(trust, published_on=TODAY)

    assert queries.published_plan(plan.id, TODAY)
    assert queries.published_plan(plan.id, TODAY - timedelta(days=1)) is None


def test_a_draft_is_not_public_even_where_it_has_a_day(trust):
    draft = factories.plan(trust, state="draft", published_on=TODAY)

    assert queries.published_plan(draft.id, TODAY) is None


def test_the_spreadsheet_has_a_row_for_each_action(action, plan, chief, trust):
    factories.check_in(action, chief)
    factories.measure_link(action, factories.target(factories.figure(trust)))
    factories.measure_link(action, indicator="7", role="watch")
    factories.saved(
        Evidence(
            action_id=action.id,
            kind="data",
            stance="supports",
            title="Panel log",
            added_on=TODAY,
        )
    )

    [row] = queries.exchange_rows(loaded(action).plan, TODAY)

    assert row.ref == "8.1"
    assert row.indicators == ("2", "7")
    assert (row.lead_post, row.named_lead) == ("Chief executive", "Amara Okafor")
    assert row.update == "32 independent members trained."
    assert row.said == "on course"
    assert row.evidence == "Panel log"
    assert row.network_view == ""


def test_an_indicator_knows_what_is_being_done_about_it(action, plan, trust):
    factories.measure_link(action, indicator="7", role="watch")
    factories.measure_link(factories.action(plan), indicator="7", ended_on=TODAY)
    factories.measure_link(factories.action(plan), indicator="2")

    [doing] = queries.doings_about(trust.id, "7")
    assert doing.title == "8.1 Independent panel members from band 8a"
    assert (doing.endpoint, doing.values) == ("plan.show_action", {"action_id": action.id})


def test_nothing_is_being_done_in_a_draft(trust):
    draft = factories.plan(trust, state="draft", adopted_on=None)
    factories.measure_link(factories.action(draft), indicator="7", role="watch")

    assert queries.doings_about(trust.id, "7") == []
