"""The record of who did and saw what, as a manager or auditor reads it: no patient in any line."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from ringback.models import Callback, Entry, Membership
from ringback.queries.scope import scope, trip
from ringback.rules.unusual import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE: Final = 50
EXPORTED_AT_ONCE: Final = 1_000
EXPORTED_MOST: Final = 100_000
"""A longer list is exported in several: one day after the other."""

SEEN: Final = (
    "opened", "claimed", "opened in need", "seen in need", "draft of somebody gone read",
    "queue seen", "moves seen", "searched", "looked at the record", "record exported",
    "queue exported", "disclosed in a file",
    "import looked at", "closing looked at", "hours looked at", "reopening looked at",
    "policy looked at",
    "bad rows exported", "imports listed", "known callers listed", "policy exported",
)  # fmt: skip
"""Entries that say somebody saw something or took it away."""

REVIEWED: Final = timedelta(days=7)


class Line(NamedTuple):
    """One entry. `category` is the kind of request of the callback it is about, if it is one."""

    id: UUID
    at: datetime
    actor_id: UUID | None
    actor: str | None
    via: str
    verb: str
    subject_kind: str
    subject_id: UUID | None
    refused: bool
    codes: tuple[str, ...]
    category: str | None
    subject: str | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which lines; None where it does not matter. `after` is where the page before ended."""

    since: datetime | None = None
    until: datetime | None = None
    person_id: UUID | None = None
    subjects: tuple[UUID, ...] | None = None
    verbs: tuple[str, ...] | None = None
    refused: bool | None = None
    after: Cursor | None = None


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """One place in the order: newest first."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        text = f"{self.at.astimezone(UTC).isoformat()}~{self.id.hex}"
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """The place a link names; None for one that was cut or changed: the first page then."""
        try:
            padded = text + "=" * (-len(text) % 4)
            at, key = urlsafe_b64decode(padded.encode()).decode().split("~")
            moment = datetime.fromisoformat(at)
            return cls(at=moment, id=UUID(key)) if moment.tzinfo else None
        except ValueError:
            return None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of lines, and where the next begins."""

    lines: list[Line]
    next: Cursor | None


@dataclass(frozen=True, kw_only=True)
class Named:
    """A callback as the record names it: its id and its kind of request."""

    id: UUID
    category: str
    received_at: datetime


def page(practice_id: UUID, asked: Asked, *, size: int = PAGE) -> Page:
    """One page, newest first."""
    after = asked.after
    values = {
        "practice": practice_id,
        "since": asked.since,
        "until": asked.until,
        "person": asked.person_id,
        "subjects": list(asked.subjects) if asked.subjects is not None else None,
        "verbs": list(asked.verbs) if asked.verbs is not None else None,
        "refused": asked.refused,
        "after_at": after.at if after else None,
        "after_id": after.id if after else None,
        "most": size + 1,
    }
    found = [_line(row) for row in trip(practice_id, ("record_page", values))[0]]
    lines = found[:size]
    last = lines[-1] if len(found) > size else None
    return Page(lines=lines, next=Cursor(at=last.at, id=last.id) if last else None)


def everything(practice_id: UUID, asked: Asked) -> Iterator[Line]:
    """All of the lines, at most as many as one file may have."""
    after: Cursor | None = None
    for _ in range(EXPORTED_MOST // EXPORTED_AT_ONCE):
        values = {**vars(asked), "after": after}
        found = page(practice_id, Asked(**values), size=EXPORTED_AT_ONCE)
        yield from found.lines
        after = found.next
        if after is None:
            return


def callbacks_of(practice_id: UUID, callback_id: UUID) -> list[Named]:
    """A callback and those of the same number, newest first; empty where there is no such one."""
    with scope(practice_id):
        phone = Callback.objects.filter(practice_id=practice_id, id=callback_id)
        found = phone.values_list("phone", flat=True).first()
        if found is None:
            return []
        here = Callback.objects.filter(practice_id=practice_id)
        same = here.filter(phone=found) if found else here.filter(id=callback_id)
        rows = same.order_by("-received_at", "-id").values_list("id", "category", "received_at")
        return [Named(id=key, category=code, received_at=at) for key, code, at in rows]


def people(practice_id: UUID) -> list[tuple[UUID, str]]:
    """Everybody who ever was of the practice, by name: what they did stays."""
    found = Membership.objects.filter(practice_id=practice_id).order_by("person__name", "id")
    return list(found.values_list("person_id", "person__name"))


def for_review(practice_id: UUID, *, now: datetime) -> list[Seen]:
    """What the review of unusual access looks at."""
    values = {"practice": practice_id, "since": now - REVIEWED}
    return [
        Seen(
            person_id=who,
            at=at,
            subject_id=what,
            refused=_codes(codes),
            in_need=verb == "opened in need",
            searched=verb == "searched",
        )
        for who, at, what, codes, verb in trip(practice_id, ("record_for_review", values))[0]
    ]


def looked_lately(
    practice_id: UUID, person_id: UUID, verb: str, details: dict[str, Any], *, since: datetime
) -> bool:
    """Whether this person's entry of this kind was written since then. Needs the scope."""
    return Entry.objects.filter(
        practice_id=practice_id,
        actor_id=person_id,
        verb=verb,
        details=details,
        refused=False,
        at__gt=since,
    ).exists()


def is_here(practice_id: UUID, page: str, of: UUID) -> bool:
    """Whether what a page is of is this practice's: a callback or a person. Needs the scope."""
    if page == "callback":
        return Callback.objects.filter(practice_id=practice_id, id=of).exists()
    return Membership.objects.filter(practice_id=practice_id, person_id=of).exists()


def _line(row: tuple[Any, ...]) -> Line:
    codes = Line._fields.index("codes")
    return Line._make((*row[:codes], _codes(row[codes]), *row[codes + 1 :]))


def _codes(found: str | list[str] | None) -> tuple[str, ...]:
    return tuple(json.loads(found) if isinstance(found, str) else found or ())
