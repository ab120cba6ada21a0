"""The people and things of the permission table: one of everybody, one of everything."""

from types import SimpleNamespace

from tracker.permissions import Role, Standing

NATION, REGION, TRUST, OTHER_TRUST = 1, 2, 3, 4
NETWORK, OTHER_NETWORK = 20, 21
PANEL, OTHER_PANEL = 30, 31
OWNER_POST, REVIEWER_POST, HELPING_POST, LINE_POST, SPONSOR_POST, OTHER_POST = range(40, 46)
LEADER, MENTEE, AUTHOR, HANDLER = range(60, 64)

PLACES = (NATION, REGION, TRUST, OTHER_TRUST)


def somebody(*roles, at=(TRUST,), person_id=99, **more):
    return Standing(person_id=person_id, roles=dict.fromkeys(at, frozenset(roles)), **more)


def post_holder(post, **more):
    return somebody(Role.POST_HOLDER, posts=frozenset({post}), **more)


def network(role, network_id=NETWORK, **more):
    return somebody(role, networks={network_id: frozenset({role})}, **more)


CAST = {
    # one for each column of the matrix
    "post holder": post_holder(OTHER_POST),
    "staff member": somebody(Role.STAFF_MEMBER),
    "Leadership Centre": somebody(Role.LEADERSHIP_CENTRE),
    "network member": network(Role.NETWORK_MEMBER),
    "network officer": network(Role.NETWORK_OFFICER),
    "panel member": somebody(Role.PANEL_MEMBER, panels=frozenset({PANEL})),
    "equality lead": somebody(Role.EQUALITY_LEAD),
    "administrator": somebody(Role.ADMINISTRATOR),
    "board viewer": somebody(Role.VIEWER, boards=frozenset({TRUST})),
    "region viewer": somebody(Role.VIEWER, at=(REGION, TRUST, OTHER_TRUST)),
    "public": Standing(),
    # by relation to the thing
    "owner": post_holder(OWNER_POST),
    "line post, owner's post vacant": post_holder(
        LINE_POST, inherited_posts=frozenset({OWNER_POST})
    ),
    "owner's delegate": somebody(Role.POST_HOLDER, delegated_posts=frozenset({OWNER_POST})),
    "helper": post_holder(HELPING_POST),
    "reviewer": post_holder(REVIEWER_POST),
    "line post, reviewer's post vacant": post_holder(
        OTHER_POST, inherited_posts=frozenset({REVIEWER_POST})
    ),
    "line post": post_holder(LINE_POST),
    "sponsor": post_holder(SPONSOR_POST),
    "reviewer who owns it through another post": somebody(
        Role.POST_HOLDER, posts=frozenset({OWNER_POST, REVIEWER_POST})
    ),
    "owner from elsewhere": post_holder(OWNER_POST, at=(REGION,)),
    "reviewer from elsewhere": post_holder(REVIEWER_POST, at=(REGION,)),
    "line post from elsewhere": post_holder(LINE_POST, at=(REGION,)),
    "helper from elsewhere": post_holder(HELPING_POST, at=(REGION,)),
    "sponsor from elsewhere": post_holder(SPONSOR_POST, at=(REGION,)),
    "line post, reviewer's post elsewhere vacant": post_holder(
        OTHER_POST, inherited_posts=frozenset({REVIEWER_POST}), at=(REGION,)
    ),
    "leader": somebody(Role.POST_HOLDER, person_id=LEADER),
    "mentee": somebody(Role.STAFF_MEMBER, person_id=MENTEE),
    "mentee since an unconfirmed reset": somebody(
        Role.STAFF_MEMBER, person_id=MENTEE, confirmed=False
    ),
    "leader's delegate": somebody(Role.STAFF_MEMBER, delegated_posts=frozenset({OTHER_POST})),
    "author": network(Role.NETWORK_MEMBER, person_id=AUTHOR),
    "handler": somebody(Role.LEADERSHIP_CENTRE, person_id=HANDLER),
    "handler who left the Leadership Centre": somebody(Role.STAFF_MEMBER, person_id=HANDLER),
    # roles elsewhere, above and joined
    "officer of another network": network(Role.NETWORK_OFFICER, OTHER_NETWORK),
    "officer since an unconfirmed reset": Standing(person_id=99, confirmed=False),
    "officer who is the equality lead": somebody(
        Role.NETWORK_OFFICER,
        Role.EQUALITY_LEAD,
        networks={NETWORK: frozenset({Role.NETWORK_OFFICER})},
    ),
    "officer who is the administrator": somebody(
        Role.NETWORK_OFFICER,
        Role.ADMINISTRATOR,
        networks={NETWORK: frozenset({Role.NETWORK_OFFICER})},
    ),
    "member of another panel": somebody(Role.PANEL_MEMBER, panels=frozenset({OTHER_PANEL})),
    "national equality lead": somebody(
        Role.EQUALITY_LEAD, at=PLACES, national=frozenset({Role.EQUALITY_LEAD})
    ),
    "national administrator": somebody(
        Role.ADMINISTRATOR, at=PLACES, national=frozenset({Role.ADMINISTRATOR})
    ),
    "equality lead elsewhere": somebody(Role.EQUALITY_LEAD, at=(OTHER_TRUST,)),
    "administrator elsewhere": somebody(Role.ADMINISTRATOR, at=(OTHER_TRUST,)),
    "somebody with no role": Standing(person_id=98),
    "command line": Standing(command_line=True),
}


