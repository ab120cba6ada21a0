"""What somebody is asked while they live by a plan, and the words when an answer is wrong."""

from collections.abc import Iterable, Mapping
from datetime import date

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    StopValidation,
)

from tracker import pages
from tracker.forms import DateField, Form, VersionedForm
from tracker.plan.measures import Choice
from tracker.plan.progress import DIRECTIONS, EVIDENCE_KINDS, PHASES, ROLES, SAID, STANCES, CheckIn

LONGEST = 4000  # characters of an answer in words


def tidy(text: str | None) -> str:
    """As typed, without space around it or what no page can show."""
    lines = (text or "").replace("\r\n", "\n")
    return "".join(c for c in lines if c.isprintable() or c == "\n").strip()


def at_most(longest: int) -> Length:
    return Length(max=longest, message=f"Shorten this to {longest:,} characters or fewer")


def line(label: str, longest: int, needed: str = "", hint: str = "") -> StringField:
    """One line of text. `needed` is what to do when it is empty; without it, it may be."""
    asked = [DataRequired(needed)] if needed else []
    return StringField(label, [*asked, at_most(longest)], filters=[tidy], description=hint)


def words(label: str, needed: str = "", hint: str = "", longest: int = LONGEST) -> TextAreaField:
    asked = [DataRequired(needed)] if needed else []
    return TextAreaField(label, [*asked, at_most(longest)], filters=[tidy], description=hint)


def day(label: str, needed: str, hint: str = "") -> DateField:
    return DateField(label, [InputRequired(needed)], description=hint)


def choices(options: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice(option, option.capitalize()) for option in options]


def one_of(label: str, options: Iterable[str], needed: str, hint: str = "") -> RadioField:
    return RadioField(
        label,
        [InputRequired(needed)],
        choices=choices(options),
        description=hint,
        invalid_choice_message=needed,
    )


def needed_to_publish(message: str):
    """An answer that a check-in cannot do without, though its draft can."""

    def check(form, field):
        if not field.data:
            field.errors = []
            raise StopValidation("" if form.later.data else message)

    return check


def number_or_none(value: str | int | None) -> int | None:
    digits = str(value)
    return int(digits) if digits.isdecimal() else None


class NotWritten:
    """What a first draft is compared with: nobody wrote one in the meantime."""

    version = 0


class CheckInForm(VersionedForm):
    said = RadioField(
        "What do you say now?",
        [needed_to_publish("Select on course, at risk or off course")],
        choices=choices(SAID),
        invalid_choice_message="Select on course, at risk or off course",
    )
    confidence = RadioField(
        "How sure are you?",
        [needed_to_publish("Select how sure you are, from 1 to 5")],
        choices=[SelectChoice(number, str(number)) for number in range(1, 6)],
        coerce=number_or_none,
        description="1 is a guess, 5 is certain",
        invalid_choice_message="Select how sure you are, from 1 to 5",
    )
    done = words("What was done?")
    changed = words(
        "What changed for staff or patients? (optional)",
        hint="If you differ from the data, the network or the panel, say why here.",
    )
    phase = SelectField(
        "Stage",
        choices=choices(PHASES),
        description="As you last said. Change it only if it has changed.",
        invalid_choice_message="Choose a stage from the list",
    )
    learned = words("What did you learn? (optional)")
    help_needed = words("What help do you need? (optional)")
    later = SubmitField("Save and finish later")

    def ask_about(self, due: date | None, said_on: date | None, start: date) -> None:
        """Put the action's own days into the questions."""
        self.said.hints = {
            "on course": f"Will be done by {pages.day(due)}" if due else "Will be done",
            "at risk": "Could still be done, if something changes",
            "off course": "Will not be done by then" if due else "Will not be done",
        }
        since = pages.day(said_on or start)
        self.done.label.text = f"What was done since {since}?"
        missing = needed_to_publish(f"Enter what was done since {since}, or “nothing”")
        self.done.validators = [missing, *self.done.validators]
        if not said_on:
            self.phase.description = "How far it is"

    def check_draft(self, draft: CheckIn | None) -> None:
        self.check_version(draft or NotWritten)

    def answers(self):
        return {name: value for name, value in super().answers().items() if name != "later"}


class PublishForm(VersionedForm):
    reason = words("Why does it stop?", hint="This is kept with the change of stage", longest=1000)


