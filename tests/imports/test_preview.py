"""The pages on which a file is chosen, mended, decided on and accepted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests import factories
from tests.client import page, words
from tests.imports.conftest import buttons, typed_in
from tests.imports.files import national, shortlisting, survey, together, upload
from tracker.extensions import db
from tracker.permissions import Role
from tracker.uploads import Upload
from tracker.wres.models import DataVersion, Figure


@pytest.fixture
def kept_files(app):
    """The files that wait in the folder of uploads."""
    return lambda: list(Path(app.config["UPLOAD_DIR"]).glob("*"))


@pytest.fixture
def brackwater(lead):
    """Another trust of the same equality lead."""
    trust = factories.organisation(code="ZZ2", name="Brackwater Community NHS Trust")
    factories.grant(lead, Role.EQUALITY_LEAD, trust)
    return trust


def figures():
    return db.session.scalars(sa.select(Figure).order_by(Figure.id)).all()


def versions():
    return db.session.scalars(sa.select(DataVersion).order_by(DataVersion.id)).all()


def waiting():
    return db.session.scalars(sa.select(Upload).order_by(Upload.id)).all()


def heading(response):
    return page(response).h1.get_text()


def test_a_file_is_chosen_previewed_and_accepted(client, trust, lead, choose, press, kept_files):
    client.sign_in(lead)
    address = choose(shortlisting())
    preview = client.get(address)

    assert heading(preview) == "This file can be accepted"
    assert "2026 (1 April 2025 to 31 March 2026)" in words(preview)
    assert buttons(preview)[0].startswith("Accept 1 figure as data version ")
    assert not figures()
    assert len(kept_files()) == 1

    accepted = press(address, "accept")

    [version], [figure] = versions(), figures()
    assert accepted.location == f"/organisations/{trust.id}/imports/versions/{version.id}"
    assert (figure.value, figure.version_id) == ((170 / 780) / (35 / 210), version.id)
    assert (version.file_name, version.accepted_by_id) == ("return.csv", lead.id)
    assert not waiting()
    assert not kept_files()


def test_a_file_of_another_organisation_of_theirs_is_seen_there(
    client, trust, lead, brackwater, choose, press
):
    client.sign_in(lead)

    accepted = press(choose(shortlisting(organisation="ZZ2"), at=trust), "accept")
    preview = client.get(choose(shortlisting(organisation="ZZ2"), at=trust))

    assert accepted.location.startswith(f"/organisations/{brackwater.id}/imports/versions/")
    assert client.get(accepted.location).status_code == 200
    assert page(preview).find("a", href=accepted.location)


def test_the_number_on_the_button_is_that_of_the_data_version(client, lead, choose, press):
    client.sign_in(lead)
    press(choose(shortlisting(year=2025)), "accept")
    address = choose(shortlisting())
    promised = buttons(client.get(address))[0]

    press(address, "accept")

    assert promised == f"Accept 1 figure as data version {versions()[-1].id}"


def test_a_page_without_a_file_asks_for_one(client, trust, lead):
    response = client.sign_in(lead).post(f"/organisations/{trust.id}/imports/add", data={})

    assert "Choose a file" in words(response)
    assert page(response).title.get_text().startswith("Error: ")
    assert not waiting()


def test_faults_come_as_sentences_with_their_place_and_nothing_is_accepted(
    client, lead, choose, press
):
    client.sign_in(lead)
    address = choose(shortlisting(bme_appointed=681).replace(b",100", b",n/a"))
    preview = client.get(address)

    assert heading(preview) == "This file cannot be accepted yet"
    assert page(preview).title.get_text().startswith("Error: ")
    assert "1 fault to mend" in words(preview)
    assert "Row 2, column unknown" in words(preview) or "Row 2, column Unknown" in words(preview)
    link = page(preview).select_one(".nhsuk-error-summary a[href]")
    assert page(preview).select_one(link["href"]) is not None
    assert not any(button.startswith("Accept") for button in buttons(preview))
    assert not page(preview).select("button[disabled]")

    forced = press(address, "accept")

    assert "There is still something to mend or to decide" in words(forced)
    assert not figures()
    assert len(waiting()) == 1


BAD_FILES = {
    "not text": (b"\xff\xfe\x00a", "This file is not plain text"),
    "not UTF-8": (b"Trust,name\nZZ1,\xe9", "Row 2: byte 0xe9 is not UTF-8 text"),
    "a spreadsheet": (b"PK\x03\x04rest", "This file is a spreadsheet, not a CSV file"),
    "nothing": (b"", "This file is empty"),
    "other columns": (b"a,b\n1,2", "These are not the columns of"),
    "ragged": (shortlisting() + b"\nZZ1,2026,2", "Row 4: it has 3 cells for 9 columns"),
    "a ratio as a percentage": (
        survey("ZZ1", ratio="120"),
        "'120' is a percentage, and this is a ratio",
    ),
    "swapped": (survey("ZZ1", ratio="0.833"), "White and BME may be swapped"),
    "too many": (shortlisting(bme_appointed=681), "681 appointed is more than 210 shortlisted"),
    "closed": (shortlisting(organisation="ZZ3"), "closed on 31 March 2024, before 1 April 2025"),
    "not theirs": (shortlisting(organisation="ZZ9"), "you may not import figures of Fernhollow"),
    "a year to come": (shortlisting(year=2041), "'2041' is not a WRES year from 2015 to 2027"),
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("content, sentence", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_told_what_is_wrong_with_it(
    client, lead, elsewhere, choose, content, sentence
):
    factories.organisation(code="ZZ3", name="Oldham Lane NHS Trust", closed=datetime(2024, 3, 31))

    preview = client.sign_in(lead).get(choose_one(client, choose, content))

    assert sentence in words(preview)
    assert heading(preview) == "This file cannot be accepted yet"
    assert not figures()


def choose_one(client, choose, content):
    return choose(content, "survey_2024.csv")


def test_a_mended_file_is_chosen_on_the_same_page_and_the_answers_are_kept(
    client, lead, brackwater, choose, press
):
    client.sign_in(lead)
    address = choose(together(shortlisting(bme_appointed=681), shortlisting(organisation="ZZ2F1")))

    mended = press(
        address,
        "again",
        file=upload(together(shortlisting(), shortlisting(organisation="ZZ2F1")), "mended.csv"),
        choice__ZZ2F1="read as",
        place__ZZ2F1="ZZ2",
    )
    preview = client.get(mended.location)

    assert heading(preview) == "This file can be accepted"
    assert "mended.csv" in words(preview)
    assert "ZZ2F1: rows 4 and 5 read as Brackwater Community NHS Trust (ZZ2)" in words(preview)
    assert [each.file_name for each in waiting()] == ["mended.csv"]
    assert client.get(address).status_code == 404


def test_a_code_that_nobody_has_is_left_out_by_choice_and_on_the_record(
    client, lead, choose, press
):
    client.sign_in(lead)
    address = choose(survey("ZZ1", "R1F1"), "survey_2024.csv")
    assert heading(client.get(address)) == "This file needs your decisions"

    again = press(address, "again", choice__R1F1="leave out")
    accepted = press(again.location, "accept")

    assert len(figures()) == 4
    [version] = versions()
    assert version.answers["decided"] == ["R1F1: rows 6 to 9 left out"]
    assert "R1F1: rows 6 to 9 left out" in words(client.get(accepted.location))


def test_half_an_answer_is_kept_and_the_other_half_asked_for(client, lead, choose, press):
    client.sign_in(lead)
    press(choose(shortlisting(year=2025)), "accept")
    address = choose(shortlisting(white_appointed=60))
    [why] = [name for name in typed_in(client.get(address)) if name.startswith("why-")]
    right = why.replace("why-", "right-")

    ticked = client.get(press(address, "again", **{right: "y"}).location)
    assert "Say why 60 is right" in words(ticked)
    assert typed_in(ticked)[right] == "y"
    assert page(ticked).title.get_text().startswith("Error: ")

    typed = press(address, "again", **{right: None, why: "a year without posts"})
    typed = client.get(typed.location)
    assert "Tick “60 is right” too" in words(typed)
    assert typed_in(typed)[why] == "a year without posts"
    assert not any(button.startswith("Accept") for button in buttons(typed))

    whole = press(address, "again", **{right: "y"})
    press(whole.location, "accept")
    assert versions()[-1].answers["acknowledged"] == [
        {"row": "3", "column": "White", "words": "a year without posts"}
    ]


def test_the_year_of_a_survey_is_read_off_its_name_and_can_be_changed(client, lead, choose, press):
    client.sign_in(lead)
    address = choose(survey("ZZ1"), "survey_2024_rates.csv")
    assert "2025, from the staff survey of autumn 2024" in words(client.get(address))

    again = press(address, "again", year="2024")
    assert "2024, from the staff survey of autumn 2023" in words(client.get(again.location))
    press(again.location, "accept")

    assert {figure.year for figure in figures()} == {2024}


def test_a_survey_without_a_year_asks_for_it(client, lead, choose, press):
    client.sign_in(lead)
    address = choose(survey("ZZ1"), "rates.csv")
    assert "does not say which year its survey is of" in words(client.get(address))

    again = press(address, "again", year="2025")

    assert heading(client.get(again.location)) == "This file can be accepted"


def test_an_answer_changed_on_the_way_to_accepting_is_looked_at_first(client, lead, choose, press):
    client.sign_in(lead)
    address = choose(survey("ZZ1"), "survey_2024.csv")

    other_year = press(address, "accept", year="2024")

    assert other_year.status_code == 409
    assert "2024, from the staff survey of autumn 2023" in words(other_year)
    assert not figures()
    again = client.post(address, data=typed_in(other_year) | {"act": "accept"})
    assert again.status_code == 302
    assert {figure.year for figure in figures()} == {2024}


def test_whoever_is_second_is_told_and_keeps_what_was_typed(client, trust, lead, choose, press):
    client.sign_in(lead)
    press(choose(shortlisting(year=2025)), "accept")
    address = choose(shortlisting(white_appointed=60))
    [why] = [name for name in typed_in(client.get(address)) if name.startswith("why-")]
    right = why.replace("why-", "right-")
    address = press(address, "again", **{right: "y", why: "no posts"}).location
    looked_at = typed_in(client.get(address))
    other = factories.person(trust, Role.EQUALITY_LEAD)
    client.sign_in(other)
    press(choose(shortlisting(white=790)), "accept")

    client.sign_in(lead)
    late = client.post(address, data=looked_at | {"act": "accept", why: "no posts that year"})

    assert late.status_code == 409
    assert "Somebody else imported figures since you looked" in words(late)
    assert typed_in(late)[why] == "no posts that year"
    assert "In this file" in words(late)
    assert len(versions()) == 2

    press_again = client.post(address, data=typed_in(late) | {"act": "accept"})
    assert press_again.status_code == 302
    assert len(versions()) == 3


def test_the_same_file_again_says_when_it_was_imported(client, trust, lead, choose, press):
    client.sign_in(lead)
    press(choose(shortlisting()), "accept")
    [version] = versions()

    address = choose(shortlisting(), "a copy.csv")
    preview = client.get(address)

    assert heading(preview) == "This file is already imported"
    assert page(preview).find("a", string=f"data version {version.id}")
    assert not any(button.startswith("Accept") for button in buttons(preview))
    assert "This file is already imported, as data version" in words(press(address, "accept"))
    assert len(versions()) == 1


def test_a_second_press_of_the_button_leads_to_the_history(client, trust, lead, choose, press):
    client.sign_in(lead)
    address = choose(shortlisting())
    looked_at = typed_in(client.get(address))
    press(address, "accept")

    again = client.post(address, data=looked_at | {"act": "accept"})

    assert again.status_code == 404
    assert len(versions()) == 1


def test_a_file_can_be_thrown_away(client, trust, lead, choose, press, kept_files):
    client.sign_in(lead)

    gone = press(choose(shortlisting()), "throw away")

    assert gone.location == f"/organisations/{trust.id}/imports"
    assert "return.csv is thrown away" in words(client.get(gone.location))
    assert not waiting()
    assert not kept_files()


def test_what_would_change_is_shown_number_by_number(client, trust, lead, choose, press):
    client.sign_in(lead)
    press(choose(shortlisting()), "accept")
    factories.target(figures()[0])

    preview = words(client.get(choose(shortlisting(white=790))))

    assert "Changes 1 of 1" in preview
    assert "White shortlisted Now 780 In this file 790 Difference +10" in preview
    assert "1 target is measured from a figure that would change" in preview


def test_a_number_hidden_everywhere_is_not_given_away_by_the_change(client, lead, choose, press):
    client.sign_in(lead)
    press(choose(shortlisting(bme_appointed=9)), "accept")

    preview = words(client.get(choose(shortlisting(bme_appointed=12))))

    assert "BME appointed Now hidden (small numbers) In this file 12" in preview


def test_only_the_one_who_chose_a_file_sees_it(client, trust, lead, choose):
    client.sign_in(lead)
    address = choose(shortlisting())
    colleague = factories.person(trust, Role.EQUALITY_LEAD)

    assert client.sign_in(colleague).get(address).status_code == 404
    assert client.sign_in(colleague).post(address, data={"act": "accept"}).status_code == 404


def test_a_file_that_is_no_longer_kept_is_asked_for_again(client, lead, choose, kept_files):
    client.sign_in(lead)
    address = choose(shortlisting())
    [path] = kept_files()
    path.unlink()

    response = client.get(address)

    assert response.status_code == 410
    assert "This file is no longer kept. Choose it again." in words(response)


def test_files_that_wait_are_found_again(client, trust, lead, choose):
    client.sign_in(lead)
    address = choose(shortlisting())

    for place in ("imports", "imports/add"):
        link = page(client.get(f"/organisations/{trust.id}/{place}")).find("a", string="return.csv")
        assert link["href"] == address


def test_national_figures_are_brought_in_by_the_national_equality_lead(client, choose, press):
    england = factories.organisation(code="X24", name="NHS England", kind="national")
    client.sign_in(factories.person(england, Role.EQUALITY_LEAD))

    press(choose(national(), "national.csv", at=england), "accept")

    assert [figure.value for figure in figures()] == [1.57]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("place", ["imports/add", "imports/1"])
def test_strangers_find_nothing_and_colleagues_are_refused(
    client, trust, stranger, colleague, method, place
):
    address = f"/organisations/{trust.id}/{place}"

    assert getattr(client.sign_in(stranger), method)(address).status_code == 404
    assert getattr(client.sign_in(colleague), method)(address).status_code == 403
    assert not figures()


def test_the_template_can_be_filled_in_and_brought_in(client, trust, lead, choose):
    template = client.sign_in(lead).get(f"/organisations/{trust.id}/imports/template.csv")

    assert template.headers["Content-Disposition"].endswith('"wres-return-ZZ1-2026.csv"')
    filled = template.text.replace(
        "shortlisted,single year,,,", "shortlisted,single year,780,210,0"
    )
    filled = filled.replace("appointed,single year,,,", "appointed,single year,170,35,0")
    assert heading(client.get(choose(filled.encode()))) == "This file can be accepted"


@pytest.mark.sqlite_only
def test_the_template_is_of_the_year_whose_march_has_ended(client, app, trust, lead):
    client.sign_in(lead)
    names = []
    for today in (datetime(2026, 3, 31).date(), datetime(2026, 4, 1).date()):
        app.config["TODAY"] = today
        template = client.get(f"/organisations/{trust.id}/imports/template.csv")
        names.append(template.headers["Content-Disposition"][-9:-5])

    assert names == ["2025", "2026"]


@pytest.mark.sqlite_only
def test_fifty_megabytes_of_commas_are_refused_on_a_readable_page(client, trust, lead):
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="commas.csv"\r\n\r\n'

    response = client.sign_in(lead).post(
        f"/organisations/{trust.id}/imports/add",
        data=part + b"," * 50_000_000 + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )

    assert response.status_code == 413
    assert "too large" in words(response)
    assert not waiting()


@pytest.mark.sqlite_only
def test_what_waited_more_than_a_day_is_deleted(client, lead, choose, kept_files):
    client.sign_in(lead)
    choose(shortlisting())
    [old] = waiting()
    old.chosen_at = datetime.now(UTC) - timedelta(hours=25)
    db.session.commit()

    choose(shortlisting(year=2025))

    assert len(waiting()) == len(kept_files()) == 1


@pytest.mark.sqlite_only
def test_a_preview_asks_as_much_of_the_database_for_many_trusts_as_for_few(client, choose):
    england = factories.organisation(code="X24", name="NHS England", kind="national")
    trusts = [factories.organisation(parent=england) for _ in range(40)]
    client.sign_in(factories.person(england, Role.EQUALITY_LEAD))

    asked = []
    for some in (trusts[:5], trusts):
        content = survey(*(trust.code for trust in some))
        client.get(choose(content, "survey_2024.csv", at=england))
        asked.append(client.queries)

    assert asked[0] == asked[1]


@pytest.mark.sqlite_only
def test_many_codes_that_nobody_has_are_asked_about_a_page_at_a_time(client, lead, choose, press):
    client.sign_in(lead)
    codes = [f"QQ{number:03}" for number in range(30)]
    address = choose(survey("ZZ1", *codes), "survey_2024.csv")
    first = client.get(address)
    assert "10 other codes are listed once these are decided" in words(first)
    assert len([name for name in typed_in(first) if name.startswith("place-")]) == 20

    leave_out = {f"choice-{code}": "leave out" for code in codes[:20]}
    second = client.get(press(address, "again", **leave_out).location)
    assert "QQ029" in words(second)
    assert "10 things to decide" in words(second)

    done = client.get(press(address, "again", **{"choice-QQ020": "leave out"}).location)
    assert "9 things to decide" in words(done)


@pytest.mark.sqlite_only
def test_the_codes_not_listed_can_be_left_out_in_one_go(client, lead, choose, press):
    client.sign_in(lead)
    codes = [f"QQ{number:03}" for number in range(30)]
    address = choose(survey("ZZ1", *codes), "survey_2024.csv")

    leave_out = {f"choice-{code}": "leave out" for code in codes[:20]}
    settled = press(address, "again", leave_out_others="y", **leave_out)

    assert heading(client.get(settled.location)) == "This file can be accepted"
    press(settled.location, "accept")
    assert len(versions()[0].answers["decided"]) == 30