def thing(**ids):
    return SimpleNamespace(**{"organisation_id": TRUST} | ids)


def plan(state, **more):
    return thing(plan_state=state, sponsor_post_id=SPONSOR_POST, **{"is_published": False} | more)


def action(state="adopted", **more):
    return plan(
        state,
        owner_post_id=OWNER_POST,
        owner_line_post_id=LINE_POST,
        reviewer_post_id=REVIEWER_POST,
        helper_post_ids=frozenset({HELPING_POST}),
        **more,
    )


THINGS = {
    "the trust": thing(),
    "the trust, its figures published": thing(is_published=True),
    "the trust, by the board's decision": thing(is_disclosed_to_board=True),
    "the national body": thing(organisation_id=NATION),
    "the draft plan": plan("draft"),
    "the draft plan, marked published": plan("draft", is_published=True),
    "the plan out for consultation": plan("consulting"),
    "the draft plan, a panel in cycle": plan("draft", panel_ids_in_cycle={PANEL}),
    "the adopted plan": plan("adopted"),
    "the closed plan": plan("closed"),
    "the published plan": plan("adopted", is_published=True),
    "a draft action": action("draft"),
    "an action out for consultation": action("consulting"),
    "an action": action(),
    "an action, a panel in cycle": action(panel_ids_in_cycle={PANEL}),
    "the owner's objective": thing(
        person_id=LEADER, owner_post_id=OWNER_POST, owner_line_post_id=LINE_POST
    ),
    "the leader's enrolment": thing(person_id=LEADER),
    "the pair": thing(leader_id=LEADER, mentee_id=MENTEE),
    "the pair of the trust's own programme": thing(
        leader_id=LEADER, mentee_id=MENTEE, local_ids=frozenset({TRUST})
    ),
    "the pair of a programme above": thing(
        organisation_id=NATION,
        leader_id=LEADER,
        mentee_id=MENTEE,
        local_ids=frozenset({TRUST, OTHER_TRUST}),
    ),
    "the mentee's concern": thing(author_id=MENTEE, handler_id=HANDLER),
    "the author's held view": thing(author_id=AUTHOR, network_id=NETWORK),
    "an anonymous held view": thing(author_id=None, network_id=NETWORK),
    "a challenge": thing(
        network_id=NETWORK, owner_post_id=OWNER_POST, reviewer_post_id=REVIEWER_POST
    ),
    "a challenge on appeal to the panel": thing(network_id=NETWORK, appeal_panel_id=PANEL),
    "a challenge on appeal to the region": thing(network_id=NETWORK, appeal_organisation_id=REGION),
    "an assessment": thing(panel_id=PANEL, is_published=False),
    "a published assessment": thing(panel_id=PANEL, is_published=True),
    "a recommendation": thing(panel_id=PANEL, owner_post_id=OWNER_POST),
    "a network that never had an officer": thing(network_id=NETWORK, has_had_an_officer=False),
    "the leader's holding": thing(person_id=LEADER),
    "a holding that is handed over": thing(
        person_id=AUTHOR, owner_post_id=OWNER_POST, owner_line_post_id=LINE_POST
    ),
    "a holding that is handed over under the reviewer's post": thing(
        person_id=AUTHOR, owner_post_id=SPONSOR_POST, owner_line_post_id=REVIEWER_POST
    ),
    "a panel that never had a member": thing(panel_id=PANEL, has_had_a_member=False),
    "somebody of the network whose sign-in was reset": thing(
        person_id=AUTHOR, network_ids=frozenset({NETWORK})
    ),
    "somebody of no network whose sign-in was reset": thing(person_id=MENTEE, network_ids=()),
    "the network": SimpleNamespace(network_id=NETWORK),
    "the trust's own network": thing(network_id=NETWORK),
    "a report in preparation": thing(sponsor_post_id=SPONSOR_POST, is_published=False),
    "a published report": thing(sponsor_post_id=SPONSOR_POST, is_published=True),
    "the network's statement": thing(network_id=NETWORK),
    "the panel's report": thing(panel_id=PANEL),
    "something of no organisation": SimpleNamespace(owner_post_id=OWNER_POST, author_id=AUTHOR),
}

