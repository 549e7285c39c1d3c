"""What must be true afterwards, whatever was killed. A check answers with violations in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faults.ledger import Ledger
    from tests.faults.server import Server

Row = dict[str, Any]

TABLES = {
    "arrivals": "SELECT id::text, external_id, source, idempotency_key, callback_id::text"
    " AS callback FROM arrival",
    "callbacks": "SELECT id::text, owner_id::text AS owner, fence, stage, outcome, tries, arrivals,"
    " closed_by_id::text AS closed_by FROM callback",
    "attempts": "SELECT id::text, callback_id::text AS callback, by_id::text AS who, result"
    " FROM attempt",
    "notes": "SELECT callback_id::text AS callback, author_id::text AS who, text FROM note",
    "drafts": "SELECT callback_id::text AS callback, author_id::text AS who, text FROM draft",
    "facts": "SELECT callback_id::text AS callback, code, value, by_id::text AS who FROM done_fact",
    "journal": "SELECT subject_id::text AS subject, actor_id::text AS who, verb, changed, refused"
    " FROM journal",
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """Everything in the database, past every wall, read at one moment."""

    arrivals: list[Row]
    callbacks: dict[str, Row]
    attempts: list[Row]
    notes: list[Row]
    drafts: list[Row]
    facts: list[Row]
    journal: list[Row]

    def changes(self, verb: str) -> Counter[str]:
        """How often the journal says this was done, per callback."""
        return Counter(
            each["subject"]
            for each in self.journal
            if each["verb"] == verb and each["changed"] and not each["refused"]
        )


def look(server: Server) -> Found:
    """Read everything in one transaction, so that nothing is half seen."""
    rows: dict[str, list[Row]] = {}
    with server.admin() as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for name, statement in TABLES.items():
            cursor = connection.execute(statement)
            names = [each.name for each in cursor.description or ()]
            rows[name] = [dict(zip(names, values, strict=True)) for values in cursor]
    callbacks = {each["id"]: each for each in rows.pop("callbacks")}
    return Found(callbacks=callbacks, **rows)


def violations(ledger: Ledger, found: Found) -> list[str]:
    """Everything that should not be, by every check."""
    said = [words for check in CHECKS for words in check(ledger, found)]
    return [*ledger.wrong, *said]


def acknowledged_arrivals_are_there_once(ledger: Ledger, found: Found) -> Iterator[str]:
    there = {each["id"]: each for each in found.arrivals}
    for told in ledger.arrivals.values():
        kept = there.get(told.arrival_id)
        if kept is None:
            yield f"arrival {told.key} was acknowledged and is lost"
        elif (kept["callback"], kept["external_id"]) != (
            told.callback_id,
            told.body["external_id"],
        ):
            yield f"arrival {told.key} is not what was acknowledged"
        if told.callback_id not in found.callbacks:
            yield f"the callback of arrival {told.key} was acknowledged and is lost"


def nothing_came_in_twice(_: Ledger, found: Found) -> Iterator[str]:
    for name in ("external_id", "idempotency_key"):
        counted = Counter((each["source"], each[name]) for each in found.arrivals)
        for (_source, value), times in counted.items():
            if value is not None and times > 1:
                yield f"{name} {value} is there {times} times"


def acknowledged_claims_are_kept(ledger: Ledger, found: Found) -> Iterator[str]:
    journal = Counter(
        (each["subject"], each["who"])
        for each in found.journal
        if each["verb"] == "claimed" and not each["refused"]
    )
    for told in ledger.claims:
        now = found.callbacks.get(told.callback_id)
        if now is None or now["fence"] < told.fence:
            yield f"the claim of {told.callback_id} at fence {told.fence} is lost"
        elif now["fence"] == told.fence and now["owner"] != told.person_id:
            yield f"callback {told.callback_id} has another owner at fence {told.fence}"
        if not journal[told.callback_id, told.person_id]:
            yield f"the claim of {told.callback_id} is not in the journal"


def acknowledged_attempts_are_there_once(ledger: Ledger, found: Found) -> Iterator[str]:
    there = {each["id"]: each for each in found.attempts}
    for told in ledger.attempts.values():
        kept = there.get(told.attempt_id)
        if kept is None:
            yield f"try {told.attempt_id} was acknowledged and is lost"
        elif (kept["callback"], kept["who"], kept["result"]) != (
            told.callback_id,
            told.person_id,
            told.result,
        ):
            yield f"try {told.attempt_id} is not what was acknowledged"
    counted = Counter(each["callback"] for each in found.attempts)
    for callback, times in counted.items():
        if times > ledger.attempt_keys[callback]:
            yield f"callback {callback} has {times} tries, made: {ledger.attempt_keys[callback]}"


def acknowledged_notes_are_there_once(ledger: Ledger, found: Found) -> Iterator[str]:
    counted = Counter((each["callback"], each["who"], each["text"]) for each in found.notes)
    for told in [*ledger.attempts.values(), *ledger.done.values()]:
        if not counted[told.callback_id, told.person_id, told.note]:
            yield f"a note on {told.callback_id} was acknowledged and is lost"
    for (callback, _who, _text), times in counted.items():
        if times > 1:
            yield f"a note on {callback} is there {times} times"


def acknowledged_closings_are_kept(ledger: Ledger, found: Found) -> Iterator[str]:
    facts = {(each["callback"], each["code"]): each for each in found.facts}
    for told in ledger.done.values():
        now = found.callbacks.get(told.callback_id)
        if now is None or (now["stage"], now["outcome"], now["closed_by"]) != (
            "closed",
            "done",
            told.person_id,
        ):
            yield f"the closing of {told.callback_id} was acknowledged and is lost"
        for code, value in told.facts.items():
            kept = facts.get((told.callback_id, code))
            if kept is None or (kept["value"], kept["who"]) != (value, told.person_id):
                yield f"the fact {code} of {told.callback_id} is not what was acknowledged"


def nothing_is_half(_: Ledger, found: Found) -> Iterator[str]:
    """A row, its number on the callback and its entry in the journal come together or not."""
    sums = (
        ("arrivals", Counter(each["callback"] for each in found.arrivals), "received"),
        ("tries", Counter(each["callback"] for each in found.attempts), "attempted"),
    )
    for callback, now in found.callbacks.items():
        for column, rows, verb in sums:
            counts = (now[column], rows[callback], found.changes(verb)[callback])
            if len(set(counts)) > 1:
                yield f"callback {callback} is half: {column} says {counts}"
        if (now["stage"] == "closed") != (found.changes("done")[callback] == 1):
            yield f"callback {callback} is half closed"


CHECKS: tuple[Callable[[Ledger, Found], Iterator[str]], ...] = (
    acknowledged_arrivals_are_there_once,
    nothing_came_in_twice,
    acknowledged_claims_are_kept,
    acknowledged_attempts_are_there_once,
    acknowledged_notes_are_there_once,
    acknowledged_closings_are_kept,
    nothing_is_half,
)
