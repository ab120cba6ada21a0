"""Signing in by a real provider: who is let in, and who is not."""

from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import factories
from tests.client import page, words
from tests.providers import invitation, is_in, linked, opened
from tests.providers.conftest import free_port
from tests.second_factor import Phone, show
from tracker.audit import AuditEntry
from tracker.extensions import db
from tracker.providers.connecting import the_provider
from tracker.providers.models import Identity
from tracker.signing_in.models import SignIn

UNKNOWN = "This account is not known here"
CALLBACK = "/sign-in/provider/callback"


def acts():
    return [entry.did for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


@pytest.fixture
def with_second_factors(app):
    app.config["SECOND_FACTOR_REQUIRED"] = True


def test_the_sign_in_page_leads_to_the_provider_by_a_link(client):
    response = client.get("/sign-in")

    assert page(response).find("a", string="Sign in with NHSmail")["href"] == "/sign-in/provider"


def test_on_the_way_out_nothing_is_shown_that_would_open_the_account(client, nhsmail):
    asked = parse_qs(urlsplit(client.get("/sign-in/provider").location).query)

    assert asked["response_type"] == ["code"]
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 20
    assert len(asked["nonce"][0]) >= 20
    assert asked["redirect_uri"] == [f"http://localhost{CALLBACK}"]
    assert not set(asked) & {"client_secret", "code_verifier"}


def test_somebody_whose_account_is_linked_is_let_in(client, nhsmail, lead):
    linked(lead, nhsmail, "ruth")
    answer = client.get(nhsmail.signs_in(client, "ruth"))

    assert answer.location == "/home"
    assert lead.name in client.get("/home").text
    assert db.session.query(SignIn).one().way == "provider"
    assert acts() == ["signed in"]


def test_they_come_back_to_where_they_were(client, nhsmail, lead):
    linked(lead, nhsmail, "ruth")
    client.get("/organisations?q=north")

    assert client.get(nhsmail.signs_in(client, "ruth")).location == "/organisations?q=north"


def test_somebody_signed_in_already_is_not_sent_away(client, lead):
    assert client.sign_in(lead).get("/sign-in/provider").location == "/home"


def test_an_invitation_links_the_account_once_and_for_all(app, client, nhsmail, lead):
    link = invitation(lead)
    opened(client, link)
    answer = client.get(nhsmail.signs_in(client, "ruth"))

    assert answer.location == "/home"
    assert acts() == ["accepted an invitation", "linked a provider's account", "signed in"]
    db.session.refresh(link)
    assert link.used_at is not None
    another = app.test_client()
    assert another.get(nhsmail.signs_in(another, "ruth")).location == "/home"


def test_a_used_invitation_lets_nobody_else_in(app, client, nhsmail, lead):
    link = invitation(lead)
    client.get(nhsmail.signs_in(opened(client, link), "ruth"))
    thief = opened(app.test_client(), link)
    answer = thief.get(nhsmail.signs_in(thief, "thief"))

    assert answer.status_code == 403
    assert page(answer).h1.get_text() == UNKNOWN
    assert not is_in(thief)
    assert db.session.query(Identity).count() == 1


@pytest.mark.parametrize(
    "spoilt",
    [
        {"used_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"withdrawn_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"expires_at": datetime.now(UTC) - timedelta(seconds=31)},  # with the grace of any link
        {"purpose": "reset"},
    ],
)
def test_an_invitation_that_is_over_or_is_none_links_nothing(client, nhsmail, lead, spoilt):
    opened(client, invitation(lead, **spoilt))

    assert client.get(nhsmail.signs_in(client, "ruth")).status_code == 403
    assert db.session.query(Identity).count() == 0


@pytest.mark.parametrize("planted", [10**9, "1", None, [1]])
def test_an_invitation_that_is_not_there_links_nothing(client, nhsmail, lead, planted):
    with client.session_transaction() as session:
        session["invitation"] = planted

    assert client.get(nhsmail.signs_in(client, "ruth")).status_code == 403


def test_an_account_that_is_one_persons_does_not_become_anothers(client, nhsmail, lead, colleague):
    linked(lead, nhsmail, "ruth")
    link = invitation(colleague)
    client.get(nhsmail.signs_in(opened(client, link), "ruth"))

    assert lead.name in client.get("/home").text
    db.session.refresh(link)
    assert link.used_at is None


def test_an_invitation_of_somebody_switched_off_opens_nothing(client, nhsmail, trust):
    opened(client, invitation(factories.person(trust, active=False)))

    assert client.get(nhsmail.signs_in(client, "ruth")).status_code == 403


def test_the_same_address_is_no_reason_to_let_somebody_in(app, client, nhsmail, lead):
    """Whoever runs an account with a provider may write any address into it."""
    with app.app_context():
        the_provider().client.client_kwargs["scope"] = "openid email"
    nhsmail.knows("impostor", email=lead.email, email_verified=True)
    answer = client.get(nhsmail.signs_in(client, "impostor"))

    assert answer.status_code == 403
    assert page(answer).h1.get_text() == UNKNOWN
    assert not is_in(client)


def test_a_subject_that_is_somebodys_address_is_none_either(client, nhsmail, lead):
    assert client.get(nhsmail.signs_in(client, lead.email)).status_code == 403


def test_another_subject_with_everything_else_alike_is_somebody_else(client, nhsmail, lead):
    linked(lead, nhsmail, "ruth")

    assert client.get(nhsmail.signs_in(client, "Ruth")).status_code == 403


def test_the_same_subject_of_another_issuer_is_somebody_else(client, nhsmail, lead):
    linked(lead, nhsmail, "ruth", issuer="https://elsewhere.example")

    assert client.get(nhsmail.signs_in(client, "ruth")).status_code == 403


def test_nobody_learns_whether_an_account_is_here_and_switched_off(client, nhsmail, trust):
    linked(factories.person(trust, active=False), nhsmail, "left")
    known = client.get(nhsmail.signs_in(client, "left"))
    unknown = client.get(nhsmail.signs_in(client, "nobody"))

    assert known.status_code == unknown.status_code == 403
    assert known.text == unknown.text
    assert not is_in(client)


# A second factor.


@pytest.mark.parametrize("amr", [None, ["pwd"], ["sms"]])
def test_where_the_provider_asked_for_a_password_alone_ours_is_asked_for(
    app, client, nhsmail, lead, amr, with_second_factors
):
    phone = Phone(app, lead)
    linked(lead, nhsmail, "ruth")
    nhsmail.knows("ruth", **({"amr": amr} if amr else {}))

    assert client.get(nhsmail.signs_in(client, "ruth")).location == "/second-factor"
    assert not is_in(client)
    assert show(client, phone.code()).location == "/home"


@pytest.mark.parametrize("amr", [["mfa"], ["pwd", "otp"], ["pwd", "sms"]])
def test_where_it_asked_for_more_nothing_else_is_asked(
    client, nhsmail, lead, amr, with_second_factors
):
    linked(lead, nhsmail, "strong")
    nhsmail.knows("strong", amr=amr)

    assert client.get(nhsmail.signs_in(client, "strong")).location == "/home"


def test_somebody_invited_who_must_have_a_second_factor_sets_one_up(
    client, nhsmail, lead, with_second_factors
):
    opened(client, invitation(lead))

    assert client.get(nhsmail.signs_in(client, "newcomer")).location == "/second-factor/set-up"


# What is wrong with an answer.


def refused(answer):
    return answer.status_code == 400 and page(answer).h1.get_text() == "You are not signed in"


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=y", "?error=access_denied", "?code=%00"]
)
def test_an_answer_that_nobody_asked_for_lets_nobody_in(client, query):
    assert refused(client.get(CALLBACK + query))


