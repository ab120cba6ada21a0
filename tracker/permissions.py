"""Who may do what. ALLOWED is the whole answer; what is not in it is refused."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker import standing as rule
from tracker.standing import Ground, Role, Standing, When, roles_at


class Permission(StrEnum):
    """Every act that somebody has to be allowed."""

    VIEW_PLAN = "see the plan"
    EDIT_PLAN = "change the plan"
    EDIT_DRAFT_ACTION = "change an action before it is adopted"
    DRAFT_CHECK_IN = "draft a check-in"
    CHECK_IN = "check in on an action"
    CHECK_IN_ON_BEHALF = "check in on the owner's behalf"
    UPDATE_MILESTONE = "update a milestone"
    ADD_EVIDENCE = "add evidence"
    ASK_FOR_CHANGE = "ask for a change of due date, owner or target"
    CHANGE_COMMITMENT = "change a due date, owner or target"
    ACCEPT_CHECK_IN = "accept a check-in or completion"
    VIEW_HAND_OVER = "see a hand-over"
    NOTE_HAND_OVER = "leave notes on what one hands over"
    RECEIVE_HAND_OVER = "receive what is handed over"

    DRAFT_OBJECTIVE = "draft a stretch objective"
    WRITE_OBJECTIVE = "propose and check in on a stretch objective"
    VIEW_OBJECTIVE = "see a stretch objective"
    VIEW_OBJECTIVE_SUMMARY = "see the title, metric and state of a stretch objective"
    AGREE_OBJECTIVE = "agree and review another's stretch objective"
    GIVE_NETWORK_VIEW = "give the network's view of a stretch objective"
    COUNT_OBJECTIVES = "see how many stretch objectives there are"

    JOIN_MENTORING = "join the mentoring programme"
    NOMINATE = "name somebody for the mentoring programme"
    VIEW_ENROLMENT = "see an enrolment"
    CHANGE_ENROLMENT = "write an enrolment, its equality record among it"
    RUN_MENTORING = "run the mentoring programme"
    COUNT_MENTORING = "see how many are mentoring"
    VIEW_PAIR = "see a pair's agreement, goals and meetings"
    VIEW_PAIR_DATES = "see a pair's dates and states"
    OBJECT_TO_PAIR = "object to a pair before it is released"
    RAISE_CONCERN = "raise a concern"
    VIEW_CONCERN = "see a concern"

    WRITE_VIEW = "write a view"
    VIEW_HELD_VIEW = "see a view that is held"
    MODERATE_VIEW = "moderate a view"
    STATE_POSITION = "approve the network's position"
    ANSWER_VIEWS = "answer views"
    JUDGE_ANSWER = "say whether an answer was enough"
    PROPOSE_CHALLENGE = "propose a challenge"
    RAISE_CHALLENGE = "decide to raise a challenge"
    DECIDE_CHALLENGE = "decide a challenge"
    APPEAL = "appeal against a decision"
    DECIDE_APPEAL = "decide an appeal"

    ASSESS = "assess, recommend and agree a rating"
    VIEW_ASSESSMENT = "see an assessment"
    RESPOND_TO_RECOMMENDATION = "respond to a recommendation"

    VIEW_MEASURES = "see measures, targets and imports"
    IMPORT_FIGURES = "import figures"
    IMPORT_NATIONAL_FIGURES = "import national figures"
    SET_TARGET = "set a target"
    VIEW_UNSUPPRESSED = "ask to see unsuppressed figures"
    VIEW_UNSUPPRESSED_RATIO = "see a ratio and interval that rest on small numbers"

    VIEW_ORGANISATION = "see an organisation"
    IMPORT_ORGANISATIONS = "import organisations"
    ADMINISTER_ORGANISATIONS = "add, close and place organisations"
    ADMINISTER_PEOPLE = "administer people, posts and roles"
    NAME_DELEGATE = "name a delegate"
    NAME_FIRST_OFFICER = "name a network's first officer"
    ADMINISTER_NETWORK = "administer a network's members"
    CHOOSE_OFFICER = "choose an officer of a network that has none"
    NAME_FIRST_PANEL_MEMBER = "name a panel's first member"
    ADMINISTER_PANEL = "administer a panel's members"
    CONFIRM_AFTER_RESET = "confirm somebody whose sign-in was reset"
    VIEW_AUDIT = "see the audit record"
    ERASE = "keep to retention and erase personal text"

    PREPARE_REPORT = "prepare a report"
    PUBLISH_REPORT = "freeze and publish a report"
    VIEW_REPORT = "see a report"
    PUBLISH_STATEMENT = "publish the network's statement"
    PUBLISH_PANEL_REPORT = "publish the panel's report"


OWNER = (rule.holds_the_owning_post, rule.stands_in_for_the_owner)
REVIEWER = (rule.is_the_reviewer, rule.stands_in_for_the_reviewer)
LINE = (rule.holds_the_line_post, rule.stands_in_for_the_line_post)
AROUND = (rule.helps, rule.holds_the_line_post, rule.holds_the_sponsor_post)
NETWORK = (Role.NETWORK_MEMBER, Role.NETWORK_OFFICER)
PAIR = When(rule.confirmed, rule.is_one_of_the_pair)

# The first ground that holds is the capacity in which the act is done.
ALLOWED: dict[Permission, list[Ground]] = {
    Permission.VIEW_PLAN: [
        *OWNER,
        rule.is_delegate_of_owner,
        Role.EQUALITY_LEAD,
        Role.ADMINISTRATOR,
        *(When(rule.consulting, role) for role in NETWORK),
        rule.is_on_the_panel_in_cycle,
        *(When(rule.adopted, role) for role in Role),
        *(When(rule.adopted, relation) for relation in (*REVIEWER, *AROUND)),
        When(rule.adopted, rule.the_public_once_published),
    ],
    Permission.EDIT_PLAN: [Role.EQUALITY_LEAD],
    Permission.EDIT_DRAFT_ACTION: [
        When(rule.not_yet_adopted, rule.holds_the_owning_post),
        When(rule.not_yet_adopted, rule.is_delegate_of_owner),
        When(rule.not_yet_adopted, Role.EQUALITY_LEAD),
    ],
    # A delegate drafts; only the holder, or whoever a vacant post's duties come to, submits.
    Permission.DRAFT_CHECK_IN: [*OWNER, rule.is_delegate_of_owner, Role.EQUALITY_LEAD],
    Permission.CHECK_IN: [*OWNER],
    Permission.CHECK_IN_ON_BEHALF: [Role.EQUALITY_LEAD],
    Permission.UPDATE_MILESTONE: [*OWNER, Role.EQUALITY_LEAD],
    Permission.ADD_EVIDENCE: [*OWNER, *NETWORK, Role.PANEL_MEMBER, Role.EQUALITY_LEAD],
    Permission.ASK_FOR_CHANGE: [*OWNER],
    Permission.CHANGE_COMMITMENT: [Role.EQUALITY_LEAD],
    Permission.ACCEPT_CHECK_IN: [*REVIEWER],
    # Whoever left, whoever follows, whoever the post answers to; never a delegate.
    Permission.VIEW_HAND_OVER: [
        rule.is_their_own,
        rule.holds_the_owning_post,
        *LINE,
        Role.EQUALITY_LEAD,
    ],
    Permission.NOTE_HAND_OVER: [rule.is_their_own],
    # The line only once it has gone up to them, which the operation sees to.
    Permission.RECEIVE_HAND_OVER: [
        When(rule.is_not_their_own, ground) for ground in (rule.holds_the_owning_post, *LINE)
    ],
    # An objective is a person's and closes with them: the post's next holder has none of it.
    Permission.DRAFT_OBJECTIVE: [rule.is_their_own, rule.is_delegate_of_owner],
    Permission.WRITE_OBJECTIVE: [rule.is_their_own],
    Permission.VIEW_OBJECTIVE: [rule.is_their_own, rule.agrees_it],
    Permission.VIEW_OBJECTIVE_SUMMARY: [rule.is_their_own, rule.agrees_it, Role.EQUALITY_LEAD],
    Permission.AGREE_OBJECTIVE: [rule.agrees_it],
    Permission.GIVE_NETWORK_VIEW: [Role.NETWORK_OFFICER],
    Permission.COUNT_OBJECTIVES: [rule.the_public],
    Permission.JOIN_MENTORING: [Role.POST_HOLDER, Role.STAFF_MEMBER, *NETWORK],
    # A leader, a co-ordinator, or a network through its officers: whoever is named decides.
    Permission.NOMINATE: [Role.POST_HOLDER, Role.LEADERSHIP_CENTRE, Role.NETWORK_OFFICER],
    Permission.VIEW_ENROLMENT: [rule.is_their_own, Role.LEADERSHIP_CENTRE],
    # Whoever is named by another sees it, and it is nothing until they confirm it.
    Permission.CHANGE_ENROLMENT: [When(rule.confirmed, rule.is_their_own)],
    Permission.RUN_MENTORING: [Role.LEADERSHIP_CENTRE],
    Permission.COUNT_MENTORING: [rule.the_public],
    # Nobody else, delegates and administrators included: mentoring is the pair's alone.
    Permission.VIEW_PAIR: [PAIR],
    Permission.VIEW_PAIR_DATES: [PAIR, Role.LEADERSHIP_CENTRE, rule.co_ordinates_locally],
    # Never one of the two themselves.
    Permission.OBJECT_TO_PAIR: [When(rule.is_not_of_the_pair, rule.co_ordinates_locally)],
    Permission.RAISE_CONCERN: [rule.is_one_of_the_pair],
    Permission.VIEW_CONCERN: [rule.wrote_it, When(rule.in_the_leadership_centre, rule.handles_it)],
    Permission.WRITE_VIEW: [*NETWORK, rule.is_on_the_panel_in_cycle],
    # Never an equality lead or an administrator: a network speaks through its own officers.
    Permission.VIEW_HELD_VIEW: [
        When(rule.confirmed, rule.wrote_it),
        When(rule.confirmed, rule.moderates_it),
    ],
    Permission.MODERATE_VIEW: [When(rule.confirmed, rule.moderates_it)],
    Permission.STATE_POSITION: [rule.is_officer_of_its_network],
    Permission.ANSWER_VIEWS: [*OWNER, Role.EQUALITY_LEAD],
    Permission.JUDGE_ANSWER: [rule.is_officer_of_its_network],
    Permission.PROPOSE_CHALLENGE: [*NETWORK],
    Permission.RAISE_CHALLENGE: [rule.is_officer_of_its_network],
    Permission.DECIDE_CHALLENGE: [*REVIEWER],
    Permission.APPEAL: [rule.is_officer_of_its_network],
    Permission.DECIDE_APPEAL: [
        rule.is_on_the_panel_appealed_to,
        rule.is_at_the_region_appealed_to,
    ],
    Permission.ASSESS: [rule.is_on_its_panel],
    Permission.VIEW_ASSESSMENT: [rule.is_on_its_panel, rule.the_public_once_published],
    Permission.RESPOND_TO_RECOMMENDATION: [*OWNER, Role.LEADERSHIP_CENTRE],
    Permission.VIEW_MEASURES: [
        Role.EQUALITY_LEAD,
        Role.POST_HOLDER,
        *NETWORK,
        Role.PANEL_MEMBER,
        Role.ADMINISTRATOR,
        Role.VIEWER,
        rule.the_public_once_published,
    ],
    Permission.IMPORT_FIGURES: [Role.EQUALITY_LEAD],
    Permission.IMPORT_NATIONAL_FIGURES: [rule.national_equality_lead],
    Permission.SET_TARGET: [Role.EQUALITY_LEAD],
    Permission.VIEW_UNSUPPRESSED: [Role.EQUALITY_LEAD],
    Permission.VIEW_UNSUPPRESSED_RATIO: [When(rule.decided_for_the_board, rule.sits_on_its_board)],
    Permission.VIEW_ORGANISATION: [rule.anybody_signed_in],
    Permission.IMPORT_ORGANISATIONS: [rule.national_administrator],
    Permission.ADMINISTER_ORGANISATIONS: [rule.national_administrator],
    Permission.ADMINISTER_PEOPLE: [Role.ADMINISTRATOR],
    Permission.NAME_DELEGATE: [rule.is_their_own],
    Permission.NAME_FIRST_OFFICER: [When(rule.never_had_an_officer, Role.ADMINISTRATOR)],
    Permission.ADMINISTER_NETWORK: [When(rule.confirmed, rule.is_officer_of_its_network)],
    Permission.CHOOSE_OFFICER: [When(rule.confirmed, rule.is_in_its_network)],
    Permission.NAME_FIRST_PANEL_MEMBER: [When(rule.never_had_a_member, Role.ADMINISTRATOR)],
    Permission.ADMINISTER_PANEL: [When(rule.confirmed, rule.is_on_its_panel)],
    # Never an administrator: it is they who reset sign-ins.
    Permission.CONFIRM_AFTER_RESET: [
        When(rule.confirmed, When(rule.is_not_its_administrator, ground))
        for ground in (rule.is_officer_of_a_network_of_theirs, Role.LEADERSHIP_CENTRE)
    ],
    Permission.VIEW_AUDIT: [Role.ADMINISTRATOR],
    Permission.ERASE: [Role.ADMINISTRATOR],
    Permission.PREPARE_REPORT: [Role.EQUALITY_LEAD],
    Permission.PUBLISH_REPORT: [rule.holds_the_sponsor_post],
    Permission.VIEW_REPORT: [
        Role.EQUALITY_LEAD,
        rule.holds_the_sponsor_post,
        Role.VIEWER,
        rule.the_public_once_published,
    ],
    Permission.PUBLISH_STATEMENT: [rule.is_officer_of_its_network],
    Permission.PUBLISH_PANEL_REPORT: [rule.is_on_its_panel],
}


@dataclass(frozen=True)
class Leave:
    """Permission given, and the capacity in which: "equality lead", "holds the owning post"."""

    capacity: str


def may(standing: Standing, permission: Permission, thing: Any) -> Leave | None:
    """Leave to do this to the thing, or None. Whatever the table does not say is refused."""
    if not rule.belongs_somewhere(thing):
        return None
    for ground in ALLOWED.get(permission, ()):
        if rule.holds(ground, standing, thing):
            return Leave("command line" if standing.command_line else rule.in_words(ground))
    return None


def is_stranger(standing: Standing, thing: Any) -> bool:
    """Whether nothing ties the person to the thing, so that for them it does not exist."""
    related = any(relation(standing, thing) for relation in rule.RELATIONS)
    return not related and not roles_at(standing, thing)
