"""The list of an organisation's posts, its download, and who answers to whom."""

import csv
import io
from datetime import timedelta

import pytest

from tests import factories
from tests.client import page, words
from tests.conftest import TODAY

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def signed_in(client, administrator):
    client.sign_in(administrator)


@pytest.fixture
def posts(trust, chair, chief, nurse):
    """The line of three, a post somebody acts in, one left empty, and one closed."""
    acting = factories.post(trust, title="Medical Director", line_post_id=chief.id)
    factories.hold(acting, factories.person(name="Rajiv Sethi"))
    factories.hold(acting, factories.person(name="Lin Park"), acting=True)
    left = factories.post(trust, title="Director of Strategy", line_post_id=chief.id)
    factories.hold(left, factories.person(name="Anil Desai"), until=YESTERDAY)
    factories.hold(left, factories.person(name="Not Yet"), since=TODAY + timedelta(days=9))
    factories.post(trust, title="Director of Quillwork", closed_on=YESTERDAY)


def listed(client, trust, **asked):
    shown = client.get(f"/organisations/{trust.id}/posts", query_string=asked)
    body = page(shown).tbody
    return [row.th.a.get_text() for row in body.find_all("tr")] if body else []


def download(client, trust, **asked):
    answer = client.get(f"/organisations/{trust.id}/posts.csv", query_string=asked)
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))


EVERY_OPEN = [
    "Chair",
    "Chief executive",
    "Chief Nurse",
    "Director of Strategy",
    "Medical Director",
]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, EVERY_OPEN),
        ({"show": "nonsense"}, EVERY_OPEN),
        ({"show": "vacant"}, ["Chief Nurse", "Director of Strategy"]),
        ({"show": "acting"}, ["Medical Director"]),
        ({"show": "senior"}, ["Chair"]),
        ({"show": "no-line"}, ["Chair"]),
        ({"show": "closed"}, ["Director of Quillwork"]),
        ({"q": "chief"}, ["Chief executive", "Chief Nurse"]),
        ({"q": "OKAFOR"}, ["Chief executive"]),
        ({"q": "lin park"}, ["Medical Director"]),
        ({"q": "desai"}, []),
        ({"q": "%"}, []),
        ({"q": "chief", "show": "vacant"}, ["Chief Nurse"]),
        ({"sort": "newest", "q": "director"}, ["Director of Strategy", "Medical Director"]),
        ({"sort": "holder", "show": "no-line"}, ["Chair"]),
    ],
)
def test_posts_are_searched_filtered_and_sorted(client, trust, posts, asked, titles):
    assert listed(client, trust, **asked) == titles
    assert sorted(row["Title"] for row in download(client, trust, **asked)) == sorted(titles)


def test_sorted_by_holder_the_vacant_stand_first(client, trust, posts):
    assert listed(client, trust, sort="holder") == [
        *("Chief Nurse", "Director of Strategy"),
        *("Chief executive", "Medical Director", "Chair"),
    ]


def test_each_post_says_who_holds_it_and_whom_it_answers_to(client, trust, posts):
    shown = words(client.get(f"/organisations/{trust.id}/posts"))

    assert "5 posts, as at 23 November 2026" in shown
    assert "Acting: Lin Park" in shown
    assert "Vacant since 23 November 2026" in shown
    assert "Vacant , never held yet" in shown
    assert "Answers to No other post" in shown


def test_every_filter_says_how_many_there_are(client, trust, posts):
    shown = page(client.get(f"/organisations/{trust.id}/posts")).find(class_="tracker-show")

    counts = {item.a.get_text(): int(item.span.get_text()) for item in shown.find_all("li")}
    assert counts == {
        "Open": 5,
        "Vacant": 2,
        "Held by somebody acting": 1,
        "Senior leaders": 1,
        "Answering to no other": 1,
        "Closed": 1,
    }


def test_posts_of_other_organisations_are_not_among_them(client, trust, elsewhere, chair):
    factories.post(elsewhere, title="Chair of elsewhere")

    assert listed(client, trust) == ["Chair"]
    assert [row["Title"] for row in download(client, trust)] == ["Chair"]


def test_a_line_post_elsewhere_is_named_with_its_organisation(client, trust, elsewhere, chair):
    chair.line_post_id = factories.post(elsewhere, title="Regional director").id
    factories.saved(chair)

    for path in ("posts", "line"):
        shown = words(client.get(f"/organisations/{trust.id}/{path}"))
        assert "Regional director, Fernhollow NHS Trust" in shown


