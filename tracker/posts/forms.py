"""What somebody is asked about posts, holders and delegates."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, EmailField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.accounts.models import Post
from tracker.forms import DateField, Form, VersionedForm

NOT_LISTED = "Choose a post from the list"


def tidy(text: str | None) -> str:
    """As typed, without what no page can show and with one space between words."""
    return " ".join("".join(c if c.isprintable() else " " for c in text or "").split())


def number(chosen: Any) -> int | None:
    return int(chosen) if chosen else None


def address(label: str, hint: str) -> EmailField:
    asked = [
        DataRequired("Enter an e-mail address"),
        Length(max=254, message="Shorten this to 254 characters or fewer"),
    ]
    return EmailField(label, asked, filters=[tidy], description=hint)


class PostForm(Form):
    title = StringField(
        "Title",
        [
            DataRequired("Enter a title"),
            Length(max=120, message="Shorten this to 120 characters or fewer"),
        ],
        filters=[tidy],
        description="As people here say it, such as Chief People Officer",
    )
    line_post_id = SelectField(
        "Whom does it answer to?",
        description="While nobody holds this post, its duties go up to that one.",
        coerce=number,
        invalid_choice_message=NOT_LISTED,
        invalid_value_message=NOT_LISTED,
    )
    senior_leader = BooleanField(
        "This is a senior leader’s post",
        description="Its holder is named in published plans, and is asked for a stretch objective.",
    )

    def offer(self, posts: Iterable[Post], organisation_id: int) -> None:
        named = [SelectChoice(str(post.id), _with_place(post, organisation_id)) for post in posts]
        self.line_post_id.choices = [SelectChoice("", "No other post"), *named]


def _with_place(post: Post, organisation_id: int) -> str:
    elsewhere = post.organisation_id != organisation_id
    closed = " (closed)" if post.closed_on else ""
    return f"{post.title}, {post.organisation.name}{closed}" if elsewhere else post.title + closed


class EditPostForm(PostForm, VersionedForm):
    knowing = BooleanField(
        "I know, and the equality lead will name other reviewers",
        description="Until then it is on their list of what they owe, and on the actions’ pages.",
    )


class HoldForm(Form):
    email = address("E-mail address", "The whole address, as it is on their account here")
    since = DateField(
        "First day",
        [InputRequired("Enter the first day")],
        description="For example, 1 4 2026. It can be up to a year ahead.",
    )
    until = DateField(
        "Last day (optional)", description="Leave this empty unless it is agreed already"
    )
    acting = BooleanField(
        "They are acting",
        description="Until somebody is appointed, or while the holder is away. Both can hold it.",
    )


class EndForm(Form):
    until = DateField(
        "Last day", [InputRequired("Enter the last day")], description="For example, 31 3 2027"
    )


class CloseForm(Form):
    on = DateField(
        "Closed on",
        [InputRequired("Enter the day on which it closed")],
        description="For example, 31 3 2026",
    )


class DelegateForm(Form):
    email = address(
        "E-mail address of your colleague", "The whole address, as it is on their account"
    )
