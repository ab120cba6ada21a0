"""What Northbridge promised, and what its owners have said since. All of it is made up."""

from dataclasses import dataclass

Days = int  # before today


@dataclass(frozen=True)
class Aim:
    """A target: which figure, how much, and which way counts as good."""

    indicator: str
    item: str
    value: float
    kind: str
    tolerance: float = 0.0
    part: str = "all"
    expected: str = "lower"


@dataclass(frozen=True)
class Said:
    """One check-in."""

    ago: Days
    said: str
    done: str
    phase: str = "under way"
    confidence: int = 4
    changed: str = ""
    learned: str = ""
    accepted: bool = False


@dataclass(frozen=True)
class Step:
    """One milestone, as days from today, and where it was moved to."""

    title: str
    due: int
    done: Days | None = None
    moved_to: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Seen:
    """One piece of evidence, and who put it there."""

    ago: Days
    kind: str
    stance: str
    title: str
    by: str
    text: str = ""


@dataclass(frozen=True)
class Promise:
    point: str | None
    title: str
    promise: str
    problem: str
    why: str
    success: str
    owner: str
    reviewer: str
    helpers: tuple[str, ...] = ()
    aim: Aim | None = None
    watches: str | None = None  # an indicator
    said: tuple[Said, ...] = ()
    steps: tuple[Step, ...] = ()
    seen: tuple[Seen, ...] = ()


