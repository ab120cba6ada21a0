"""Who may never be paired: hard rules, each with its name and its words.

A rule is asked of many pairs at once, or of one that lives already; there is no second way.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tracker.mentoring.columns import Columns, Numbers, alike, among

VERSION = 1


@dataclass(frozen=True)
class Rule:
    """`removes`: of these pairs (positions of mentees, of leaders), which the rule forbids.

    What a mentee excludes is theirs: a `confidential` rule is never told to a leader.
    """

    name: str
    words: str
    removes: Callable[[Columns, Numbers, Numbers], Numbers]
    confidential: bool = False


def too_far(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    near = alike(columns.mentee.region[mentee], columns.leader.region[leader])
    return ~(near | (columns.mentee.remote[mentee] & columns.leader.remote[leader]))


def same_person(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    return alike(columns.mentee.ids[mentee], columns.leader.ids[leader])


def in_line(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    """Manager, manager's manager or declared matrix line, whichever of the two is above."""
    below, above = columns.mentee, columns.leader
    them, whom = below.ids[mentee], above.ids[leader]
    return (
        alike(below.manager[mentee], whom)
        | alike(below.managers_manager[mentee], whom)
        | alike(above.manager[leader], them)
        | alike(above.managers_manager[leader], them)
        | among(columns.key(mentee, leader), columns.matrix)
    )


def same_manager(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    return alike(columns.mentee.manager[mentee], columns.leader.manager[leader])


def same_directorate(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    """A chief executive is above every directorate of the trust: see `steps_back`."""
    one, other = columns.mentee, columns.leader
    same = alike(one.directorate[mentee], other.directorate[leader])
    return same & (one.organisation[mentee] == other.organisation[leader]) & ~columns.leads[leader]


def excluded(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    return among(columns.key(mentee, leader), columns.excluded)


def declined(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    return among(columns.key(mentee, leader), columns.declined)


def already_paired(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    return columns.taken[mentee]


RULES = (
    Rule("place", "neither the same region nor both remote", too_far),
    Rule("self", "the same person", same_person),
    Rule("line", "line of management", in_line),
    Rule("manager", "same manager", same_manager),
    Rule("directorate", "same directorate", same_directorate),
    Rule("excluded", "excluded by the mentee", excluded, confidential=True),
    Rule("declined", "declined or ended before", declined),
    Rule("paired", "already paired", already_paired),
)


def allowed(columns: Columns, mentee: Numbers, leader: Numbers) -> tuple[Numbers, Numbers]:
    """Those of the pairs that no rule forbids."""
    for rule in RULES:
        stays = ~rule.removes(columns, mentee, leader)
        mentee, leader = mentee[stays], leader[stays]
    return mentee, leader


def broken_by(columns: Columns, mentee: int, leader: int) -> list[Rule]:
    """The rules that one pair breaks, by the positions of its two."""
    pair = np.array([mentee]), np.array([leader])
    return [rule for rule in RULES if rule.removes(columns, *pair)[0]]


def steps_back(columns: Columns, mentee: Numbers, leader: Numbers) -> Numbers:
    """Pairs within a chief executive's own trust, who declares it and decides nothing of them."""
    home = columns.mentee.organisation[mentee] == columns.leader.organisation[leader]
    return home & columns.leads[leader]
