"""Who may do what, said again in the words of the people it is about.

Each line names everybody in the cast who may; everybody else in it may not.
"""

import pytest

from tests.cast import (
    ADMINISTRATORS,
    AUTHOR,
    CAST,
    CENTRE,
    COMMAND_LINE,
    COVERING_OFFICERS,
    EVERYBODY,
    HANDLER,
    HELPING_POST,
    LEADER,
    LEADS,
    LINE,
    LINE_POST,
    MEMBERS,
    MENTEE,
    NETWORK,
    NOBODY,
    OFFICERS,
    OWNER_POST,
    OWNERS,
    PAIR,
    PANEL,
    PANEL_MEMBERS,
    POST_HOLDERS,
    RELATED_FROM_ELSEWHERE,
    REVIEWER_POST,
    REVIEWERS,
    SIGNED_IN,
    SPONSOR_POST,
    SPONSORS,
    STAFF,
    STRANGERS,
    THINGS,
    VIEWERS,
    WITH_ROLE_HERE,
    action,
    somebody,
)
from tracker import permissions
from tracker.permissions import ALLOWED, Permission, Role, Standing, is_stranger, may
from tracker.standing import after_a_name, in_words

P = Permission
FOLLOWING = OWNERS - {"line post, owner's post vacant"}  # who hold the post themselves
UP_THE_LINE = REVIEWERS | {"reviewer who owns it through another post"}  # of the second holding
MATRIX = [
    # adopted plan, check-ins
    (P.VIEW_PLAN, "the adopted plan", WITH_ROLE_HERE | {"sponsor from elsewhere"}),
    (P.VIEW_PLAN, "the closed plan", WITH_ROLE_HERE | {"sponsor from elsewhere"}),
    (P.VIEW_PLAN, "the published plan", EVERYBODY),
    (P.VIEW_PLAN, "an action", WITH_ROLE_HERE | RELATED_FROM_ELSEWHERE),
    # draft plan
    (P.VIEW_PLAN, "the draft plan", LEADS | ADMINISTRATORS | COMMAND_LINE),
    (P.VIEW_PLAN, "the draft plan, marked published", LEADS | ADMINISTRATORS | COMMAND_LINE),
    (
        P.VIEW_PLAN,
        "the plan out for consultation",
        LEADS | ADMINISTRATORS | COMMAND_LINE | MEMBERS | COVERING_OFFICERS,
    ),
    (
        P.VIEW_PLAN,
        "the draft plan, a panel in cycle",
        LEADS | ADMINISTRATORS | COMMAND_LINE | {"panel member"},
    ),
    (
        P.VIEW_PLAN,
        "a draft action",
        LEADS | ADMINISTRATORS | COMMAND_LINE | OWNERS | {"owner's delegate"},
    ),
    (P.EDIT_PLAN, "the draft plan", LEADS | COMMAND_LINE),
    (P.EDIT_PLAN, "the adopted plan", LEADS | COMMAND_LINE),
    *(
        (
            P.EDIT_DRAFT_ACTION,
            what,
            LEADS
            | COMMAND_LINE
            | OWNERS - {"line post, owner's post vacant"}
            | {"owner's delegate"},
        )
        for what in ("a draft action", "an action out for consultation")
    ),
    (P.EDIT_DRAFT_ACTION, "an action", NOBODY),
    # check-in, milestone, evidence on own action
    (P.DRAFT_CHECK_IN, "an action", OWNERS | {"owner's delegate"} | LEADS | COMMAND_LINE),
    (P.CHECK_IN, "an action", OWNERS),
    (P.CHECK_IN_ON_BEHALF, "an action", LEADS | COMMAND_LINE),
    (P.UPDATE_MILESTONE, "an action", OWNERS | LEADS | COMMAND_LINE),
    (
        P.ADD_EVIDENCE,
        "an action",
        OWNERS | LEADS | COMMAND_LINE | MEMBERS | COVERING_OFFICERS | PANEL_MEMBERS,
    ),
    # due date, owner, target
    (P.ASK_FOR_CHANGE, "an action", OWNERS),
    (P.CHANGE_COMMITMENT, "an action", LEADS | COMMAND_LINE),
    # accept a check-in or completion
    (P.ACCEPT_CHECK_IN, "an action", REVIEWERS),
    # hand-over: whoever left, whoever follows, the line of a post or whoever stands in for it
    (
        P.VIEW_HAND_OVER,
        "a holding that is handed over",
        FOLLOWING | LINE | LEADS | COMMAND_LINE | {"author"},
    ),
    (
        P.VIEW_HAND_OVER,
        "a holding that is handed over under the reviewer's post",
        SPONSORS | UP_THE_LINE | LEADS | COMMAND_LINE | {"author"},
    ),
    (P.VIEW_HAND_OVER, "the trust", LEADS | COMMAND_LINE),
    (P.NOTE_HAND_OVER, "a holding that is handed over", {"author"}),
    (P.RECEIVE_HAND_OVER, "a holding that is handed over", FOLLOWING | LINE),
    (
        P.RECEIVE_HAND_OVER,
        "a holding that is handed over under the reviewer's post",
        SPONSORS | UP_THE_LINE,
    ),
    (P.RECEIVE_HAND_OVER, "the leader's holding", NOBODY),
    # own stretch objective
    (
        P.DRAFT_OBJECTIVE,
        "the owner's objective",
        {"leader", "owner's delegate"},
    ),
    (P.WRITE_OBJECTIVE, "the owner's objective", {"leader"}),
    # agree, review another's objective
    (P.AGREE_OBJECTIVE, "the owner's objective", LINE),
    (P.VIEW_OBJECTIVE, "the owner's objective", LINE | {"leader"}),
    (
        P.VIEW_OBJECTIVE_SUMMARY,
        "the owner's objective",
        LINE | {"leader"} | LEADS | COMMAND_LINE,
    ),
    (P.GIVE_NETWORK_VIEW, "the owner's objective", COVERING_OFFICERS | COMMAND_LINE),
    (P.COUNT_OBJECTIVES, "the trust", EVERYBODY),
    # mentoring programme, list, matching
    (
        P.JOIN_MENTORING,
        "the trust",
        POST_HOLDERS | STAFF | MEMBERS | COVERING_OFFICERS | COMMAND_LINE,
    ),
    (P.NOMINATE, "the trust", POST_HOLDERS | CENTRE | COVERING_OFFICERS | COMMAND_LINE),
    (P.VIEW_ENROLMENT, "the leader's enrolment", {"leader"} | CENTRE | COMMAND_LINE),
    (P.CHANGE_ENROLMENT, "the leader's enrolment", {"leader"}),
    (P.RUN_MENTORING, "the trust", CENTRE | COMMAND_LINE),
    (P.COUNT_MENTORING, "the trust", EVERYBODY),
    # a pair's agreement, goals, meetings
    (P.VIEW_PAIR, "the pair", PAIR),
    (P.VIEW_PAIR_DATES, "the pair", PAIR | CENTRE | COMMAND_LINE),
    (P.VIEW_PAIR_DATES, "the pair of a programme above", PAIR | CENTRE | COMMAND_LINE),
    (P.OBJECT_TO_PAIR, "the pair of a programme above", CENTRE | COMMAND_LINE),
    (P.OBJECT_TO_PAIR, "the pair of the trust's own programme", CENTRE | COMMAND_LINE),
    (P.OBJECT_TO_PAIR, "the pair", NOBODY),
    # concern
    (P.RAISE_CONCERN, "the pair", PAIR | {"mentee since an unconfirmed reset"}),
    (
        P.VIEW_CONCERN,
        "the mentee's concern",
        {"mentee", "mentee since an unconfirmed reset", "handler"},
    ),
    # write a view; raise a challenge
    (P.WRITE_VIEW, "an action", MEMBERS | COVERING_OFFICERS | COMMAND_LINE),
    (
        P.WRITE_VIEW,
        "an action, a panel in cycle",
        MEMBERS | COVERING_OFFICERS | COMMAND_LINE | {"panel member"},
    ),
    (P.PROPOSE_CHALLENGE, "an action", MEMBERS | COVERING_OFFICERS | COMMAND_LINE),
    (P.RAISE_CHALLENGE, "a challenge", OFFICERS),
    (P.STATE_POSITION, "a challenge", OFFICERS),
    # held views
    (P.VIEW_HELD_VIEW, "the author's held view", {"author", "network officer"}),
    (P.VIEW_HELD_VIEW, "an anonymous held view", {"network officer"}),
    (P.MODERATE_VIEW, "the author's held view", {"network officer"}),
    # answer a view; decide a challenge
    (P.ANSWER_VIEWS, "an action", OWNERS | LEADS | COMMAND_LINE),
    (P.JUDGE_ANSWER, "a challenge", OFFICERS),
    (P.DECIDE_CHALLENGE, "a challenge", REVIEWERS),
    (P.APPEAL, "a challenge", OFFICERS),
    (P.DECIDE_APPEAL, "a challenge on appeal to the panel", {"panel member"}),
    (P.DECIDE_APPEAL, "a challenge on appeal to the region", {"region viewer"} | COMMAND_LINE),
    (P.DECIDE_APPEAL, "a challenge", NOBODY),
    # assessment, recommendation
    (P.ASSESS, "an assessment", {"panel member"}),
    (P.VIEW_ASSESSMENT, "an assessment", {"panel member"}),
    (P.VIEW_ASSESSMENT, "a published assessment", EVERYBODY),
    (P.RESPOND_TO_RECOMMENDATION, "a recommendation", OWNERS | CENTRE | COMMAND_LINE),
    # WRES import, targets
    (
        P.VIEW_MEASURES,
        "the trust",
        WITH_ROLE_HERE - STAFF - CENTRE,
    ),
    (P.VIEW_MEASURES, "the trust, its figures published", EVERYBODY),
    (P.IMPORT_FIGURES, "the trust", LEADS | COMMAND_LINE),
    (P.IMPORT_NATIONAL_FIGURES, "the national body", {"national equality lead"} | COMMAND_LINE),
    (P.IMPORT_NATIONAL_FIGURES, "the trust", {"national equality lead"} | COMMAND_LINE),
    (P.SET_TARGET, "the trust", LEADS | COMMAND_LINE),
    # unsuppressed figures
    (P.VIEW_UNSUPPRESSED, "the trust", LEADS | COMMAND_LINE),
    (P.VIEW_UNSUPPRESSED_RATIO, "the trust, by the board's decision", {"board viewer"}),
    (P.VIEW_UNSUPPRESSED_RATIO, "the trust", NOBODY),
    # people, posts, roles
    (P.ADMINISTER_ORGANISATIONS, "the trust", {"national administrator"} | COMMAND_LINE),
    (P.ADMINISTER_PEOPLE, "the trust", ADMINISTRATORS | COMMAND_LINE),
    (P.NAME_DELEGATE, "the leader's holding", {"leader"}),
    (P.ADMINISTER_NETWORK, "the network", OFFICERS),
    (P.ADMINISTER_NETWORK, "the trust's own network", OFFICERS),
    (P.ADMINISTER_PANEL, "the panel's report", {"panel member"}),
    (P.CHOOSE_OFFICER, "the network", OFFICERS | {"author", "network member"}),
    (
        P.NAME_FIRST_PANEL_MEMBER,
        "a panel that never had a member",
        ADMINISTRATORS | COMMAND_LINE,
    ),
    (P.NAME_FIRST_PANEL_MEMBER, "the panel's report", NOBODY),
    (
        P.CONFIRM_AFTER_RESET,
        "somebody of the network whose sign-in was reset",
        OFFICERS - {"officer who is the administrator"} | CENTRE,
    ),
    (
        P.CONFIRM_AFTER_RESET,
        "somebody of no network whose sign-in was reset",
        CENTRE,
    ),
    (
        P.NAME_FIRST_OFFICER,
        "a network that never had an officer",
        ADMINISTRATORS | COMMAND_LINE,
    ),
    (P.NAME_FIRST_OFFICER, "the network's statement", NOBODY),
    # freeze and publish a report
    (P.PREPARE_REPORT, "a report in preparation", LEADS | COMMAND_LINE),
    (P.PUBLISH_REPORT, "a report in preparation", SPONSORS),
    (P.VIEW_REPORT, "a report in preparation", LEADS | COMMAND_LINE | VIEWERS | SPONSORS),
    (P.VIEW_REPORT, "a published report", EVERYBODY),
    (P.PUBLISH_STATEMENT, "the network's statement", OFFICERS),
    (P.PUBLISH_PANEL_REPORT, "the panel's report", {"panel member"}),
    # beside the matrix
    (P.VIEW_ORGANISATION, "the trust", SIGNED_IN),
    (P.IMPORT_ORGANISATIONS, "the national body", {"national administrator"} | COMMAND_LINE),
    (P.IMPORT_ORGANISATIONS, "the trust", {"national administrator"} | COMMAND_LINE),
    (P.VIEW_AUDIT, "the trust", ADMINISTRATORS | COMMAND_LINE),
    (P.ERASE, "the trust", ADMINISTRATORS | COMMAND_LINE),
    (P.CHECK_IN, "something of no organisation", NOBODY),
    (P.VIEW_HELD_VIEW, "something of no organisation", NOBODY),
    (P.COUNT_MENTORING, "something of no organisation", NOBODY),
]


