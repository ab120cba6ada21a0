"""A newcomer by invitation, and somebody who forgot their password."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, text

from tests.journeys.visitor import NARROW
from tracker.signing_in.operations import hash_of

pytestmark = pytest.mark.journey

SECRET, CHOSEN = "the-secret-of-a-letter", "purple lantern tide 7"
NEWCOMER = """
insert into person (id, email, name, active, version, organisation_id)
select 9000, 'femi@demo.example', 'Femi Ade', 1, 1, id from organisation where code = 'ZN1'
"""
INVITATION = """
insert into single_use_link (person_id, purpose, token_hash, made_at, expires_at)
values (9000, 'invitation', :hash, :now, '2100-01-01 00:00:00')
"""


@pytest.fixture
def invited(site, tmp_path):
    """Somebody whose letter has been sent."""
    engine = create_engine(f"sqlite:///{tmp_path / 'tracker.db'}")
    with engine.begin() as connection:
        connection.execute(text(NEWCOMER))
        sent = {"hash": hash_of(SECRET), "now": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"}
        connection.execute(text(INVITATION), sent)
    engine.dispose()


@pytest.mark.usefixtures("invited")
def test_a_newcomer_chooses_a_password_on_a_phone_and_comes_in_again(visit):
    newcomer = visit(viewport=NARROW)

    when_the_link_of_the_letter_is_followed(newcomer)
    then_a_password_that_is_tried_first_is_refused(newcomer)
    when_a_good_one_is_chosen(newcomer)
    then_the_service_knows_them(newcomer)
    then_the_link_is_used_up(visit())


def when_the_link_of_the_letter_is_followed(newcomer):
    newcomer.goes_to(f"/invitations/{SECRET}")
    newcomer.reads("Femi Ade")
    assert SECRET not in newcomer.page.url


def chooses(newcomer, password):
    newcomer.page.get_by_label("New password", exact=True).fill(password)
    newcomer.page.get_by_label("New password again").fill(password)
    newcomer.presses("Save the password and go on")


def then_a_password_that_is_tried_first_is_refused(newcomer):
    chooses(newcomer, "femi.ade.2026")
    newcomer.reads("are tried first")


def when_a_good_one_is_chosen(newcomer):
    chooses(newcomer, CHOSEN)


def then_the_service_knows_them(newcomer):
    newcomer.reads("Nothing needs you today")
    newcomer.follows("Femi Ade")
    newcomer.reads("femi@demo.example")
    newcomer.follows("Where you are signed in")
    newcomer.reads("This one")


def then_the_link_is_used_up(somebody):
    somebody.is_refused(f"/invitations/{SECRET}", 404)
    somebody.reads("This link does not work")


def test_somebody_who_forgot_asks_for_a_link(visit):
    visitor = visit()

    visitor.goes_to("/sign-in")
    visitor.follows("I have forgotten my password")
    visitor.page.get_by_label("E-mail address").fill("lead@demo.example")
    visitor.presses("Send the link")
    visitor.reads("a link is on its way")


def test_another_password_ends_the_sign_in_elsewhere(visit):
    here, there = visit("lead"), visit("lead")

    here.goes_to("/you/password")
    here.page.get_by_label("Your password now").fill("twenty years and nine indicators")
    chooses_anew(here)
    here.reads("Your password is changed")
    there.goes_to("/home")
    there.reads("I have forgotten my password")


def chooses_anew(visitor):
    visitor.page.get_by_label("New password", exact=True).fill(CHOSEN)
    visitor.page.get_by_label("New password again").fill(CHOSEN)
    visitor.presses("Change the password")
