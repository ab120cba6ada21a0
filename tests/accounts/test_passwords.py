"""Which passwords are good enough, and what is said of the others."""

import time

import pytest

from tracker.accounts import passwords
from tracker.accounts.passwords import matches, weakness

ABOUT = ("Ruth Mensah", "ruth.mensah@northbridge.nhs.uk", "Northbridge NHS Foundation Trust")
FRUIT = "😀🎉🌧🐸🍋🚲🎻🧵🪁🦉🐌🌵"


@pytest.mark.parametrize(
    "password",
    [
        "purple lantern tide",
        "twenty years and nine indicators",
        "correct horse battery staple",
        "q8#Vz!m2Lw0p",
        "   purple  lantern   tide",
        FRUIT,
        "été à Montpellier",
        "x9 " + "purple lantern tide " * 9,
        "\0purple lantern tide",
    ],
)
def test_a_password_that_takes_long_to_guess_is_good_enough(password):
    assert weakness(password, ABOUT) is None


@pytest.mark.parametrize("length, refusal", [(11, "12 characters or more"), (12, None)])
def test_a_password_has_twelve_characters(length, refusal):
    weak = weakness("q8#Vz!m2Lw0pZk"[:length], ABOUT)

    assert weak is None if refusal is None else refusal in weak


@pytest.mark.parametrize("length, refused", [(200, False), (201, True), (10_000, True)])
def test_a_password_has_two_hundred_characters_at_most(length, refused):
    weak = weakness(("q8#Vz!m2Lw0p" * 1000)[:length], ABOUT)

    assert (weak == passwords.TOO_LONG) is refused
    assert refused or weak is None


def test_an_emoji_is_one_character():
    assert "12 characters" in weakness(FRUIT[:11])
    assert weakness(FRUIT) is None


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiopas",
        "iloveyou1234",
        "monkeybanana1",
        "Summer2026!!",
        "p@ssw0rd1234",
        "letmein letmein1",
    ],
)
def test_a_password_that_many_use_is_refused(password):
    assert weakness(password, ABOUT) is not None


@pytest.mark.parametrize(
    "password",
    [
        "RuthMensah1234",
        "ruth.mensah@northbridge.nhs.uk",
        "northbridge2026!",
        "Mensah-Ruth-2026",
        "Northbridge NHS Foundation Trust 1",
        "ruthmensah" * 20,
    ],
)
def test_what_anyone_knows_of_the_person_is_no_password(password):
    assert weakness(password, ABOUT) == passwords.ABOUT_YOU


def test_a_name_beside_words_of_ones_own_does_no_harm():
    assert weakness("Ruth and the purple lantern", ABOUT) is None


@pytest.mark.parametrize(
    "password",
    ["a" * 12, "a" * 200, "abcdefghijkl", "abc" * 40, "😀" * 12, " " * 30],
)
def test_characters_that_repeat_or_follow_one_another_are_refused(password):
    assert weakness(password, ABOUT) == passwords.REPEATED


def test_no_password_makes_the_estimate_take_long():
    """The dearest that we know of: nearly every character stands for a letter."""
    begun = time.process_time()
    weakness("4@8({[</369&#!1|0$5+7%2" * 8, ABOUT)

    assert time.process_time() - begun < 3


def test_without_knowing_anything_of_the_person_it_is_judged_too():
    assert weakness("purple lantern tide") is None


def test_a_longer_password_is_not_the_same_as_its_beginning():
    kept = passwords.hashed("x" * 200)

    assert matches("x" * 200, kept)
    assert not matches("x" * 201, kept)
    assert not matches("x" * 10_000, kept)


def test_a_letter_with_an_accent_is_one_however_the_keyboard_writes_it():
    assert matches("été à Montpellier", passwords.hashed("e\u0301te\u0301 a\u0300 Montpellier"))
    assert not matches("ete a Montpellier", passwords.hashed("été à Montpellier"))
