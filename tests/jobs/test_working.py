"""Long work is done once, step by step, and taken up again once when it stopped."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests import factories
from tests.jobs.conftest import NOW
from tracker import jobs
from tracker.accounts.models import Person
from tracker.audit import JOB, AuditEntry
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.jobs import operations, tasks
from tracker.jobs.models import Job, Worker
from tracker.jobs.registry import ROUNDS, WORKS


def acts():
    query = sa.select(AuditEntry.did, AuditEntry.actor).where(AuditEntry.thing == "job")
    return [tuple(row) for row in db.session.execute(query.order_by(AuditEntry.id))]


def fall_silent(job, begun=1, ago=timedelta(minutes=3), **more):
    job.state, job.begun, job.heartbeat_at = "running", begun, NOW - ago
    for name, value in more.items():
        setattr(job, name, value)
    db.session.commit()


def test_work_is_done_and_its_result_and_acts_are_kept(ask, in_a_worker):
    job = ask(lambda progress, many: {"says": f"{many} counted"}, many=3)
    assert job.state == "waiting"

    in_a_worker(jobs.tasks.start, job.id)

    assert (job.state, job.result, job.begun) == ("done", {"says": "3 counted"}, 1)
    assert job.says == "Done. 3 counted"
    assert acts() == [
        ("asked for long work", "person"),
        ("began long work", "job"),
        ("long work done", "job"),
    ]


def test_work_that_nobody_declared_is_not_asked_for(app):
    with pytest.raises(ValueError, match="no work is called 'something'"):
        jobs.operations.ask("something", by=JOB)


def test_what_is_asked_for_and_not_kept_is_not_done(ask, work, app):
    work(lambda progress: None)
    jobs.operations.ask("counting", by=JOB)
    db.session.rollback()

    assert db.session.scalar(sa.select(sa.func.count(Job.id))) == 0


def test_each_step_is_kept_and_counted_before_the_next(ask, in_a_worker):
    def rename(progress, people):
        progress.of(len(people))
        for person_id in people:
            begin_writing()
            db.session.get_one(Person, person_id).name = "Counted"
            progress.step()
            if person_id == people[1]:
                raise RuntimeError("a person's name in the text of a fault")

    people = [factories.person().id for _ in range(3)]
    job = ask(rename, people=people)

    in_a_worker(jobs.tasks.start, job.id)

    names = [db.session.get_one(Person, person_id).name == "Counted" for person_id in people]
    assert names == [True, True, False]
    assert (job.state, job.steps_done, job.steps) == ("failed", 2, 3)


def test_a_fault_is_told_in_a_sentence_of_ours_and_logged_without_its_text(
    ask, in_a_worker, caplog
):
    somebody = "Ruth Mensah"

    def fail(progress):
        raise RuntimeError(somebody)

    job = ask(fail)

    in_a_worker(jobs.tasks.start, job.id)

    assert (job.state, job.fault) == ("failed", tasks.FAULT)
    assert "RuntimeError" in caplog.text
    assert "Ruth" not in caplog.text


def test_a_rule_that_refuses_says_so_itself(ask, in_a_worker):
    def refuse(progress):
        raise Refused("Adopt the plan first. " + "x" * 300)

    job = ask(refuse)

    in_a_worker(jobs.tasks.start, job.id)

    assert job.state == "failed"
    assert job.says.startswith("Not finished. Adopt the plan first.")
    assert len(job.fault) == 200


def test_work_that_is_no_longer_known_fails(ask, in_a_worker):
    job = ask()
    del WORKS["counting"]

    in_a_worker(jobs.tasks.start, job.id)

    assert job.state == "failed"
    assert job.title == "counting"


def test_two_workers_told_of_one_job_do_it_once(ask, in_a_worker):
    done = []
    job = ask(lambda progress: done.append(1))

    for _ in range(2):
        in_a_worker(tasks.run, job.id)

    assert done == [1]
    assert job.begun == 1


def test_what_waits_and_is_cancelled_is_never_begun(ask, in_a_worker):
    done = []
    job = ask(lambda progress: done.append(1))

    operations.cancel(job, by=JOB)
    db.session.commit()
    in_a_worker(tasks.run, job.id)

    assert (job.state, done) == ("cancelled", [])


def test_what_is_being_done_stops_after_the_step_it_is_at(ask, in_a_worker):
    def count(progress):
        for step in range(3):
            if step == 1:
                begin_writing()
                operations.cancel(db.session.scalars(sa.select(Job)).one(), by=JOB)
            progress.step()

    job = ask(count)

    in_a_worker(tasks.run, job.id)

    assert (job.state, job.steps_done) == ("cancelled", 2)


def test_what_has_ended_cannot_be_cancelled(ask, in_a_worker):
    job = ask()
    in_a_worker(tasks.run, job.id)

    with pytest.raises(Refused, match="nothing to cancel"):
        operations.cancel(job, by=JOB)


def test_a_worker_told_to_end_leaves_the_rest_to_the_next_one(ask, in_a_worker):
    counted = []

    def count(progress):
        progress.of(2 - len(counted))
        while len(counted) < 2:
            counted.append(1)
            progress.step()

    job = ask(count)
    tasks.ending.set()
    try:
        in_a_worker(tasks.run, job.id)
    finally:
        tasks.ending.clear()
    assert (job.state, job.begun, len(counted)) == ("waiting", 0, 1)

    in_a_worker(tasks.run, job.id)

    assert (job.state, job.begun, len(counted)) == ("done", 1, 2)


def test_what_waits_and_is_not_in_the_queue_is_found_by_the_sweep(ask, in_a_worker):
    job = ask()

    in_a_worker(tasks.sweep, NOW)

    assert job.state == "done"


def test_work_that_fell_silent_is_taken_up_again_and_ends(ask, in_a_worker):
    job = ask()
    fall_silent(job)

    in_a_worker(tasks.sweep, NOW)

    assert (job.state, job.begun) == ("done", 2)
    assert ("long work fell silent", "job") in acts()


def test_work_heard_of_within_two_minutes_is_left_alone(ask, in_a_worker):
    job = ask()
    fall_silent(job, ago=timedelta(minutes=1, seconds=59))

    in_a_worker(tasks.sweep, NOW)

    assert (job.state, job.begun) == ("running", 1)


def test_work_that_fell_silent_twice_is_given_up_with_a_sentence(ask, in_a_worker):
    job = ask()
    fall_silent(job, begun=2)

    in_a_worker(tasks.sweep, NOW)

    assert (job.state, job.fault) == ("failed", operations.STOPPED_TWICE)
    assert job.ended_at == NOW


def test_work_that_was_to_stop_and_fell_silent_has_stopped(ask, in_a_worker):
    job = ask()
    fall_silent(job, cancel_asked_at=NOW)

    in_a_worker(tasks.sweep, NOW)

    assert (job.state, job.begun) == ("cancelled", 1)


def test_whoever_was_thought_dead_stops_and_changes_nothing(ask, in_a_worker):
    """The first one comes back while the second is at it."""
    steps = []

    def count(progress):
        steps.append(1)
        if len(steps) == 1:
            begin_writing()
            db.session.execute(sa.update(Job).values(begun=2))
        progress.step()
        steps.append("went on")

    job = ask(count)

    in_a_worker(tasks.run, job.id)

    assert steps == [1]
    assert (job.state, job.begun, job.fault) == ("running", 2, None)


def test_a_worker_says_that_it_is_there_and_at_what(ask, in_a_worker, monkeypatch):
    job = ask()
    fall_silent(job)
    monkeypatch.setitem(tasks.beginnings, job.id, 1)

    for _ in range(2):
        in_a_worker(tasks.beat, "host:1", NOW)

    worker = db.session.scalars(sa.select(Worker)).one()
    assert (worker.name, worker.seen_at, job.heartbeat_at) == ("host:1", NOW, NOW)
    in_a_worker(tasks.leave, "host:1")
    assert db.session.scalars(sa.select(Worker)).all() == []


def test_a_queue_out_of_reach_leaves_the_job_to_the_sweep(ask, app, in_a_worker, caplog):
    job = ask()
    app.config["JOBS_URL"] = "redis://127.0.0.1:1/0"

    in_a_worker(jobs.tasks.start, job.id)

    assert job.state == "waiting"
    assert "is not in the queue yet: ConnectionError" in caplog.text


@pytest.fixture
def rounds():
    """Nothing is done again and again but what the test declares."""
    before = dict(ROUNDS)
    ROUNDS.clear()
    yield tasks.Rounds()
    ROUNDS.clear()
    ROUNDS.update(before)


def test_each_small_thing_is_done_at_once_and_then_when_its_time_has_come(rounds, in_a_worker):
    done = []
    for period in ("minute", "hour", "day"):
        jobs.every(period, period)(lambda now, period=period: done.append(period))

    for minutes in (0, 0.5, 1, 59, 60, 24 * 60):
        in_a_worker(rounds.go, NOW + timedelta(minutes=minutes))

    assert [done.count(period) for period in ("minute", "hour", "day")] == [5, 3, 2]


def test_a_fault_in_one_does_not_stop_the_others_and_undoes_only_its_own(
    rounds, in_a_worker, caplog, lead, trust
):
    @jobs.every("minute", "first")
    def fail(now):
        db.session.get_one(Person, lead_id).name = "Half-way"
        db.session.flush()
        raise RuntimeError(somebody)

    @jobs.every("minute", "second")
    def rename(now):
        db.session.get_one(Person, other_id).name = "Done"

    somebody, lead_id, other_id = lead.name, lead.id, factories.person().id

    in_a_worker(rounds.go, NOW)

    assert db.session.get_one(Person, other_id).name == "Done"
    assert db.session.get_one(Person, lead_id).name == "Ruth Mensah"
    assert "'first' failed: RuntimeError" in caplog.text
    assert "Ruth" not in caplog.text


def test_a_period_that_nobody_keeps_is_refused():
    with pytest.raises(ValueError, match="'fortnight' is none of"):
        jobs.every("fortnight", "something")


def test_what_ended_long_ago_is_forgotten_and_stays_on_the_record(ask, in_a_worker):
    old, new = ask(), ask()
    for job, days in ((old, 31), (new, 29)):
        job.state, job.ended_at = "done", NOW - timedelta(days=days)
    db.session.add(Worker(name="host:1", started_at=NOW, seen_at=NOW - timedelta(days=31)))
    db.session.commit()
    kept = new.id

    in_a_worker(tasks.go_round, "clear old jobs", NOW)

    assert db.session.scalars(sa.select(Job.id)).all() == [kept]
    assert db.session.scalars(sa.select(Worker)).all() == []
    assert ("cleared long work away", "job") in acts()
