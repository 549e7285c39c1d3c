"""An import's life: begun with a file, filled with its calls, and given up when somebody says so.

`actions/staging.py` turns the calls into rows, `actions/loading.py` puts them in the queue chunk by
chunk, `actions/undoing.py` takes the whole import back.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ringback.actions.act import NotFound, NotPermitted, Refused, signed
from ringback.models import BadRow, Entry, ImportBatch, ImportFile, StagedCall, StagedPatient
from ringback.queries import imports as found_imports
from ringback.queries import statement
from ringback.queries.scope import scope
from ringback.rules import access
from ringback.rules.access import Permission
from ringback.rules.arrival import MISSED, UNSORTED
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.queries.imports import BatchRow
    from ringback.rules.access import Actor

OVER: Final = gettext_noop("This import is over already.")
ABANDONED: Final = timedelta(days=1)
"""How long a file that nobody puts in the queue is kept: it is patient data."""

IN_THE_QUEUE: Final = gettext_noop("Some of these calls are in the queue already.")

signed_import = partial(signed, subject_kind="import")
"""Every action on an import is journalled under the import."""


@dataclass(frozen=True, kw_only=True)
class Log:
    """A file as it came: its name, its digest, and its bytes where they are to be kept a while."""

    name: str
    digest: str
    content: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a person said the file is to be read. `zone` is empty for the practice's own."""

    zone: str = ""
    format: str = ""
    our_numbers: tuple[str, ...] = ()
    known_callers: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    day: str = ""
    category: str = ""
    """The kind of request somebody said all of a list is."""

    def as_json(self) -> dict[str, Any]:
        """The same, ready to be kept with the batch."""
        return {
            "zone": self.zone,
            "format": self.format,
            "our_numbers": list(self.our_numbers),
            "known_callers": list(self.known_callers),
            "columns": self.columns,
            "day": self.day,
            "category": self.category,
        }

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Reading:
        """What was kept with a batch."""
        return cls(
            zone=kept["zone"],
            format=kept["format"],
            our_numbers=tuple(kept["our_numbers"]),
            known_callers=tuple(kept["known_callers"]),
            columns=kept["columns"],
            day=kept["day"],
            category=kept.get("category", ""),
        )


def begin(
    log: Log, reading: Reading, *, by: Actor, now: datetime, needs: Permission = Permission.IMPORT
) -> UUID:
    """The batch for a file: a new one, or the unfinished one of the same file read the same way.

    Raises NotPermitted. Somebody whose lanes do not hold missed calls puts none in the queue.
    """
    with signed_import("import begun", by=by, now=now, needs=needs) as act:
        act.changed = False
        _require_lanes(by)
        statement.lock_key(str(by.practice_id), f"{by.practice_id} import {log.digest}")
        batch = _unfinished(by, log, reading) or _new(log, reading, by, now)
        if log.content is not None:
            _keep(batch, log.content)
        act.subject_id = batch.id
    return batch.id


def reread(
    batch_id: UUID,
    reading: Reading,
    *,
    by: Actor,
    now: datetime,
    needs: Permission = Permission.IMPORT,
) -> None:
    """Read the file another way: what was staged is forgotten. Raises Refused, NotFound."""
    with signed_import("import columns corrected", by=by, now=now, needs=needs) as act:
        batch = alive(act, batch_id)
        if batch.loading_at is not None:
            raise Refused(Reason(code="in_the_queue", words=IN_THE_QUEUE))
        forget_rows(batch)
        batch.settings = {**batch.settings, "reading": reading.as_json()}
        batch.staged_at = None
        batch.save(update_fields=["settings", "staged_at"])


def cancel(batch_id: UUID, *, by: Actor, now: datetime) -> None:
    """Stop here: what is in the queue stays and can be undone, the rest is forgotten."""
    with signed_import("import cancelled", by=by, now=now, needs=Permission.IMPORT) as act:
        batch = alive(act, batch_id)
        forget_rows(batch)
        forget_file(batch)
        batch.cancelled_at = now
        batch.save(update_fields=["cancelled_at"])


def looked_at(batch_id: UUID, *, by: Actor, now: datetime, needs: Permission) -> None:
    """Write down that somebody looks at the callers of an import. Raises NotFound, NotPermitted."""
    with signed_import("import looked at", by=by, now=now, needs=needs) as act:
        act.changed = False
        locked(act, batch_id)


