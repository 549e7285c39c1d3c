"""A pathway judges a callback: by when, how pressing, and what else follows from what is known.

Times are worked out once and then only tightened. A rule may raise the level, move the callback to
a more pressing pathway, open a second one beside it, or have somebody told. The one thing that
moves a first action later is the time a patient asked for: see actions/besttime.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ringback.actions import besttime
from ringback.actions.act import Refused
from ringback.models import Callback, DoneFact, Outgoing
from ringback.queries import lexicon, practice
from ringback.rules import arrival, due, escalation, redflag, window, wishkept
from ringback.rules import stand as rules
from ringback.rules.arrival import UNSORTED
from ringback.rules.arrival import Kind as Came
from ringback.rules.category import Kind
from ringback.rules.done import Progress, outcome_needed
from ringback.rules.known import Facts
from ringback.rules.lifecycle import Party, Stage
from ringback.rules.phone import is_whole
from ringback.rules.queue import RANK, Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from ringback.actions.act import Act
    from ringback.actions.besttime import Said
    from ringback.queries.practice import Bearings
    from ringback.rules.category import Category, Post
    from ringback.rules.due import Judged
    from ringback.rules.window import Window
    from ringback.rules.wish import FirstAction

NO_SUCH_CATEGORY: Final = gettext_noop("This practice has no such kind of request.")

FIELDS: Final = (
    "category", "category_version", "level", "rank", "due_at", "respond_by", "due_why",
    "due_window", "due_since", "resolve_by", "by_law_at", *besttime.FIELDS,
)  # fmt: skip
"""What a judgement may change."""


@dataclass(frozen=True, kw_only=True)
class Stand:
    """The pathway a callback came to stand on, and what all rules on the way ask.

    `asked` is what the time the patient asked for makes of the first action.
    """

    where: Bearings
    judged: Judged
    level: Level
    asked: FirstAction | None = None

    @property
    def moved(self) -> bool:
        """Whether the patient's own words make it later."""
        return self.asked is not None and self.asked.moved

    @property
    def due_at(self) -> datetime:
        """By when the first action is due, their words heeded (UTC)."""
        return self.asked.due_at if self.asked else self.judged.times.due_at

    @property
    def resolve_by(self) -> datetime:
        """The end is never before the first action."""
        return max(self.judged.times.resolve_by, self.due_at)


def heard(
    kind: Came, text: str, *, language: str = "", unsure: bool = False
) -> tuple[Level, frozenset[str]]:
    """What a message's words raise it to, and the facts a pathway may lean on they say outright."""
    level, said = Level.ROUTINE, set[str]()
    if text.strip():
        reading = redflag.safely(text, lexicon.current())
        said = {name for name, is_so in redflag.facts(reading).items() if is_so}
        level = redflag.raised(Level.ROUTINE, reading)
    if arrival.hard_to_hear(kind, text, language=language, unsure=unsure):
        said.add("hard_to_hear")
    return level, frozenset(said)


def bearings(
    act: Act,
    code: str,
    since: datetime,
    *,
    location: str = "",
    found: list[tuple[object, ...]] | None = None,
) -> Bearings:
    """The pathway and clock for a category. Raises Refused when the practice has none such."""
    try:
        return practice.bearings(
            act.by.practice_id, code=code, since=since, now=act.now, location=location, found=found
        )
    except LookupError:
        raise Refused(Reason(code="no_category", words=NO_SUCH_CATEGORY)) from None


def stand(
    act: Act,
    where: Bearings,
    facts: Facts,
    level: Level,
    *,
    held: Level = Level.ROUTINE,
    before: due.Times | None = None,
    said: Said | None = None,
) -> Stand:
    """Where a callback that begins on a pathway ends up: by its rules, and by how pressing it is.

    `level` is what its words, or somebody, say now; `held` what it had already. `before` are the
    times it has, which then only move earlier; `said` is when the patient asked to be called. What
    nobody has read stays unread.
    """
    reached = {where.pathway.category.code: where}

    def pathway(code: str) -> Category:
        reached[code] = bearings(act, code, facts.received_at, location=where.location)
        return reached[code].pathway.category

    found = rules.stood(
        where.pathway.category,
        hours=where.hours,
        facts=facts,
        level=level,
        pathway=pathway,
        held=held,
        before=before,
    )
    where = reached[found.category.code]
    asked = besttime.first_action(said, where, found.judged, found.level, facts)
    return Stand(where=where, judged=found.judged, level=found.level, asked=asked)


