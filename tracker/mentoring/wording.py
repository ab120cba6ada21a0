"""Numbers of things as sentences have them."""


def counted(number: int, one: str, many: str = "") -> str:
    """1 place, 12 places; with another word for many where an s does not make it."""
    return f"1 {one}" if number == 1 else f"{number:,} {many or one + 's'}"


def whom(people: int) -> str:
    return "one person" if people == 1 else f"{people:,} people"


def in_a_sentence(name: str) -> str:
    """A name from a list, as it stands within a sentence: the NHS keeps its letters."""
    return name[:1].lower() + name[1:]
