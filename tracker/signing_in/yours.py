"""What a person's own page leads to. Features add to it what they keep for somebody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Yours:
    """A page of the person's own: what it is, and a line on what it is for."""

    text: str
    endpoint: str
    hint: str
    place: int = 50  # the lower, the higher up


YOU: list[Yours] = [
    Yours("Where you are signed in", "signing_in.list_sign_ins", "End one you do not know.", 10),
    Yours("Password", "signing_in.change_password", "Choose another password.", 20),
]