def promised(where: Bearings, source: str) -> Window | None:
    """What the place they came from promises, where it does."""
    written = where.promises.get(source)
    return window.read(written) if written else None


def under_way(
    act: Act, callback: Callback, facts: Facts, level: Level, where: Bearings | None = None
) -> Stand:
    """A callback judged again, by the version of the pathway it is on.

    Before our first try its times are worked out afresh; after it they are only tightened. `where`
    is that version with its clock, where whoever asks has it.
    """
    where = where or own(act, callback)
    before = None if callback.first_action_at is None else _times(callback)
    held = Level(callback.level)
    facts = replace(facts, promise=promised(where, callback.source))
    said = besttime.said(callback)
    return stand(act, where, facts, level, held=held, before=before, said=said)


def marked(act: Act, callback: Callback, level: Level) -> Stand:
    """A callback that a person says is this pressing. It waits for nobody's best time."""
    besttime.lose(callback)
    where = own(act, callback)
    onward = escalation.marked(level, where.pathway.category)
    if onward:
        where = bearings(act, onward, callback.received_at, location=callback.location)
    known = replace(facts(callback), promise=promised(where, callback.source))
    return stand(act, where, known, level, before=_times(callback))


def pressing_beside(callback: Callback) -> bool:
    """Whether something pressing of its number is open beside it. No number is nobody's."""
    beside = Callback.objects.filter(
        practice_id=callback.practice_id,
        phone=callback.phone,
        closed_at__isnull=True,
        rank__lt=RANK[Level.ROUTINE],
    )
    return is_whole(callback.phone) and beside.exclude(id=callback.id).exists()


def own(act: Act, callback: Callback) -> Bearings:
    """The version of the pathway it is on, with its clock."""
    return practice.bearings_of(
        callback.practice_id,
        version_id=callback.category_version_id,
        since=callback.received_at,
        now=act.now,
        location=callback.location,
    )


def _times(callback: Callback) -> due.Times:
    return due.Times(
        due_at=callback.due_at,
        resolve_by=callback.resolve_by,
        why=callback.due_why,
        window=window.read(callback.due_window),
        since=callback.due_since,
    )


def facts(
    callback: Callback,
    *,
    contacts: tuple[datetime, ...] = (),
    urgent_open: bool = False,
    recorded: Mapping[str, object] | None = None,
) -> Facts:
    """What is known of a callback, as its pathway's rules want it.

    `recorded` are the facts people wrote down, where whoever asks has them.
    """
    return Facts(
        received_at=callback.received_at,
        visit_date=callback.visit_date,
        contacts=contacts,
        answered_at=callback.last_tried_at,
        urgent_open=urgent_open,
        said=frozenset(callback.heard),
        recorded=_recorded(callback) if recorded is None else recorded,
    )


def _recorded(callback: Callback) -> dict[str, object]:
    """What people wrote down on it, by code."""
    found = DoneFact.objects.filter(practice_id=callback.practice_id, callback_id=callback.id)
    return dict(found.values_list("code", "value"))


def begin(callback: Callback, found: Stand, *, since: datetime) -> None:
    """Put a callback on the pathway it came to stand on, with that pathway's own times.

    `since` is when it became as pressing as it is.
    """
    _move(callback, found)
    callback.due_at = callback.respond_by = found.due_at
    callback.resolve_by = found.resolve_by
    _because(callback, found)
    besttime.kept(callback, found.asked, found.judged.times.due_at)
    _pressing(callback, found, since)


def tighten(
    callback: Callback, found: Stand, *, since: datetime, anew: bool = False, same: bool = False
) -> None:
    """The same for a callback under way: whatever moves, moves earlier.

    Before our first try the promise of a first action moves with it. Only a time the patient asks
    for `anew` makes it later; it gives way to any reason that came up since, unless nothing new is
    known of the callback itself (`same`).
    """
    if not anew and not same:
        found = _overtaken(callback, found)
    rose = _move(callback, found)
    if anew and found.moved and callback.first_action_at is None:
        callback.due_at = callback.respond_by = found.due_at
        end = min(callback.resolve_by, found.judged.times.resolve_by)
        callback.resolve_by = max(end, found.due_at)
        _because(callback, found)
    else:
        _earlier(callback, found)
    besttime.kept(callback, found.asked, found.judged.times.due_at)
    if rose:
        _pressing(callback, found, since)


