"""The people and places of the demonstration. All of them are made up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tracker.accounts import operations as accounts
from tracker.accounts.models import Person, Post
from tracker.audit import Actor
from tracker.networks import operations as networks
from tracker.organisations import operations as organisations
from tracker.organisations.models import Network, Organisation, Panel
from tracker.organisations.ods import OdsOrganisation
from tracker.permissions import Role
from tracker.signing_in import operations as signing_in

REGION = OdsOrganisation("ZV0", "Vale and Fells (fictional region)", "region")
EASTMOOR = OdsOrganisation("ZW0", "Eastmoor (fictional region)", "region")
REGIONS = (REGION, EASTMOOR)
PLACES = (
    OdsOrganisation("ZVB", "Vale and Fells Integrated Care Board", "icb", region_code="ZV0"),
    OdsOrganisation("ZN1", "Northbridge NHS Foundation Trust", "trust", "ZV0", "ZVB"),
    OdsOrganisation("ZB1", "Brackwater Community NHS Trust", "trust", "ZV0", "ZVB"),
    OdsOrganisation("ZF1", "Fernhollow NHS Trust", "trust", "ZV0", "ZVB"),
    OdsOrganisation("ZH1", "Harrowmere Mental Health NHS Foundation Trust", "trust", "ZV0", "ZVB"),
    OdsOrganisation("ZS1", "Skelbeck Ambulance NHS Trust", "trust", "ZV0", "ZVB"),
    OdsOrganisation("ZWB", "Eastmoor Integrated Care Board", "icb", region_code="ZW0"),
    OdsOrganisation("ZE1", "Eastmoor General NHS Trust", "trust", "ZW0", "ZWB"),
    OdsOrganisation("ZE2", "Tarnside Community NHS Trust", "trust", "ZW0", "ZWB"),
)
PASSWORD = "twenty years and nine indicators"
LONG_AGO = 1600  # days before today, when most of them took up their posts


@dataclass(frozen=True)
class Part:
    """One person: their post at an organisation, or a role, or both."""

    key: str
    name: str
    place: str = "ZN1"  # an organisation's code, 'network' or 'panel'
    role: Role | None = None
    post: str | None = None
    line: str | None = None  # the key of whoever they answer to
    senior: bool = False


PARTS = (
    Part("chair", "Professor Nasreen Qadir", post="Chair", senior=True),
    Part("vice chair", "Judith Fairclough", post="Vice-chair", senior=True),
    Part("chief executive", "Dr Amara Okafor", post="Chief executive", line="chair", senior=True),
    Part("people", "Tom Hartley", post="Chief People Officer", line="chief executive", senior=True),
    Part("nurse", "Grace Adeyemi", post="Chief Nurse", line="chief executive", senior=True),
    Part(
        "operating",
        "Louise Pennock",
        post="Chief Operating Officer",
        line="chief executive",
        senior=True,
    ),
    Part("medical", "Dr Rajiv Sethi", post="Medical Director", line="chief executive", senior=True),
    Part("communications", "Sian Prosser", post="Director of Communications", line="people"),
    Part("delegate", "Marek Nowak", role=Role.STAFF_MEMBER),
    Part("acting nurse", "Bernadette Colley", role=Role.STAFF_MEMBER),
    Part("lead", "Ruth Mensah", role=Role.EQUALITY_LEAD),
    Part("administrator", "Colin Dray", role=Role.ADMINISTRATOR),
    Part("staff", "Yewande Cole", role=Role.STAFF_MEMBER),
    Part("board", "Dame Helen Marsh", role=Role.VIEWER),
    Part("officer", "Denise Campbell", "network", Role.NETWORK_OFFICER),
    Part("second officer", "Farid Rahman", "network", Role.NETWORK_OFFICER),
    Part("member", "Priya Nair", "network", Role.NETWORK_MEMBER),
    Part("panel", "Dr Owen Bright", "panel", Role.PANEL_MEMBER),
    Part("coordinator", "Hannah Voss", "ZV0", Role.LEADERSHIP_CENTRE),
    Part("region", "Stephen Akande", "ZV0", Role.VIEWER),
    Part("brackwater lead", "Ewa Lis", "ZB1", Role.EQUALITY_LEAD),
    Part("fernhollow lead", "Gareth Pugh", "ZF1", Role.EQUALITY_LEAD),
    Part("national coordinator", "Iris Calloway", "X24", Role.LEADERSHIP_CENTRE),
    Part("national lead", "Nadia Iqbal", "X24", Role.EQUALITY_LEAD),
    Part("national administrator", "Peter Lund", "X24", Role.ADMINISTRATOR),
)
VACANT = "Director of Strategy"
VACANT_FOR = 70  # days


@dataclass(frozen=True)
class Cast:
    """Everybody and everything, by code or key."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]
    posts: dict[str, Post]
    network: Network | Panel
    panel: Network | Panel

    def place(self, name: str) -> Organisation | Network | Panel:
        if name == "network":
            return self.network
        return self.panel if name == "panel" else self.organisations[name]

    def actor(self, key: str) -> Actor:
        """Somebody of the demonstration, doing what their post or role has them do."""
        part = next(part for part in PARTS if part.key == key)
        capacity = "holds the owning post" if part.post else str(part.role)
        return Actor(self.people[key].id, self.people[key].name, capacity)


