"""The queue: pages of open callbacks in order, for one person, under one filter.

Every page is one ordered walk along an index: filters that the order does not serve (overdue, due
today, several lanes) are short ordered walks merged, never a sort of everything.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.lookups import GreaterThan

from ringback.models import Callback
from ringback.queries import practice, statement
from ringback.queries.scope import scope
from ringback.rules.access import Actor, FieldClass, Permission, refusals, sees
from ringback.rules.lifecycle import Party, Stage
from ringback.rules.phone import normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from ringback.queries.practice import Pathway

PAGE: Final = 50
LAST_DIGITS: Final = 4
ORDER: Final = ("rank", "due_at", "received_at", "id")


class Filter(StrEnum):
    """What the list may be narrowed to."""

    ALL = "all"
    MINE = "mine"
    NO_OWNER = "no_owner"
    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    VISIT_TOMORROW = "visit_tomorrow"
    NEEDS_CLINICIAN = "needs_clinician"
    WAITING_ON_OTHERS = "waiting_on_others"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which part of the queue somebody asks for. Days are the practice's own."""

    filter: Filter = Filter.ALL
    category: str = ""
    source: str = ""
    search: str = ""
    after: Cursor | None = None
    now: datetime
    today: date
    tomorrow: date
    day_ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """Where the page before ended: one place in the order."""

    rank: int
    due_at: datetime
    received_at: datetime
    id: UUID

    def __str__(self) -> str:
        parts = (str(self.rank), self.due_at.isoformat(), self.received_at.isoformat(), self.id.hex)
        return urlsafe_b64encode("~".join(parts).encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Cursor:
        """Raises ValueError for anything that is not a cursor of ours."""
        padded = text + "=" * (-len(text) % 4)
        rank, due, received, key = urlsafe_b64decode(padded.encode()).decode().split("~")
        if rank not in {"0", "1", "2"}:
            raise ValueError("a rank we never gave")
        return cls(
            rank=int(rank),
            due_at=_moment(due),
            received_at=_moment(received),
            id=UUID(key),
        )


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a moment without a zone")
    return found


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue: `name`, `phone`, `words` are None where the actor may not see them."""

    id: UUID
    rank: int
    due_at: datetime
    received_at: datetime
    fence: int
    stage: str
    level: str
    category: str
    category_version_id: UUID
    kind: str
    source: str
    last_arrival_at: datetime
    arrivals: int
    due_why: str
    visit_date: date | None
    language: str
    read_at: datetime | None
    next_party: str
    next_attempt_at: datetime | None
    review_at: datetime | None
    outcome_needed: str
    tries: int
    last_result: str
    last_tried_at: datetime | None
    owner_id: UUID | None
    lease_until: datetime | None
    came_back: str
    came_back_at: datetime | None
    owner_name: str | None
    name: str | None
    phone: str | None
    words: str | None
    category_name: str

    def cursor(self) -> Cursor:
        """This row's place in the order."""
        return Cursor(rank=self.rank, due_at=self.due_at, received_at=self.received_at, id=self.id)


FIELDS: Final = (
    "id", "rank", "due_at", "received_at", "fence", "stage", "level", "category",
    "category_version_id", "kind", "source", "last_arrival_at", "arrivals", "due_why",
    "visit_date", "language", "read_at", "next_party", "next_attempt_at", "review_at",
    "outcome_needed", "tries", "last_result", "last_tried_at", "owner_id", "lease_until",
    "came_back", "came_back_at", "owner__name", "name", "phone", "words",
)  # fmt: skip
_OWNER, _NAME, _PHONE, _WORDS = (
    FIELDS.index(field) for field in ("owner_id", "name", "phone", "words")
)
_VERSION = FIELDS.index("category_version_id")


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of the queue and where the next begins."""

    rows: list[QueueRow]
    next: Cursor | None


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many open callbacks stand under each filter; 1001 means more than 1,000."""

    all: int
    mine: int
    no_owner: int
    overdue: int
    visit_tomorrow: int


def wanted(actor: Actor, *, now: datetime, **narrowed: Any) -> Wanted:  # noqa: ANN401
    """What somebody asks for at this moment, with the practice's own today and tomorrow."""
    zone = ZoneInfo(practice.zone(actor.practice_id))
    today = now.astimezone(zone).date()
    tomorrow = today + timedelta(days=1)
    return Wanted(
        now=now,
        today=today,
        tomorrow=tomorrow,
        day_ends_at=datetime.combine(tomorrow, time(), zone).astimezone(UTC),
        **narrowed,
    )


@dataclass(frozen=True, kw_only=True)
class Board:
    """The queue as a screen shows it: a page, the numbers beside the filters, the pathways."""

    page: Page
    counts: Counts
    pathways: list[Pathway]
    sources: list[str]


def page(actor: Actor, wanted: Wanted, *, size: int = PAGE) -> Page:
    """One page, most pressing first. Empty for somebody who may not see the queue."""
    if refusals(actor, Permission.SEE_QUEUE):
        return Page(rows=[], next=None)
    with scope(actor.practice_id):
        return _page(actor, wanted, size)


def board(actor: Actor, wanted: Wanted) -> Board:
    """The whole screen in one transaction. Empty for somebody who may not see the queue."""
    if refusals(actor, Permission.SEE_QUEUE):
        none = Counts(all=0, mine=0, no_owner=0, overdue=0, visit_tomorrow=0)
        return Board(page=Page(rows=[], next=None), counts=none, pathways=[], sources=[])
    with scope(actor.practice_id):
        return Board(
            page=_page(actor, wanted, PAGE),
            counts=_counts(actor, wanted),
            pathways=practice.categories(actor.practice_id),
            sources=_sources(actor),
        )


def _sources(actor: Actor) -> list[str]:
    lanes = None if actor.lanes is None else sorted(actor.lanes)
    found = statement.rows("sources", {"practice": actor.practice_id, "lanes": lanes})
    return [source for (source,) in found]


def _page(actor: Actor, wanted: Wanted, size: int) -> Page:
    walks = _walks(actor, wanted)
    found = list(_merged(walks, wanted, size + 1)) if walks else []
    rows = [row(actor, values) for values in found[:size]]
    more = len(found) > size
    return Page(rows=rows, next=rows[-1].cursor() if more else None)


def _counts(actor: Actor, wanted: Wanted) -> Counts:
    values = {
        "practice": actor.practice_id,
        "person": actor.person_id,
        "lanes": None if actor.lanes is None else sorted(actor.lanes),
        "now": wanted.now,
        "tomorrow": wanted.tomorrow,
    }
    found = statement.rows("queue_counts", values)[0]
    return Counts(
        all=found[0], mine=found[1], no_owner=found[2], overdue=found[3], visit_tomorrow=found[4]
    )


def _walks(actor: Actor, wanted: Wanted) -> list[Q]:
    """The ordered walks whose merge is the page."""
    narrow = _narrow(actor, wanted) & _searched(actor, wanted)
    walks = [narrow & walk for walk in _filter(actor, wanted)]
    if actor.lanes is None:
        return walks
    lanes = sorted(actor.lanes)
    if wanted.filter is Filter.ALL and not wanted.category:
        return [walk & Q(category=lane) for walk in walks for lane in lanes]
    return [walk & Q(category__in=lanes) for walk in walks] if lanes else []


def _filter(actor: Actor, wanted: Wanted) -> list[Q]:
    by_rank = [Q(rank=rank) for rank in range(3)]
    waits = [Q(next_party=party) for party in (Party.PATIENT, Party.THIRD_PARTY)]
    return {
        Filter.ALL: [Q()],
        Filter.MINE: [Q(owner_id=actor.person_id)],
        Filter.NO_OWNER: [Q(owner__isnull=True, stage__in=[Stage.UNSORTED, Stage.WAITING])],
        Filter.OVERDUE: [each & Q(due_at__lte=wanted.now) for each in by_rank],
        Filter.DUE_TODAY: [each & Q(due_at__lt=wanted.day_ends_at) for each in by_rank],
        Filter.VISIT_TOMORROW: [Q(visit_date=wanted.tomorrow)],
        Filter.NEEDS_CLINICIAN: [Q(next_party=Party.CLINICIAN)],
        Filter.WAITING_ON_OTHERS: waits,
    }[wanted.filter]


def _narrow(actor: Actor, wanted: Wanted) -> Q:
    found = Q(practice_id=actor.practice_id, closed_at__isnull=True)
    if wanted.category:
        found &= Q(category=wanted.category)
    if wanted.source:
        found &= Q(source=wanted.source)
    return found


def _searched(actor: Actor, wanted: Wanted) -> Q:
    """By name or by the last four digits; whoever may not browse finds the exact thing only."""
    text = wanted.search.strip()
    if not text:
        return Q()
    digits = "".join(character for character in text if character.isdigit())
    if not sees(actor, FieldClass.CONTACT, owns=False):
        exact = normalised(text, practice.country(actor.practice_id))
        own = Q(owner_id=actor.person_id)
        return Q(name__iexact=text) | Q(phone=exact) | (own & _loosely(text, digits))
    return _loosely(text, digits)


def _loosely(text: str, digits: str) -> Q:
    if len(digits) == len(text) == LAST_DIGITS:
        return Q(phone__endswith=digits)
    if len(digits) > LAST_DIGITS:
        return Q(phone__endswith=digits[-10:])
    return Q(name__icontains=text)


def _merged(walks: list[Q], wanted: Wanted, size: int) -> QuerySet[Callback, tuple[Any, ...]]:
    lists = [_walk(each, wanted)[:size] for each in walks]
    if len(lists) == 1:
        return lists[0]
    return lists[0].union(*lists[1:], all=True).order_by(*ORDER)[:size]


def _walk(where: Q, wanted: Wanted) -> QuerySet[Callback, tuple[Any, ...]]:
    found = Callback.objects.filter(where).order_by(*ORDER)
    if wanted.after is not None:
        found = found.filter(_past(wanted.after))
    return found.values_list(*FIELDS)


def _past(cursor: Cursor) -> GreaterThan:
    """A row comparison, so that the index is entered at the right place."""
    here = (cursor.rank, cursor.due_at, cursor.received_at, cursor.id)
    whole = TextField()  # Django asks every expression for a type; a row has none of its own
    return GreaterThan(
        Func(*(F(field) for field in ORDER), function="ROW", output_field=whole),
        Func(*(Value(value) for value in here), function="ROW", output_field=whole),
    )


def row_of(actor: Actor, callback: Callback, *, owner_name: str | None) -> QueueRow:
    """The line of a callback an action holds: what it just wrote, without asking again."""
    found = [getattr(callback, name) for name in FIELDS if name != "owner__name"]
    found.insert(FIELDS.index("owner__name"), owner_name)
    return row(actor, found)


def row(actor: Actor, values: Sequence[Any]) -> QueueRow:
    """A line of the queue from the values of FIELDS, without what this person may not see."""
    owns = values[_OWNER] == actor.person_id
    seen = list(values)
    if not sees(actor, FieldClass.CONTACT, owns=owns):
        seen[_NAME] = seen[_PHONE] = None
    if not sees(actor, FieldClass.WORDS, owns=owns):
        seen[_WORDS] = None
    seen.append(practice.category(values[_VERSION]).name)
    return QueueRow(*seen)
