"""Rows of the queue in words, all made here, so that the template only puts them down.

A page has fifty rows of some twenty words each: includes, filters and address lookups per row
would cost more than the database does. So a row whose words did not change is not rendered again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from ringback.queries import practice
from ringback.rules import phone, queue
from ringback.rules.access import Permission, refusals
from ringback.rules.lifecycle import Party, Stage
from ringback.web.words import (
    CAME_BACK,
    GROUPS,
    KINDS,
    LEVELS,
    RESULTS,
    UNREAD,
    Clock,
    _,
    count,
    initials,
    language_words,
    practice_words,
)

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.queue import QueueRow, Wanted
    from ringback.rules.access import Actor
    from ringback.rules.queue import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWords:
    """One line, ready to print."""

    id: UUID
    url: str
    take_url: str
    fence: int
    mark: str
    mark_words: str
    due_words: str
    due_hour: str
    due_title: str
    late: bool
    who: str
    type_words: str
    what: str
    what_detail: str
    arrived_words: str
    tried: str
    outcome: str
    owner: str
    initials: str
    owner_detail: str
    mine: bool
    takeable: bool

    def html(self) -> SafeString:
        """The row as HTML, in the reader's language."""
        return _row_html(self, get_language())


@lru_cache(maxsize=4096)
def _row_html(row: RowWords, language: str) -> SafeString:  # noqa: ARG001 - part of the key
    """The same words are the same HTML: made once, and shown to everybody who has this row.

    A list is shown again, to every screen at every change, far more often than a row of it changes.
    """
    fixed = {"take": _("Take"), "nobody": _("nobody yet"), "came": _("came")}
    return SafeString(get_template("queue/row.html").render({"r": row, **fixed}))


@dataclass(frozen=True, kw_only=True)
class GroupWords:
    """Rows that stand under one heading."""

    key: str
    heading: str
    count_words: str
    late: bool
    rows: list[RowWords]


def groups(rows: list[QueueRow], actor: Actor, wanted: Wanted, clock: Clock) -> list[GroupWords]:
    """The page's rows under their headings, in the order they came."""
    found: dict[Group, list[RowWords]] = {}
    country = practice.country(actor.practice_id)
    for row in rows:
        group = queue.group_of(
            rank=row.rank, due_at=row.due_at, now=wanted.now, day_ends_at=wanted.day_ends_at
        )
        found.setdefault(group, []).append(row_words(row, actor, clock, country))
    return [
        GroupWords(
            key=str(group),
            heading=str(GROUPS[group]),
            count_words=count(len(lines)),
            late=group in {queue.Group.NOW, queue.Group.OVERDUE},
            rows=lines,
        )
        for group, lines in found.items()
    ]


def row_words(row: QueueRow, actor: Actor, clock: Clock, country: str) -> RowWords:
    """One row of the queue as this person reads it."""
    mine = row.owner_id == actor.person_id
    asked = row.stage == Stage.ESCALATED and not refusals(actor, Permission.ANSWER)
    mark, mark_words = _mark(row)
    url = f"/callbacks/{row.id}"
    return RowWords(
        id=row.id,
        url=url,
        take_url=f"{url}/accept" if asked else f"{url}/take",
        fence=row.fence,
        mark=mark,
        mark_words=mark_words,
        due_words=clock.due(row.due_at),
        due_hour=clock.iso(row.due_at),
        due_title=clock.moment(row.due_at),
        late=row.due_at <= clock.now,
        who=_who(row, country),
        type_words=practice_words(row.category_name),
        what=_what(row),
        what_detail=_what_detail(row, clock),
        arrived_words=clock.moment(row.received_at),
        tried=_tried(row, clock),
        outcome=_("your answer") if asked else _outcome(row),
        owner=_owner(row, mine=mine),
        initials=initials(row.owner_name) if row.owner_name else "",
        owner_detail=_owner_detail(row, clock),
        mine=mine,
        takeable=row.owner_id is None and (asked or row.stage in {Stage.UNSORTED, Stage.WAITING}),
    )


def _mark(row: QueueRow) -> tuple[str, str]:
    if row.stage == Stage.UNSORTED and row.rank == queue.RANK[queue.Level.ROUTINE]:
        return "unread", str(UNREAD)
    return row.level, str(LEVELS[row.level])


def _who(row: QueueRow, country: str) -> str:
    """The name, else the number; for whoever may see neither, what kind of thing came in."""
    if row.phone is None:
        return str(KINDS[row.kind]).capitalize()
    return row.name or (phone.national(row.phone, country) if row.phone else _("No number"))


def _what(row: QueueRow) -> str:
    if row.words is None:
        return _("Details open when you take it")
    if row.words:
        return f"“{row.words}”"
    return _("No message")


def _what_detail(row: QueueRow, clock: Clock) -> str:
    parts = [str(KINDS[row.kind])]
    if row.arrivals > 1:
        since = clock.moment(row.received_at)
        parts.append(_("{count} times since {time}").format(count=row.arrivals, time=since))
    if row.visit_date:
        parts.append(_("visit {day}").format(day=clock.day(row.visit_date)))
    if row.due_why:
        parts.append(practice_words(row.due_why))
    if row.language and row.language != "en":
        parts.append(language_words(row.language))
    return " · ".join(parts)


def _tried(row: QueueRow, clock: Clock) -> str:
    if not row.tries or row.last_tried_at is None:
        return _("not tried")
    tries = ngettext("{count} try", "{count} tries", row.tries).format(count=row.tries)
    return f"{tries} · {RESULTS[row.last_result]} {clock.moment(row.last_tried_at)}"


def _outcome(row: QueueRow) -> str:
    if row.next_party == Party.CLINICIAN:
        return _("a clinician’s answer")
    return practice_words(row.outcome_needed) or _("finish the note")


def _owner(row: QueueRow, *, mine: bool) -> str:
    if mine:
        return _("You")
    return row.owner_name or (_("Waiting") if row.stage == Stage.ESCALATED else "")


def _owner_detail(row: QueueRow, clock: Clock) -> str:
    if row.stage == Stage.SCHEDULED and row.next_attempt_at:
        return _("next try {time}").format(time=clock.moment(row.next_attempt_at))
    if row.stage == Stage.ON_HOLD and row.review_at:
        return _("look again {time}").format(time=clock.moment(row.review_at))
    if row.stage == Stage.ESCALATED:
        return _("for a clinician’s answer")
    if row.owner_id and row.lease_until:
        return _("until {time}").format(time=clock.hour(row.lease_until))
    if row.came_back:
        when = clock.moment(row.came_back_at) if row.came_back_at else ""
        return f"{CAME_BACK[row.came_back]} {when}".strip()
    return ""
