"""What is asked before a count is published."""

from wtforms.validators import InputRequired

from tracker.forms import DateField, Form


class PublishForm(Form):
    as_at = DateField("As at the end of which day?", [InputRequired("Enter a day")])
