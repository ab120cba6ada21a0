"""What somebody is asked when they sign in, or choose how they do."""

from collections.abc import Collection

from wtforms import EmailField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from tracker.accounts.passwords import SHORTEST_PASSWORD, weakness
from tracker.errors import Refused
from tracker.forms import Form
from tracker.signing_in.throttling import HeldBack

WELCOME = (
    f"{SHORTEST_PASSWORD} characters or more. Three or four words that have nothing to do with one"
    " another are easy to remember. Spaces are welcome, and so is pasting."
)


class GuessableForm(Form):
    """Asks for something that can be guessed at. Whoever is held back is told for how long."""

    writes = False  # not until the answer has been checked, which takes a while

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.headers: dict[str, str] = {}

    def refuse(self, refusal: Refused) -> None:
        super().refuse(refusal)
        if isinstance(refusal, HeldBack):
            self.status, self.headers = 429, {"Retry-After": str(refusal.seconds)}


class SignInForm(GuessableForm):
    email = EmailField(
        "E-mail address", [InputRequired("Enter your e-mail address"), Length(max=254)]
    )
    password = PasswordField("Password", [InputRequired("Enter your password")])


class SignOutForm(Form):
    """Asks nothing: a button, and the token that shows it was pressed here."""


class EndForm(Form):
    """Asks nothing either."""


class ForgottenForm(GuessableForm):
    email = EmailField(
        "E-mail address",
        [
            InputRequired("Enter your e-mail address"),
            Length(max=254, message="An e-mail address has 254 characters or fewer"),
        ],
    )


class PasswordForm(GuessableForm):
    """A new password, twice. `about` is what anyone might know of the person."""

    password = PasswordField(
        "New password", [InputRequired("Enter a new password")], description=WELCOME
    )
    again = PasswordField(
        "New password again",
        [
            InputRequired("Enter the new password again"),
            EqualTo("password", "The two passwords are not the same"),
        ],
    )

    def __init__(self, about: Collection[str]):
        super().__init__()
        self.about = about

    def validate_password(self, field):
        weak = weakness(field.data, self.about)
        if weak:
            raise ValidationError(weak)


class ChangePasswordForm(PasswordForm):
    old = PasswordField("Your password now", [InputRequired("Enter the password that you have")])


class ProveForm(GuessableForm):
    password = PasswordField("Password", [InputRequired("Enter your password")])
