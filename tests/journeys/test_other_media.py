"""The same pages on paper, and in the colours that a reader has chosen."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

SHEET = b"/Type /Page\n"  # as a PDF says where each begins


@pytest.mark.parametrize("link", ["What you owe", "Plan"])
def test_what_is_owed_and_the_plan_print_on_one_sheet_each(visit, link):
    chief = visit("chief executive")
    chief.follows(link)

    printed = chief.page.pdf(prefer_css_page_size=True)

    assert printed.count(SHEET) == 1


def test_in_chosen_colours_every_verdict_keeps_its_word_and_its_shape(visit):
    chief = visit("chief executive")
    chief.page.emulate_media(forced_colors="active")

    for link in ("Plan", "Measures"):
        chief.follows(link)
        said = chief.page.locator("main .tracker-verdict")
        assert said.count() > 8
        for each in said.all():
            expect(each.locator(".tracker-verdict__word")).not_to_be_empty()
            assert each.locator("use").count() == 1
