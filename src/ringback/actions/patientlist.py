"""A patient list's life: begun with a file, read, put on file chunk by chunk, and taken back.

As an import of calls (`actions/imports.py`, `staging.py`, `loading.py`), and kept with those; its
batches are told by their format. Nothing works in the background: every request puts one chunk in.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from ringback.actions import imports
from ringback.actions.act import NotFound, Refused, signed
from ringback.actions.loading import Step
from ringback.models import BadRow, ImportBatch, ImportFile, StagedPatient
from ringback.models.ids import new_id
from ringback.queries import statement
from ringback.queries.patientlist import FORMAT
from ringback.rules.access import Permission
from ringback.rules.patientlist import NOT_USED, Verdict
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ringback.actions.act import Act
    from ringback.rules.access import Actor
    from ringback.rules.patientlist import Row

CHUNK: Final = 4000
AT_ONCE: Final = 5000
"""Rows per statement: enough to be quick, few enough to be small."""
JUDGED: Final = 20_000
"""Rows whose like on file are looked for by one statement, well within the time it may take."""
END: Final = 2**31 - 1
COLUMNS: Final = (
    "id", "position", "line", "name", "birth_date", "record_number", "language", "numbers",
    "asked", "topic",
)  # fmt: skip

NOT_READ: Final = gettext_noop("This list has not been read to its end. Choose it again.")
ON_FILE_ALREADY: Final = gettext_noop("Some of these patients are on file already.")
UNDONE: Final = gettext_noop("This list was taken back already.")

signed_list = partial(signed, subject_kind="import")
"""Every action on a list is journalled as one on an import."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a person said the list is to be read: which column is what, and how dates stand in it.

    `columns` is None where they are guessed; `order` is empty where that is found out.
    """

    columns: dict[str, int] | None = None
    order: str = ""

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Reading:
        """What was kept with a batch."""
        return cls(columns=kept["columns"], order=kept["order"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Bad:
    """A line that could not be used, or (not `skipped`) of which something was left out.

    `who` is the name in it: what only serves to be matched does not leave with the bad rows.
    """

    line: int
    reason: str
    who: str
    skipped: bool = True


@dataclass(frozen=True, kw_only=True)
class Found:
    """All that was read from a list. `rows` are (line of the file, patient)."""

    rows: Sequence[tuple[int, Row]]
    bad: Sequence[Bad] = ()
    unlisted: int = 0
    """Lines that were only counted, beside those in `bad`."""
    lines: int = 0
    order: str = ""


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What became of them: on file no more, as they were before, kept because somebody dealt."""

    withdrawn: int
    put_back: int
    kept: int


def allowed(*, by: Actor, now: datetime) -> None:
    """Refuse, and write the refusal down, where somebody may not; otherwise leave no trace."""
    with signed_list("patient lists listed", by=by, now=now, needs=Permission.IMPORT) as act:
        act.silent = True


def begin(log: imports.Log, reading: Reading, *, by: Actor, now: datetime) -> UUID:
    """The batch for a list, with the file kept until it goes in. Raises NotPermitted."""
    with signed_list("patient list begun", by=by, now=now, needs=Permission.IMPORT) as act:
        act.changed = False
        batch = ImportBatch.objects.create(
            practice_id=by.practice_id,
            file_name=log.name.replace("\0", "")[:200],
            digest=log.digest,
            format=FORMAT,
            settings={"reading": vars(reading)},
            started_by_id=by.person_id,
            started_at=now,
        )
        if log.content is not None:
            ImportFile.objects.create(
                practice_id=by.practice_id,
                batch_id=batch.id,
                content=zlib.compress(log.content, level=1),
            )
        act.subject_id = batch.id
    return batch.id


def looked_at(batch_id: UUID, *, by: Actor, now: datetime) -> None:
    """Write down that somebody looks at the patients of a list. Raises NotFound, NotPermitted."""
    with signed_list("patient list looked at", by=by, now=now, needs=Permission.IMPORT) as act:
        act.changed = False
        _locked(act, batch_id)


def rows_exported(batch_id: UUID, *, by: Actor, now: datetime) -> None:
    """Write down that somebody takes its unusable rows away. Raises NotFound, NotPermitted."""
    with signed_list("patient list rows exported", by=by, now=now, needs=Permission.IMPORT) as act:
        act.changed = False
        _locked(act, batch_id)


