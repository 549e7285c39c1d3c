"""The time to call again, as it stands in the form of a call, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from ringback.rules.rhythm import ClosedThen
from ringback.web import wish_words
from ringback.web.words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ringback.rules.reason import Reason
    from ringback.web.words import Clock

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
