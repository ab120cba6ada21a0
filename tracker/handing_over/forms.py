"""What the two of a hand-over are asked."""

from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from tracker.forms import Form
from tracker.handing_over.receiving import Answer
from tracker.plan.forms import words

LONGEST = 1000
ANSWERS = {
    Answer.ACCEPT: "Accept: I take it on as it stands",
    Answer.CONCERN: "Accept with a concern: I take it on, and say what worries me",
    Answer.QUERY: "Query: I have to know something first",
}


class NoteForm(Form):
    words = words(
        "How does it stand, and what has to be known?",
        "Write a note",
        "What is agreed, what is stuck, whom to ask. The next holder reads it, and so do the"
        " equality leads and whoever the post answers to.",
        LONGEST,
    )


class ReceiveForm(Form):
    answer = RadioField(
        "Do you receive this action?",
        [InputRequired("Choose an answer")],
        choices=[SelectChoice(answer.value, text) for answer, text in ANSWERS.items()],
    )
    words = words(
        "The concern or the query",
        hint="Needed with a concern or a query. Whoever hands over reads it.",
        longest=LONGEST,
    )
