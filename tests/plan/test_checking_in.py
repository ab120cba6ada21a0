"""Checking in: two minutes, what the others say above the questions, and nothing said twice."""

from datetime import date

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY
from tests.plan.conftest import errors_of, said
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.plan import facts
from tracker.plan.models import ActionChange
from tracker.plan.progress import CheckIn

pytestmark = pytest.mark.sqlite_only

HOSTILE = "<script>alert(1)</script>"


def form_of(action):
    return f"/actions/{action.id}/check-in"


def write(client, action, version=0, follow=False, **otherwise):
    data = said(**otherwise) | {"version": version}
    answered = {name: value for name, value in data.items() if value is not None}
    return client.post(form_of(action), data=answered, follow_redirects=follow)


def publish(client, action, version=1, **more):
    return client.post(f"{form_of(action)}/review", data={"version": version} | more)


def published():
    published = db.session.query(CheckIn).filter(CheckIn.published_at.is_not(None))
    return published.order_by(CheckIn.id).all()


def test_an_owner_checks_in_and_is_read(client, action, chief):
    client.sign_in(chief)

    assert write(client, action).location == f"/actions/{action.id}/check-in/review"
    review = client.get(f"{form_of(action)}/review")
    assert "61 of 74 panels" in words(review)
    assert publish(client, action).location == f"/actions/{action.id}"

    shown = words(client.get(f"/actions/{action.id}"))
    assert "On course , stood for 0 days so far" in shown
    assert "Sure 4 of 5." in shown
    assert "61 of 74 panels had an independent member." in shown


def test_what_others_say_stands_above_the_questions(client, action, chief, trust):
    factories.check_in(action, chief, on=date(2026, 8, 13))
    start = factories.figure(trust, year=2025, value=1.46)
    factories.figure(trust, year=2026, value=1.44)
    factories.measure_link(action, factories.target(start))

    response = client.sign_in(chief).get(form_of(action))

    known = page(response).select_one(".tracker-known")
    assert "You said On course 13 August 2026, 102 days ago" in " ".join(
        known.get_text(" ").split()
    )
    assert "Behind" in known.get_text()
    assert known.find_next("form")
    assert "What was done since 13 August 2026?" in words(response)
    assert "Will be done by 31 March 2028" in words(response)


def test_the_stage_is_filled_in_as_last_said(client, action, chief):
    factories.check_in(action, chief, phase="planning")

    chosen = page(client.sign_in(chief).get(form_of(action))).select("option[selected]")

    assert [option["value"] for option in chosen] == ["planning"]


def test_what_is_needed_is_asked_for_in_words(client, action, chief):
    factories.check_in(action, chief, on=date(2026, 8, 13))

    response = write(
        client.sign_in(chief),
        action,
        said=None,
        confidence=2,
        done="   ",
        changed="Consultant panels are still arranged elsewhere.",
    )

    assert errors_of(response) == [
        "Select on course, at risk or off course",
        "Enter what was done since 13 August 2026, or “nothing”",
    ]
    assert page(response).title.get_text().strip().startswith("Error: ")
    assert "Consultant panels are still arranged elsewhere." in response.text
    assert page(response).select_one("input[name=confidence][checked]")["value"] == "2"
    assert facts.draft_by(action.id, chief.id) is None


def test_how_sure_is_one_of_the_three_questions(client, action, chief):
    response = write(client.sign_in(chief), action, confidence=None)

    assert errors_of(response) == ["Select how sure you are, from 1 to 5"]


@pytest.mark.parametrize(
    "wrong",
    [{"said": "splendid"}, {"confidence": "9"}, {"confidence": "x"}, {"phase": "somewhere"}],
)
def test_an_answer_that_nobody_offered_is_not_taken(client, action, chief, wrong):
    response = write(client.sign_in(chief), action, **wrong)

    assert errors_of(response)
    assert db.session.query(CheckIn).count() == 0


def test_a_very_long_answer_is_asked_to_be_shorter(client, action, chief):
    response = write(client.sign_in(chief), action, done="x" * 4001)

    assert errors_of(response) == ["Shorten this to 4,000 characters or fewer"]


def test_a_draft_is_saved_to_finish_later(client, action, chief):
    response = write(client.sign_in(chief), action, said=None, done="", later="yes")

    assert response.location == f"/actions/{action.id}"
    assert page(client.get(form_of(action))).select_one("input[name=confidence][checked]")
    assert published() == []


def test_a_draft_is_seen_by_nobody_else(client, action, chief, vice, lead):
    write(client.sign_in(chief), action, done="Between me and the page.", later="yes")

    for reader in (vice, lead):
        client.sign_in(reader)
        for address in (f"/actions/{action.id}", f"/plans/{action.plan_id}"):
            assert "Between me and the page." not in client.get(address).text
    assert "Between me and the page." not in client.sign_in(lead).get(form_of(action)).text


