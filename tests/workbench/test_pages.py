"""What the Leadership Centre does on the workbench, page by page."""

import csv
import io
from datetime import date

import pytest

from tests import factories
from tests.client import page, words
from tests.workbench.steps import listed
from tracker.extensions import db
from tracker.jobs.models import Job
from tracker.mentoring.models import EqualityRecord, Exclusion
from tracker.permissions import Role
from tracker.workbench import queries, tasks
from tracker.workbench.models import MatchRun, Override, Suggestion

WEIGHTS = {
    "goals": 35,
    "profession": 15,
    "grade": 15,
    "availability": 10,
    "travel": 10,
    "named": 15,
    "floor": 350,
    "seen": "",
}


@pytest.fixture
def at(programme):
    return f"/mentoring/programmes/{programme.id}"


@pytest.fixture
def signed_in(client, centre):
    return client.sign_in(centre)


def runs():
    db.session.expire_all()
    return db.session.query(MatchRun).order_by(MatchRun.id).all()


def rows(response):
    return list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))


def why(run, mentee, then=""):
    return f"/mentoring/runs/{run.id}/people/{mentee.person_id}{then}"


def test_the_first_list_is_drawn_from_the_workbench_and_tells_nobody(signed_in, at, few):
    first = words(signed_in.get(f"{at}/workbench"))
    assert "Five people are in the pool" in first

    signed_in.post(f"{at}/draw", data=WEIGHTS)

    shown = words(signed_in.get(f"{at}/workbench"))
    assert "List 1 is drawn" in shown
    assert "2 of 3" in shown
    assert "2 suggested pairs" in shown
    assert "nobody is told until you release the pairs" in shown
    assert "Amara Nwosu with Helen Marsh" in shown
    assert "2 of their 2 goals, first among them (Budgets and finance; Chairing meetings)" in shown
    assert "1 without a leader" in shown
    assert "recruit a leader in Vale" in shown


def test_weights_are_tried_and_nothing_is_kept(signed_in, at, programme, few):
    listed(programme)

    shown = words(signed_in.get(f"{at}/weights", query_string=WEIGHTS | {"goals": 100}))

    assert "What these weights would do" in shown
    assert "Nothing is kept by looking" in shown
    assert "As in list 1" in shown
    assert len(runs()) == 1


def test_the_weights_that_were_tried_are_drawn_and_stand_beside_the_list_before(
    signed_in, at, programme, few
):
    first = listed(programme)

    signed_in.post(f"{at}/draw", data=WEIGHTS | {"goals": 100, "seen": first.id})

    shown = words(signed_in.get(f"{at}/workbench"))
    assert runs()[-1].weights["goals"] == 100
    assert runs()[-1].settings["version"] == 2
    assert "was 35" in shown
    assert "than list 1" in shown or "As in list 1" in shown
    assert "Both lists are scored with the weights of list 2" in shown


def test_raising_the_worst_shows_its_price_first(signed_in, at, programme, few):
    listed(programme)

    shown = words(signed_in.get(f"{at}/weights", query_string=WEIGHTS | {"raised": "y"}))

    assert "Raising the worst match takes" in shown
    assert not runs()[0].raised


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (dict.fromkeys(list(WEIGHTS)[:6], 0), "The weights come to nought"),
        ({"goals": -1}, "Goals must be a number from 0 to 1,000"),
        ({"travel": 10**12}, "Travel must be a number from 0 to 1,000"),
        ({"named": "lots"}, "Preference must be a whole number"),
        ({"grade": ""}, "Grade gap must be a number from 0 to 1,000"),
        ({"floor": 1001}, "Floor must be a number from 0 to 1,000"),
    ],
)
def test_weights_that_cannot_be_are_refused_and_what_was_typed_stays(
    signed_in, at, few, answers, sentence
):
    for shown in (
        signed_in.get(f"{at}/weights", query_string=WEIGHTS | answers),
        signed_in.post(f"{at}/draw", data=WEIGHTS | answers),
    ):
        assert "There is a problem" in words(shown)
        assert sentence in words(shown)
        typed = {
            one["name"]: one.get("value") for one in page(shown).select(".tracker-weight input")
        }
        assert typed == {name: str((WEIGHTS | answers)[name]) for name in typed}
    assert runs() == []


