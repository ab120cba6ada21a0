"""What a leader is asked about a colleague, and the colleague about the leader."""

import re

from wtforms import EmailField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from tracker.enrolling.forms import manager_field
from tracker.forms import DateField, Form
from tracker.organisations.forms import tidy

ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+\Z")


class LocalForm(Form):
    name = StringField(
        "Your colleague’s name",
        [DataRequired("Enter their name"), Length(max=120, message="Use 120 characters or fewer")],
        filters=[tidy],
    )
    email = EmailField(
        "Their work e-mail address",
        [
            DataRequired("Enter their work e-mail address"),
            Length(max=254, message="Use 254 characters or fewer"),
            Regexp(
                ADDRESS,
                message="Enter an e-mail address in the correct format, like name@example.nhs.uk",
            ),
        ],
        filters=[tidy],
        description="The one they sign in with. We ask them whether it is so.",
    )
    began_on = DateField(
        "When it began",
        description="Leave this empty if it has not begun yet. A day you remember roughly will do.",
    )


class AnswerForm(Form):
    answer = RadioField(
        "Is it so?",
        [InputRequired("Choose yes or no")],
        choices=[
            SelectChoice("yes", "Yes"),
            SelectChoice("no", "No. They are not told that I said so"),
        ],
        invalid_choice_message="Choose yes or no",
    )
    manager_email = manager_field("Your manager’s e-mail address (optional)")
    managers_manager_email = manager_field("Their manager’s e-mail address (optional)")

    def say_yes(self, words: str) -> None:
        """In the words of who mentors whom."""
        yes, no = self.answer.choices
        self.answer.choices = [SelectChoice(yes.value, words), no]
