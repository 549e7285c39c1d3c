"""The time to call again, as it stands in the form of a call, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ringback.rules import laterparts
from ringback.rules.partsofday import DayPart
from ringback.rules.rhythm import ClosedThen
from ringback.web import wish_words
from ringback.web.words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ringback.queries.callback import CallbackView
    from ringback.rules.laterparts import InPart
    from ringback.rules.reason import Reason
    from ringback.web.words import Clock

TODAY: Final[dict[DayPart, str]] = {
    DayPart.MORNING: gettext_noop("this morning"),
    DayPart.LUNCH: gettext_noop("today at noon"),
    DayPart.AFTERNOON: gettext_noop("this afternoon"),
    DayPart.EVENING: gettext_noop("this evening"),
}
TOMORROW: Final[dict[DayPart, str]] = {
    DayPart.MORNING: gettext_noop("tomorrow morning"),
    DayPart.LUNCH: gettext_noop("tomorrow at noon"),
    DayPart.AFTERNOON: gettext_noop("tomorrow afternoon"),
    DayPart.EVENING: gettext_noop("tomorrow evening"),
}
THAT_DAY: Final[dict[DayPart, str]] = {
    DayPart.MORNING: gettext_noop("{day}, in the morning"),
    DayPart.LUNCH: gettext_noop("{day}, at noon"),
    DayPart.AFTERNOON: gettext_noop("{day}, in the afternoon"),
    DayPart.EVENING: gettext_noop("{day}, in the evening"),
}
FIELD: Final = "call-again"
ABOUT_THE_TIME: Final = frozenset({"time_needed", "too_far_ahead", "they_declined", "closed_then"})


@dataclass(frozen=True, kw_only=True)
class LaterWords:
    """What was typed, what is wrong with it, and the ways on where we are closed then.

    `nearest` is the time offered as it stands in an address, none where it has begun already;
    `told` is the time that was asked about, and `result` the code that was pressed with it.
    """

    value: str
    result: str
    wrong: str
    told: str = ""
    nearest: str = ""
    agree: str = ""
    keep: str = ""


@dataclass(frozen=True, kw_only=True)
class PartWords:
    """One part of a day that is offered: its time as it stands in an address, and its key."""

    at: str
    words: str
    means: str
    key: str


def parts(view: CallbackView, clock: Clock) -> list[PartWords]:
    """The parts of the day they may ask for, each with what it means here."""
    found = laterparts.offered(clock.now, view.hours, view.parts)
    return [
        PartWords(
            at=f"{clock.local(each.start):%Y-%m-%dT%H:%M}",
            words=_part(each, clock).capitalize(),
            means=_("{start}–{end}, next try {start}").format(
                start=clock.hour(each.start), end=clock.hour(each.end)
            ),
            key=str(number),
        )
        for number, each in enumerate(found, start=1)
    ]


def _part(each: InPart, clock: Clock) -> str:
    day = clock.local(each.start).date()
    ahead = (day - clock.today).days
    if ahead in {0, 1}:
        return _((TODAY, TOMORROW)[ahead][each.part])
    return _(THAT_DAY[each.part]).format(day=clock.day(day))


def words(reason: Reason, clock: Clock) -> str:
    """A reason against a time, its own times as the reader writes them."""
    if isinstance(reason, ClosedThen):
        return " ".join(wish_words.reasons((reason,), clock))
    return in_words(reason)


def later(
    reasons: Iterable[Reason], typed: str, asked_at: datetime | None, result: str, clock: Clock
) -> LaterWords | None:
    """The box again, where it is what was refused."""
    reason = next((each for each in reasons if each.code in ABOUT_THE_TIME), None)
    if reason is None:
        return None
    wrong = words(reason, clock)
    if not isinstance(reason, ClosedThen) or asked_at is None:
        return LaterWords(value=typed, result=result, wrong=wrong)
    near, offered = clock.moment(reason.nearest), reason.nearest > clock.now
    keep = _("Keep {asked}, and try at {near}").format(asked=clock.moment(asked_at), near=near)
    return LaterWords(
        value=typed,
        result=result,
        wrong=wrong,
        told=typed,
        nearest=f"{clock.local(reason.nearest):%Y-%m-%dT%H:%M}" if offered else "",
        agree=_("They agree to {near}").format(near=near) if offered else "",
        keep=keep,
    )
