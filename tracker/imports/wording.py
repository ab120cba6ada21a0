"""What the preview of a file says, in words: plain values in, sentences out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.wres.codes import UnknownCode
from tracker.wres.comparing import Change, Effect
from tracker.wres.findings import Doubt, Fault, in_words
from tracker.wres.importing import Kind, Reading
from tracker.wres.preview import Preview
from tracker.wres.reading import HIDDEN

NAMED = 5  # organisations before the others are only counted
NONE = "none"
KINDS = {
    Kind.SURVEY_RATES: "Staff survey rates by trust, indicators 5 to 8",
    Kind.WRES_RETURN: "WRES return, our template",
    Kind.NATIONAL_FIGURES: "National figures of England",
}
HISTORY = (
    *("Data version", "Kind", "WRES year", "File", "SHA-256", "Organisations", "Figures"),
    *("State", "Accepted at", "Accepted by"),
)


@dataclass(frozen=True)
class InWords:
    """A preview as its page says it. `imported` tells that this same file is in already."""

    preview: Preview
    imported: bool
    next_version: int

    @property
    def heading(self) -> str:
        if self.fault_count:
            return "This file cannot be accepted yet"
        if self.imported:
            return "This file is already imported"
        if self.decision_count:
            return "This file needs your decisions"
        return "This file can be accepted"

    @property
    def can_be_accepted(self) -> bool:
        return self.preview.can_be_accepted and not self.imported

    @property
    def fault_count(self) -> int:
        return len(self.preview.faults) + self.preview.more_faults

    @property
    def decision_count(self) -> int:
        return len(self.preview.undecided) + len(self.preview.open_doubts)

    @property
    def to_do(self) -> str:
        """ "3 faults to mend, then 4 things to decide" """
        faults = f"{counted(self.fault_count, 'fault')} to mend" if self.fault_count else ""
        things = f"{counted(self.decision_count, 'thing')} to decide" if self.decision_count else ""
        return ", then ".join(filter(None, (faults, things)))

    @property
    def kind(self) -> str:
        if self.preview.reading.kind is None:
            return "Not one of the files that can be read here"
        rows, figures = len(self.preview.reading.entries), len(self.preview.figures)
        read = f"{counted(rows, 'row')} read"
        worked = f", {counted(figures, 'figure')} worked out of them" if figures else ""
        return f"{KINDS[self.preview.reading.kind]}. {read}{worked}."

    @property
    def organisations(self) -> str:
        names = [organisation.name for organisation in self.preview.organisations]
        others = len(names) - NAMED
        named = names[:NAMED] + ([f"{others} others"] if others > 0 else [])
        allowed = "" if self.preview.faults else " You may import for all of them."
        return f"{in_words(named)}.{allowed if len(names) > 1 else ''}"

    @property
    def years(self) -> str:
        return years_in_words(self.preview.reading)

    @property
    def left(self) -> str:
        """What must be so before the file can be accepted."""
        faults = "no fault is left" if self.fault_count else ""
        things = "everything is decided" if self.decision_count else ""
        return " and ".join(filter(None, (faults, things)))

    @property
    def next(self) -> str:
        if self.fault_count:
            return "Choose the mended file"
        return "Check what you decided" if self.decision_count else "Or choose another file"

    @property
    def button(self) -> str:
        figures = counted(len(self.preview.figures), "figure")
        return f"Accept {figures} as data version {self.next_version}"

    @property
    def will_read(self) -> str:
        """What the button will say, as far as that is known: a file with faults has no figures."""
        if not self.preview.figures:
            return f"accepts its figures as data version {self.next_version}"
        return f"reads “{self.button}”"

    @property
    def effects(self) -> "list[EffectLine]":
        return effect_lines(self.preview)

    @property
    def changes(self) -> "list[ChangeLine]":
        names = {each.code: each.name for each in self.preview.organisations}
        return [change_line(change, names) for change in self.preview.changes]


def counted(number: int, one: str) -> str:
    """ "1 fault", "1,204 faults" """
    return f"{number:,} {one if number == 1 else one + 's'}"


def replaces(versions: Sequence[int], targets: int) -> str:
    """What is to be known of the figures that would be replaced."""
    named = in_words(map(str, versions))
    which = (
        f"version {named}, which stays" if len(versions) == 1 else f"versions {named}, which stay"
    )
    sentence = f"It takes the place of figures of data {which} readable."
    if targets:
        rest = "target is" if targets == 1 else "targets are"
        sentence += f" {targets:,} {rest} measured from a figure that would change."
    return sentence


def years_in_words(reading: Reading) -> str:
    years = reading.years
    if not years:
        return "Not said in the file or in its name"
    if len(years) > 1:
        return f"{in_words(map(str, years))}" if len(years) < 4 else f"{years[0]} to {years[-1]}"
    [year] = years
    if reading.kind is Kind.SURVEY_RATES:
        return f"{year}, from the staff survey of autumn {year - 1}"
    return f"{year} (1 April {year - 1} to 31 March {year})"


def place_of(finding: Fault | Doubt) -> dict[str, str]:
    """Where in the file something is, so that it can be found there."""
    row = "Row" if len(finding.rows) == 1 else "Rows"
    place = {row: finding.row, "Column": finding.column, "Value": finding.value}
    return {name: text for name, text in place.items() if text}


def about_code(unknown: UnknownCode) -> str:
    called = f"The file calls it {unknown.name}. " if unknown.name else ""
    nearest = f" The nearest is {unknown.nearest}." if unknown.nearest else ""
    return f"{called}No organisation here has this code.{nearest}"


@dataclass(frozen=True)
class EffectLine:
    """What accepting would do to those indicators of an organisation to which it does the same."""

    organisation: str
    indicators: str
    effect: Effect


def effect_lines(preview: Preview) -> list[EffectLine]:
    """By organisation, the newest year first."""
    names = {each.code: each.name for each in preview.organisations}
    alike: dict[tuple, list[Effect]] = defaultdict(list)
    for effect in preview.effects:
        block = effect.block
        change, _, _ = effect.words.partition(" ")  # "New", "Changes 2 of 3", "Same as now"
        alike[names[block.organisation], -block.year, block.basis, change].append(effect)
    return [
        EffectLine(
            organisation=place[0],
            indicators=", ".join(sorted(effect.block.indicator for effect in effects)),
            effect=together(effects),
        )
        for place, effects in sorted(alike.items())
    ]


def together(effects: Sequence[Effect]) -> Effect:
    return Effect(
        block=effects[0].block,
        new=sum(effect.new for effect in effects),
        changed=sum(effect.changed for effect in effects),
        same=sum(effect.same for effect in effects),
        gone=sum(effect.gone for effect in effects),
    )


@dataclass(frozen=True)
class ChangeLine:
    """A number that would change, as a table has it."""

    what: str
    now: str
    in_file: str
    difference: str


def change_line(change: Change, names: Mapping[str, str]) -> ChangeLine:
    block = change.block
    where = f"{names[block.organisation]}, indicator {block.indicator}, {block.year}"
    return ChangeLine(
        what=f"{where}, {change.what}",
        now=HIDDEN if change.hidden else number(change.now, change.unit),
        in_file=number(change.in_file, change.unit),
        difference=signed(change.difference, change.unit),
    )


def number(value: float | None, unit: str) -> str:
    """People in whole numbers, rates in per cent, other values as they are, to two places."""
    if value is None:
        return NONE
    return {"people": f"{value:,.0f}", "rate": f"{100 * value:.2f}%"}.get(unit, f"{value:.2f}")


def signed(difference: float | None, unit: str) -> str:
    if difference is None:
        return ""
    size = number(abs(difference), unit)
    sign = "−" if difference < 0 else "+"
    points = size.replace("%", " points")
    return f"{sign}{points}" if any(digit in "123456789" for digit in size) else "tiny"


def history_row(version: Any, about: Any) -> tuple[Any, ...]:
    """A data version under HISTORY, with what else is to be said of it."""
    return (
        *(version.id, version.kind, version.year or "several", version.file_name, version.sha256),
        *(about.organisations, version.figure_count, about.state(version)),
        *(version.accepted_at.isoformat(timespec="seconds"), about.accepted_by),
    )