def bad_rows_exported(batch_id: UUID, *, by: Actor, now: datetime) -> None:
    """Write down that somebody takes its unusable rows away. Raises NotFound, NotPermitted."""
    with signed_import("bad rows exported", by=by, now=now, needs=Permission.IMPORT) as act:
        act.changed = False
        locked(act, batch_id)


def listed(*, by: Actor, now: datetime) -> list[BatchRow]:
    """The imports there were, for whoever may import. Raises NotPermitted, and writes it down."""
    allowed(by=by, now=now, needs=Permission.IMPORT)
    return found_imports.past(by)


def allowed(*, by: Actor, now: datetime, needs: Permission) -> None:
    """Refuse, and write the refusal down, where somebody may not; otherwise leave no trace."""
    with signed_import("imports listed", by=by, now=now, needs=needs) as act:
        act.silent = True


def forget_abandoned(practice_id: UUID, *, now: datetime) -> int:
    """A tick duty: drop files and rows of imports that nobody went on with for a day."""
    with scope(practice_id):
        left = ImportBatch.objects.select_for_update(skip_locked=True).filter(
            practice_id=practice_id,
            started_at__lt=now - ABANDONED,
            loading_at__isnull=True,
            cancelled_at__isnull=True,
            undone_at__isnull=True,
        )
        found = list(left)
        for batch in found:
            forget_rows(batch)
            forget_file(batch)
        ImportBatch.objects.filter(id__in=[each.id for each in found]).update(cancelled_at=now)
        Entry.objects.bulk_create(
            Entry(
                practice_id=practice_id,
                at=now,
                via="tick",
                verb="import forgotten",
                subject_kind="import",
                subject_id=each.id,
                changed=False,
            )
            for each in found
        )
    return len(found)


def locked(act: Act, batch_id: UUID) -> ImportBatch:
    """The batch, locked until the action ends. Raises NotFound, NotPermitted."""
    act.subject_id = batch_id
    _require_lanes(act.by)
    calls = ImportBatch.objects.exclude(format=found_imports.PATIENTS)
    found = calls.select_for_update(of=("self",)).filter(id=batch_id).first()
    if found is None:
        raise NotFound
    return found


def _require_lanes(by: Actor) -> None:
    """An import is full of missed calls: nobody begins, sees or takes back what is not theirs."""
    for code in (MISSED, UNSORTED):
        if no := access.lane_refusals(by, code):
            raise NotPermitted(*no)


def alive(act: Act, batch_id: UUID) -> ImportBatch:
    """The same, which nobody has finished, cancelled or undone. Raises Refused too."""
    batch = locked(act, batch_id)
    if batch.finished_at or batch.cancelled_at or batch.undone_at:
        raise Refused(Reason(code="import_over", words=OVER))
    return batch


def forget_rows(batch: ImportBatch) -> None:
    """Delete what was read from the file and is not in the queue."""
    for staged in (StagedCall, StagedPatient):
        staged.objects.filter(practice_id=batch.practice_id, batch_id=batch.id).delete()
    BadRow.objects.filter(practice_id=batch.practice_id, batch_id=batch.id).delete()


def forget_file(batch: ImportBatch) -> None:
    """Delete the bytes of the file."""
    ImportFile.objects.filter(practice_id=batch.practice_id, batch_id=batch.id).delete()


def _unfinished(by: Actor, log: Log, reading: Reading) -> ImportBatch | None:
    return (
        ImportBatch.objects.select_for_update(of=("self",))
        .filter(
            practice_id=by.practice_id,
            digest=log.digest,
            settings__reading=reading.as_json(),
            finished_at__isnull=True,
            cancelled_at__isnull=True,
            undone_at__isnull=True,
        )
        .order_by("-started_at")
        .first()
    )


def _new(log: Log, reading: Reading, by: Actor, now: datetime) -> ImportBatch:
    return ImportBatch.objects.create(
        practice_id=by.practice_id,
        file_name=log.name.replace("\0", "")[:200],
        digest=log.digest,
        settings={"reading": reading.as_json()},
        started_by_id=by.person_id,
        started_at=now,
    )


def _keep(batch: ImportBatch, content: bytes) -> None:
    if batch.loading_at is None:
        ImportFile.objects.get_or_create(
            practice_id=batch.practice_id,
            batch_id=batch.id,
            defaults={"content": zlib.compress(content, level=1)},
        )
