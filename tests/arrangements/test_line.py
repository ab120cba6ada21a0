"""Nobody mentors in a line of management; what is not known is said to be not checked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.client import page, questions_of, words
from tests.conftest import TODAY
from tracker.extensions import db
from tracker.mentoring.line import CLEAR, Line, between, next_held
from tracker.mentoring.lines import found_between
from tracker.mentoring.models import DeclaredLine
from tracker.pairings.models import Pairing

NOBODY = frozenset()
MANAGER = "One of the two is the other’s manager"
ABOVE = "One of the two is the manager of the other’s manager"
SHARED = "Both have the same manager"
SECOND = "One of the two answers to the other in a second line"


def line(email, managers="", above="", matrix=""):
    return Line(email, *(frozenset(each.split()) for each in (managers, above, matrix)))


@pytest.mark.parametrize(
    "one, other, found",
    [
        (line("ada"), line("farid", "ada"), MANAGER),
        (line("ada"), line("farid", "cy", "ada"), ABOVE),
        (line("ada", "dee"), line("farid", "dee"), SHARED),
        (line("ada"), line("farid", matrix="ada"), SECOND),
        (line("ada", "dee", "eve"), line("farid", "cy", "dee"), CLEAR.words),
        (Line("ada"), line("farid", "ada"), MANAGER),
        (Line("ada"), line("farid", "cy"), "Not checked: we do not know the leader’s manager"),
        (
            line("ada"),
            Line("farid", frozenset({"cy"})),
            "Not checked: we do not know the manager of the colleague’s manager",
        ),
    ],
)
def test_two_in_one_line_are_told_so(one, other, found):
    assert between(one, other).words == found
    assert between(one, other).is_clear == (found == CLEAR.words)
    assert between(one, other).forbids == (found in (MANAGER, ABOVE, SHARED, SECOND))


people = st.sets(st.sampled_from("abcdef"), max_size=3).map(frozenset)
known_lines = st.builds(Line, st.sampled_from("abcdef"), people, people, people)


@given(known_lines, known_lines)
def test_it_forbids_whichever_of_the_two_is_above(one, other):
    assert between(one, other) == between(other, one)


def test_of_a_vacant_post_duties_go_further_up_and_a_circle_ends():
    held = {3: frozenset({"cy"})}

    assert next_held(1, {1: 2, 2: 3, 3: None}, held, "ada") == 3
    assert next_held(1, {1: 3}, {3: frozenset({"ada"})}, "ada") is None
    assert next_held(1, {1: 2, 2: 1}, held, "ada") is None


@pytest.fixture
def posts(trust, leader, mentee):
    """The leader above somebody who is above the colleague, with a vacant post between."""
    top = factories.post(trust, factories.person(trust), title="Chair")
    chief = factories.post(trust, leader, title="Chief", line_post_id=top.id)
    vacant = factories.post(trust, title="Deputy", line_post_id=chief.id)
    head = factories.post(trust, factories.person(trust), title="Head", line_post_id=vacant.id)
    return head, factories.post(trust, mentee, title="Nurse", line_post_id=head.id)


def found(leader, mentee, **how):
    pair = leader.id, mentee.id
    return found_between([pair], TODAY, **how)[pair].words


def test_the_line_is_read_off_the_posts_that_are_held(posts, leader, mentee, colleague, trust):
    head, nurse = posts
    assert found(leader, mentee) == ABOVE
    nurse.line_post_id = head.line_post_id  # straight under the vacant post
    db.session.commit()
    assert found(leader, mentee) == MANAGER
    elsewhere = factories.organisation()
    nurse.line_post_id = factories.post(elsewhere, factories.person(), title="Matron").id
    db.session.commit()
    assert found(leader, mentee) == CLEAR.words
    assert found(leader, colleague) == "Not checked: we do not know the colleague’s manager"


def test_many_pairs_are_three_questions_as_one_is_and_none_is_none(posts, leader, mentee, trust):
    many = [(leader.id, mentee.id)]
    for _ in range(9):
        one, other = factories.person(trust), factories.person(trust)
        factories.post(trust, one, line_post_id=factories.post(trust, other).id)
        many.append((one.id, other.id))

    asked = [questions_of(lambda pairs=pairs: found_between(pairs, TODAY)) for pairs in ([], many)]

    assert asked == [0, 3]
    assert questions_of(lambda: found_between(many[:1], TODAY)) == 3


def test_what_they_said_when_they_enrolled_counts_for_themselves(programme, leader, mentee, trust):
    factories.enrolment(programme, mentee, trust, "mentee", manager_email=leader.email.upper())

    assert found(leader, mentee) == MANAGER
    assert found(leader, mentee, declared=False).startswith("Not checked")


def test_a_leader_does_not_tell_of_somebody_in_their_line(tell, posts, mentee):
    response = tell(name="<b>Farid</b>")

    said = f"{ABOVE}, and mentoring is kept out of the line of management"
    assert said in words(response)
    assert page(response).select(".nhsuk-error-summary a[href='#email']")
    assert "&lt;b&gt;Farid&lt;/b&gt;" in response.text


def test_a_colleague_in_the_line_is_told_and_cannot_confirm(
    client, told, programme, leader, mentee, trust
):
    claim = told()
    where = f"/you/mentored-by/{claim.id}"
    client.sign_in(mentee)
    before = words(client.get(where))
    assert "Not checked: we do not know the leader’s manager or your manager" in before
    factories.enrolment(programme, mentee, trust, "mentee", manager_email="ada@nhs.example")
    leader.email = "ada@nhs.example"
    db.session.commit()

    assert f"{MANAGER}, so this cannot be confirmed." in words(client.get(where))
    response = client.post(where, data={"answer": "yes"}, follow_redirects=True)

    assert f"{MANAGER}, and mentoring is kept out" in words(response)
    assert db.session.get(Pairing, claim.pairing_id).state == "claimed"
    assert "does not count" in words(
        client.post(where, data={"answer": "no"}, follow_redirects=True)
    )


def confirm(client, mentee, claim, manager="", further=""):
    said = {"answer": "yes", "manager_email": manager, "managers_manager_email": further}
    where = f"/you/mentored-by/{claim.id}"
    return client.sign_in(mentee).post(where, data=said, follow_redirects=True)


@pytest.mark.parametrize("who", ["manager", "further"])
def test_a_colleague_who_names_the_leader_above_them_cannot_confirm_and_loses_nothing(
    client, told, leader, mentee, who
):
    claim = told()

    response = confirm(client, mentee, claim, **{who: f" {leader.email.upper()} "})

    expected = MANAGER if who == "manager" else ABOVE
    assert f"{expected}, and mentoring is kept out of the line" in words(response)
    field = {"manager": "manager_email", "further": "managers_manager_email"}[who]
    assert page(response).select(f".nhsuk-error-summary a[href='#{field}']")
    assert page(response).select(f"#{field}[value='{leader.email}']")
    assert db.session.get(Pairing, claim.pairing_id).state == "claimed"
    assert db.session.query(DeclaredLine).count() == 0


def test_what_they_name_is_checked_ever_after_and_shown_to_nobody_else(
    client, told, leader, mentee, centre, programme, trust
):
    claim = told()
    top = factories.post(trust, factories.person(trust), title="Chair")
    chief = factories.post(trust, factories.person(trust), title="Chief", line_post_id=top.id)
    factories.post(trust, leader, title="Director", line_post_id=chief.id)

    response = confirm(client, mentee, claim, "Matron@nhs.example", "head@nhs.example")

    assert "The two of you are on the register." in words(response)
    assert "Not checked" not in words(response)
    assert found(leader, mentee) == CLEAR.words
    listed = client.sign_in(centre).get(f"/mentoring/programmes/{programme.id}/local")
    assert CLEAR.words in words(listed)
    assert "matron" not in listed.text.lower()
    [said] = db.session.query(DeclaredLine)
    said.manager_email = leader.email
    db.session.commit()
    assert found(leader, mentee) == MANAGER


def test_a_manager_who_is_not_named_is_not_checked_and_that_is_said(
    client, told, mentee, centre, programme
):
    response = confirm(client, mentee, told())

    unknown = "Not checked: we do not know the leader’s manager or the colleague’s manager"
    theirs = unknown.replace("the colleague’s", "your")
    assert f"on the register. {theirs}." in words(response)
    assert db.session.query(DeclaredLine).count() == 0
    listed = client.sign_in(centre).get(f"/mentoring/programmes/{programme.id}/local")
    assert unknown in words(listed)


def test_what_is_no_address_is_refused_and_who_says_no_leaves_nothing(client, told, mentee):
    claim = told()

    refused = confirm(client, mentee, claim, "my matron")
    assert "Enter an e-mail address alone" in words(refused)
    assert page(refused).select("#manager_email[value='my matron']")
    assert page(refused).select("input[value=yes][checked]")

    said = {"answer": "no", "manager_email": "matron@nhs.example", "managers_manager_email": ""}
    client.post(f"/you/mentored-by/{claim.id}", data=said)
    assert db.session.query(DeclaredLine).count() == 0


@pytest.mark.parametrize("typed", ["Ada <{}>", "mailto {}", "{};", "{}, b@nhs.example", '"{}"'])
def test_a_leader_who_is_named_with_something_around_the_address_is_not_passed_over(
    client, told, leader, mentee, typed
):
    claim = told()

    refused = confirm(client, mentee, claim, typed.format(leader.email), "head@nhs.example")

    assert "Enter an e-mail address alone" in words(refused)
    assert db.session.get(Pairing, claim.pairing_id).state == "claimed"


def test_who_stood_above_long_ago_does_not_count(trust, leader, mentee):
    above = factories.post(trust, title="Chief")
    factories.hold(above, leader, until=date(2025, 1, 1))
    factories.post(trust, mentee, title="Nurse", line_post_id=above.id)

    assert found(leader, mentee).startswith("Not checked")
