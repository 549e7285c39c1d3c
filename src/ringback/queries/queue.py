"""The queue: pages of open callbacks in order, for one person, under one filter.

Every page is one ordered walk along an index: filters that the order does not serve (overdue, due
today, several lanes) are short ordered walks merged, never a sort of everything.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from ringback.queries import practice, presence, search, seen, whosequeue
from ringback.queries.scope import trip
from ringback.rules.access import Actor, Permission, lane_refusals, refusals, sees
from ringback.rules.lifecycle import OTHERS, Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ringback.models import Callback
    from ringback.queries.practice import Pathway
    from ringback.queries.presence import Here
    from ringback.queries.whosequeue import LaneNow

PAGE: Final = 50
COUNTED: Final = 1000
COUNTED_NARROWED: Final = 500
"""How far a number beside a filter is counted; less where every row of the walk is looked at."""

EARLIEST, LATEST = 1990, 2200
"""Years in which something of a queue may stand; the database's own range is far wider."""


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
    if found.tzinfo is None or not EARLIEST <= found.year <= LATEST:
        raise ValueError("no moment of a queue")
    return found.astimezone(UTC)


class QueueRow(NamedTuple):
    """One line of the queue, without what the actor may not see.

    Then `phone` and `words` are None, `name` is at most a first name and an initial, and
    `visit_date` only a visit of today or tomorrow.
    """

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
    promised_at: datetime | None
    review_at: datetime | None
    outcome_needed: str
    tries: int
    last_result: str
    last_tried_at: datetime | None
    owner_id: UUID | None
    lease_until: datetime | None
    came_back: str
    came_back_at: datetime | None
    hand: str
    hand_name: str
    hand_post: str
    hand_why: str | None
    owner_name: str | None
    name: str | None
    phone: str | None
    words: str | None
    category_name: str

    def cursor(self) -> Cursor:
        """This row's place in the order."""
        return Cursor(rank=self.rank, due_at=self.due_at, received_at=self.received_at, id=self.id)


FIELDS: Final = QueueRow._fields[:-1]
"""What queue_page.sql and the claims answer, in order; the last name stands in the pathway."""

_OWNER, _VERSION = FIELDS.index("owner_id"), FIELDS.index("category_version_id")
_NAME, _VISIT = FIELDS.index("name"), FIELDS.index("visit_date")
_OF_PEOPLE: Final = {"owner_name"}
"""What stands in a row and is no field of the callback: a colleague's name."""