def test_an_answer_to_somebody_elses_question_lets_nobody_in(app, client, nhsmail, lead):
    """Or a thief could have somebody work in the thief's account, and read what they wrote."""
    linked(lead, nhsmail, "ruth")
    thief = app.test_client()
    answer = nhsmail.signs_in(thief, "ruth")
    client.get("/sign-in/provider")

    assert refused(client.get(answer))
    assert not is_in(client)


def test_an_answer_works_once(client, nhsmail, lead):
    linked(lead, nhsmail, "ruth")
    answer = nhsmail.signs_in(client, "ruth")
    client.get(answer)
    client.sign_out()

    assert refused(client.get(answer))
    assert not is_in(client)


def test_a_cookie_from_before_does_not_make_it_work_twice(client, nhsmail, lead):
    """The provider itself takes a code once."""
    linked(lead, nhsmail, "ruth")
    answer = nhsmail.signs_in(client, "ruth")
    with client.session_transaction() as session:
        before = dict(session)
    client.get(answer)
    client.sign_out()
    with client.session_transaction() as session:
        session.update(before)

    assert refused(client.get(answer))


def test_only_the_newest_attempt_counts_and_the_cookie_stays_small(client, nhsmail, lead):
    linked(lead, nhsmail, "ruth")
    first = nhsmail.signs_in(client, "ruth")
    for _ in range(9):
        last = nhsmail.signs_in(client, "ruth")

    assert len(client.get_cookie("session").value) < 2000
    assert refused(client.get(first))
    last = nhsmail.signs_in(client, "ruth")
    assert client.get(last).location == "/home"


