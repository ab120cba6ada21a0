"""The data protection impact assessment, as far as the service itself can fill it in."""

from collections.abc import Iterable, Iterator

from tracker.governance.register import Entry, register, rules
from tracker.kept import LEAVERS_KEPT, TO_CONFIRM, in_time
from tracker.permissions import ALLOWED
from tracker.standing import Ground, When, in_words

FILL_IN = "_To be filled in by the organisation._"

OPENING = f"""# Data protection impact assessment

A template for an organisation that means to use the race equality action tracker. The tables are
made from the service itself by `flask governance dpia`, and a test keeps this file equal to what
that prints: change the declarations beside the models, not this file. What only the organisation
can know is left open.

{TO_CONFIRM}

| | |
|---|---|
| Organisation (controller) | {FILL_IN} |
| Data protection officer | {FILL_IN} |
| Information asset owner | {FILL_IN} |
| Who runs the service for it (processor), and where | {FILL_IN} |
| Date, and date of the next review | {FILL_IN} |

## 1. Why an assessment is needed

The service keeps special-category data: membership of a staff network, lived experience given as
evidence, and later who is a mentee. The people concerned are staff, who stand below those who read
what is written here. Some of them fear reprisal. Either would be reason enough.

## 2. What is done, and for what

An organisation's plan for race equality is kept, with who answers for each action, what they say of
it and when, and what imported counts show. People read, check in, review and disagree. The purpose
is the public sector equality duty: to advance equality between people, and to show that it is done.

Counts come in worked out. No row about one member of staff's ethnicity is ever brought in, and
nobody's ethnicity is guessed.

- How many people, in which organisations: {FILL_IN}
- Where the data come from, and with whom they are shared: {FILL_IN}

## 3. Whom was asked

- Staff networks: {FILL_IN}
- Trade unions: {FILL_IN}
- The data protection officer's advice, and whether it was taken: {FILL_IN}

## 4. Whether it is necessary, and no more than that

- Each column of the database has a purpose; one without fails a test of the service.
- Text that people typed stands apart from who did what, so that it can be erased while the history
  stays true.
- Rows that have had their time go by themselves (section 6).
- Lawful basis, confirmed or changed by the organisation: {FILL_IN}
- The condition for special-category data, and the appropriate policy document that Schedule 1 of
  the Data Protection Act 2018 asks for: {FILL_IN}
"""

# The risk; what the service does about it.
RISKS = (
    (
        "A member of a staff network is found out and suffers for it",
        "Who belongs to a network is known to its own officers, who give membership themselves."
        " Management and administrators see a band, such as “10 to 19”. The record of acts leaves"
        " the name out. Mail has neutral subjects.",
    ),
    (
        "An administrator takes over somebody's account to read what they may not",
        "After an administrator resets a sign-in, held views, pairs and notes stay shut until an"
        " officer or co-ordinator, never an administrator, confirms the person.",
    ),
    (
        "A small number points at somebody",
        "A count from 0 to 9, and whatever is derived from it, is hidden on every page, chart and"
        " download; a second one is hidden where the first could be worked out.",
    ),
    (
        "Free text names somebody, or tells of a case",
        "The form warns. An administrator erases the text by its number without reading it; a note"
        " of the day stands in its place.",
    ),
    (
        "Somebody else signs in",
        "Passwords of 12 or more against a list of common ones, a second factor for whoever can do"
        " much, guessing slowed down, sign-ins that are listed and can be ended.",
    ),
    (
        "Something is changed, and nobody can tell",
        "Every act is on a record that the database itself refuses to change. It holds numbers and"
        " codes, no names and nothing that anybody typed.",
    ),
    (
        "Data are kept too long",
        "Retention is worked out from the rules above and shown before it is done. The"
        f" accounts of leavers are erased {in_time(LEAVERS_KEPT)} after they left.",
    ),
    (
        "The service or its machine fails, or a copy is lost",
        "Backups that are tried by restoring them. Where they are kept, and whether encrypted, is"
        " for the organisation to say in the last column.",
    ),
)

RIGHTS = f"""## 9. Rights

- To see: each person has a page of everything kept about them, and the same as a file.
- To put right: the administrator corrects name and address; a published check-in is followed by
  another, never changed.
- To erase: an account as a whole, or one text. Who, what and when stay, by number.
- To object or to limit: {FILL_IN}
- To be told: the privacy notice at `/privacy`, and every column at `/privacy/kept`.
- Decisions by machine alone: none are made about people.

## 10. Decision

| | |
|---|---|
| Risks that remain, and who accepts them | {FILL_IN} |
| Whether the Information Commissioner has to be consulted first | {FILL_IN} |
| Signed | {FILL_IN} |"""


def assessment() -> str:
    """The whole assessment, in Markdown."""
    return "\n".join(
        [
            OPENING,
            *what_is_kept(register()),
            *how_long(),
            *who_may_do_what(),
            *what_may_go_wrong(),
            RIGHTS,
        ]
    )


def what_is_kept(entries: Iterable[Entry]) -> Iterator[str]:
    yield "## 5. What is kept, why, and who sees it\n"
    feature = ""
    for entry in entries:
        kept = entry.kept
        if entry.feature_words != feature:
            feature = entry.feature_words
            yield f"### {feature}\n"
        yield f"**{kept.what}** (`{entry.name}`). {kept.why}.\n"
        yield from _facts(entry)
        yield ""
        yield from table(("Purpose", "Columns"), _purposes(entry))
        yield ""


def _facts(entry: Entry) -> Iterator[str]:
    kept = entry.kept
    yield f"- Basis: {kept.basis}."
    yield f"- Who sees it: {kept.seen_by}."
    yield f"- How long: {kept.retention}"
    if kept.special_category:
        yield "- Special-category data."
    if kept.personal_text:
        yield f"- Text that can be erased: {', '.join(_named(kept.personal_text))}."
    if kept.secret:
        yield f"- Never shown or given out: {', '.join(_named(kept.secret))}."


def _purposes(entry: Entry) -> Iterator[tuple[str, str]]:
    for words, columns in entry.kept.columns.items():
        yield words, ", ".join(_named(columns))


def _named(columns: str) -> list[str]:
    return [f"`{name}`" for name in columns.split()]


def how_long() -> Iterator[str]:
    yield "## 6. What goes by itself\n"
    yield "`flask retention --dry-run` shows what would go today; without the option it goes.\n"
    yield from table(("What", "Rule"), ((r.entry.kept.what, r.goes.sentence) for r in rules()))
    yield ""


def who_may_do_what() -> Iterator[str]:
    yield "## 7. Who may do what\n"
    yield "From the one table that every page asks. What is not in it is refused. A role counts in"
    yield "the organisation, network or panel it was given for, and below.\n"
    grounds = ((p.value.capitalize(), "; ".join(map(in_full, ALLOWED[p]))) for p in ALLOWED)
    yield from table(("To", "Somebody has to be, or to stand so"), grounds)
    yield ""


def in_full(ground: Ground) -> str:
    """A ground with its condition: "network member (when consulting)"."""
    if isinstance(ground, When):
        return f"{in_full(ground.ground)} (when {ground.condition.__name__.replace('_', ' ')})"
    return in_words(ground)


def what_may_go_wrong() -> Iterator[str]:
    yield "## 8. What may go wrong, and what is done about it\n"
    header = ("Risk", "What the service does", "Likelihood, harm, and what else is done")
    yield from table(header, ((*risk, FILL_IN) for risk in RISKS))
    yield ""


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
