"""Codes as an app shows them and as people type them."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.second_factor import codes
from tracker.second_factor.keys import Keys

# RFC 6238, appendix B: the secret "12345678901234567890" and the last six figures of each code.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
AT = datetime(2005, 3, 18, 1, 58, 29, tzinfo=UTC)
STEP = 37037036


@pytest.mark.parametrize(
    "seconds, code",
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_codes_are_those_of_the_standard(seconds, code):
    at = datetime.fromtimestamp(seconds, UTC)

    assert codes.step_of(SECRET, code, at) == seconds // 30


@pytest.mark.parametrize("behind, step", [(-30, STEP + 1), (0, STEP), (30, STEP - 1)])
def test_a_clock_thirty_seconds_off_is_near_enough(behind, step):
    shown = pyotp.TOTP(SECRET).at(AT - timedelta(seconds=behind))

    assert codes.step_of(SECRET, shown, AT) == step


@pytest.mark.parametrize("behind", [-300, -90, 90, 300])
def test_a_clock_minutes_off_is_not(behind):
    shown = pyotp.TOTP(SECRET).at(AT - timedelta(seconds=behind))

    assert codes.step_of(SECRET, shown, AT) is None


@pytest.mark.parametrize("typed", ["081804", "081 804", " 081-804 ", "０８１８０４", "08–18–04"])
def test_a_code_is_typed_as_people_do(typed):
    assert codes.is_from_an_app(typed)
    assert codes.step_of(SECRET, typed, AT) == STEP


@pytest.mark.parametrize("typed", ["", "0", "08180", "0818044", "O81804", "²³¹⁰⁴⁵x", "<script>"])
def test_what_is_no_code_is_none(typed):
    assert codes.step_of(SECRET, typed, AT) is None


@given(st.text())
def test_whatever_is_typed_is_an_answer_and_not_a_fault(typed):
    assert codes.step_of(SECRET, typed, AT) in (None, STEP - 1, STEP, STEP + 1)
    assert codes.is_from_an_app(typed) in (True, False)


def test_secrets_are_long_and_never_the_same():
    made = {codes.new_secret() for _ in range(50)}

    assert len(made) == 50
    assert {len(secret) for secret in made} == {32}


def test_recovery_codes_are_ten_of_two_groups_of_five_clear_letters():
    made = codes.new_recovery_codes()

    assert len(set(made)) == 10
    assert {tuple(map(len, code.split("-"))) for code in made} == {(5, 5)}
    assert not set("0O1I5S2ZB8L") & set("".join(made))


@pytest.mark.parametrize("typed", ["7kxpa-94tqh", "7KXPA 94TQH", "7KXPA94TQH", " 7 KXPA–94TQH"])
def test_a_recovery_code_is_the_same_however_it_is_typed(typed):
    assert codes.as_meant(typed) == "7KXPA94TQH"
    assert codes.as_written(typed) == "7KXPA-94TQH"


def test_the_key_is_shown_in_groups_of_four():
    assert codes.in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_a_secret_opens_for_whom_it_was_sealed_and_for_nobody_else():
    keys = Keys("one key of the service")
    sealed = keys.seal(7, SECRET)

    assert keys.unseal(7, sealed) == SECRET
    assert keys.unseal(8, sealed) is None
    assert SECRET not in sealed


@pytest.mark.parametrize("sealed", ["", "x", "gAAAAA", "é"])
def test_what_was_never_sealed_opens_nothing(sealed):
    assert Keys("one key of the service").unseal(7, sealed) is None


def test_with_another_key_nothing_opens_and_no_hash_is_the_same():
    one, other = Keys("one key of the service"), Keys("another key of the service")

    assert other.unseal(7, one.seal(7, SECRET)) is None
    assert other.hash_of("7KXPA94TQH") != one.hash_of("7KXPA94TQH")


def test_a_hash_is_not_to_be_had_without_the_key():
    keys = Keys("one key of the service")

    assert len(keys.hash_of("7KXPA94TQH")) == 64
    assert keys.hash_of("7KXPA94TQH") == keys.hash_of("7KXPA94TQH") != keys.hash_of("7KXPA94TQJ")