def test_publishing_twice_gives_one_check_in(client, action, chief):
    write(client.sign_in(chief), action)

    first, second = publish(client, action), publish(client, action)

    assert first.location == second.location == f"/actions/{action.id}"
    assert len(published()) == 1


def test_a_review_with_nothing_drafted_goes_to_the_action(client, action, chief):
    response = client.sign_in(chief).get(f"{form_of(action)}/review")

    assert response.location == f"/actions/{action.id}"


def test_what_was_published_meanwhile_is_not_published_again(client, action, chief):
    """Two windows: one is written on, while the other still shows what was there before."""
    write(client.sign_in(chief), action)
    write(client, action, version=1, done="Something else.")

    response = publish(client, action, version=1)

    assert response.status_code == 409
    assert published() == []
    assert "Something else." in words(response)


def test_a_draft_changed_meanwhile_is_shown_beside_what_was_typed(client, action, chief):
    write(client.sign_in(chief), action, done="From the other window.")

    response = write(client, action, version=0, done="From this window.")

    assert response.status_code == 409
    assert "From the other window." in words(response)
    assert "From this window." in page(response).find("textarea", id="done").get_text()
    assert facts.draft_by(action.id, chief.id).done == "From the other window."
    again = write(client, action, version=1, done="From this window.")
    assert again.status_code == 302
    assert facts.draft_by(action.id, chief.id).done == "From this window."


def test_half_a_draft_cannot_be_published_by_its_address(client, action, chief):
    write(client.sign_in(chief), action, done="", later="yes")

    response = publish(client, action)

    assert "Answer every question that is not optional" in words(response)
    assert published() == []


def test_more_fields_change_nothing_more(client, action, chief, vice):
    write(
        client.sign_in(chief),
        action,
        author_id=vice.id,
        published_on="2020-01-01",
        on_behalf="1",
        action_id=999,
    )
    publish(client, action, author_id=vice.id, on_behalf="yes")

    [check_in] = published()
    assert (check_in.author_id, check_in.action_id) == (chief.id, action.id)
    assert not check_in.on_behalf
    assert check_in.published_on == TODAY


def test_hostile_words_are_kept_as_words(client, action, chief):
    write(client.sign_in(chief), action, done=HOSTILE)
    review = client.get(f"{form_of(action)}/review")
    publish(client, action)

    assert HOSTILE not in review.text
    assert HOSTILE not in client.get(f"/actions/{action.id}").text
    assert published()[0].done == HOSTILE


def test_an_action_stops_for_a_reason_that_is_kept(client, action, chief):
    write(client.sign_in(chief), action, phase="stopped", learned="Begin with recruitment.")

    asked = client.get(f"{form_of(action)}/review")
    assert page(asked).find("textarea", id="reason")
    refused = publish(client, action)
    assert errors_of(refused) == ["Enter why it stops"]
    assert published() == []

    assert publish(client, action, reason="The money went.").status_code == 302
    assert db.session.query(ActionChange).one().reason == "The money went."


def test_an_action_that_is_not_finished_is_not_complete(client, action, chief):
    factories.milestone(action, title="Consultant panels included")
    write(client.sign_in(chief), action, phase="complete")

    response = publish(client, action)

    assert "Not done: Consultant panels included" in words(response)
    assert published() == []


def test_nothing_is_asked_before_the_plan_is_adopted(client, trust, owning, chief):
    draft = factories.plan(trust, state="draft", adopted_on=None)
    waiting = factories.action(draft, owning)
    client.sign_in(chief)

    response = client.get(form_of(waiting))
    assert "The plan is not adopted yet" in words(response)
    assert not page(response).main.find("form")
    assert "The plan is not adopted yet" in words(write(client, waiting))
    assert db.session.query(CheckIn).count() == 0


# Who may


def test_a_delegate_drafts_and_the_holder_publishes(client, action, chief, delegate):
    write(client.sign_in(delegate), action, done="Drafted for the chief.")
    review = client.get(f"{form_of(action)}/review")
    assert "they alone can publish it" in words(review)
    assert publish(client, action).status_code == 403
    assert published() == []

    form = client.sign_in(chief).get(form_of(action))
    assert "Drafted for you by Dele Gate" in words(form)
    assert "Drafted for the chief." in page(form).find("textarea", id="done").get_text()
    write(client, action, done="Drafted for the chief, and read.")
    publish(client, action)

    [check_in] = published()
    assert check_in.author_id == chief.id
    assert facts.draft_by(action.id, delegate.id) is None


