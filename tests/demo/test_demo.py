"""The demonstration: fictional throughout, made as everybody would, with its awkward cases."""

import json
from datetime import date, timedelta

import pytest

from tests.conftest import ROOT, TODAY, settings
from tracker import create_app, demo
from tracker.accounts.models import Person
from tracker.demo.cast import PARTS
from tracker.demo.returns import STORIES, return_of, spread
from tracker.errors import Refused
from tracker.extensions import db
from tracker.handing_over.queries import hand_overs_in
from tracker.mentoring.models import Enrolment
from tracker.mentoring.states import State
from tracker.organisations.models import Organisation
from tracker.pairings.models import Concern, Meeting, Pairing
from tracker.pairs.models import Agreement
from tracker.permissions import Role
from tracker.plan.models import Action, Plan
from tracker.register.models import PublishedCount
from tracker.workbench.models import LeftOut, MatchRun
from tracker.wres.importing import read
from tracker.wres.models import Figure


@pytest.fixture
def made(app):
    demo.build(TODAY)
    db.session.commit()


def figures(code, indicator, **given):
    query = db.session.query(Figure).filter_by(indicator=indicator, **given)
    return query.join(Organisation).filter(Organisation.code == code).all()


@pytest.mark.usefixtures("made")
def test_the_demonstration_has_what_somebody_new_should_meet():
    """Told once for both databases, because it takes a while to make."""
    it_has_figures_of_every_kind_and_a_plan()
    every_role_is_somebodys()
    every_organisation_with_invented_figures_says_that_it_is_fictional()
    mentoring_is_in_every_state()
    one_action_is_handed_over_and_another_waits()
    anybody_can_read_a_count_of_it()
    with pytest.raises(Refused, match="here already"):
        demo.build(TODAY)


def one_action_is_handed_over_and_another_waits():
    trust = db.session.query(Organisation).filter_by(code="ZN1").one()
    found = {each.post: each for each in hand_overs_in(trust.id, TODAY)}

    assert {post: each.state(TODAY).value for post, each in found.items()} == {
        "Chief Nurse": "to receive",
        "Director of Strategy": "overdue",
    }
    first, second = found["Chief Nurse"].items
    assert (first.answer, first.noted_at is not None) == ("accept", True)
    assert (second.answer, second.noted_at) == (None, None)


def anybody_can_read_a_count_of_it():
    [published] = db.session.query(PublishedCount)

    assert published.as_at == TODAY - timedelta(days=30)
    assert {each["code"]: each["value"] for each in published.content["figures"]}["confirmed"] > 9


def it_has_figures_of_every_kind_and_a_plan():
    by_hidden = {code: figures(code, "3", year=2026)[0].hidden for code in ("ZN1", "ZS1")}
    bases = {figure.basis for figure in figures("ZN1", "3")}
    gaps = [figure.value for figure in sorted(figures("ZN1", "6"), key=lambda f: f.year)]

    assert by_hidden == {"ZN1": False, "ZS1": True}
    assert bases == {"two-year rolling", "single year"}
    assert gaps == sorted(gaps)
    assert not figures("ZF1", "2", year=2026)
    assert db.session.query(Plan).filter_by(state="adopted").count() == 1
    assert db.session.query(Action).filter(Action.owner_post_id.is_not(None)).count() >= 10


def every_role_is_somebodys():
    given = {part.role for part in PARTS if part.role} | {Role.POST_HOLDER}

    assert given == set(Role)
    assert db.session.query(Person).count() >= len(PARTS)


def every_organisation_with_invented_figures_says_that_it_is_fictional():
    with_counts = (
        db.session.query(Organisation).join(Figure).filter(Figure.white_numerator.is_not(None))
    )

    assert with_counts.count() > 0
    assert all(organisation.fictional for organisation in with_counts)


def mentoring_is_in_every_state():
    sides = dict(db.session.query(Enrolment.side, db.func.count()).group_by(Enrolment.side).all())
    states = {pairing.state for pairing in db.session.query(Pairing)}

    assert sides == {"leader": 60, "mentee": 75}
    # A withdrawn pair was objected to, and one that is released is offered at once.
    assert {*map(str, State)} - states == {"released", "withdrawn"}
    assert db.session.query(Pairing).filter_by(state="claimed").count() == 2
    assert db.session.query(Concern).filter_by(closed_on=None).count() == 1
    assert db.session.query(MatchRun).count() == 2
    agreed = db.session.query(Agreement).one()
    assert agreed.leader_signed_at
    assert agreed.mentee_signed_at
    asked = db.session.query(Meeting).filter_by(state="planned", leader_said=True).one()
    assert asked.pairing_id == agreed.pairing_id, "whose mentee is asked whether they met"
    left_out = [each.reasons["home"] for each in db.session.query(LeftOut)]
    assert max(set(left_out), key=left_out.count).startswith("Eastmoor")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.code)
def test_an_invented_return_has_no_fault(story):
    assert read(return_of(story, 2026), "return.csv", latest_year=2027).faults == ()


def test_nobody_is_lost_when_a_count_is_spread():
    assert sum(spread(1001, (1, 1, 1))) == 1001
    assert spread(0, (3, 7)) == [0, 0]


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("made")
def test_the_command_prints_the_sign_ins(app):
    printed = app.test_cli_runner().invoke(args=["demo", "--json"])

    first = json.loads(printed.output)[0]
    assert set(first) == {"email", "password", "roles", "organisation"}


@pytest.mark.sqlite_only
def test_production_refuses_it(tmp_path):
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    app = create_app(settings(url, tmp_path, ENVIRONMENT="production"))

    printed = app.test_cli_runner().invoke(args=["demo"])

    assert printed.exit_code == 1
    assert "this is production" in printed.output


@pytest.mark.sqlite_only
def test_a_demonstration_made_before_returns_are_due_ends_a_year_earlier(app):
    demo.build(date(2026, 8, 31))

    assert not figures("ZN1", "2", year=2026)
    assert figures("ZN1", "2", year=2025)


def test_its_figures_for_england_say_where_they_come_from():
    rows = (ROOT / "tracker" / "demo" / "national.csv").read_text().splitlines()[1:]

    assert rows
    assert all(row.split(",")[-1].startswith(("verified", "computed")) for row in rows)
