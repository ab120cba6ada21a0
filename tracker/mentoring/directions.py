"""Who mentors whom, in the words of a programme's direction.

On every side of it there is a leader, and a colleague who may be the one that mentors.
"""

from dataclasses import dataclass

from tracker.mentoring.states import Direction


@dataclass(frozen=True)
class Words:
    """Sentences of one direction; `{leader}` is the leader's name."""

    choice: str  # of the programme as a whole
    asked: str  # the question to the colleague
    said: str  # what the leader says to be so
    yes: str
    to_say: str  # after "Say", as something that is owed
    telling: str  # of whom a leader tells
    leaders: str  # those of them who are counted


WORDS = {
    Direction.TRADITIONAL: Words(
        choice="Leaders mentor colleagues",
        asked="Does {leader} mentor you?",
        said="{leader} says that they mentor you",
        yes="Yes, they mentor me, or are about to",
        to_say="whether {leader} mentors you",
        telling="one colleague whom you mentor, or are about to",
        leaders="Leaders who mentor",
    ),
    Direction.REVERSE: Words(
        choice="Colleagues mentor leaders",
        asked="Do you mentor {leader}?",
        said="{leader} says that you mentor them",
        yes="Yes, I mentor them, or am about to",
        to_say="whether you mentor {leader}",
        telling="one colleague who mentors you, or is about to",
        leaders="Leaders who are mentored",
    ),
    Direction.RECIPROCAL: Words(
        choice="Each mentors the other",
        asked="Do you and {leader} mentor each other?",
        said="{leader} says that you mentor each other",
        yes="Yes, we mentor each other, or are about to",
        to_say="whether you and {leader} mentor each other",
        telling="one colleague with whom you mentor each other, or are about to",
        leaders="Leaders who mentor and are mentored",
    ),
}


def words_of(direction: str) -> Words:
    """By the direction as a programme keeps it."""
    return WORDS[Direction(direction)]
