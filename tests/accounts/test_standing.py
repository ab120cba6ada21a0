"""What a person may do follows from where they stand on a day."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.client import questions_of
from tracker.accounts import operations
from tracker.accounts.standing import standing_of
from tracker.audit import COMMAND_LINE
from tracker.errors import Refused
from tracker.permissions import Role, Standing

TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


def standing(person, on=TODAY):
    return standing_of(person.id, on)


def test_nobody_stands_nowhere(app):
    assert standing_of(None, TODAY) == Standing()


def test_a_role_counts_below_its_organisation_and_not_above(app):
    region = factories.organisation(kind="region")
    trust = factories.organisation(parent=region)
    other = factories.organisation()
    viewer = factories.person(region, Role.VIEWER)
    lead = factories.person(trust, Role.EQUALITY_LEAD)

    assert standing(viewer).roles == {
        region.id: frozenset({Role.VIEWER}),
        trust.id: frozenset({Role.VIEWER}),
    }
    assert standing(lead).roles_in(region.id) == frozenset()
    assert standing(viewer).roles_in(other.id) == frozenset()


def test_a_role_that_has_ended_counts_no_more(trust):
    person = factories.person()
    factories.grant(person, Role.VIEWER, trust, until=YESTERDAY)

    assert standing(person).roles == {}
    assert standing(person, on=YESTERDAY).roles_in(trust.id) == {Role.VIEWER}


def test_a_role_counts_from_its_first_day(trust):
    person = factories.person()
    factories.grant(person, Role.VIEWER, trust, since=TODAY)

    assert standing(person).roles_in(trust.id) == {Role.VIEWER}
    assert standing(person, on=YESTERDAY).roles == {}


def test_a_post_makes_a_post_holder_there_and_not_below(app):
    region = factories.organisation(kind="region")
    trust = factories.organisation(parent=region)
    person = factories.person()
    held = factories.post(region, holder=person)

    assert standing(person).posts == {held.id}
    assert standing(person).roles_in(region.id) == {Role.POST_HOLDER}
    assert standing(person).roles_in(trust.id) == frozenset()


def test_the_duties_of_a_vacant_post_come_up_the_line(trust):
    chair = factories.person()
    top = factories.post(trust, holder=chair)
    vacant = factories.post(trust, line_post_id=top.id)
    below_vacant = factories.post(trust, line_post_id=vacant.id)
    held = factories.post(trust, holder=factories.person(), line_post_id=top.id)
    below_held = factories.post(trust, line_post_id=held.id)

    assert standing(chair).inherited_posts == {vacant.id, below_vacant.id}
    assert below_held.id not in standing(chair).inherited_posts


def test_two_posts_in_each_others_line_do_not_go_round_for_ever(trust):
    person = factories.person()
    held = factories.post(trust, holder=person)
    one = factories.post(trust, line_post_id=held.id)
    two = factories.post(trust, line_post_id=one.id)
    one.line_post_id = two.id
    factories.saved(one)

    assert standing(person).inherited_posts == frozenset()


def test_a_network_speaks_where_it_covers(trust, elsewhere):
    network = factories.network(trust)
    officer = factories.person(network, Role.NETWORK_OFFICER)

    assert standing(officer).networks == {network.id: frozenset({Role.NETWORK_OFFICER})}
    assert standing(officer).roles_in(trust.id) == {Role.NETWORK_OFFICER}
    assert standing(officer).roles_in(elsewhere.id) == frozenset()


def test_a_delegate_drafts_only_while_the_holder_holds(trust):
    post = factories.post(trust)
    holding = factories.hold(post, factories.person())
    delegate = factories.person()
    factories.delegate(holding, delegate)

    assert standing(delegate).delegated_posts == {post.id}
    holding.until = YESTERDAY
    factories.saved(holding)
    assert standing(delegate).delegated_posts == frozenset()


def test_a_role_at_the_top_is_national(app):
    national = factories.organisation(kind="national")
    person = factories.person(national, Role.EQUALITY_LEAD)

    assert standing(person).national == {Role.EQUALITY_LEAD}


def test_the_post_somebody_holds_is_their_own_place(trust, elsewhere):
    person = factories.person(elsewhere, Role.VIEWER)
    factories.post(trust, holder=person)

    assert next(iter(standing(person).roles)) == trust.id


def test_the_place_of_a_role_comes_before_those_a_network_or_a_panel_covers(trust, elsewhere):
    network, panel = factories.network(elsewhere), factories.panel(factories.organisation())
    person = factories.person(network, Role.NETWORK_MEMBER)
    factories.grant(person, Role.PANEL_MEMBER, panel)
    factories.grant(person, Role.VIEWER, trust)

    assert list(standing(person).roles)[:2] == [trust.id, elsewhere.id]


def test_whoever_belongs_to_a_closed_network_belongs_to_it_and_has_no_role_by_it(trust):
    network = factories.network(trust, closed_on=YESTERDAY)
    person = factories.person(network, Role.NETWORK_MEMBER)

    assert standing(person).networks == {network.id: {Role.NETWORK_MEMBER}}
    assert standing(person).roles == {}


def test_two_roles_in_one_tree_are_each_counted_where_they_are(app):
    region = factories.organisation(kind="region")
    trust = factories.organisation(parent=region)
    person = factories.person(region, Role.VIEWER)
    factories.grant(person, Role.EQUALITY_LEAD, trust)

    assert standing(person).roles == {
        region.id: {Role.VIEWER},
        trust.id: {Role.VIEWER, Role.EQUALITY_LEAD},
    }
    assert standing(person).boards == {region.id}


def test_a_standing_costs_two_questions_whatever_somebody_holds_and_wherever(app):
    """And whoever the page has loaded already is not asked about again."""
    plain, busy = factories.person(), factories.person()
    for _ in range(3):
        place = factories.organisation(parent=factories.organisation(kind="national"))
        top = factories.post(place, holder=busy)
        factories.post(place, line_post_id=top.id)
        factories.delegate(factories.hold(factories.post(place), factories.person()), busy)
        factories.grant(busy, Role.ADMINISTRATOR, place)
        factories.grant(busy, Role.NETWORK_OFFICER, factories.network(place))
        factories.grant(busy, Role.PANEL_MEMBER, factories.panel(place))

    assert questions_of(lambda: standing(plain)) == questions_of(lambda: standing(busy)) == 2


def test_a_post_has_one_holder_unless_another_acts(trust):
    post = factories.post(trust, holder=factories.person())
    other = factories.person()

    with pytest.raises(Refused, match="Two people hold a post on the same day only"):
        operations.hold(post, other, TODAY, by=COMMAND_LINE)
    operations.hold(post, other, TODAY, by=COMMAND_LINE, acting=True)


def test_nobody_is_their_own_delegate(trust):
    holder = factories.person()
    holding = factories.hold(factories.post(trust), holder)

    with pytest.raises(Refused, match="somebody other"):
        operations.delegate(holding, holder, TODAY, by=COMMAND_LINE)


def test_an_organisation_never_loses_its_last_administrator(trust):
    last = factories.grant(factories.person(), Role.ADMINISTRATOR, trust)

    with pytest.raises(Refused, match="last administrator"):
        operations.end_grant(last, TODAY, by=COMMAND_LINE)

    factories.grant(factories.person(), Role.ADMINISTRATOR, trust)
    operations.end_grant(last, TODAY, by=COMMAND_LINE)
    assert last.until == YESTERDAY


def test_an_administrators_role_has_no_end(trust):
    with pytest.raises(Refused, match="without an end"):
        operations.grant(
            factories.person(), Role.ADMINISTRATOR, trust, TODAY, by=COMMAND_LINE, until=TODAY
        )


def test_an_address_belongs_to_one_person(app):
    factories.person(email="ada@nhs.example")

    with pytest.raises(Refused, match="already has"):
        operations.add_person("Ada", "ADA@nhs.example", None, by=COMMAND_LINE)
