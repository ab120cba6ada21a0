import pytest

from tracker.organisations.names import tidied


@pytest.mark.parametrize(
    "capitals, name",
    [
        (
            "MANCHESTER UNIVERSITY NHS FOUNDATION TRUST",
            "Manchester University NHS Foundation Trust",
        ),
        ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
        ("THE CHRISTIE NHS FOUNDATION TRUST", "The Christie NHS Foundation Trust"),
        ("BARTS AND THE LONDON NHS TRUST", "Barts and the London NHS Trust"),
        (
            "THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN, NHS FOUNDATION TRUST",
            "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust",
        ),
        (
            "THE NEWCASTLE UPON TYNE HOSPITALS NHS FOUNDATION TRUST",
            "The Newcastle upon Tyne Hospitals NHS Foundation Trust",
        ),
        ("STOKE-ON-TRENT (TEACHING) NHS TRUST", "Stoke-on-Trent (Teaching) NHS Trust"),
        ("ROYAL BROMPTON & HAREFIELD NHS TRUST", "Royal Brompton & Harefield NHS Trust"),
        ("NHS DIRECT NHS TRUST", "NHS Direct NHS Trust"),
        ("YSBYTY GWYNEDD ÂR Y BRYN", "Ysbyty Gwynedd Âr Y Bryn"),
        ("NHS Vale and Moor ICB", "NHS Vale and Moor ICB"),
    ],
)
def test_a_name_in_capitals_is_written_as_the_nhs_writes_it(capitals, name):
    assert tidied(capitals) == name