@pytest.mark.parametrize(
    "permission, what, these", [pytest.param(*line, id=f"{line[0]}: {line[1]}") for line in MATRIX]
)
def test_these_people_may_and_nobody_else(permission, what, these):
    assert {who for who in CAST if may(CAST[who], permission, THINGS[what])} == these


def test_every_permission_is_in_the_table_and_said_above():
    assert set(ALLOWED) == set(Permission) == {permission for permission, _, _ in MATRIX}


def test_what_the_table_does_not_say_is_refused(monkeypatch):
    less = {said: grounds for said, grounds in ALLOWED.items() if said != Permission.EDIT_PLAN}
    monkeypatch.setattr(permissions, "ALLOWED", less)

    assert may(CAST["equality lead"], Permission.EDIT_PLAN, THINGS["the draft plan"]) is None


@pytest.mark.parametrize(
    "who, permission, what, capacity",
    [
        ("equality lead", P.CHANGE_COMMITMENT, "an action", "equality lead"),
        ("owner", P.CHECK_IN, "an action", "holds the owning post"),
        ("line post, owner's post vacant", P.CHECK_IN, "an action", "stands in for the owner"),
        ("reviewer", P.ACCEPT_CHECK_IN, "an action", "is the reviewer"),
        ("network member", P.VIEW_PLAN, "the plan out for consultation", "network member"),
        ("public", P.VIEW_PLAN, "the published plan", "the public once published"),
        ("command line", P.IMPORT_FIGURES, "the trust", "command line"),
    ],
)
def test_an_act_is_recorded_in_the_capacity_that_gave_leave(who, permission, what, capacity):
    assert may(CAST[who], permission, THINGS[what]).capacity == capacity


