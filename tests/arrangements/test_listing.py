"""Whoever runs a programme sees its local arrangements, and nobody's denial."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.arrangements.test_local import answer
from tests.client import page, words
from tests.governance.test_retention import keep_to_retention
from tracker.arrangements.models import LocalClaim
from tracker.extensions import db
from tracker.permissions import Role

TOLD = datetime(2026, 10, 1, 9, tzinfo=UTC)


def where(programme, name=""):
    return f"/mentoring/programmes/{programme.id}/local{name}"


def rows(response):
    """The cells of each row, without the headings that stand in them for a phone."""
    return [
        [cell.select("span")[-1].get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in page(response).select("tbody tr")
    ]


@pytest.fixture
def three(client, told, mentee, leader, programme, trust):
    """One confirmed, one denied and one that waits, the last of a leader of another name."""
    first, second = told(), told(email="other@nhs.example")
    other = factories.person(email="other@nhs.example", organisation_id=trust.id)
    answer(client, mentee, first)
    answer(client, other, second, "no")
    zoe = factories.person(trust, Role.STAFF_MEMBER, name="=Zoë Ash")
    factories.local_claim(programme, zoe, trust, told_at=TOLD, name="Somebody Unasked")


def test_they_are_listed_filtered_and_sorted(client, three, programme, centre, mentee):
    client.sign_in(centre)

    def listed(**asked):
        response = client.get(where(programme), query_string=asked)
        return [(row[1], row[2], row[5]) for row in rows(response)]

    confirmed = ("Ada Okafor", "Farid Khan", "Confirmed")
    denied = ("Ada Okafor", "Not named before they confirm", "Not confirmed")
    waiting = ("=Zoë Ash", "Not named before they confirm", "Waiting: no account yet")
    assert listed() == [denied, confirmed, waiting]
    assert listed(sort="oldest") == [waiting, confirmed, denied]
    assert listed(sort="leader") == [waiting, confirmed, denied]
    assert listed(show="waiting") == [waiting]
    assert listed(show="confirmed", q="okafor") == [confirmed]
    assert listed(show="nonsense", sort="nonsense", q="zoë") == [waiting]
    assert "No arrangement is shown" in words(client.get(where(programme, "?q=%25")))


def test_the_file_has_what_the_page_has_and_runs_nothing(client, three, programme, centre):
    text = client.sign_in(centre).get(where(programme, ".csv")).text

    assert "'=Zoë Ash" in text
    assert "Somebody Unasked" not in text
    assert "Not checked: we do not know the leader’s manager or the colleague’s manager" in text
    assert text.count("\r\n") == 4
    assert client.get(where(programme, ".csv?show=confirmed")).text.count("\r\n") == 2


def test_who_said_no_cannot_be_told_from_who_was_taken_back(
    client, three, programme, centre, leader
):
    denied = db.session.query(LocalClaim).filter_by(email="other@nhs.example").one()
    before = rows(client.sign_in(centre).get(where(programme)))
    client.sign_in(leader).post(f"/you/local-mentoring/{denied.id}/take-back")

    assert rows(client.sign_in(centre).get(where(programme))) == before


def test_a_pair_that_has_come_into_one_line_is_seen(client, three, programme, centre, mentee):
    confirmed = db.session.query(LocalClaim).filter_by(email="").one()
    above = factories.post(centre_of(programme), title="Chief")
    factories.hold(above, db.session.get(type(mentee), confirmed.leader_id))
    factories.post(centre_of(programme), mentee, title="Nurse", line_post_id=above.id)

    response = client.sign_in(centre).get(where(programme, "?show=confirmed"))

    assert page(response).find("b", string="One of the two is the other’s manager")


def centre_of(programme):
    return db.session.get(factories.Organisation, programme.organisation_id)


def test_a_long_list_is_paged_with_as_many_questions(client, programme, trust, leader, centre):
    client.sign_in(centre)
    assert "No leader has told of an arrangement yet" in words(client.get(where(programme)))
    factories.local_claim(programme, leader, trust, told_at=TOLD)
    client.get(where(programme))
    few = client.queries
    for n in range(26):
        later = TOLD + timedelta(days=n + 1)
        factories.local_claim(programme, factories.person(), trust, told_at=later)

    response = client.get(where(programme))

    assert client.queries == few
    following = client.get(page(response).find("a", rel="next")["href"])
    assert [row[3] for row in rows(following)] == ["2 Oct 2026", "1 Oct 2026"]


def test_nobody_else_sees_the_list(client, programme, stranger, colleague, lead, leader):
    for somebody, code in ((stranger, 404), (colleague, 403), (lead, 403), (leader, 403)):
        client.sign_in(somebody)
        assert client.get(where(programme)).status_code == code
        assert client.get(where(programme, ".csv")).status_code == code


def test_whom_a_leader_named_is_blanked_after_90_days_denied_or_unanswered(
    client, three, programme
):
    old = datetime(2026, 8, 1, 9, tzinfo=UTC)
    for claim in db.session.query(LocalClaim):
        claim.told_at = old
    kept = factories.local_claim(programme, factories.person(), centre_of(programme), told_at=TOLD)
    db.session.commit()

    factories.organisation(code="X24", kind="national")

    keep_to_retention()

    left = {claim.id: (claim.name, claim.email) for claim in db.session.query(LocalClaim)}
    assert left.pop(kept.id) == (kept.name, kept.email)
    assert set(left.values()) == {("", "")}
    assert len(left) == 3