def test_the_workbench_says_who_came_into_the_pool_since(signed_in, at, programme, few, join):
    listed(programme)
    assert "come into the pool since" not in words(signed_in.get(f"{at}/workbench"))

    join("Zoe Bell")

    assert "One person has come into the pool since" in words(signed_in.get(f"{at}/workbench"))


def test_weights_asked_for_without_any_lead_back(signed_in, at):
    assert signed_in.get(f"{at}/weights").location == f"{at}/workbench"


def test_nobody_draws_over_what_somebody_else_drew_meanwhile(signed_in, at, programme, few):
    seen = listed(programme).id
    listed(programme)

    answer = signed_in.post(f"{at}/draw", data=WEIGHTS | {"seen": seen})

    assert answer.status_code == 409
    assert "Somebody drew a new list while you were looking at this one" in words(answer)
    assert {one["value"] for one in page(answer).select("input[name=seen]")} == {str(runs()[-1].id)}
    assert len(runs()) == 2


@pytest.mark.parametrize("seen", ["abc", "-1", "9" * 30])
def test_a_list_that_nobody_saw_is_not_drawn_over(signed_in, at, programme, few, seen):
    assert signed_in.post(f"{at}/draw", data=WEIGHTS | {"seen": seen}).status_code == 409


def test_an_empty_pool_gives_an_empty_list(signed_in, at):
    signed_in.post(f"{at}/draw", data=WEIGHTS)

    shown = words(signed_in.get(f"{at}/workbench"))

    assert "0 of 0" in shown
    assert "Nobody is in the pool who looks for a leader" in shown
    assert "Nobody is in the pool" in words(signed_in.get(f"{at}/pool"))


