"""What those who look after a network or a panel are asked."""

from wtforms import EmailField
from wtforms.validators import DataRequired, Length

from tracker.forms import Form, trimmed


class EmailForm(Form):
    email = EmailField(
        "E-mail address",
        [DataRequired("Enter an e-mail address"), Length(max=254, message="Enter one address")],
        filters=[trimmed],
        description="The whole address with which they sign in",
    )