def assemble(national: Organisation, today: date, by: Actor) -> Cast:
    """Make both regions, their organisations, and everybody who works there."""
    places = {
        place.code: organisations.add(place, by, fictional=True) for place in (*REGIONS, *PLACES)
    }
    organisations.hang_together(today, by)
    trust = places["ZN1"]
    network = networks.add(Network, "Northbridge Race Equality Network", trust, by)
    panel = networks.add(
        Panel, "Vale and Fells Expert Panel", places["ZV0"], by, covers=places.values()
    )
    organisations.add_body(trust, "Recruitment team", by)
    organisations.add_body(trust, "Local HR network", by)
    places |= {"X24": national}
    homes = places | {"network": trust, "panel": places["ZV0"]}
    people = {part.key: join(part, homes[part.place], by) for part in PARTS}
    cast = Cast(places, people, {}, network, panel)
    for part in PARTS:
        place_in_story(part, cast, today, by)
    leave_a_post_vacant(cast, today, by)
    invite_somebody(cast, today)
    return cast


def invite_somebody(cast: Cast, today: date) -> None:
    """Somebody new, whose invitation lies in the outbox: how a newcomer comes in."""
    by, trust = cast.actor("administrator"), cast.organisations["ZN1"]
    newcomer = accounts.add_person("Maya Thorne", address_of("newcomer"), None, by, trust)
    accounts.grant(newcomer, Role.STAFF_MEMBER, trust, today, by)
    signing_in.invite(newcomer, by, datetime.now(UTC))


def address_of(key: str) -> str:
    """An address that says who somebody is in the story."""
    return f"{key.replace(' ', '.')}@demo.example"


def join(part: Part, home: Organisation, by: Actor) -> Person:
    return accounts.add_person(part.name, address_of(part.key), PASSWORD, by, home)


def place_in_story(part: Part, cast: Cast, today: date, by: Actor) -> None:
    since = today - timedelta(days=LONG_AGO)
    person = cast.people[part.key]
    if part.post:
        line = cast.posts.get(part.line) if part.line else None
        post = accounts.add_post(
            cast.organisations[part.place], part.post, by, line, senior_leader=part.senior
        )
        cast.posts[part.key] = post
        holding = accounts.hold(post, person, since, by)
        if part.key == "people":
            accounts.delegate(holding, cast.people["delegate"], since, by)
    if part.role:
        accounts.grant(person, part.role, cast.place(part.place), since, by)
    if part.place == "network":
        # Who has no other role would stand out among the people, and so tell what they belong to.
        accounts.grant(person, Role.STAFF_MEMBER, cast.organisations["ZN1"], since, by)


def leave_a_post_vacant(cast: Cast, today: date, by: Actor) -> None:
    """The Director of Strategy left ten weeks ago, and nobody has come."""
    post = accounts.add_post(
        cast.organisations["ZN1"], VACANT, by, cast.posts["chief executive"], senior_leader=True
    )
    left = accounts.add_person(
        "Anil Desai", address_of("left"), None, by, cast.organisations["ZN1"]
    )
    holding = accounts.hold(post, left, today - timedelta(days=LONG_AGO), by)
    accounts.end_holding(holding, today - timedelta(days=VACANT_FOR + 1), by)
    left.active, left.left_on = False, today - timedelta(days=VACANT_FOR)
    cast.posts["strategy"] = post