PROMISES = (
    Promise(
        "1",
        "Inequality stated in every service plan",
        "Every service plan from April names the largest gap between ethnic groups in who uses the"
        " service or how they fare, and one thing it will do about it.",
        "Seven of the last twelve service plans said nothing about ethnicity.",
        "A gap that a plan names has an owner and a budget. One that it does not name has neither.",
        "All twelve service plans name a gap and report on it each quarter.",
        owner="strategy",
        reviewer="vice chair",
        helpers=("operating",),
        said=(
            Said(254, "on course", "A page for the gap was added to the planning template."),
            Said(
                164,
                "at risk",
                "Five of twelve plans have the page filled in.",
                confidence=2,
                learned="Services ask for the figures to be sent to them, not to be looked up.",
            ),
        ),
        steps=(Step("Template agreed", -400, done=410), Step("Twelve plans checked", 25)),
    ),
    Promise(
        "2",
        "Race equality in every executive’s appraisal",
        "No executive’s appraisal is signed without a race equality objective and what came of it.",
        "Last year two of seven executive appraisals mentioned race equality.",
        "What is asked about at appraisal is what gets time in the year.",
        "Seven of seven appraisals, checked by the remuneration committee.",
        owner="vice chair",
        reviewer="chair",
        said=(
            Said(118, "on course", "Wording agreed with the remuneration committee."),
            Said(
                26,
                "on course",
                "Five of seven appraisals are done, all five with an objective.",
                accepted=True,
            ),
        ),
        steps=(Step("All seven appraisals signed", 67),),
    ),
    Promise(
        "3",
        "Interpreter booked before a first appointment",
        "Whoever needs an interpreter has one booked when the first appointment is made.",
        "One in five first appointments with somebody who needed an interpreter had none.",
        "Booking at the start needs no second call, which is where it was lost.",
        "No more than one in fifty first appointments without the interpreter needed.",
        owner="operating",
        reviewer="nurse",
        helpers=("body:Recruitment team",),
        said=(
            Said(109, "on course", "Booking screen changed in outpatients."),
            Said(
                21,
                "on course",
                "The booking screen now asks on every site.",
                changed="Complaints about missing interpreters fell from nine to four a month.",
            ),
        ),
        seen=(
            Seen(
                35,
                "lived experience",
                "contradicts",
                "The interpreter was booked for the wrong language",
                by="officer",
                text="“I was asked which country I came from, not which language I speak.”",
            ),
        ),
    ),
    Promise(
        "4",
        "Patient panels with four local communities",
        "Four community groups each hold two panels a year with the services they use most.",
        "The patient panel has twenty members, one of them from an ethnic minority.",
        "People come when the meeting is theirs, in their place and at their time.",
        "Eight panels a year, and an answer to each within six weeks.",
        owner="communications",
        reviewer="nurse",
        said=(Said(48, "at risk", "Two groups have agreed, two have not.", confidence=3),),
        steps=(Step("Four groups agreed", -20, moved_to=(40,), reason="One group has closed."),),
    ),
    Promise(
        "5",
        "Diabetes outreach with the city council",
        "A nurse and a council worker visit six neighbourhoods each month with tests and advice.",
        "Emergency admissions for diabetes are highest where tests are fewest.",
        "A test offered where people already go is a test taken.",
        "Half as many people in those neighbourhoods who have never been tested.",
        owner="medical",
        reviewer="people",
        said=(Said(14, "on course", "All six visited in October; 212 tests, 31 referred."),),
    ),
    Promise(
        "6",
        "Every director mentors a colleague",
        "Each of the seven directors mentors one colleague from an ethnic minority for a year.",
        "Of the colleagues at band 7, few know a director by name.",
        "A director who knows somebody’s work speaks for it when a post comes up.",
        "Seven pairs that have met at least six times.",
        owner="people",
        reviewer="vice chair",
        watches="1",
        said=(Said(94, "on course", "Seven pairs are matched; five have met.", confidence=5),),
    ),
    Promise(
        "7",
        "A board that looks like its workforce",
        "Every vacancy on the board is advertised through three networks outside the NHS.",
        "The board has a smaller share of members from ethnic minorities than the workforce.",
        "The same two firms have found every candidate since 2015.",
        "A board whose share of BME members is within five points of the workforce’s.",
        owner="chief executive",
        reviewer="vice chair",
        aim=Aim("9", "gap", -2.0, "reach", part="overall", expected="raise"),
        said=(Said(81, "on course", "The first of two vacancies was advertised in this way."),),
    ),
    Promise(
        "8",
        "Independent panel members from band 8a",
        "No interview for a post at band 8a or above goes ahead without a trained panel member"
        " from outside the department, who scores before the panel talks and has a vote.",
        "White applicants who were shortlisted were 1.31 times as likely to be appointed.",
        "People who score alone, and owe the department nothing, are harder to sway.",
        "1.10 or nearer to 1.0 by March of the plan’s last year.",
        owner="chief executive",
        reviewer="vice chair",
        helpers=("people", "body:Recruitment team"),
        aim=Aim("2", "relative likelihood", 1.1, "toward", tolerance=0.05, expected="toward"),
        said=(
            Said(410, "on course", "32 independent members are trained."),
            Said(292, "at risk", "The recruitment policy has not changed yet.", confidence=2),
            Said(192, "on course", "The policy changed in March. First panels in April."),
            Said(
                102,
                "on course",
                "61 of 74 panels had an independent member.",
                learned="Consultant panels are arranged outside recruitment, so nobody is asked.",
                accepted=True,
            ),
        ),
        steps=(
            Step("30 independent members trained", -420, done=424),
            Step("Rule in the recruitment policy", -330, done=240, moved_to=(-240,)),
            Step(
                "Consultant panels included",
                -146,
                moved_to=(-60, 25),
                reason="College assessors could not be booked.",
            ),
            Step("First yearly review with the network", 128),
        ),
        seen=(
            Seen(
                21,
                "lived experience",
                "contradicts",
                "“The independent member sat in but was asked not to score.”",
                by="officer",
                text="Given with consent, through the staff network.",
            ),
            Seen(
                40,
                "data",
                "supports",
                "Panel log, July to September",
                by="lead",
                text="46 of 52 panels had an independent member.",
            ),
            Seen(
                75,
                "minutes",
                "context",
                "People committee: consultant panels are arranged by medical staffing",
                by="lead",
            ),
        ),
    ),
    Promise(
        "8b",
        "A decision panel before any formal investigation",
        "No disciplinary investigation begins before two people from outside the department have"
        " asked whether something short of it would do.",
        "BME staff were 1.58 times as likely as White staff to enter the formal process.",
        "Most cases that ended with no action could have been settled by talking.",
        "1.25 or less by March of the plan’s last year.",
        owner="people",
        reviewer="nurse",
        aim=Aim("3", "relative likelihood", 1.25, "at most"),
        said=(Said(33, "on course", "The decision panel has met nine times.", confidence=4),),
    ),
    Promise(
        "9",
        "Applications and promotions followed each quarter",
        "Each quarter the board sees who applied, who was shortlisted and who got the post, by"
        " band and ethnicity.",
        "Nobody could say at which step people were lost.",
        "A step that is counted is a step that somebody answers for.",
        "16% of band 8a and above are BME by March of the plan’s last year.",
        owner="people",
        reviewer="vice chair",
        aim=Aim("1", "8a and above", 0.16, "reach", expected="raise"),
        said=(
            Said(196, "on course", "The first quarterly table went to the board.", confidence=3),
        ),
    ),
    Promise(
        "10",
        "Awards and secondments shared fairly",
        "Every secondment longer than a month is advertised, and awards are chosen by a panel.",
        "Secondments were offered to whom the manager knew.",
        "A secondment is how most people here came by their next post.",
        "The gap in who believes that careers are fair is six points or less.",
        owner="nurse",
        reviewer="vice chair",
        aim=Aim("7", "percentage", -6.0, "reach", expected="raise"),
        said=(Said(7, "on course", "All nine secondments this quarter were advertised."),),
    ),
    Promise(
        None,
        "What happens after somebody reports harassment",
        "Whoever reports harassment hears within ten days what is being done about it.",
        "The share of BME staff harassed by colleagues has risen for four years.",
        "People who hear nothing stop reporting, and the next one is not stopped.",
        "A gap of three points or less on indicator 6.",
        owner="nurse",
        reviewer="people",
        aim=Aim("6", "percentage", 3.0, "reach"),
        said=(Said(60, "at risk", "Six of fourteen people heard within ten days.", confidence=2),),
    ),
)
