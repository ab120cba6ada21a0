"""Guidance for everybody, and the gate that a leader new to it goes through."""

from datetime import date

import pytest

from tests import factories
from tests.client import words
from tests.conftest import TODAY
from tracker.audit import COMMAND_LINE
from tracker.errors import Refused
from tracker.extensions import db
from tracker.mentoring.models import Enrolment
from tracker.preparing.operations import prepare

NEW = {"state": "enrolled", "prepared_on": None, "pooled_on": None}


@pytest.mark.parametrize(
    ("audience", "says"),
    [
        ("leaders", ("Questions for a first meeting", "three limits", "Where to read further")),
        ("mentees", ("on your side", "Questions for a first meeting", "Freedom to Speak Up")),
    ],
)
def test_guidance_is_there_for_everybody_with_its_sources(client, audience, says):
    shown = words(client.get(f"/mentoring/guidance/{audience}"))

    for each in says:
        assert each in shown


def test_the_gate_is_a_leaders_own(client, trust):
    programme = factories.programme(trust)
    person = factories.person(trust)
    mentee = factories.enrolment(programme, person, trust, "mentee")
    leader = factories.enrolment(programme, factories.person(), trust, **NEW)
    client.sign_in(person)

    assert client.get(f"/mentoring/enrolments/{mentee.id}/prepare").status_code == 404
    assert client.post(f"/mentoring/enrolments/{leader.id}/prepare").status_code == 404


def test_whoever_prepares_twice_stays_prepared_from_the_first_day(client, trust):
    programme = factories.programme(trust)
    person = factories.person(trust)
    leader = factories.enrolment(programme, person, trust)
    first = leader.prepared_on

    client.sign_in(person).post(f"/mentoring/enrolments/{leader.id}/prepare", data={"read": "y"})

    db.session.expire_all()
    assert db.session.get(Enrolment, leader.id).prepared_on == first != TODAY


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nobody_is_prepared_who_is_not_in_the_programme(app, trust, state):
    enrolment = factories.enrolment(
        factories.programme(trust), factories.person(), trust, **NEW | {"state": state}
    )

    with pytest.raises(Refused, match="Offer to mentor first"):
        prepare(enrolment, TODAY, by=COMMAND_LINE)


def test_whoever_begins_sees_who_would_help_those_near_first_and_nobody_else(client, trust):
    programme, elsewhere = factories.programme(trust), factories.organisation(trust, name="Far")
    new = factories.person(trust)
    leader = factories.enrolment(programme, new, trust, **NEW)
    helping = {"buddies": True, "new_to_it": False}
    for name, where, said in (
        ("Far Helper", elsewhere, helping),
        ("Near Helper", trust, helping),
        ("Does Not Offer", trust, {}),
        ("Has Withdrawn", trust, helping | {"state": "withdrawn"}),
        ("Is New Too", trust, helping | {"new_to_it": True}),
        ("Is Away", trust, helping | {"unavailable_until": date(2027, 1, 1)}),
    ):
        factories.enrolment(programme, factories.person(trust, name=name), where, **said)
    mentee = factories.person(trust, name="A Mentee")
    mentored = factories.enrolment(programme, mentee, trust, "mentee", **helping)
    begun = factories.person(trust, name="Began Here")
    was_new = factories.enrolment(programme, begun, trust, buddies=True)
    factories.pairing(was_new, mentored)

    shown = words(client.sign_in(new).get(f"/mentoring/enrolments/{leader.id}/prepare"))

    assert shown.index("Near Helper") < shown.index("Far Helper")
    assert "Began Here" in shown
    for name in ("Does Not Offer", "Has Withdrawn", "Is New Too", "Is Away", "A Mentee"):
        assert name not in shown
