"""What a person may do follows from where they stand on a day."""

from datetime import date, timedelta

import pytest

from tests import factories
from tracker.accounts import operations, queries
from tracker.audit import COMMAND_LINE
from tracker.errors import Refused
from tracker.permissions import Role, Standing

TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


def standing(person, on=TODAY):
    return queries.standing_of(person.id, on)


def test_nobody_stands_nowhere(app):
    assert queries.standing_of(None, TODAY) == Standing()


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
