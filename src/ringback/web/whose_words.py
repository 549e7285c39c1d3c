"""Whose queue it is, in one line: "Front desk calls: Mara until 13:00 · checked 10:31"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ringback.web.words import practice_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from ringback.queries.whosequeue import LaneNow
    from ringback.rules.reason import Reason
    from ringback.web.words import Clock


@dataclass(frozen=True, kw_only=True)
class WhoseWords:
    """One lane above the queue."""

    id: UUID
    name: str
    whose: str
    looked: str
    late: str
    full: str
    can_say: bool


def lanes(found: Iterable[LaneNow], clock: Clock) -> list[WhoseWords]:
    """Each lane in words, in the order given."""
    return [
        WhoseWords(
            id=each.id,
            name=practice_words(each.name),
            whose=_whose(each, clock),
            looked=_looked(each, clock),
            late=_late(each, clock),
            full=" · ".join(_full(reason) for reason in each.full),
            can_say=each.mine,
        )
        for each in found
    ]


def _whose(each: LaneNow, clock: Clock) -> str:
    if each.until is None:
        return _("nobody’s now")
    until = clock.moment(each.until)
    if each.deputy:
        return _("{name} until {time}, or {deputy}").format(
            name=each.owner, time=until, deputy=each.deputy
        )
    return _("{name} until {time}").format(name=each.owner, time=until)


def _full(reason: Reason) -> str:
    """Why there is no room, where the lane's name stands before it."""
    words = _("{open} open, room for {room}: finish some first")
    return words.format(**dict(reason.values))


def _looked(each: LaneNow, clock: Clock) -> str:
    if each.looked_at is None:
        return _("not looked through yet")
    return _("checked {time}").format(time=clock.moment(each.looked_at))


def _late(each: LaneNow, clock: Clock) -> str:
    if not each.late or each.look_by is None:
        return ""
    return _("to be looked through by {time}").format(time=clock.moment(each.look_by))
