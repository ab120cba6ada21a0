"""What somebody is asked about their authenticator app."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from tracker.forms import Form

EXAMPLE = "Ten letters and numbers, such as 7KXPA-94TQH. Each code works once."


def code_field(label, hint="", refusal="Enter the code"):
    return StringField(label, [InputRequired(refusal), Length(max=50)], description=hint)


class CodeForm(Form):
    code = code_field("6-digit code", "The code that your authenticator app shows now.")


class RecoveryCodeForm(Form):
    code = code_field("Recovery code", EXAMPLE, "Enter a recovery code")


class EitherCodeForm(Form):
    code = code_field("Code from your app, or a recovery code")


class SetUpForm(Form):
    code = code_field("6-digit code", "The code that the app shows now for this service.")


class ReplaceForm(Form):
    code = code_field("6-digit code from the new app")
    old_code = code_field("Code from the app you use now, or a recovery code")


class NewCodesForm(Form):
    """The codes come back with the page that shows them: they are readable nowhere else."""

    codes = HiddenField()


class DownloadForm(NewCodesForm):
    writes = False


class KeptForm(NewCodesForm):
    kept = BooleanField(
        "I have kept these codes where I can find them without my phone",
        [InputRequired("Keep the codes first, then say that you have")],
    )