def test_somebody_with_two_roles_acts_as_owner_before_they_act_as_equality_lead():
    both = somebody(Role.EQUALITY_LEAD, posts=frozenset({OWNER_POST}))

    leave = may(both, Permission.UPDATE_MILESTONE, THINGS["an action"])

    assert leave.capacity == "holds the owning post"


# Strangers and colleagues


@pytest.mark.parametrize("who", sorted(STRANGERS | {"public"}))
@pytest.mark.parametrize("what", ["the trust", "an action", "the pair", "the author's held view"])
def test_a_stranger_has_no_grant_here_and_nothing_to_do_with_the_thing(who, what):
    assert is_stranger(CAST[who], THINGS[what])


@pytest.mark.parametrize("who", sorted(WITH_ROLE_HERE))
@pytest.mark.parametrize("what", ["the trust", "an action", "the pair", "the author's held view"])
def test_anybody_with_a_role_here_is_a_colleague(who, what):
    assert not is_stranger(CAST[who], THINGS[what])


RELATED = {
    "owner": (Standing(posts=frozenset({OWNER_POST})), "an action"),
    "whoever stands in for the owner": (
        Standing(inherited_posts=frozenset({OWNER_POST})),
        "an action",
    ),
    "owner's delegate": (Standing(delegated_posts=frozenset({OWNER_POST})), "an action"),
    "helper": (Standing(posts=frozenset({HELPING_POST})), "an action"),
    "reviewer": (Standing(posts=frozenset({REVIEWER_POST})), "an action"),
    "whoever stands in for the reviewer": (
        Standing(inherited_posts=frozenset({REVIEWER_POST})),
        "an action",
    ),
    "line post": (Standing(posts=frozenset({LINE_POST})), "an action"),
    "whoever stands in for the line post": (
        Standing(inherited_posts=frozenset({LINE_POST})),
        "an action",
    ),
    "sponsor": (Standing(posts=frozenset({SPONSOR_POST})), "the adopted plan"),
    "leader": (Standing(person_id=LEADER), "the pair"),
    "mentee": (Standing(person_id=MENTEE), "the pair"),
    "person whose objective it is": (Standing(person_id=LEADER), "the owner's objective"),
    "author": (Standing(person_id=AUTHOR), "the author's held view"),
    "handler": (Standing(person_id=HANDLER), "the mentee's concern"),
    "member of its network": (Standing(networks={NETWORK: frozenset()}), "a challenge"),
    "member of its panel": (Standing(panels=frozenset({PANEL})), "an assessment"),
}


