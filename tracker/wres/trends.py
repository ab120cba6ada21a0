"""One figure over the years: an organisation's own, beside England's, and what was promised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from tracker.wres.bands import WORKFORCE
from tracker.wres.registry import indicator
from tracker.wres.shown import Shown, Subject, Version
from tracker.wres.standard import Indicator
from tracker.wres.targets import TargetLine


class Whose(NamedTuple):
    """The organisation that figures are looked at for."""

    organisation_id: int
    name: str
    is_national: bool  # England itself


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Every year of one part and item, the oldest first, whatever the basis and the definition.

    `beside` is the whole workforce's share where the figure is a band's share; `england` has
    national figures of the same part and item, `england_beside` those of its workforce.
    """

    subject: Subject
    organisation: str
    is_national: bool = False
    own: tuple[Shown, ...]
    beside: tuple[Shown, ...] = ()
    england: tuple[Shown, ...] = ()
    england_beside: tuple[Shown, ...] = ()
    targets: tuple[TargetLine, ...] = ()

    @property
    def about(self) -> Indicator:
        return indicator(self.subject.indicator)

    @property
    def kind(self) -> str:
        """What its figures are: a published share of a board is a share, and no difference."""
        is_share = self.about.item(self.subject.item).unit == "share"
        return "band distribution" if is_share else self.about.kind

    @cached_property
    def latest(self) -> Shown | None:
        """The figure that speaks for the organisation now."""
        return newest(self.own) if self.own else None

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
    def before(self) -> tuple[tuple[Shown, ...], ...]:
        """Those of the earlier ways of counting that had ended when the latest began."""
        ended = (years for years in self.earlier if years[-1].year < self.series[0].year)
        return tuple(ended)

    @cached_property
    def joined(self) -> tuple[Shown, ...]:
        """One figure a year: the latest series, and before it began whatever there is."""
        found = {each.year: each for years in self.before for each in years}
        return (*(found[year] for year in sorted(found)), *self.series)

    @cached_property
    def workforce(self) -> tuple[Shown, ...]:
        """The whole workforce's share, in the years and the way of the latest series."""
        return self._alongside(self.beside)

    @cached_property
    def england_alike(self) -> tuple[Shown, ...]:
        """England's figures that were counted as the latest was, since its series began."""
        return self._alongside(self.england)

    @cached_property
    def england_workforce(self) -> tuple[Shown, ...]:
        return self._alongside(self.england_beside)

    def _alongside(self, others: Sequence[Shown]) -> tuple[Shown, ...]:
        if self.latest is None:
            return ()
        way, began = self.latest.way, self.series[0].year
        return tuple(each for each in others if each.way == way and each.year >= began)


def main_subjects(about: Indicator) -> list[Subject]:
    """What stands for an indicator where there is room for one figure; then what else could.

    Of England only shares are published: of the whole workforce, and of boards.
    """
    part = next(iter(about.parts))
    places = [(part, item) for item in about.items]
    if about.ladder:
        places = [about.ladder.senior.place, WORKFORCE]
    return [Subject(about.number, *place) for place in places]


def main_trend(
    about: Indicator, figures: Sequence[Shown], targets: Sequence[TargetLine], whose: Whose
) -> Trend:
    """The trend of the first of them that the organisation has any figure of."""
    held = {each.subject for each in figures if each.organisation_id == whose.organisation_id}
    subjects = main_subjects(about)
    subject = next((each for each in subjects if each in held), subjects[0])
    return trend_in(figures, targets, subject, whose)


def companion(about: Indicator) -> Subject | None:
    """What a band's share is looked at beside: the share of the whole workforce."""
    return Subject(about.number, *WORKFORCE) if about.ladder else None


def trend_in(
    figures: Sequence[Shown],
    targets: Sequence[TargetLine],
    subject: Subject,
    whose: Whose,
) -> Trend:
    """One subject's trend, out of figures and targets of several; other figures are England's."""
    beside = companion(indicator(subject.indicator))
    beside = None if beside == subject else beside
    own = [figure for figure in figures if figure.organisation_id == whose.organisation_id]
    england = [figure for figure in figures if figure.organisation_id != whose.organisation_id]
    return Trend(
        subject=subject,
        organisation=whose.name,
        is_national=whose.is_national,
        own=_of(subject, own),
        beside=_of(beside, own),
        england=_of(subject, england),
        england_beside=_of(beside, england),
        targets=tuple(line for line in targets if line.subject == subject),
    )


def _of(subject: Subject | None, figures: Sequence[Shown]) -> tuple[Shown, ...]:
    return tuple(figure for figure in figures if figure.subject == subject)


def newest(figures: Sequence[Shown]) -> Shown:
    """Of one subject's figures the newest; of two of one day the one on the usual basis."""
    bases = indicator(figures[0].indicator).bases
    return max(
        figures,
        key=lambda figure: (figure.as_at, -position(figure.basis, bases), figure.definition),
    )


def in_series(figures: Sequence[Shown]) -> list[tuple[Shown, ...]]:
    """Apart by how they were counted: no line, sum or sentence goes from one to another."""
    found: dict[tuple[str, str], list[Shown]] = {}
    for figure in figures:
        found.setdefault(figure.way, []).append(figure)
    return [tuple(years) for years in found.values()]


def position(word: str, words: Sequence[str]) -> int:
    """How far down a list; at its end when it is not there."""
    return words.index(word) if word in words else len(words)


def as_of(trend: Trend, year: int) -> Trend:
    """The same without what came after a year: as it stood then, with what is promised now."""
    known: dict[str, Any] = {
        name: tuple(each for each in getattr(trend, name) if each.year <= year)
        for name in ("own", "beside", "england", "england_beside")
    }
    return replace(trend, **known)


def years_held(trends: Iterable[Trend]) -> list[int]:
    """The years of which any figure is held, the newest first."""
    return sorted({figure.year for trend in trends for figure in trend.own}, reverse=True)


def newest_version(trends: Iterable[Trend]) -> Version | None:
    """The file that was brought in last, of those that any figure came in."""
    versions = [figure.version for trend in trends for figure in trend.own if figure.version]
    return max(versions, key=lambda version: version.accepted_at, default=None)
