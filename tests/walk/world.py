"""The cast of the matrix as people with accounts, and one of everything that addresses speak of."""

from datetime import UTC, datetime
from types import SimpleNamespace

from tests import factories
from tracker.extensions import db
from tracker.permissions import Role

RESET = datetime(2026, 11, 20, 9, tzinfo=UTC)

# Those of tests/cast.py who need no world of their own. The public has no account.
PEOPLE = (
    "post holder",
    "staff member",
    "Leadership Centre",
    "network member",
    "network officer",
    "panel member",
    "equality lead",
    "administrator",
    "board viewer",
    "region viewer",
    "owner",
    "owner's delegate",
    "helper",
    "reviewer",
    "line post",
    "sponsor",
    "leader",
    "officer of another network",
    "officer since an unconfirmed reset",
    "officer who is the equality lead",
    "officer who is the administrator",
    "member of another panel",
    "national equality lead",
    "national administrator",
    "equality lead elsewhere",
    "administrator elsewhere",
    "somebody with no role",
)
POSTS = {
    "post holder": "other",
    "owner": "owner",
    "owner's delegate": "delegate",
    "helper": "helper",
    "reviewer": "reviewer",
    "line post": "line",
    "sponsor": "sponsor",
    "leader": "leader",
}


def places():
    nation = factories.organisation(code="X24", name="NHS England", kind="national")
    region = factories.organisation(nation, code="ZV0", name="Vale", kind="region")
    trust = factories.organisation(region, code="ZZ1", name="Northbridge")
    other = factories.organisation(region, code="ZZ9", name="Fernhollow")
    network, panel = factories.network(trust), factories.panel(trust)
    network.has_had_an_officer = panel.has_had_a_member = True
    return SimpleNamespace(
        nation=nation,
        region=region,
        trust=trust,
        other=other,
        network=network,
        other_network=factories.network(trust),
        panel=panel,
        other_panel=factories.panel(trust),
    )


def grants(at):
    """Who has which roles, and where."""
    return {
        "staff member": [(Role.STAFF_MEMBER, at.trust)],
        "Leadership Centre": [(Role.LEADERSHIP_CENTRE, at.trust)],
        "network member": [(Role.NETWORK_MEMBER, at.network)],
        "network officer": [(Role.NETWORK_OFFICER, at.network)],
        "panel member": [(Role.PANEL_MEMBER, at.panel)],
        "equality lead": [(Role.EQUALITY_LEAD, at.trust)],
        "administrator": [(Role.ADMINISTRATOR, at.trust)],
        "board viewer": [(Role.VIEWER, at.trust)],
        "region viewer": [(Role.VIEWER, at.region)],
        "officer of another network": [(Role.NETWORK_OFFICER, at.other_network)],
        "officer since an unconfirmed reset": [(Role.NETWORK_OFFICER, at.network)],
        "officer who is the equality lead": [
            (Role.NETWORK_OFFICER, at.network),
            (Role.EQUALITY_LEAD, at.trust),
        ],
        "officer who is the administrator": [
            (Role.NETWORK_OFFICER, at.network),
            (Role.ADMINISTRATOR, at.trust),
        ],
        "member of another panel": [(Role.PANEL_MEMBER, at.other_panel)],
        "national equality lead": [(Role.EQUALITY_LEAD, at.nation)],
        "national administrator": [(Role.ADMINISTRATOR, at.nation)],
        "equality lead elsewhere": [(Role.EQUALITY_LEAD, at.other)],
        "administrator elsewhere": [(Role.ADMINISTRATOR, at.other)],
    }


def people(at):
    """Everybody by their name in the cast; each is looked after at the first of their places."""
    given = grants(at)
    made = {}
    for name in PEOPLE:
        roles = given.get(name, [])
        home = getattr(roles[0][1], "organisation_id", None) if roles else None
        if name == "network member":
            home = None  # nobody comes upon them but by their network
        made[name] = factories.person(organisation_id=home, name=f"The {name}")
        for role, place in roles:
            factories.grant(made[name], role, place)
    for name in POSTS:
        made[name].organisation_id = at.trust.id
    made["officer since an unconfirmed reset"].unconfirmed_since = RESET
    db.session.commit()
    return made


def posts(at, people):
    line = factories.post(at.trust, people["line post"])
    made = {"line": line}
    for name, key in POSTS.items():
        if key == "line":
            continue
        above = line if key == "owner" else None
        made[key] = factories.post(at.trust, people[name], line_post_id=above.id if above else None)
    holding = factories.holding_of(made["owner"])
    factories.delegate(holding, people["owner's delegate"])
    return made