_PROTECTED: Final = [
    (FIELDS.index(name), kind)
    for name, kind in seen.protected(
        "callback", (each.removesuffix("_id") for each in FIELDS if each not in _OF_PEOPLE)
    ).items()
]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of the queue and where the next begins; `here` is who has which open."""

    rows: list[QueueRow]
    next: Cursor | None
    here: Mapping[UUID, tuple[Here, ...]] = field(default_factory=dict)


class Count(NamedTuple):
    """So many were found; `more` says that the counting stopped there."""

    number: int
    more: bool = False


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
    """The queue as a screen shows it: a page, the numbers beside the filters, the pathways.

    `counts` are what each filter would show under the present category and source; `everything`
    is how many stand open whatever is asked for.
    """

    page: Page
    everything: Count
    counts: dict[Filter, Count]
    pathways: list[Pathway]
    sources: list[str]
    lanes: list[LaneNow]


def page(actor: Actor, wanted: Wanted, *, size: int = PAGE) -> Page:
    """One page, most pressing first. Empty for somebody who may not see the queue."""
    if refusals(actor, Permission.SEE_QUEUE):
        return Page(rows=[], next=None)
    found, here = trip(
        actor.practice_id,
        ("queue_page", conditions(actor, wanted, size)),
        ("present", presence.asked(actor, wanted.now)),
    )
    return _page(actor, found, size, wanted.today, here)


def board(actor: Actor, wanted: Wanted) -> Board:
    """The whole screen in one transaction. Empty for somebody who may not see the queue."""
    if refusals(actor, Permission.SEE_QUEUE):
        none = dict.fromkeys(Filter, Count(0))
        page = Page(rows=[], next=None)
        return Board(page=page, everything=Count(0), counts=none, pathways=[], sources=[], lanes=[])
    asked = conditions(actor, wanted, PAGE)
    found, counted, versions, sources, lanes, here = trip(
        actor.practice_id,
        ("queue_page", asked),
        ("queue_counts", {**asked, **counting(asked, wanted)}),
        ("pathways", asked),
        ("sources", asked),
        ("queue_lanes", whosequeue.asked(actor, wanted.now)),
        ("present", presence.asked(actor, wanted.now)),
    )
    narrowed = wanted.category or wanted.source
    most = {"everything": COUNTED} if narrowed else {}
    usual = COUNTED_NARROWED if narrowed else COUNTED
    counts = {
        name: Count(min(number, most.get(name, usual)), more) for name, number, more in counted
    }
    return Board(
        page=_page(actor, found, PAGE, wanted.today, here),
        everything=counts["everything" if narrowed else Filter.ALL],
        counts={each: counts[each] for each in Filter},
        pathways=[
            each
            for each in practice.pathways(actor.practice_id, versions)
            if not lane_refusals(actor, each.category.code)
        ],
        sources=[source for (source,) in sources],
        lanes=whosequeue.lanes(actor, lanes, wanted.now),
    )


def counting(asked: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    """What queue_counts.sql asks besides: every filter at once, whichever the page is under.

    A source narrows the walk itself only where no category does: no index begins with both.
    """
    return {
        "now": wanted.now,
        "tomorrow": wanted.tomorrow,
        "day_ends_at": wanted.day_ends_at,
        "others": [str(party) for party in OTHERS],
        "alone": None if asked["category"] else asked["source"],
        "most": 1 + (COUNTED_NARROWED if wanted.category or wanted.source else COUNTED),
    }


def _page(
    actor: Actor,
    found: list[tuple[Any, ...]],
    size: int,
    today: date,
    here: list[tuple[Any, ...]],
) -> Page:
    rows = lines(actor, found[:size], today)
    after = rows[-1].cursor() if len(found) > size else None
    return Page(rows=rows, next=after, here=presence.of_rows(here))


class Walk(NamedTuple):
    """One ordered walk: along the values of one of these, or along the order itself."""

    rank: int | None = None
    party: str | None = None
    lane: str | None = None


def _walks(actor: Actor, wanted: Wanted) -> list[Walk]:
    """The walks whose merge is the page: one, unless the order or an index asks for several."""
    if wanted.category and lane_refusals(actor, wanted.category):
        return []
    lanes: list[str | None] = [None]
    if actor.lanes is not None and _lane_by_lane(wanted):
        lanes = [*sorted(actor.lanes)]
    walks = {
        Filter.OVERDUE: [Walk(rank=rank) for rank in range(3)],
        Filter.DUE_TODAY: [Walk(rank=rank) for rank in range(3)],
        Filter.NEEDS_CLINICIAN: [Walk(party=str(Party.CLINICIAN))],
        Filter.WAITING_ON_OTHERS: [Walk(party=str(party)) for party in OTHERS],
    }.get(wanted.filter, [Walk()])
    return [walk._replace(lane=lane) for walk in walks for lane in lanes]


def _lane_by_lane(wanted: Wanted) -> bool:
    """Whether an index begins with the category; elsewhere a walk passes over other lanes."""
    narrowed = wanted.category or wanted.source
    return wanted.filter in {Filter.ALL, Filter.NO_OWNER} and not narrowed


def _merging(walks: list[Walk]) -> dict[str, Any]:
    """The walks as queue_page.sql wants them: all are along the same things."""
    first = walks[0] if walks else Walk()
    return {
        "ranks": [walk.rank for walk in walks],
        "parties": [walk.party for walk in walks],
        "lanes": [walk.lane for walk in walks],
        "by_rank": None if first.rank is None else True,
        "by_party": None if first.party is None else True,
        "by_lane": None if first.lane is None else True,
    }


def conditions(actor: Actor, wanted: Wanted, size: int) -> dict[str, Any]:
    """The conditions of queue_page.sql; None for each that was not asked for.

    One row more than the page has: it says whether there is a next one.
    """
    asked = wanted.filter
    return {
        "practice": actor.practice_id,
        "person": actor.person_id,
        "due_by": wanted.now if asked is Filter.OVERDUE else None,
        "due_before": wanted.day_ends_at if asked is Filter.DUE_TODAY else None,
        "owner": actor.person_id if asked is Filter.MINE else None,
        "anyones": True if asked is Filter.NO_OWNER else None,
        "visit_date": wanted.tomorrow if asked is Filter.VISIT_TOMORROW else None,
        "category": wanted.category or None,
        "only": None if actor.lanes is None else sorted(actor.lanes),
        "source": wanted.source or None,
        "size": size + 1,
        **_merging(_walks(actor, wanted)),
        **search.asked(actor, wanted.search),
        **_past(wanted.after),
    }


def _past(cursor: Cursor | None) -> dict[str, Any]:
    """Where the walk enters the index: just behind the last row that was shown."""
    return {
        "after": cursor and cursor.id,
        "after_rank": cursor and cursor.rank,
        "after_due_at": cursor and cursor.due_at,
        "after_received_at": cursor and cursor.received_at,
    }


def row_of(actor: Actor, callback: Callback, *, owner_name: str | None) -> QueueRow:
    """The line of a callback an action holds: what it just wrote, without asking again."""
    values = (owner_name if name == "owner_name" else getattr(callback, name) for name in FIELDS)
    return lines(actor, [tuple(values)])[0]


def lines(
    actor: Actor, found: Iterable[Sequence[Any]], today: date | None = None
) -> list[QueueRow]:
    """Lines of the queue from the values of FIELDS, without what this person may not see."""
    hidden = {owns: _hidden(actor, owns=owns) for owns in (True, False)}
    return [
        _line(actor, values, hidden[values[_OWNER] == actor.person_id], today) for values in found
    ]


def _hidden(actor: Actor, *, owns: bool) -> list[int]:
    return [place for place, kind in _PROTECTED if not sees(actor, kind, owns=owns)]


def _line(actor: Actor, values: Sequence[Any], hidden: list[int], today: date | None) -> QueueRow:
    row = [*values, practice.category(actor.practice_id, values[_VERSION]).name]
    for place in hidden:
        row[place] = None
    if _NAME in hidden:
        row[_NAME] = seen.name(actor, values[_NAME])
    if _VISIT in hidden:
        row[_VISIT] = seen.visit_day(values[_VISIT], today)
    return QueueRow._make(row)
