"""What somebody is asked when they sign in."""

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from tracker.forms import Form


class SignInForm(Form):
    writes = False  # not until the password has been checked, which takes a while

    email = EmailField(
        "E-mail address", [InputRequired("Enter your e-mail address"), Length(max=254)]
    )
    password = PasswordField("Password", [InputRequired("Enter your password"), Length(max=1000)])


class SignOutForm(Form):
    """Asks nothing: a button, and the token that shows it was pressed here."""