EVERYBODY = set(CAST)
SIGNED_IN = EVERYBODY - {"public"}
RELATED_FROM_ELSEWHERE = {
    "owner from elsewhere",
    "reviewer from elsewhere",
    "line post from elsewhere",
    "helper from elsewhere",
    "sponsor from elsewhere",
    "line post, reviewer's post elsewhere vacant",
}
STRANGERS = {
    "equality lead elsewhere",
    "administrator elsewhere",
    "somebody with no role",
    "officer since an unconfirmed reset",  # whose network is shut to them
}
WITH_ROLE_HERE = SIGNED_IN - RELATED_FROM_ELSEWHERE - STRANGERS
LEADS = {"equality lead", "national equality lead", "officer who is the equality lead"}
ADMINISTRATORS = {
    "administrator",
    "national administrator",
    "officer who is the administrator",
}
COMMAND_LINE = {"command line"}
OWNERS = {
    "owner",
    "owner from elsewhere",
    "line post, owner's post vacant",
    "reviewer who owns it through another post",
}
REVIEWERS = {
    "reviewer",
    "reviewer from elsewhere",
    "line post, reviewer's post vacant",
    "line post, reviewer's post elsewhere vacant",
}
LINE = {"line post", "line post from elsewhere", "line post, owner's post vacant"}
SPONSORS = {"sponsor", "sponsor from elsewhere"}
OFFICERS = {
    "network officer",
    "officer who is the equality lead",
    "officer who is the administrator",
}
COVERING_OFFICERS = OFFICERS | {"officer of another network"}
MEMBERS = {"network member", "author"}
PANEL_MEMBERS = {"panel member", "member of another panel"}
CENTRE = {"Leadership Centre", "handler"}
VIEWERS = {"board viewer", "region viewer"}
PAIR = {"leader", "mentee"}
STAFF = {
    "staff member",
    "mentee",
    "mentee since an unconfirmed reset",
    "leader's delegate",
    "handler who left the Leadership Centre",
}
POST_HOLDERS = {
    "post holder",
    "owner",
    "line post, owner's post vacant",
    "owner's delegate",
    "helper",
    "reviewer",
    "line post, reviewer's post vacant",
    "line post",
    "sponsor",
    "reviewer who owns it through another post",
    "leader",
}
NOBODY: set[str] = set()