def _overtaken(callback: Callback, found: Stand) -> Stand:
    """Whether something made it due sooner than it was without their words: then those give way."""
    unwished = callback.moved_from or callback.due_at
    if found.asked is None or found.judged.times.due_at >= unwished:
        return found
    besttime.lose(callback)
    return replace(found, asked=wishkept.overtaken(found.judged.times.due_at))


def _earlier(callback: Callback, found: Stand) -> None:
    if callback.first_action_at is None:
        callback.respond_by = min(callback.respond_by, found.due_at)
    callback.resolve_by = min(callback.resolve_by, found.resolve_by)
    if found.due_at <= callback.due_at:
        callback.due_at = found.due_at
        _because(callback, found)


def _move(callback: Callback, found: Stand) -> bool:
    """Onto the pathway, at its level; answers whether it became more pressing."""
    before = callback.rank
    pathway = found.where.pathway
    callback.category, callback.category_version_id = pathway.category.code, pathway.version_id
    callback.level, callback.rank = found.level, RANK[found.level]
    law = found.judged.by_law
    if law is not None:
        callback.by_law_at = min(callback.by_law_at or law, law)
    return callback.rank < before


def _because(callback: Callback, found: Stand) -> None:
    """Why it is due then; behind a time they asked for stands the one it was moved from."""
    times = found.judged.times
    callback.due_why = found.asked.words if found.asked and found.moved else times.why
    callback.due_window, callback.due_since = str(times.window), times.since


def _pressing(callback: Callback, found: Stand, since: datetime) -> None:
    """However patient the pathway, what is urgent is due as its level says."""
    at = due.at_level(found.level, since, found.where.hours)
    if at is None or at >= callback.due_at:
        return
    callback.due_at, callback.due_why = at, due.MARKED[found.level]
    callback.due_window, callback.due_since = str(due.WINDOW_OF_LEVEL[found.level]), since
    if callback.first_action_at is None:
        callback.respond_by = min(callback.respond_by, at)


def follow(act: Act, callback: Callback, found: Stand) -> None:
    """What the rules ask beside it, once it is kept itself: another callback, somebody told."""
    _tell(act, callback, found.judged.tell)
    if found.where.pathway.category.kind is not Kind.ROUTINE:
        return  # a clinician looks at the whole of it already
    for code in found.judged.also:
        _open_beside(act, callback, code)


def _tell(act: Act, callback: Callback, posts: Iterable[Post]) -> None:
    """Each post hears of a callback once; sending is the outbox's work."""
    Outgoing.objects.bulk_create(
        (
            Outgoing(
                practice_id=callback.practice_id,
                kind="tell_post",
                payload={"post": str(post), "callback": str(callback.id)},
                dedupe_key=f"tell {post} {callback.id}",
                created_at=act.now,
                not_before=act.now,
            )
            for post in posts
        ),
        ignore_conflicts=True,
    )


def _open_beside(act: Act, callback: Callback, code: str) -> None:
    """Another callback of the same message on another pathway, once."""
    beside = Callback.objects.filter(
        practice_id=callback.practice_id, linked_to_id=callback.id, category=code
    )
    if beside.exists():
        return
    where = bearings(act, code, callback.received_at, location=callback.location)
    known = replace(facts(callback), promise=promised(where, callback.source))
    found = stand(act, where, known, Level.ROUTINE, said=besttime.said(callback))
    other = Callback(
        **{name: getattr(callback, name) for name in _OF_THE_MESSAGE},
        linked_to_id=callback.id,
        created_at=act.now,
    )
    opened(act, other, found)


_OF_THE_MESSAGE: Final = (
    "practice_id", "source", "location", "kind", "received_at", "last_arrival_at", "visit_date",
    "phone", "name", "language", "words", "heard", "batch_id", "best_time", "best_time_at",
)  # fmt: skip


def opened(act: Act, callback: Callback, found: Stand) -> Callback:
    """Keep a new callback where it came to stand, with whatever follows from that."""
    unread = found.where.pathway.category.code == UNSORTED
    callback.stage = Stage.UNSORTED if unread else Stage.WAITING
    callback.next_party = Party.PRACTICE
    begin(callback, found, since=callback.received_at)
    callback.outcome_needed = outcome_needed(found.where.pathway.category, Progress(facts={}))
    callback.save(force_insert=True)
    follow(act, callback, found)
    return callback
