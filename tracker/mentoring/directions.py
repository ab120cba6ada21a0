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
    lead: str  # how a leader comes in
    join: str  # how a colleague does
    places: str  # how many a leader asks for
    leaders_goals: str  # what a leader chooses
    colleagues_goals: str  # what a colleague does
    to_colleague: str  # the question of an offer; `{partner}` is the other's name
    to_leader: str


WORDS = {
    Direction.TRADITIONAL: Words(
        choice="Leaders mentor colleagues",
        asked="Does {leader} mentor you?",
        said="{leader} says that they mentor you",
        yes="Yes, they mentor me, or are about to",
        to_say="whether {leader} mentors you",
        telling="one colleague whom you mentor, or are about to",
        leaders="Leaders who mentor",
        lead="Offer to mentor somebody",
        join="Look for a mentor",
        places="How many people can you mentor at a time?",
        leaders_goals="What can you help with? Up to three",
        colleagues_goals="What you want from a mentor",
        to_colleague="Would you like {partner} as your mentor?",
        to_leader="Would you like to mentor {partner}?",
    ),
    Direction.REVERSE: Words(
        choice="Colleagues mentor leaders",
        asked="Do you mentor {leader}?",
        said="{leader} says that you mentor them",
        yes="Yes, I mentor them, or am about to",
        to_say="whether you mentor {leader}",
        telling="one colleague who mentors you, or is about to",
        leaders="Leaders who are mentored",
        lead="Ask to be mentored by a colleague",
        join="Offer to mentor a leader",
        places="By how many people would you be mentored at a time?",
        leaders_goals="What would you like to learn about? Up to three",
        colleagues_goals="What you can help a leader with",
        to_colleague="Would you like to mentor {partner}?",
        to_leader="Would you like {partner} as your mentor?",
    ),
    Direction.RECIPROCAL: Words(
        choice="Each mentors the other",
        asked="Do you and {leader} mentor each other?",
        said="{leader} says that you mentor each other",
        yes="Yes, we mentor each other, or are about to",
        to_say="whether you and {leader} mentor each other",
        telling="one colleague with whom you mentor each other, or are about to",
        leaders="Leaders who mentor and are mentored",
        lead="Offer to mentor and be mentored",
        join="Look for a leader to mentor each other",
        places="With how many people can you do this at a time?",
        leaders_goals="What could the two of you work on? Up to three",
        colleagues_goals="What the two of you could work on",
        to_colleague="Would you and {partner} like to mentor each other?",
        to_leader="Would you and {partner} like to mentor each other?",
    ),
}


def words_of(direction: str) -> Words:
    """By the direction as a programme keeps it."""
    return WORDS[Direction(direction)]
