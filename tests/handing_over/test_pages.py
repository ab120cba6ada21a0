"""The pages of a hand-over: who sees them, what is asked, and the list of the equality lead."""

import csv
import io

import pytest

from tests import factories
from tests.client import page, words
from tests.handing_over.conftest import ago
from tracker.extensions import db
from tracker.permissions import Role


def at_list(trust):
    return f"/organisations/{trust.id}/hand-overs"


def form_of(handed, name, action=0):
    return f"{handed.place}/actions/{handed.actions[action].id}/{name}"


def errors_of(response):
    return [a.get_text().strip() for a in page(response).select(".nhsuk-error-summary a")]


def test_the_page_says_who_left_who_follows_and_how_each_action_stands(client, handed, lead):
    factories.check_in(handed.actions[0], handed.gone, ago(40))
    factories.hand_over_note(handed.outgoing, handed.actions[0])
    factories.hand_over_receipt(handed.outgoing, handed.actions[0], handed.incoming)

    shown = words(client.sign_in(lead).get(handed.place))

    assert "Hand-over: Chief Nurse" in shown
    assert "Grace Adeyemi, last day 9 November 2026" in shown
    assert "Bola Ferris, since 13 November 2026" in shown
    assert "1 of 2 received. To be received by 4 December 2026" in shown
    assert "14 Oct 2026" in shown  # the last check-in
    assert "13 Dec 2026" in shown  # the next: 30 days after the new holder began
    assert "Ask the panel’s secretary. Grace Adeyemi, 10 November 2026 at 09:00" in shown
    assert "Accepted Bola Ferris, 20 November 2026 at 09:00" in shown
    assert "Leave a note" not in shown
    assert "Receive it" not in shown


def test_one_notes_and_the_other_receives(client, handed):
    shown = client.sign_in(handed.gone).get(handed.place)
    assert words(shown).count("Leave a note") == 2
    assert errors_of(client.post(form_of(handed, "note"), data={"words": " "})) == ["Write a note"]
    done = client.post(form_of(handed, "note"), data={"words": "Ask Maya."}, follow_redirects=True)
    assert "Your note is kept" in words(done)
    assert "Leave another note" in words(done)

    shown = client.sign_in(handed.new).get(form_of(handed, "receive"))
    assert "What Grace Adeyemi noted Ask Maya. Grace Adeyemi" in words(shown)
    asked = client.post(form_of(handed, "receive"), data={"answer": "concern"})
    assert errors_of(asked) == ["Say what the concern or the query is"]
    done = client.post(
        form_of(handed, "receive"),
        data={"answer": "concern", "words": "She leaves."},
        follow_redirects=True,
    )
    assert "It is received" in words(done)
    assert "Accepted with a concern : She leaves." in words(done)
    assert words(done).count("Receive it") == 1
    again = client.post(form_of(handed, "receive"), data={"answer": "accept"})
    assert "received already" in words(again)


def test_whoever_has_no_role_here_any_more_is_led_to_no_plan(client, handed, lead):
    link = f'a[href="/actions/{handed.actions[0].id}"]'
    assert page(client.sign_in(lead).get(handed.place)).select_one(link)
    assert not page(client.sign_in(handed.gone).get(handed.place)).select_one(link)


def test_a_note_is_of_a_thousand_characters_at_most(client, handed):
    said = client.sign_in(handed.gone).post(form_of(handed, "note"), data={"words": "x" * 1001})
    assert errors_of(said) == ["Shorten this to 1,000 characters or fewer"]


def test_the_line_reads_at_once_and_receives_only_once_it_has_gone_up(client, app, handed):
    client.sign_in(handed.above)
    assert "Receive it" not in words(client.get(handed.place))
    refused = client.post(form_of(handed, "receive"), data={"answer": "accept"})
    assert "It comes to you if nobody has received it by 4 December 2026" in words(refused)

    handed.incoming.since, handed.outgoing.until = ago(22), ago(23)
    db.session.commit()
    assert words(client.get(handed.place)).count("Receive it") == 2
    assert "In the holder’s stead" in words(client.get(form_of(handed, "receive")))
    done = client.post(form_of(handed, "receive"), data={"answer": "accept"}, follow_redirects=True)
    assert "Accepted Amara Okafor, Chief executive, in the holder’s stead" in words(done)


@pytest.mark.parametrize(
    "who, place, note, receive",
    [
        ("gone", 200, 200, 403),
        ("new", 200, 403, 200),
        ("above", 200, 403, 200),
        ("delegate", 403, 403, 403),
    ],
)
def test_each_has_the_pages_that_are_theirs(client, handed, trust, who, place, note, receive):
    client.sign_in(getattr(handed, who))
    pages = (handed.place, form_of(handed, "note"), form_of(handed, "receive"))

    if who == "gone":
        factories.grant(handed.gone, Role.STAFF_MEMBER, trust)
    if who == "delegate":
        factories.grant(handed.delegate, Role.STAFF_MEMBER, trust)
    assert [client.get(each).status_code for each in pages] == [place, note, receive]
    assert client.get(at_list(trust)).status_code in (403, 404)


