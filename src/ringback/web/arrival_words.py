"""What came in about a callback, in words: each thing the patient did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ringback.web.words import KINDS

if TYPE_CHECKING:
    from ringback.queries.callback import CallbackView
    from ringback.web.words import Clock


@dataclass(frozen=True, kw_only=True)
class ArrivalWords:
    """One thing that came in."""

    when: str
    what: str
    text: str
    best_time: str = ""


def arrivals(view: CallbackView, clock: Clock) -> list[ArrivalWords]:
    """Each of them, as they came."""
    return [
        ArrivalWords(
            when=clock.moment(each.happened_at),
            what=_(KINDS[each.kind]) + (_length(each.seconds) if each.seconds else ""),
            text=each.text or "",
            best_time=each.best_time if each.best_time != view.best_time else "",
        )
        for each in view.arrivals
    ]


def _length(seconds: int) -> str:
    return f", {seconds // 60}:{seconds % 60:02}"