def test_somebody_who_says_no_there_is_not_in_here(client, nhsmail):
    asked = client.get("/sign-in/provider").location
    answer = client.get(nhsmail.answers(asked, action="deny"))

    assert refused(answer)
    assert "begin again" in words(answer)


# A provider that cannot be reached.


def test_a_provider_that_is_down_is_a_plain_page_with_a_way_back(app, client, caplog):
    with app.app_context():
        the_provider().client._server_metadata_url = f"http://127.0.0.1:{free_port()}/x"
    answer = client.get("/sign-in/provider")

    assert answer.status_code == 503
    assert page(answer).h1.get_text() == "NHSmail cannot be reached"
    assert page(answer).main.find("a", href="/sign-in")
    assert "The sign-in provider is out of reach: ConnectionError" in caplog.text


class Elsewhere(BaseHTTPRequestHandler):
    """Answers whatever is asked with another address, and notes what was asked."""

    asked: ClassVar[list[str]] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", "/secret-of-the-inside")
        self.end_headers()

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_):
        pass


@pytest.fixture
def sends_elsewhere():
    Elsewhere.asked.clear()
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_a_provider_answers_with_another_address_is_not_followed(
    app, client, nhsmail, sends_elsewhere
):
    back = nhsmail.signs_in(client, "ruth")
    with app.app_context():
        provider = the_provider().client
    provider.server_metadata["token_endpoint"] = f"{sends_elsewhere}/token"
    assert client.get(back).status_code == 502

    provider.server_metadata.clear()
    provider._server_metadata_url = f"{sends_elsewhere}/metadata"
    assert client.get("/sign-in/provider").status_code == 503
    assert Elsewhere.asked == ["/token", "/metadata"]


def test_a_provider_that_goes_down_half_way_is_one_too(app, client, nhsmail):
    answer = nhsmail.signs_in(client, "ruth")
    with app.app_context():
        provider = the_provider().client
    provider.server_metadata["token_endpoint"] = f"http://127.0.0.1:{free_port()}/x"
    page_of_it = client.get(answer)

    assert page_of_it.status_code == 502
    assert page(page_of_it).h1.get_text() == "NHSmail did not answer"


def test_something_that_is_no_provider_is_one_too(app, client, nhsmail):
    with app.app_context():
        the_provider().client._server_metadata_url = f"{nhsmail.issuer}/"

    assert client.get("/sign-in/provider").status_code == 503


def test_signing_out_here_says_that_the_provider_goes_on(client, lead):
    client.sign_in(lead)

    assert "you stay signed in there" in words(client.get("/sign-out"))
