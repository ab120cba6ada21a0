"""What a table says of itself, and what is missed when it does not."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.kept import PUBLIC_TASK, Act, Goes, Kept, faults_of, tombstone

COLUMNS = {"id", "person_id", "words"}
LINKS = {"person_id"}
WHOLE = Kept(
    what="Notes",
    why="To remember",
    basis=PUBLIC_TASK,
    seen_by="Their author",
    how_long="A year.",
    columns={"To know whose it is": "person_id", "To remember": "words"},
    subject="person_id",
    personal_text="words",
)


def test_a_table_that_says_everything_lacks_nothing():
    assert faults_of(WHOLE, COLUMNS, LINKS) == []


@pytest.mark.parametrize("silent", ["what", "why", "basis", "seen_by"])
def test_what_a_table_does_not_say_is_missed(silent):
    assert faults_of(replace(WHOLE, **{silent: ""}), COLUMNS, LINKS) == [
        f"nothing is said of {silent}"
    ]


def test_how_long_has_to_be_said_in_words_or_by_a_rule():
    silent = replace(WHOLE, how_long="")
    by_rule = replace(silent, goes=(Goes("words", 30, Act.DELETE, "it was written"),))

    assert faults_of(silent, COLUMNS, LINKS) == ["nothing is said of retention"]
    assert faults_of(by_rule, COLUMNS, LINKS) == []


def test_every_column_serves_one_purpose_and_is_there():
    twice = replace(WHOLE, columns={"To know": "person_id words", "To remember": "words"})
    gone = replace(WHOLE, columns={**WHOLE.columns, "To forget": "colour"})

    assert faults_of(WHOLE, COLUMNS | {"ethnicity"}, LINKS) == ["ethnicity has no purpose"]
    assert faults_of(twice, COLUMNS, LINKS) == ["words has more than one purpose"]
    assert faults_of(gone, COLUMNS, LINKS) == ["colour is not a column"]


def test_a_mark_is_of_a_column_that_can_have_it():
    assert faults_of(replace(WHOLE, held="colour"), COLUMNS, LINKS) == ["colour is not a column"]
    assert faults_of(replace(WHOLE, subject="words"), COLUMNS, LINKS) == [
        "words is no link to another row, so it cannot be subject"
    ]
    assert faults_of(replace(WHOLE, secret="words"), COLUMNS, LINKS) == [
        "words is both secret and personal text"
    ]
    assert faults_of(replace(WHOLE, subject="", with_person=True), COLUMNS, LINKS) == [
        "it goes with a person, and does not say whose it is"
    ]


@pytest.mark.parametrize(
    "rule, sentence",
    [
        (Goes("at", 90, Act.DELETE, "it ran out"), "Deleted 90 days after it ran out."),
        (Goes("at", 365, Act.BLANK, "it was used", "a_b c"), "A b and c blanked a year after it"),
        (Goes("at", 2192, Act.ERASE, "they left"), "Erased six years after they left."),
    ],
)
def test_a_rule_says_itself(rule, sentence):
    assert rule.sentence.startswith(sentence)


def test_how_long_is_said_with_the_rules_by_which_rows_go():
    kept = replace(WHOLE, goes=(Goes("words", 1, Act.DELETE, "it was written"),))

    assert kept.retention == "A year. Deleted a day after it was written."


def test_a_tombstone_has_its_day():
    assert tombstone(date(2026, 11, 3)) == "[erased 3 November 2026]"
