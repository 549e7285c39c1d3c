"""Small phone logs for the tests of imports: a table with a header, invented numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import loading
from ringback.actions.imports import Reading
from ringback.channels.calllog import intake
from ringback.models import Arrival, Callback, Entry
from ringback.queries import imports
from ringback.queries.scope import scope
from tests.cast import NOON

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.imports import BatchRow
    from ringback.rules.access import Actor

HEADER = "Call ID,Direction,From,To,Start Time,Duration,Result"
OURS = "12025550100"


def missed(number: str, at: str, *, day: str = "2026-11-20", call_id: str = "") -> str:
    """Somebody called and nobody answered: the last four digits and the time of day."""
    caller = f"1202555{number}" if number else "anonymous"
    return _row(call_id or f"{day}-{at}-{number}", "Inbound", caller, OURS, f"{day} {at}", "Missed")


def voicemail(number: str, at: str, *, day: str = "2026-11-20") -> str:
    """Somebody left a voicemail of half a minute."""
    caller = f"1202555{number}" if number else "anonymous"
    return _row(f"{day}-{at}-{number}", "Inbound", caller, OURS, f"{day} {at}", "Voicemail")


def answered(number: str, at: str, *, day: str = "2026-11-20") -> str:
    """Somebody got through."""
    when = f"{day} {at}"
    return _row(f"{when}-{number}", "Inbound", f"1202555{number}", OURS, when, "Answered")


def returned(number: str, at: str, *, day: str = "2026-11-20") -> str:
    """We called and they answered."""
    when = f"{day} {at}"
    return _row(f"{when}-{number}", "Outbound", OURS, f"1202555{number}", when, "Answered")


def log(*rows: str) -> bytes:
    """A whole file."""
    return "\n".join([HEADER, *rows, ""]).encode()


def bring(
    file: bytes, by: Actor, *, now: datetime = NOON, keep: bool = False, **reading: object
) -> UUID:
    """Read a file and lay its calls ready."""
    how = Reading(**reading)  # type: ignore[arg-type]
    return intake.bring(file, how, name="calls.csv", by=by, now=now, keep=keep)


def run(batch_id: UUID, by: Actor, *, now: datetime = NOON, size: int = 2000) -> BatchRow:
    """Put the whole import in the queue."""
    while not loading.load_chunk(batch_id, by=by, now=now, size=size).finished:
        pass
    found = imports.batch(by, batch_id)
    assert found is not None
    return found


def queue_of(by: Actor, **where: object) -> list[Callback]:
    """The open callbacks of a practice, oldest first."""
    with scope(by.practice_id):
        found = Callback.objects.filter(closed_at__isnull=True, **where)
        return list(found.order_by("received_at", "phone"))


def arrivals_of(by: Actor, **where: object) -> list[Arrival]:
    with scope(by.practice_id):
        return list(Arrival.objects.filter(**where).order_by("happened_at"))


def journal_of(by: Actor, batch_id: UUID | None = None) -> list[tuple[str, bool]]:
    with scope(by.practice_id):
        entries = Entry.objects.filter(subject_kind="import", actor_id=by.person_id)
        if batch_id is not None:
            entries = entries.filter(subject_id=batch_id)
        return list(entries.order_by("id").values_list("verb", "refused"))


def _row(call_id: str, direction: str, caller: str, callee: str, at: str, result: str) -> str:
    return f"{call_id},{direction},{caller},{callee},{at}:00,30,{result}"


TEN = log(*(missed(f"01{number:02}", f"9:{number:02}") for number in range(10, 20)))
"""Ten callers, one call each."""