@pytest.mark.parametrize("sort", ["title", "holder", "newest"])
def test_a_long_list_has_pages_and_loses_nobody(client, trust, sort):
    titles = {factories.post(trust, title=f"Post {n % 3} {n}").title for n in range(60)}

    seen, path = [], f"/organisations/{trust.id}/posts?sort={sort}"
    while path:
        shown = page(client.get(path))
        seen += [row.th.a.get_text() for row in shown.tbody.find_all("tr")]
        onward = shown.find("a", rel="next")
        path = onward["href"] if onward else None

    assert len(seen) == 60
    assert set(seen) == titles


def test_with_no_posts_the_page_says_what_to_do(client, trust):
    assert "There are no posts here yet" in words(client.get(f"/organisations/{trust.id}/posts"))
    assert "Show all open posts" in words(client.get(f"/organisations/{trust.id}/posts?q=x"))
    assert "no open posts" in words(client.get(f"/organisations/{trust.id}/line"))
    assert download(client, trust) == []


def test_a_download_is_no_formula(client, trust):
    factories.post(trust, factories.person(name="+A1"), title="=1+1")

    [row] = download(client, trust)

    assert (row["Title"], row["Holder"]) == ("'=1+1", "'+A1")


def test_a_download_says_what_its_rows_are(client, trust, posts):
    row = next(r for r in download(client, trust) if r["Title"] == "Director of Strategy")

    assert row == {
        "Title": "Director of Strategy",
        "Holder": "Vacant",
        "Acting": "no",
        "Held since": "",
        "Vacant since": "2026-11-23",
        "Answers to": "Chief executive",
        "Of organisation": "Northbridge NHS Foundation Trust",
        "Senior leader": "no",
        "Closed on": "",
        "As at": "2026-11-23",
    }


@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", ["posts", "posts.csv", "line", "posts/add"])
def test_a_page_asks_as_much_of_200_posts_as_of_5(client, trust, path):
    asked = []
    for count in (5, 195):
        for n in range(count):
            holder = factories.person() if n % 2 else None
            factories.post(trust, holder, title=f"Post {count} {n}")
        client.get(f"/organisations/{trust.id}/{path}")
        asked.append(client.queries)

    assert asked[0] == asked[1]
    assert asked[0] <= 14


@pytest.mark.sqlite_only
def test_the_page_of_a_post_asks_as_much_of_200_below_it_as_of_5(client, trust, chief):
    asked = []
    for count in (5, 195):
        for _ in range(count):
            factories.post(trust, line_post_id=chief.id)
        client.get(f"/posts/{chief.id}")
        asked.append(client.queries)

    assert asked[0] == asked[1]


# Who answers to whom


def nested(item):
    """A list in lists as the page has it: title -> what stands under it."""
    return {
        each.a.get_text(): nested(each.ul) if each.ul else {}
        for each in item.find_all("li", recursive=False)
    }


def test_the_line_is_a_list_in_lists(client, trust, posts):
    shown = page(client.get(f"/organisations/{trust.id}/line"))

    assert nested(shown.find(class_="tracker-line")) == {
        "Chair": {
            "Chief executive": {
                "Chief Nurse": {},
                "Director of Strategy": {},
                "Medical Director": {},
            }
        }
    }
    assert "5 open posts, each under the post that it answers to, as at 23 November 2026" in (
        " ".join(shown.get_text(" ").split())
    )


def test_an_old_circle_is_shown_and_can_be_put_right(client, trust, chair, chief, nurse):
    chair.line_post_id = nurse.id
    factories.saved(chair)

    shown = client.get(f"/organisations/{trust.id}/line")

    assert nested(page(shown).find(class_="tracker-line")) == {
        "Chair": {"Chief executive": {"Chief Nurse": {}}}
    }
    assert "and through it to itself" in words(shown)
    assert f"/posts/{chair.id}/edit" in shown.text


@pytest.mark.sqlite_only
def test_a_line_is_drawn_however_long(client, trust):
    above = None
    for n in range(120):
        above = factories.post(trust, title=f"Post {n}", line_post_id=above and above.id)

    assert client.get(f"/organisations/{trust.id}/line").text.count("<li><a") == 120


def test_the_organisations_page_leads_there(client, trust, colleague):
    path = f"/organisations/{trust.id}"

    assert f'"{path}/posts"' in client.get(path).text
    assert f'"{path}/line"' in client.get(path).text
    assert "/posts" not in client.sign_in(colleague).get(path).text