def stage(batch_id: UUID, found: Found, reading: Reading, *, by: Actor, now: datetime) -> None:
    """Lay the rows of a list ready, as it was read now. Raises NotFound, NotPermitted, Refused."""
    with signed_list("patient list read", by=by, now=now, needs=Permission.IMPORT) as act:
        act.changed = False
        batch = _alive(act, batch_id)
        if batch.loading_at is not None:
            raise Refused(Reason(code="on_file_already", words=ON_FILE_ALREADY))
        imports.forget_rows(batch)
        statement.without_loops()
        for rows in _in_pieces(found):
            _send(batch, rows)
        statement.rows("refresh_statistics", {})
        _keep_bad(batch, found.bad)
        aside = sum(
            _judge(batch, since, since + JUDGED) for since in range(0, len(found.rows), JUDGED)
        )
        _describe(batch, found, reading, aside, now)
        act.details = {"rows": found.lines, **batch.counts["found"]}


def load_chunk(batch_id: UUID, *, by: Actor, now: datetime, size: int = CHUNK) -> Step:
    """Put the next rows on file. Raises NotFound, NotPermitted, Refused.

    Asked again after the last one, it answers that it is finished.
    """
    with signed_list("patient list went on", by=by, now=now, needs=Permission.IMPORT) as act:
        statement.lock_practice(str(by.practice_id))
        batch = _locked(act, batch_id)
        if batch.finished_at is not None and batch.undone_at is None:
            act.silent = True
            return _step(batch)
        _refuse_unready(act, batch)
        _keep_plans_fit(_step(batch).done // size)
        statement.without_loops()
        counted = _load(act, batch, size)
        _count(batch, counted, now)
        act.details = counted
    return _step(batch)


def cancel(batch_id: UUID, *, by: Actor, now: datetime) -> None:
    """Stop here: who is on file stays and can be taken back, the rest is forgotten."""
    with signed_list("patient list cancelled", by=by, now=now, needs=Permission.IMPORT) as act:
        batch = _alive(act, batch_id)
        imports.forget_rows(batch)
        imports.forget_file(batch)
        batch.cancelled_at = now
        batch.save(update_fields=["cancelled_at"])


def undo(batch_id: UUID, *, by: Actor, now: datetime) -> Undone:
    """Take a whole list back, finished or not. Raises NotFound, NotPermitted, Refused.

    Whoever had to do with a callback, a call, a visit or a rule since then stays on file.
    """
    with signed_list("patient list undone", by=by, now=now, needs=Permission.IMPORT) as act:
        statement.lock_practice(str(by.practice_id))
        batch = _locked(act, batch_id)
        if batch.undone_at is not None:
            raise Refused(Reason(code="undone_already", words=UNDONE))
        withdrawn, put_back, kept = _take_back(batch, now)
        imports.forget_rows(batch)
        imports.forget_file(batch)
        batch.undone_at = now
        act.details = {"withdrawn": withdrawn, "put_back": put_back, "kept": kept}
        batch.counts["undone"] = act.details
        batch.save(update_fields=["undone_at", "counts"])
    return Undone(withdrawn=withdrawn, put_back=put_back, kept=kept)


def _take_back(batch: ImportBatch, now: datetime) -> tuple[int, int, int]:
    """All in one transaction, by statements that each end in time."""
    statement.rows("refresh_statistics", {})
    statement.without_loops()
    values = {"practice": batch.practice_id, "batch": batch.id, "now": now, "size": JUDGED}
    withdrawn = put_back = kept = 0
    since: str | None = str(UUID(int=0))
    while since is not None:
        *counted, since = statement.rows("undo_patients", {**values, "since": since})[0]
        withdrawn, put_back, kept = map(sum, zip((withdrawn, put_back, kept), counted, strict=True))
    return withdrawn, put_back, kept


def _locked(act: Act, batch_id: UUID) -> ImportBatch:
    act.subject_id = batch_id
    found = (
        ImportBatch.objects.select_for_update(of=("self",))
        .filter(practice_id=act.by.practice_id, id=batch_id, format=FORMAT)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _alive(act: Act, batch_id: UUID) -> ImportBatch:
    batch = _locked(act, batch_id)
    if batch.finished_at or batch.cancelled_at or batch.undone_at:
        raise Refused(Reason(code="import_over", words=imports.OVER))
    return batch


def _refuse_unready(act: Act, batch: ImportBatch) -> None:
    _alive(act, batch.id)
    if batch.staged_at is None:
        raise Refused(Reason(code="not_read", words=NOT_READ))


def _in_pieces(found: Found) -> Iterator[list[tuple[Any, ...]]]:
    for begin_at in range(0, len(found.rows), AT_ONCE):
        piece = found.rows[begin_at : begin_at + AT_ONCE]
        yield [_values(begin_at + place, line, row) for place, (line, row) in enumerate(piece)]


def _values(position: int, line: int, row: Row) -> tuple[Any, ...]:
    numbers = [{"number": number, "label": label} for number, label in row.numbers]
    return (
        new_id(), position, line, row.name, row.birth_date, row.record_number, row.language,
        json.dumps(numbers), row.asked, row.topic,
    )  # fmt: skip


def _send(batch: ImportBatch, rows: list[tuple[Any, ...]]) -> None:
    columns = zip(*rows, strict=True)
    values = {name: list(column) for name, column in zip(COLUMNS, columns, strict=True)}
    own = {"practice": batch.practice_id, "batch": batch.id}
    statement.run("stage_patients", {**values, **own})


def _keep_bad(batch: ImportBatch, bad: Sequence[Bad]) -> None:
    BadRow.objects.bulk_create(
        (
            BadRow(
                practice_id=batch.practice_id,
                batch_id=batch.id,
                line=each.line,
                skipped=each.skipped,
                reason=each.reason[:300],
                raw=each.who,
            )
            for each in bad
        ),
        batch_size=AT_ONCE,
    )


def _judge(batch: ImportBatch, since: int, edge: int) -> int:
    """Say who is the same as whom. Whom only a person can tell is set aside; so many were."""
    own = {"practice": batch.practice_id, "batch": batch.id}
    statement.run("judge_patients", {**own, "since": since, "edge": edge})
    unclear = StagedPatient.objects.filter(**_of(batch), verdict__in=NOT_USED)
    rows = list(unclear.values_list("line", "name", "verdict"))
    _keep_bad(
        batch,
        [Bad(line=line, reason=NOT_USED[Verdict(why)], who=name) for line, name, why in rows],
    )
    if rows:
        unclear.delete()
    return len(rows)


def _of(batch: ImportBatch) -> dict[str, Any]:
    return {"practice_id": batch.practice_id, "batch_id": batch.id}


def _describe(
    batch: ImportBatch, found: Found, reading: Reading, aside: int, now: datetime
) -> None:
    skipped = sum(each.skipped for each in found.bad)
    verdicts = statement.rows("count_patients", {"practice": batch.practice_id, "batch": batch.id})
    new, same, changed, alike = verdicts[0]
    batch.rows = found.lines
    batch.staged_at = now
    batch.settings["reading"] = vars(reading)
    batch.settings["order"] = found.order
    batch.counts = {
        "found": {
            "staged": new + same + changed, "new": new, "same": same, "changed": changed,
            "alike": alike, "bad": skipped + found.unlisted + aside,
            "doubts": len(found.bad) - skipped,
        },
        "in": {},
    }  # fmt: skip
    batch.save(update_fields=["rows", "staged_at", "settings", "counts"])


def _load(act: Act, batch: ImportBatch, size: int) -> dict[str, int]:
    own = {"practice": batch.practice_id, "batch": batch.id}
    edges = statement.rows("patients_edge", {**own, "size": size})
    edge = edges[0][0] if edges else END
    aside = _judge(batch, 0, edge)
    values = {**own, "edge": edge, "now": act.now}
    fresh, changed, same, alike = statement.rows("load_patients", values)[0]
    return {"new": fresh, "changed": changed, "same": same, "alike": alike, "aside": aside}


def _keep_plans_fit(chunk: int) -> None:
    """At each doubling, tell the database how full its tables have become (see loading)."""
    if chunk.bit_count() <= 1:
        statement.rows("refresh_statistics", {})


def _count(batch: ImportBatch, counted: dict[str, int], now: datetime) -> None:
    so_far = batch.counts["in"]
    batch.counts["in"] = {name: so_far.get(name, 0) + number for name, number in counted.items()}
    if batch.loading_at is None:
        batch.loading_at = now
        imports.forget_file(batch)
    if not StagedPatient.objects.filter(**_of(batch)).exists():
        batch.finished_at = now
    batch.save(update_fields=["counts", "loading_at", "finished_at"])


def _step(batch: ImportBatch) -> Step:
    inside = batch.counts.get("in", {})
    return Step(
        done=sum(inside.get(name, 0) for name in ("new", "changed", "same", "aside")),
        total=batch.counts.get("found", {}).get("staged", 0),
        finished=batch.finished_at is not None,
    )
