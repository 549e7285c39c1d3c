"""What a change of hours moves, in words: how many, and those the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringback.web.words import practice_words

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.moved import Row, Told
    from ringback.web.words import Clock


@dataclass(frozen=True, kw_only=True)
class Line:
    """One callback: who, what it is about, and its times."""

    id: UUID
    title: str
    kind: str
    times: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """Callbacks of one sort: how many there are, those shown, and how many are not."""

    title: str
    lines: list[Line]
    more: str


@dataclass(frozen=True, kw_only=True)
class ToldWords:
    """All of it. `nothing` says so where there is none."""

    groups: list[Group]
    nothing: str


def told(found: Told, clock: Clock, *, foreseen: bool = False) -> ToldWords:
    """What moved or would, and what stays due at a time when nobody is in."""
    if foreseen:
        moved = ngettext(
            "{count} open callback would be due earlier",
            "{count} open callbacks would be due earlier",
            found.moved,
        )
        left = ngettext(
            "{count} would stay due at a time when nobody is in",
            "{count} would stay due at a time when nobody is in",
            found.uncovered,
        )
        nothing = _("Nothing that is open would be due earlier.")
    else:
        moved = ngettext(
            "{count} open callback is due earlier",
            "{count} open callbacks are due earlier",
            found.moved,
        )
        left = ngettext(
            "{count} stays due at a time when nobody is in",
            "{count} stay due at a time when nobody is in",
            found.uncovered,
        )
        nothing = _("Nothing that is open is due earlier.")
    if found.moved or found.uncovered:
        nothing = ""
    groups = (
        _group(moved, found.moved, found.moved_rows, clock),
        _group(left, found.uncovered, found.uncovered_rows, clock),
    )
    return ToldWords(groups=[each for each in groups if each is not None], nothing=nothing)


def moved_url(number: int, name: str) -> str:
    """Where it stays written down what one version of the hours moved."""
    address = reverse("setup-hours-changed", args=[number])
    return f"{address}?{urlencode({'place': name})}" if name else address


def _group(title: str, count: int, rows: list[Row], clock: Clock) -> Group | None:
    if not count:
        return None
    more = count - len(rows)
    words = ngettext("and {count} more", "and {count} more", more) if rows else ""
    return Group(
        title=title.format(count=count),
        lines=[_line(each, clock) for each in rows],
        more=words.format(count=more) if more else "",
    )


def _line(row: Row, clock: Clock) -> Line:
    return Line(
        id=row.callback_id,
        title=row.name or row.phone or practice_words(row.category),
        kind=practice_words(row.category),
        times=_times(row, clock),
    )


def _times(row: Row, clock: Clock) -> str:
    if row.after is not None:
        words = _("{after} instead of {before}")
        return words.format(after=clock.moment(row.after), before=clock.moment(row.before))
    words = _("next try planned for {time}") if row.planned else _("due {time}")
    return words.format(time=clock.moment(row.before))
