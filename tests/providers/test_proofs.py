"""What a provider's word on how somebody signed in is worth."""

import pytest

from tracker.providers.proofs import is_strong


def test_a_provider_that_says_that_it_asked_for_several_is_believed():
    assert is_strong(["mfa"])


@pytest.mark.parametrize("method", ["hwk", "otp", "swk", "fido"])
def test_a_strong_method_alone_is_one_and_beside_a_password_two(method):
    assert not is_strong([method])
    assert is_strong(["pwd", method])


@pytest.mark.parametrize("methods", [["pwd", "sms"], ["pin", "face"], ["fpt", "tel", "x"]])
def test_two_methods_of_different_kinds_are_enough(methods):
    assert is_strong(methods)


@pytest.mark.parametrize(
    "methods",
    [
        None,
        [],
        ["pwd"],
        ["pwd", "pwd"],
        ["pwd", "pin"],
        ["sms"],
        ["MFA"],
        ["", "unheard of"],
        "mfa",
        {"mfa": 1},
        [["mfa"]],
        [{"mfa": 1}, 7],
        7,
    ],
)
def test_anything_else_is_not(methods):
    assert not is_strong(methods)
