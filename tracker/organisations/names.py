"""Names of organisations as the NHS writes them. The lists have them in capitals."""

import re

ACRONYMS = {"NHS", "ICB", "CCG", "CIC", "UK"}
SMALL_WORDS = {"and", "at", "by", "for", "in", "of", "on", "the", "to", "under", "upon", "with"}
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]*)?")  # letters, and what follows an apostrophe


def tidied(name: str) -> str:
    """A name in capitals as the NHS writes it; any other name as it is."""
    if not name.isupper():
        return name
    return WORD.sub(lambda word: cased(word[0], first=word.start() == 0), name)


def cased(word: str, first: bool) -> str:
    if word in ACRONYMS:
        return word
    if word.lower() in SMALL_WORDS and not first:
        return word.lower()
    return word.capitalize()