def test_a_large_pool_is_long_work(signed_in, centre, at, few, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    shown = words(signed_in.get(f"{at}/weights", query_string=WEIGHTS))
    assert "drawn in the background" in shown

    answer = signed_in.post(f"{at}/draw", data=WEIGHTS)

    job = db.session.query(Job).one()
    assert answer.location == f"/jobs/{job.id}"
    assert "2 of 3 people matched" in words(signed_in.get(answer.location))
    assert [each.made_by_id for each in runs()] == [centre.id]


def test_long_work_that_somebody_was_quicker_than_says_so(
    signed_in, at, programme, few, monkeypatch
):
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    seen = listed(programme).id
    listed(programme)

    answer = signed_in.post(f"{at}/draw", data=WEIGHTS | {"seen": seen})

    assert "Somebody drew a new list" in words(signed_in.get(answer.location))
    assert len(runs()) == 2


def test_a_pair_is_explained_in_parts_and_rank_and_by_why_no_better_leader(
    signed_in, programme, join, another
):
    join("Helen Marsh", "leader", another, goals=["finance", "chairing"])
    karim = join("Karim Daly", "leader", another, goals=["finance"])
    both = [join(name, goals=["finance", "chairing"]) for name in ("Amara Nwosu", "Leila Haddad")]
    run = listed(programme)
    lines = [queries.line_of(run, one.person_id) for one in both]
    [line] = [each for each in lines if each.leader.person_id == karim.person_id]

    shown = words(signed_in.get(why(run, line.mentee)))

    assert "Goals 210 of 350 1 of their 2 goals, first among them (Budgets and finance)." in shown
    assert "Karim Daly is number 2 of the 2 leaders whom" in shown
    assert "Helen Marsh" in shown
    assert "full; giving them this place would leave one person" in shown or "cost others" in shown
    assert "it is as good a list" in shown or "points" in shown
    assert "Not checked, because it is not known: manager" in shown


def test_whoever_was_left_out_is_explained_with_what_each_leader_would_cost(
    signed_in, programme, few
):
    run = listed(programme)
    [left] = queries.reasons_in(run)
    person = next(
        one for one in (few.amara, few.leila, few.samuel) if queries.left_out(run, one.person_id)
    )

    shown = words(signed_in.get(why(run, person)))

    assert "Why nobody was found for" in shown
    assert "2 leaders in the pool" in shown
    assert "Whom to recruit" in shown
    assert left["leaders"] == 2


def test_a_change_shows_its_price_first_and_holds_once_it_has_a_reason(
    signed_in, at, programme, few
):
    run = listed(programme)
    line = queries.line_of(run, few.amara.person_id)
    assert line.leader.person_id == few.helen.person_id

    priced = words(signed_in.get(why(run, few.amara, "/exclude")))
    assert "Rule out Amara Nwosu with Helen Marsh" in priced
    assert "Who moves" in priced
    assert "Amara Nwosu Helen Marsh" in priced.replace("Leader now ", "").replace("Who looks ", "")

    for reason, sentence in ((" ", "Say why"), ("x" * 501, "500 characters or fewer")):
        refused = signed_in.post(why(run, few.amara, "/exclude"), data={"reason": reason})
        assert sentence in words(refused)
    assert len(runs()) == 1

    signed_in.post(why(run, few.amara, "/exclude"), data={"reason": "They worked together"})

    assert [each.because for each in runs()] == ["asked for", "exclude"]
    [decided] = db.session.query(Override).all()
    assert (decided.kind, decided.reason) == ("exclude", "They worked together")
    held = words(signed_in.get(f"{at}/overrides"))
    assert "Amara Nwosu with Helen Marsh" in held
    assert "They worked together" in held

    signed_in.post(f"/mentoring/overrides/{decided.id}/lift")
    assert "the matching decides alone" in words(signed_in.get(f"{at}/overrides"))
    assert "They worked together" in words(signed_in.get(f"{at}/overrides?show=all"))


def test_a_lock_draws_no_new_list_and_is_marked(signed_in, at, programme, few):
    run = listed(programme)

    signed_in.post(why(run, few.amara, "/lock"), data={"reason": "They asked for it"})

    assert len(runs()) == 1
    assert "1 held by your decision" in words(signed_in.get(f"{at}/workbench"))
    shown = signed_in.get(f"{at}/workbench?show=locked")
    assert "Amara Nwosu" in words(shown)
    assert len(page(shown).select(".tracker-couple--locked")) == 1
    assert "Lift this" in words(signed_in.get(why(run, few.amara)))


def test_another_leader_is_given_and_whoever_had_them_moves(signed_in, programme, few):
    run = listed(programme)
    there = why(run, few.amara, "/leader")

    priced = words(signed_in.get(there, query_string={"leader": few.owen.person_id}))
    assert "Give Amara Nwosu the leader Owen Price" in priced

    answers = {"leader": few.owen.person_id, "reason": "Goals matter less to her"}
    signed_in.post(there, data=answers)

    newest = queries.newest_run(programme.id)
    assert queries.line_of(newest, few.amara.person_id).leader.person_id == few.owen.person_id
    assert queries.line_of(newest, few.amara.person_id).suggestion.locked


def test_two_change_places_whoever_else_there_is(signed_in, programme, few):
    run = listed(programme)
    leaders = {
        one.person_id: queries.line_of(run, one.person_id).leader.person_id
        for one in (few.amara, few.leila)
    }
    there = why(run, few.amara, "/places")
    answers = {"other": few.leila.person_id, "reason": "Both would rather"}

    priced = words(signed_in.get(there, query_string={"other": few.leila.person_id}))
    assert "Amara Nwosu changes places with Leila Haddad" in priced
    assert "Who moves" in priced
    signed_in.post(there, data=answers)

    newest = queries.newest_run(programme.id)
    assert {
        one.person_id: queries.line_of(newest, one.person_id).leader.person_id
        for one in (few.amara, few.leila)
    } == dict(zip(leaders, reversed(leaders.values()), strict=True))
    assert [each.kind for each in queries.overrides_of(programme.id)] == ["swap", "swap"]


def test_whoever_has_nobody_can_take_somebodys_place(signed_in, programme, few):
    run = listed(programme)
    [left] = [
        one for one in (few.amara, few.leila, few.samuel) if queries.left_out(run, one.person_id)
    ]
    has = few.amara if left is not few.amara else few.leila
    leader = queries.line_of(run, has.person_id).leader.person_id

    answers = {"other": left.person_id, "reason": "They have waited long"}
    signed_in.post(why(run, has, "/places"), data=answers)

    newest = queries.newest_run(programme.id)
    assert queries.line_of(newest, left.person_id).leader.person_id == leader
    kinds = sorted(each.kind for each in queries.overrides_of(programme.id))
    assert kinds == ["exclude", "swap"]


@pytest.mark.parametrize("other", ["themselves", "nobody"])
def test_nobody_changes_places_with_themselves_or_with_a_stranger(
    signed_in, programme, few, centre, other
):
    run = listed(programme)
    whom = few.amara.person_id if other == "themselves" else centre.id

    shown = signed_in.get(why(run, few.amara, "/places"), query_string={"other": whom})

    assert "This cannot be" in words(shown)


def test_a_change_that_a_rule_forbids_says_which(signed_in, programme, few):
    factories.saved(Exclusion(enrolment_id=few.amara.id, person_id=few.owen.person_id))
    run = listed(programme)
    there = why(run, few.amara, "/leader")

    for shown in (
        signed_in.get(there, query_string={"leader": few.owen.person_id}),
        signed_in.post(there, data={"leader": few.owen.person_id, "reason": "No matter"}),
    ):
        assert "This cannot be: This pair cannot be locked: excluded by the mentee" in words(shown)
    assert db.session.query(Override).count() == 0


@pytest.mark.parametrize("leader", ["", "abc", "9" * 30])
def test_a_leader_who_is_nobody_is_not_found(signed_in, programme, few, leader):
    run = listed(programme)

    answer = signed_in.get(why(run, few.amara, "/leader"), query_string={"leader": leader})

    assert answer.status_code == 404


def test_a_leader_of_another_pool_cannot_be_given(signed_in, programme, few, centre):
    run = listed(programme)

    shown = signed_in.get(why(run, few.amara, "/leader"), query_string={"leader": centre.id})

    assert "One of these two is not in the pool" in words(shown)


def test_nothing_is_decided_from_an_older_list(signed_in, programme, few):
    old = listed(programme)
    listed(programme)

    assert "nothing is decided from it" in words(signed_in.get(why(old, few.amara)))
    answer = signed_in.post(why(old, few.amara, "/exclude"), data={"reason": "Late"})
    assert answer.status_code == 409


def test_somebody_who_is_on_no_list_is_not_explained(signed_in, programme, few, centre):
    run = listed(programme)

    for then in ("", "/lock", "/exclude", "/sell"):
        assert (
            signed_in.get(f"/mentoring/runs/{run.id}/people/{centre.id}{then}").status_code == 404
        )


def test_the_list_is_narrowed_sorted_paged_and_downloaded(signed_in, at, programme, join, another):
    for n in range(30):
        join(f"Mentee {n:02}")
        join(f"Leader {n:02}", "leader", another)
    run = listed(programme)

    first = signed_in.get(f"{at}/workbench?sort=name")
    names = [one.get_text(" ", strip=True) for one in page(first).select(".tracker-couple__name")]
    assert len(names) == 25
    assert names[0].startswith("Mentee 00")
    further = page(first).find("a", rel="next")["href"]
    assert "Mentee 29" in words(signed_in.get(further))
    assert "No pair of this list is like that" in words(signed_in.get(f"{at}/workbench?q=nobody"))
    assert "Mentee 07" in words(signed_in.get(f"{at}/workbench?q=07&sort=wait"))
    assert len(rows(signed_in.get(f"/mentoring/runs/{run.id}/pairs.csv"))) == 31
    assert len(rows(signed_in.get(f"/mentoring/runs/{run.id}/pairs.csv?show=locked"))) == 1


def test_a_list_is_a_record_that_can_be_drawn_again(signed_in, at, programme, few):
    run = listed(programme)

    shown = words(signed_in.get(f"/mentoring/runs/{run.id}?again=yes"))

    assert "Drawn again from what went in: the same pairs" in shown
    assert run.fingerprint in shown
    assert "scipy" in shown
    assert "Goals 35, Profession 15" in shown
    listing = words(signed_in.get(f"{at}/runs"))
    assert "2 of 3" in listing
    assert rows(signed_in.get(f"{at}/runs.csv"))[1][0] == "1"
    assert "No list was drawn for that reason" in words(signed_in.get(f"{at}/runs?because=swap"))


def test_a_record_that_no_longer_comes_out_as_it_was_says_so(signed_in, programme, few):
    run = listed(programme)
    one, other = db.session.query(Suggestion).filter_by(run_id=run.id).order_by(Suggestion.id)
    one.leader_id, other.leader_id = other.leader_id, one.leader_id
    db.session.commit()

    shown = words(signed_in.get(f"/mentoring/runs/{run.id}?again=yes"))

    assert "the pairs are others" in shown


def test_the_board_holds_places_against_people(signed_in, at, programme, few, join, trust):
    listed(programme)

    shown = words(signed_in.get(f"{at}/pool"))

    assert "3 people wait for a leader. 2 places are free, with 2 leaders" in shown
    assert "Vale People who wait 3 2 can meet remotely Free places 2 Balance 1 place short" in shown
    assert "Research and evidence People who wait 1 Free places 0 Balance 1 place short" in shown
    assert len(rows(signed_in.get(f"{at}/pool.csv"))) == 4
    assert len(rows(signed_in.get(f"{at}/pool.csv?region=Vale"))) == 4
    narrowed = signed_in.get(f"{at}/pool?q=amara&region=Vale&sort=name")
    assert "Leila" not in words(narrowed).split("Who has waited longest")[1]
    assert "Nobody who waits is like that" in words(signed_in.get(f"{at}/pool?q=zzz"))


def test_whoever_is_left_out_is_listed_with_reasons_and_whom_to_recruit(
    signed_in, programme, few, another
):
    factories.saved(Exclusion(enrolment_id=few.amara.id, organisation_id=another.id))
    run = listed(programme)
    there = f"/mentoring/runs/{run.id}/left-out"

    shown = words(signed_in.get(there))

    assert "Excluded by the mentee: 2." in shown
    assert "Amara Nwosu" in shown
    assert "A leader in Vale or who meets remotely, offering" in shown
    assert "Nobody without a leader is like that" in words(signed_in.get(f"{there}?q=zzz"))
    assert len(rows(signed_in.get(f"{there}.csv?region=Vale"))) == 1 + run.unmatched


def test_no_ethnicity_is_on_any_page(signed_in, at, programme, few):
    for one in (few.amara, few.leila, few.samuel, few.helen):
        factories.saved(
            EqualityRecord(
                enrolment_id=one.id,
                person_id=one.person_id,
                eligible=True,
                ethnicity="Canary",
                declared_on=one.pooled_on,
            )
        )
    run = listed(programme)

    for path in (
        *(f"{at}/{each}" for each in ("workbench", "pool", "pool.csv", "runs", "overrides")),
        *(f"/mentoring/runs/{run.id}{each}" for each in ("", "/pairs.csv", "/left-out")),
        why(run, few.amara),
    ):
        told = signed_in.get(path).text.lower()
        assert "canary" not in told
        assert "ethnic" not in told


@pytest.mark.parametrize("role", [Role.STAFF_MEMBER, Role.ADMINISTRATOR, Role.EQUALITY_LEAD])
def test_the_workbench_is_the_centres_alone(client, at, programme, region, few, role):
    run = listed(programme)
    other = factories.person(region, role)

    for path in (f"{at}/workbench", f"{at}/pool", f"/mentoring/runs/{run.id}", why(run, few.amara)):
        assert client.sign_in(other).get(path).status_code == 403
    assert client.post(f"{at}/draw", data=WEIGHTS).status_code == 403


def test_to_a_stranger_and_to_a_local_co_ordinator_elsewhere_there_is_none(
    client, at, programme, trust, elsewhere, few, stranger
):
    run = listed(programme)
    local = factories.person(elsewhere, Role.LEADERSHIP_CENTRE)

    for person in (stranger, local):
        for path in (f"{at}/workbench", f"/mentoring/runs/{run.id}", why(run, few.amara)):
            assert client.sign_in(person).get(path).status_code == 404


def mentoring(shown):
    """The link of the navigation."""
    [link] = [one for one in page(shown).header.find_all("a") if one.get_text() == "Mentoring"]
    return link


def test_the_navigation_marks_all_of_the_workbench(signed_in, at):
    for path in ("workbench", "pool", "release"):
        assert mentoring(signed_in.get(f"{at}/{path}"))["aria-current"] == "true"


def test_every_list_takes_as_many_questions_for_many_as_for_few(
    signed_in, at, programme, join, another
):
    asked = []
    for people in (4, 40):
        for n in range(people):
            join(f"Mentee {people} {n}")
            if n % 2:
                join(f"Leader {people} {n}", "leader", another)
        listed(programme)
        run = listed(programme)
        paths = [f"{at}/{each}" for each in ("workbench", "pool", "runs", "overrides")]
        paths += [f"/mentoring/runs/{run.id}{each}" for each in ("", "/left-out", "/pairs.csv")]
        counted = []
        for path in paths:
            signed_in.get(path)
            counted.append(signed_in.queries)
        signed_in.get(f"{at}/weights", query_string=WEIGHTS)
        asked.append([*counted, signed_in.queries])

    assert asked[0] == asked[1]


def test_a_price_says_of_which_list_it_is_and_who_came_or_went_since(
    signed_in, at, programme, few, join
):
    run = listed(programme)
    why = f"/mentoring/runs/{run.id}/people/{few.leila.person_id}"
    before = words(signed_in.get(why)), words(signed_in.get(f"{why}/exclude"))
    few.amara.state = "withdrawn"
    db.session.commit()
    join("Zoe New")

    after = words(signed_in.get(why)), words(signed_in.get(f"{why}/exclude"))

    for each in before:
        assert "Prices are of list 1 as it was drawn on" in each
        assert "may be otherwise" not in each
    for each in after:
        assert "Since then one of its people left the pool, and one person has come into it" in each
        assert "To know, draw a new list first" in each
    bench = words(signed_in.get(f"{at}/workbench"))
    assert "One person of this list left the pool since" in bench
    assert bench.count("Cannot be now") == 1


@pytest.mark.parametrize("gone", ["leila", "owen"])
def test_nothing_is_decided_of_somebody_who_has_left(signed_in, programme, few, gone):
    run = listed(programme)
    getattr(few, gone).unavailable_until = date(2099, 1, 1)
    db.session.commit()
    exclude = f"/mentoring/runs/{run.id}/people/{few.leila.person_id}/exclude"

    shown = signed_in.get(exclude), signed_in.post(exclude, data={"reason": "Because"})

    for each in shown:
        assert "cannot be matched any more since this list was drawn" in words(each)
        assert not page(each).find("textarea")
    assert len(runs()) == 1


def test_whoever_was_approved_of_the_list_has_not_left_it(signed_in, at, programme, few):
    run = listed(programme)
    signed_in.post(f"/mentoring/runs/{run.id}/approve", data={"pair": few.amara.person_id})

    assert "left the pool" not in words(signed_in.get(f"{at}/workbench"))


def test_a_decision_about_nobody_or_about_one_person_twice_is_none(signed_in, programme, few):
    run = listed(programme)
    of_leila = f"/mentoring/runs/{run.id}/people/{few.leila.person_id}"

    assert signed_in.get(f"{of_leila}/leader?leader=999999999").status_code == 404
    assert signed_in.get(f"{of_leila}/places?other=999999999").status_code == 404
    twice = signed_in.get(f"{of_leila}/places?other={few.leila.person_id}")
    assert "Nobody changes places with themself" in words(twice)


def test_an_older_list_has_no_prices(signed_in, programme, few):
    old = listed(programme)
    listed(programme)

    shown = signed_in.get(f"/mentoring/runs/{old.id}/people/{few.leila.person_id}/exclude")

    assert "list 2 was drawn since. Prices of list 1 do not hold any more" in words(shown)
    assert not page(shown).find("textarea")