@pytest.mark.parametrize("who", RELATED)
def test_a_relation_needs_no_role(who):
    standing, what = RELATED[who]

    assert not is_stranger(standing, THINGS[what])


@pytest.mark.parametrize("who", RELATED)
def test_a_relation_to_one_thing_is_none_to_another(who):
    standing, _ = RELATED[who]

    assert is_stranger(standing, THINGS["the trust"])


def test_nobody_signed_in_is_not_the_author_of_what_has_no_author():
    assert may(Standing(), Permission.VIEW_HELD_VIEW, THINGS["an anonymous held view"]) is None
    assert is_stranger(Standing(), THINGS["an anonymous held view"])


def test_an_action_without_an_owner_is_owned_by_nobody():
    ownerless = action()
    ownerless.owner_post_id = ownerless.reviewer_post_id = ownerless.owner_line_post_id = None

    for who in OWNERS | REVIEWERS | LINE:
        assert may(CAST[who], Permission.CHECK_IN, ownerless) is None
        assert may(CAST[who], Permission.ACCEPT_CHECK_IN, ownerless) is None


def test_nobody_agrees_their_own_objective_though_they_hold_the_line_post():
    acting_chair = somebody(Role.POST_HOLDER, posts=frozenset({LINE_POST}), person_id=LEADER)

    assert may(acting_chair, Permission.AGREE_OBJECTIVE, THINGS["the owner's objective"]) is None


@pytest.mark.parametrize(
    "capacity, words",
    [
        ("equality lead", "as equality lead"),
        ("holds the owning post", "who holds the owning post"),
        ("own account", "on their own account"),
        ("every scope", "with every scope"),
        ("is their own", "on their own behalf"),
        ("national administrator", "as national administrator"),
        ("co ordinates locally", "who co-ordinates locally"),
    ],
)
def test_a_capacity_reads_on_from_a_name(capacity, words):
    assert after_a_name(capacity) == words


GOES_ON = (
    *("as ", "on ", "with ", "who agrees ", "who co-ordinates ", "who drafts ", "who handles "),
    *("who helps", "who holds ", "who is ", "who moderates ", "who sits ", "who stands "),
    "who wrote ",
)


def test_whatever_capacity_there_is_reads_on_from_a_name():
    capacities = {in_words(ground) for grounds in ALLOWED.values() for ground in grounds}
    read_on = {after_a_name(capacity) for capacity in capacities}

    assert {words for words in read_on if not words.startswith(GOES_ON)} == set()