def test_an_equality_lead_speaks_on_behalf_and_it_says_so(client, action, lead, chief):
    form = client.sign_in(lead).get(form_of(action))
    assert "on the owner’s behalf" in words(form)
    write(client, action)
    assert page(client.get(f"{form_of(action)}/review")).find(
        "button", string=lambda text: "on the owner’s behalf" in (text or "")
    )
    publish(client, action)

    [check_in] = published()
    assert check_in.on_behalf
    assert "Ruth Mensah, on the owner’s behalf" in words(client.get(f"/actions/{action.id}"))
    entry = db.session.query(AuditEntry).filter_by(did="checked in").one()
    assert entry.capacity == "equality lead"


def test_a_lead_who_owns_the_action_speaks_for_themselves(client, plan, trust, lead):
    action = factories.action(plan, factories.post(trust, lead))
    write(client.sign_in(lead), action)

    publish(client, action)

    assert not published()[0].on_behalf


def test_the_holder_of_the_line_post_speaks_while_the_post_is_vacant(
    client, plan, trust, owning, chief
):
    vacant = factories.post(trust, line_post_id=owning.id)
    action = factories.action(plan, vacant)
    write(client.sign_in(chief), action)

    assert publish(client, action).status_code == 302
    entry = db.session.query(AuditEntry).filter_by(did="checked in").one()
    assert entry.capacity == "stands in for the owner"


@pytest.mark.parametrize("who", ["vice", "colleague", "member"])
def test_nobody_else_checks_in(client, action, who, request):
    client.sign_in(request.getfixturevalue(who))

    assert client.get(form_of(action)).status_code == 403
    assert write(client, action).status_code == 403
    assert publish(client, action).status_code == 403
    assert db.session.query(CheckIn).count() == 0


def test_to_a_stranger_there_is_nothing_to_check_in_on(client, action, stranger):
    client.sign_in(stranger)

    assert client.get(form_of(action)).status_code == 404
    assert write(client, action).status_code == 404


# The reviewer


def review_of(check_in):
    return f"/actions/{check_in.action_id}/check-ins/{check_in.id}/acknowledge"


@pytest.fixture
def check_in(action, chief):
    return factories.check_in(action, chief, on=date(2026, 11, 9))


def test_the_reviewer_accepts(client, check_in, vice, action):
    client.sign_in(vice)
    assert "32 independent members trained." in words(client.get(review_of(check_in)))

    response = client.post(review_of(check_in), data={"accepted": "yes"})

    assert response.location == f"/actions/{action.id}"
    shown = words(client.get(f"/actions/{action.id}"))
    assert "Accepted by Judith Fairclough, 23 November 2026" in shown


def test_the_reviewer_asks_again_and_the_owner_owes_it(client, check_in, vice, chief, action):
    data = {"accepted": "no", "words": "How many panels had none?"}
    client.sign_in(vice).post(review_of(check_in), data=data)

    shown = words(client.sign_in(chief).get(f"/actions/{action.id}"))

    assert "Asked again by Judith Fairclough" in shown
    assert "“How many panels had none?”" in shown
    assert "You owe Check in on 8.1" in shown


def test_an_answer_is_chosen(client, check_in, vice):
    response = client.sign_in(vice).post(review_of(check_in), data={})

    assert errors_of(response) == ["Select accept, or ask again"]


def test_asking_again_without_words_is_refused_beside_the_words(client, check_in, vice):
    response = client.sign_in(vice).post(review_of(check_in), data={"accepted": "no"})

    assert errors_of(response) == ["Enter what you are asking for"]


def test_a_check_in_is_reviewed_once(client, check_in, vice):
    client.sign_in(vice).post(review_of(check_in), data={"accepted": "yes"})

    response = client.post(review_of(check_in), data={"accepted": "no", "words": "No."})

    assert "This check-in is reviewed already" in words(response)


@pytest.mark.parametrize("who", ["chief", "lead", "colleague", "member"])
def test_nobody_but_the_reviewer_accepts(client, check_in, who, request):
    client.sign_in(request.getfixturevalue(who))

    assert client.get(review_of(check_in)).status_code == 403
    assert client.post(review_of(check_in), data={"accepted": "yes"}).status_code == 403


def test_the_owner_does_not_accept_through_another_post(client, check_in, reviewing, chief, vice):
    factories.hold(reviewing, chief, acting=True)

    assert client.sign_in(chief).get(review_of(check_in)).status_code == 403


def test_a_check_in_is_reached_through_its_own_action(client, check_in, plan, trust, vice, chief):
    other = factories.action(plan, factories.post(trust), factories.post(trust, vice))
    client.sign_in(vice)

    address = f"/actions/{other.id}/check-ins/{check_in.id}/acknowledge"
    assert client.get(address).status_code == 404


def test_a_draft_is_not_there_to_be_reviewed(client, action, chief, vice):
    draft = factories.check_in(action, chief, published_at=None, published_on=None)

    assert client.sign_in(vice).get(review_of(draft)).status_code == 404
