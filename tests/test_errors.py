import pytest

from tracker.errors import OutOfDate, Refused


def test_a_refusal_says_what_to_do_and_may_name_its_field():
    refusal = Refused("Enter the date it was finished", field="on")

    assert str(refusal) == "Enter the date it was finished"
    assert refusal.field == "on"


def test_being_out_of_date_is_a_refusal_of_the_whole_form():
    with pytest.raises(Refused) as raised:
        raise OutOfDate("Somebody changed this action after you opened it")

    assert raised.value.field is None
