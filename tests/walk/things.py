"""One of everything that addresses speak of: in the trust of the cast, and in another."""

from datetime import UTC, datetime, timedelta

from tests import factories
from tests.conftest import TODAY
from tracker.accounts.models import Holding
from tracker.extensions import db
from tracker.permissions import Role
from tracker.plan.models import Plan
from tracker.workbench.models import LeftOut, Suggestion

# The first id of an address -> what it is to the pure cast (tests/cast.py).
WHAT_THEY_ARE = {
    "organisation_id": "the trust",
    "plan_id": "the adopted plan",
    "action_id": "an action",
    "person_id": "somebody of the network whose sign-in was reset",
    "grant_of_role_id": "somebody of the network whose sign-in was reset",
    "post_id": "the trust",
    "body_id": "the trust",
    "holding_id": "the leader's holding",
    "network_id": "the trust's own network",
    "panel_id": "the panel's report",
    "mentoring_programme_id": "the trust",
    "enrolment_id": "the leader's enrolment",
    "pairing_id": "the pair of the trust's own programme",
    "meeting_id": "the pair",
    "concern_id": "the mentee's concern",
    "workshop_id": "the trust",
    "match_run_id": "the trust",
    "match_override_id": "the trust",
}
# Files, and what ends the walker's own sign-in.
NOT_WALKED = {"static", "assets", "signing_in.sign_out"}
# Pages that are not there for everybody with leave: there is nothing to show, it is not theirs, it
# is the whole service's, no provider is known, or nobody sent such a link.
MAY_BE_EMPTY = {
    "wres.download_peers",
    "workshops.download_workshop",
    "posts.step_back",
    "belonging.leave_network",
    "belonging.leave_panel",
    "signing_in.end_sign_in",
    "coordinating.take_concern",
    "jobs.show_job",
    "jobs.show_progress",
    "jobs.cancel_job",
    "signing_in.open_invitation",
    "signing_in.open_reset",
    "signing_in.choose_password",
    "governance.show_retention",
    "governance.download_leavers",
    "providers.begin",
    "providers.finish",
    "providers.unlink",
    "register.show_count",
    "register.download_count",
    "register.download_count_as_json",
    "arrangements.open_claim",
    "arrangements.answer_claim",
    "arrangements.take_back_claim",
}
SINCE = datetime(2026, 11, 20, 9, tzinfo=UTC)


def of_the_trust(at, people, posts):
    values = things(
        at.trust,
        people["owner"],
        owner=posts["owner"],
        reviewer=posts["reviewer"],
        sponsor=posts["sponsor"],
        helper=posts["helper"],
    )
    values |= of_people(at.trust, at.network, at.panel, posts["leader"])
    values |= of_a_hand_over(values, posts["leader"])
    return values | of_mentoring(at.trust, people["leader"])


def of_another(at, people, posts):
    author = factories.person()
    network, panel = factories.network(at.other), factories.panel(at.other)
    network.has_had_an_officer = panel.has_had_a_member = True
    post = factories.post(at.other, author)
    values = things(at.other, author) | of_people(at.other, network, panel, post)
    values |= of_a_hand_over(values, post)
    return values | of_mentoring(at.other, author)


def things(organisation, author, owner=None, reviewer=None, sponsor=None, helper=None):
    """The values of addresses that speak of plans and figures, by the names they have there."""
    plan = factories.plan(organisation, sponsor_post_id=sponsor.id if sponsor else None)
    action = factories.action(plan, owner, reviewer)
    if helper:
        factories.helper(action, helper)
    figure = factories.figure(organisation)
    factories.version_scope(figure.version_id, organisation)
    target = factories.target(figure)
    check_in = factories.check_in(action, author)
    milestone = factories.milestone(action)
    link = factories.measure_link(action, target)
    return {
        "organisation_id": organisation.id,
        "plan_id": plan.id,
        "action_id": action.id,
        "check_in_id": check_in.id,
        "milestone_id": milestone.id,
        "link_id": link.id,
        "target_id": target.id,
        "figure_id": figure.id,
        "version_id": figure.version_id,
        "upload_id": factories.upload(author).id,
        "measure": "value",
        "indicator": "2",
    }


def of_people(organisation, network, panel, post):
    """The values of addresses that speak of people, posts and whatever they belong to."""
    somebody = factories.person(organisation_id=organisation.id, unconfirmed_since=SINCE)
    role = factories.grant(somebody, Role.STAFF_MEMBER, organisation)
    factories.grant(somebody, Role.NETWORK_MEMBER, network)
    factories.grant(somebody, Role.PANEL_MEMBER, panel)
    holding = factories.holding_of(post)
    delegation = factories.delegate(holding, somebody)
    return {
        "person_id": somebody.id,
        "grant_of_role_id": role.id,
        "network_id": network.id,
        "panel_id": panel.id,
        "body_id": factories.body(organisation).id,
        "post_id": post.id,
        "holding_id": holding.id,
        "delegation_id": delegation.id,
        "sign_in_id": factories.sign_in(somebody).id,
        "job_id": factories.job(somebody).id,
        "token": "nobody-sent-this",
        "kind": "person",
    }


def of_a_hand_over(values, post):
    """The values of addresses that speak of what somebody hands over who leaves within days."""
    plan = db.session.get_one(Plan, values["plan_id"])
    action, asked = (factories.action(plan, post) for _ in range(2))
    holding = db.session.get_one(Holding, values["holding_id"])
    holding.until = TODAY + timedelta(days=10)
    note = factories.hand_over_note(holding, action)
    receipt = factories.hand_over_receipt(
        holding, action, holding, answer="query", words="Who knows the panel?"
    )
    return {
        "open_action_id": asked.id,
        "hand_over_note_id": note.id,
        "hand_over_receipt_id": receipt.id,
    }


def of_mentoring(organisation, leader):
    """The values of addresses that speak of a programme, and of a pair that meets."""
    programme = factories.programme(organisation)
    enrolment = factories.enrolment(programme, leader, organisation)
    mentee = factories.enrolment(programme, factories.person(), organisation, "mentee")
    pairing = factories.pairing(enrolment, mentee)
    return {
        "mentoring_programme_id": programme.id,
        "programme_id": programme.id,
        "step": "words",
        "workshop_id": factories.workshop(programme).id,
        "enrolment_id": enrolment.id,
        "pairing_id": pairing.id,
        "meeting_id": factories.meeting(pairing).id,
        "concern_id": factories.concern(pairing, factories.person()).id,
        "local_claim_id": factories.local_claim(programme, leader, organisation).id,
        "goal_id": factories.goal(pairing).id,
        "commitment_id": factories.commitment(pairing).id,
        "agreement_id": factories.agreement(pairing).id,
        "insight_id": factories.insight(pairing).id,
        **of_a_list(programme, organisation),
    }


def of_a_list(programme, organisation):
    """The values of addresses that speak of a list of the matching: one pair, and one left out."""
    leader = factories.enrolment(programme, factories.person(), organisation)
    mentees = [
        factories.enrolment(programme, factories.person(), organisation, "mentee") for _ in range(2)
    ]
    run = factories.match_run(programme)
    [suggestion] = db.session.query(Suggestion).filter_by(run_id=run.id)
    [left_out] = db.session.query(LeftOut).filter_by(run_id=run.id)
    [mentee] = [each for each in mentees if each.person_id == suggestion.mentee_id]
    return {
        "match_run_id": run.id,
        "match_suggestion_id": suggestion.id,
        "match_left_out_id": left_out.id,
        "mentee_id": mentee.person_id,
        "decision": "lock",
        "match_override_id": factories.match_override(run, leader, mentee).id,
    }
