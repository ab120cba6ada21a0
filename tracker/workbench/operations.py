"""Keeping a list that was drawn, and what a co-ordinator decides of two people on it."""

from datetime import date

from tracker import audit
from tracker.audit import Actor
from tracker.errors import OutOfDate, Refused
from tracker.extensions import insert_all
from tracker.mentoring.models import Programme
from tracker.mentoring.overriding import Price
from tracker.workbench import drawing, pool, queries
from tracker.workbench.drawing import Drawn
from tracker.workbench.locks import hold_programme
from tracker.workbench.models import LeftOut, MatchRun, Override, Suggestion

NOTHING_TO_DO = "This pair is locked already"


def keep(programme: Programme, drawn: Drawn, seen: int | None, because: str, by: Actor) -> MatchRun:
    """Keep a list as the programme's newest. `seen` is the run that it takes the place of: when
    somebody drew another meanwhile, theirs stands."""
    hold_programme(programme.id)
    before = queries.newest_run(programme.id)
    if (before.id if before else None) != seen:
        raise OutOfDate(queries.MEANWHILE)
    run, settings = drawn.run, drawn.run.settings
    kept = MatchRun(
        programme=programme,
        number=before.number + 1 if before else 1,
        previous_id=seen,
        because=because,
        made_by_id=by.person_id,
        settings=drawing.written(settings),
        raised=drawn.price is not None,
        price=drawn.price,
        rules_version=run.rules_version,
        solver=run.solver,
        input=pool.written(drawn.pool),
        fingerprint=run.input_hash,
        seconds=run.seconds,
        leaders=len(drawn.pool.leaders),
        mentees=len(drawn.pool.mentees),
        places=run.places,
        matched=run.matched,
        total=run.total,
        worst=run.worst,
        fifth_percentile=run.fifth_percentile,
        longest_wait=drawn.longest_wait,
    )
    audit.record(by, "drew a list of pairs", kept, matched=run.matched, number=kept.number)
    _keep_lines(kept.id, drawn)
    return kept


def _keep_lines(run_id: int, drawn: Drawn) -> None:
    before = drawn.pool.suggested
    pairs = [
        {
            "run_id": run_id,
            "leader_id": pair.leader,
            "mentee_id": pair.mentee,
            "score": pair.score,
            "parts": list(pair.parts),
            "rank": pair.rank,
            "locked": pair.locked,
            "steps_back": pair.steps_back,
            "as_before": (pair.leader, pair.mentee) in before,
        }
        for pair in drawn.run.pairs
    ]
    insert_all(Suggestion, pairs)
    insert_all(
        LeftOut,
        [
            {"run_id": run_id, "mentee_id": mentee, "reasons": reasons}
            for mentee, reasons in sorted(drawn.reasons.items())
        ],
    )


def override(
    run: MatchRun,
    kind: str,
    pair: tuple[int, int],
    reason: str,
    price: Price | None,
    today: date,
    by: Actor,
) -> Override:
    """Lock a pair (a leader's id and a mentee's), rule it out, or give the mentee that leader.

    It holds for every list from here on, and takes the place of what held of the mentee before.
    """
    hold_programme(run.programme_id)
    queries.refuse_unless_newest(run)
    if not reason.strip():
        raise Refused("Say why", "reason")
    leader, mentee = pair
    for each in queries.overrides_of(run.programme_id):
        if each.mentee_id != mentee or (each.kind == "exclude" and each.leader_id != leader):
            continue
        if each.locks and kind == "lock" and each.leader_id == leader:
            raise Refused(NOTHING_TO_DO)
        lift(each, today, by)
    decided = Override(
        programme=run.programme,
        run_id=run.id,
        kind=kind,
        leader_id=leader,
        mentee_id=mentee,
        reason=reason.strip(),
        people=price.people if price else 0,
        points=price.points if price else 0,
        by_id=by.person_id,
    )
    audit.record(by, f"overrode a list: {kind}", decided, run=run.id)
    return decided


def lift(decided: Override, today: date, by: Actor) -> None:
    """Let the next list decide again."""
    if decided.lifted_on is not None:
        raise Refused("This was lifted already")
    decided.lifted_on, decided.lifted_by_id = today, by.person_id
    audit.record(by, "lifted an override", decided)
