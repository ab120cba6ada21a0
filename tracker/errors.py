"""How a rule says no, in words the person can act on."""


class Refused(Exception):
    """A rule of the service stops this. The message is shown to the person as it is.

    `field` names the field of the form that it is about, where there is one.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class OutOfDate(Refused):
    """Somebody else changed the thing after this person opened it."""