def test_others_of_the_place_are_refused_and_for_strangers_there_is_nothing(
    client, handed, trust, stranger
):
    for role in (Role.ADMINISTRATOR, Role.STAFF_MEMBER, Role.VIEWER):
        client.sign_in(factories.person(trust, role))
        assert client.get(handed.place).status_code == 403
        assert client.get(at_list(trust)).status_code == 403
    client.sign_in(stranger)
    assert client.get(handed.place).status_code == 404
    assert client.get(at_list(trust)).status_code == 404


def test_what_is_not_handed_over_is_not_there(client, handed, lead, plan):
    client.sign_in(lead)
    assert client.get(f"/hand-overs/{handed.incoming.id}").status_code == 404
    other = factories.action(plan)
    client.sign_in(handed.new)
    where = f"{handed.place}/actions/{other.id}/receive"
    assert client.get(where).status_code == 404
    assert client.post(where, data={"answer": "accept"}).status_code == 404


def ended(trust, plan, title, days, name="Person"):
    post = factories.post(trust, title=title)
    holding = factories.hold(post, factories.person(trust, name=name), until=ago(days))
    factories.action(plan, post)
    return holding


def test_the_list_says_how_far_each_is_and_narrows_sorts_and_downloads(
    client, handed, trust, lead, plan
):
    ended(trust, plan, "Medical Director", 22)
    ended(trust, plan, "Strategy Director", -5)
    client.sign_in(lead)

    shown = words(client.get(at_list(trust)))
    assert "3 hand-overs, as at 23 November 2026." in shown
    assert shown.index("Strategy") < shown.index("Chief Nurse") < shown.index("Medical")
    by_post = words(client.get(f"{at_list(trust)}?sort=post"))
    assert by_post.index("Chief Nurse") < by_post.index("Medical") < by_post.index("Strategy")
    assert "Medical" in words(client.get(f"{at_list(trust)}?show=overdue"))
    assert "Medical" not in words(client.get(f"{at_list(trust)}?show=to+receive"))
    assert "Strategy" in words(client.get(f"{at_list(trust)}?show=to+note"))
    assert "Chief Nurse" in words(client.get(f"{at_list(trust)}?q=bola"))
    assert "No hand-over is shown" in words(client.get(f"{at_list(trust)}?show=received"))
    rows = list(
        csv.DictReader(
            io.StringIO(client.get(f"{at_list(trust)}.csv?sort=due").text.lstrip("\ufeff"))
        )
    )
    assert [row["Post"] for row in rows] == ["Medical Director", "Chief Nurse", "Strategy Director"]
    assert [row["State"] for row in rows] == ["overdue", "to receive", "to note"]
    assert rows[1]["Received"] == "0"


def test_with_nothing_handed_over_the_list_says_when_one_opens(client, trust, lead):
    assert "One opens by itself" in words(client.sign_in(lead).get(at_list(trust)))


def test_the_list_comes_in_pages_and_costs_the_same_however_long(client, trust, lead, plan):
    client.sign_in(lead)
    ended(trust, plan, "Post 0", 1)
    client.get(at_list(trust))
    few = client.queries
    for n in range(1, 28):
        ended(trust, plan, f"Post {n}", n + 1)

    first = page(client.get(at_list(trust)))
    assert client.queries == few
    assert len(first.select("tbody tr")) == 25
    second = page(client.get(first.select_one("a[rel=next]")["href"]))
    assert len(second.select("tbody tr")) == 3
    assert "Post 27" in second.get_text()


def test_the_home_page_leads_to_it(client, handed):
    home = client.sign_in(handed.new).get("/home")
    assert "Receive" in words(home)
    assert page(home).select_one(f'a[href="{handed.place}"]')


def test_the_equality_lead_comes_to_the_list_from_the_organisation(client, trust, lead):
    home = client.sign_in(lead).get(f"/organisations/{trust.id}")
    assert page(home).select_one(f'a[href="{at_list(trust)}"]')


def test_everybody_has_a_way_back_from_a_hand_over(client, handed, lead, trust):
    seen_by_lead = client.sign_in(lead).get(handed.place)
    seen_by_holder = client.sign_in(handed.new).get(handed.place)

    ways = [page(each).find(class_="nhsuk-back-link") for each in (seen_by_lead, seen_by_holder)]
    assert [way["href"] for way in ways] == [at_list(trust), "/home"]