class AcknowledgeForm(Form):
    accepted = RadioField(
        "Do you accept this check-in?",
        [InputRequired("Select accept, or ask again")],
        choices=[SelectChoice("yes", "Accept"), SelectChoice("no", "Ask again")],
        invalid_choice_message="Select accept, or ask again",
    )
    words = words("What do you say to the owner? (optional when you accept)")


class MilestoneForm(Form):
    title = line("Milestone", 200, "Enter what will be done", "For example, first panels trained")
    due = day("When is it due?", "Enter the day it is due", "For example, 31 3 2027")
    evidence_required = BooleanField("It is done only when there is evidence")


class MoveForm(VersionedForm):
    due = day("When is it due now?", "Enter the day it is due", "For example, 31 3 2027")
    reason = words(
        "Why does it move?", "Enter why it moves", "This stands beside both days", longest=1000
    )


class FinishForm(VersionedForm):
    on = day("When was it done?", "Enter the day it was done", "For example, 23 11 2026")


class EvidenceForm(Form):
    stance = one_of(
        "What does it do to what the owner says?",
        STANCES,
        "Select contradicts, supports or context",
    )
    kind = one_of("What is it?", EVIDENCE_KINDS, "Select what it is")
    title = line("Title", 200, "Enter a title", "For example, Panel log, July to September 2026")
    text = words("What does it say? (optional)")
    link = line("Where is it? (optional)", 500, hint="An address that begins with https://")
    consent = BooleanField(
        "The person whose experience this is agreed that everybody who may read this plan sees it"
    )
    milestone_id = SelectField(
        "Which milestone is it for? (optional)",
        coerce=number_or_none,
        invalid_choice_message="Choose a milestone from the list",
    )

    def offer(self, milestones: Iterable[tuple[int, str]]) -> None:
        named = [SelectChoice(id_, title) for id_, title in milestones]
        self.milestone_id.choices = [SelectChoice("", "None of them"), *named]


class ChangeForm(VersionedForm):
    due = DateField("When is it due?", description="Leave this empty if it is ongoing")
    ongoing = BooleanField("It is ongoing: it has no last day")
    owner_post_id = SelectField(
        "Who owns it?", coerce=number_or_none, invalid_choice_message="Choose a post from the list"
    )
    reviewer_post_id = SelectField(
        "Who reviews it?",
        coerce=number_or_none,
        description="Somebody else, who does not report to the owner",
        invalid_choice_message="Choose a post from the list",
    )
    reason = words(
        "Why does it change?", "Enter why it changes", "Kept with each change", longest=1000
    )

    def offer(self, posts: Iterable[tuple[int, str]]) -> None:
        named = [SelectChoice(id_, title) for id_, title in posts]
        for field in (self.owner_post_id, self.reviewer_post_id):
            nobody = [] if field.object_data else [SelectChoice("", "Nobody yet")]
            field.choices = [*nobody, *named]

    def validate_due(self, field: DateField) -> None:
        if self.ongoing.data:
            field.errors, field.data = [], None
        elif field.data is None and not field.errors:
            raise StopValidation("Enter the day it is due, or tick that it is ongoing")


WHAT_IT_IS = {
    "progress of this": "It decides what the data say of this action. It needs a target.",
    "contributes to": "This action helps it, among others. It is shown and decides nothing.",
    "watch": "It should not get worse meanwhile. It is shown and decides nothing.",
}
WHICH_WAY = {"toward": "Nearer to parity, from whichever side"}


class LinkForm(Form):
    figure = SelectField("Which figure?", invalid_choice_message="Choose a figure from the list")
    role = one_of("What is it to this action?", ROLES, "Select what it is to this action")
    expected = one_of("Which way should it go?", DIRECTIONS, "Select raise, lower or toward parity")
    assumption = words(
        "What has to be true for this to work? (optional)",
        hint="For example, that those who are trained sit on panels",
        longest=1000,
    )
    lag_months = IntegerField(
        "How many months until it can show?",
        [
            InputRequired("Enter a number of months, 0 if it shows at once"),
            NumberRange(0, 120, "Enter a number of months from 0 to 120"),
        ],
        default=0,
    )

    def offer(self, figures: Mapping[str, Choice]) -> None:
        self.role.hints, self.expected.hints = WHAT_IT_IS, WHICH_WAY
        self.figure.choices = [SelectChoice(key, each.name) for key, each in figures.items()]
        self.figures = figures

    def answers(self):
        chosen = self.figures[self.figure.data]
        return super().answers() | {"target_id": chosen.target_id, "indicator": chosen.indicator}


class EndLinkForm(Form):
    """Asks nothing: the button is the answer."""
