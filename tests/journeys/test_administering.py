"""An administrator looks after people; somebody leaves; a network looks after its own."""

import pytest
from sqlalchemy import create_engine, text

pytestmark = pytest.mark.journey

WAITING = "select template from message join person on person.id = person_id where email = :email"


def to_people(administrator):
    administrator.goes_to("/home")
    administrator.follows("Your organisation")
    administrator.follows("Its people")


def finds(administrator, name):
    administrator.page.get_by_label("Name or address").fill(name)
    administrator.presses("Show")


def test_an_administrator_adds_somebody_and_gives_them_a_role(visit, tmp_path):
    administrator = visit("administrator")

    to_people(administrator)
    administrator.follows("Add a person")
    administrator.presses("Add and invite")
    administrator.reads("Enter a name")
    administrator.page.get_by_label("Name", exact=True).fill("Femi Ade")
    administrator.page.get_by_label("Work e-mail address").fill("femi@nhs.example")
    administrator.presses("Add and invite")
    administrator.reads("Femi Ade is added, and an invitation is on its way")

    administrator.follows("Give a role at")
    administrator.page.get_by_label("E-mail address").fill("femi@nhs.example")
    administrator.page.get_by_label("Equality lead", exact=True).check()
    administrator.presses("Give the role")
    administrator.reads("The role equality lead is given")
    to_people(administrator)
    administrator.reads("Femi Ade")
    assert letters_to("femi@nhs.example", tmp_path).count("invitation") == 1


def letters_to(email, folder):
    engine = create_engine(f"sqlite:///{folder / 'tracker.db'}")
    with engine.connect() as connection:
        found = list(connection.execute(text(WAITING), {"email": email}).scalars())
    engine.dispose()
    return found


def test_somebody_who_left_is_out_at_their_next_click_and_cannot_come_back(visit):
    leaver, administrator = visit("staff"), visit("administrator")

    to_people(administrator)
    finds(administrator, "Yewande")
    administrator.follows("Yewande Cole")
    administrator.follows("Mark as left")
    for box, number in (("Day", "23"), ("Month", "11"), ("Year", "2026")):
        administrator.page.get_by_label(box).fill(number)
    administrator.presses("Mark as left")
    administrator.reads("Yewande Cole is marked as left")

    leaver.goes_to("/home")
    assert leaver.page.url.endswith("/sign-in")
    leaver.enters("staff")
    leaver.reads("The e-mail address or the password is not right")


def test_a_network_takes_somebody_in_and_its_administrator_does_not_learn_of_it(visit):
    officer, administrator = visit("officer"), visit("administrator")

    officer.goes_to("/you")
    officer.follows("Your networks and panels")
    officer.follows("See its members")
    officer.follows("Add a member")
    officer.page.get_by_label("E-mail address").fill("staff@demo.example")
    officer.presses("Add them")
    officer.reads("Yewande Cole belongs to it now")

    to_people(administrator)
    finds(administrator, "Yewande")
    administrator.follows("Yewande Cole")
    assert "network" not in administrator.page.locator("#roles").locator("..").inner_text().lower()
    administrator.goes_to("/home")
    administrator.follows("Your organisation")
    administrator.follows("Who did what")
    assert "Yewande Cole" not in administrator.page.locator("table").inner_text()
