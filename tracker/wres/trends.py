"""One figure over the years: an organisation's own, beside England's, and what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tracker.wres.bands import WORKFORCE
from tracker.wres.registry import indicator
from tracker.wres.shown import Shown, Subject
from tracker.wres.standard import Indicator
from tracker.wres.targets import TargetLine


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Every year of one part and item, the oldest first, whatever the basis and the definition.

    `beside` is the whole workforce's share where the figure is a band's share; `england` has
    national figures of the same part and item, `england_beside` those of its workforce.
    """

    subject: Subject
    organisation: str
    own: tuple[Shown, ...]
    beside: tuple[Shown, ...] = ()
    england: tuple[Shown, ...] = ()
    england_beside: tuple[Shown, ...] = ()
    targets: tuple[TargetLine, ...] = ()

    @property
    def about(self) -> Indicator:
        return indicator(self.subject.indicator)

    @cached_property
    def latest(self) -> Shown | None:
        """The newest figure; of two bases of one day the usual one."""
        bases = self.about.bases
        return max(
            self.own,
            key=lambda figure: (figure.as_at, -position(figure.basis, bases), figure.definition),
            default=None,
        )

    @cached_property
    def series(self) -> tuple[Shown, ...]:
        """The years that may be compared with the latest, itself among them."""
        latest = self.latest
        return tuple(each for each in self.own if latest and each.continues(latest))

    @cached_property
    def earlier(self) -> tuple[tuple[Shown, ...], ...]:
        """The years that were counted another way, each way by itself."""
        return tuple(one for one in in_series(self.own) if one != self.series)

    @cached_property
    def england_alike(self) -> tuple[Shown, ...]:
        """England's figures that were counted as the latest was."""
        latest = self.latest
        return tuple(each for each in self.england if latest and each.continues(latest))


def main_subject(about: Indicator) -> Subject:
    """What stands for an indicator where there is room for one figure."""
    if about.ladder:
        return Subject(about.number, *about.ladder.senior.place)
    return Subject(about.number, next(iter(about.parts)), about.main_item)


def companion(about: Indicator) -> Subject | None:
    """What a band's share is looked at beside: the share of the whole workforce."""
    return Subject(about.number, *WORKFORCE) if about.ladder else None


def trend_in(
    figures: Sequence[Shown],
    targets: Sequence[TargetLine],
    subject: Subject,
    organisation_id: int,
    organisation: str,
) -> Trend:
    """One subject's trend, out of figures and targets of several; other figures are England's."""
    about = indicator(subject.indicator)
    own = [figure for figure in figures if figure.organisation_id == organisation_id]
    england = [figure for figure in figures if figure.organisation_id != organisation_id]
    return Trend(
        subject=subject,
        organisation=organisation,
        own=_of(subject, own),
        beside=_of(companion(about), own),
        england=_of(subject, england),
        england_beside=_of(companion(about), england),
        targets=tuple(line for line in targets if line.subject == subject),
    )


def _of(subject: Subject | None, figures: Sequence[Shown]) -> tuple[Shown, ...]:
    return tuple(figure for figure in figures if figure.subject == subject)


def in_series(figures: Sequence[Shown]) -> list[tuple[Shown, ...]]:
    """Apart by how they were counted: no line, sum or sentence goes from one to another."""
    found: dict[tuple[str, str], list[Shown]] = {}
    for figure in figures:
        found.setdefault(figure.way, []).append(figure)
    return [tuple(years) for years in found.values()]


def position(word: str, words: Sequence[str]) -> int:
    """How far down a list; at its end when it is not there."""
    return words.index(word) if word in words else len(words)
