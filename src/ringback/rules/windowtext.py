"""A length of time and a condition in plain words, as people read them on a page or in a terminal.

Rules know no language: whoever asks hands in what puts a sentence into the reader's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.rules import condition
from ringback.rules.reason import gettext_noop
from ringback.rules.window import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import time

    from ringback.rules.condition import Comparison, Condition, Named
    from ringback.rules.window import Window

    Say = Callable[[str], str]
    """Puts a sentence of ours, or of a default pathway, into the reader's language."""

MANY: Final[dict[Unit, tuple[str, str]]] = {
    Unit.BUSINESS_MINUTES: (
        gettext_noop("1 business minute"),
        gettext_noop("{count} business minutes"),
    ),
    Unit.MINUTES: (gettext_noop("1 minute"), gettext_noop("{count} minutes")),
    Unit.BUSINESS_DAYS: (gettext_noop("1 business day"), gettext_noop("{count} business days")),
    Unit.CALENDAR_DAYS: (gettext_noop("1 calendar day"), gettext_noop("{count} calendar days")),
    Unit.BEFORE_VISIT: (
        gettext_noop("1 business day before the visit"),
        gettext_noop("{count} business days before the visit"),
    ),
}
"""Each length as one and as several."""

NONE_AT_ALL: Final[dict[Unit, str]] = {
    Unit.BUSINESS_DAYS: gettext_noop("the same business day"),
    Unit.BEFORE_VISIT: gettext_noop("the day of the visit"),
    Unit.CLOSING: gettext_noop("by closing"),
}
LATE: Final = gettext_noop("{length}; what comes in after {since}, by {until} the next")
AT: Final = gettext_noop("{length}, at {hour}")

AT_LEAST: Final = gettext_noop("{fact}: at least {number}")
AT_MOST: Final = gettext_noop("{fact}: at most {number}")
BETWEEN: Final = gettext_noop("{fact}: from {least} to {most}")
ONE_OF: Final = gettext_noop("{fact}: {values}")

AND: Final = gettext_noop("{some} and {last}")
OR: Final = gettext_noop("{some} or {last}")


def length(window: Window, say: Say) -> str:
    """How long it is: "120 business minutes", "1 business day before the visit, at 12:00"."""
    words = _counted(window, say)
    if window.late is not None:
        since, until = hour(window.late.since), hour(window.late.until)
        return say(LATE).format(length=words, since=since, until=until)
    if window.at is not None:
        return say(AT).format(length=words, hour=hour(window.at))
    return words


def _counted(window: Window, say: Say) -> str:
    if not window.amount:
        return say(NONE_AT_ALL[window.unit])
    one, many = MANY[window.unit]
    return say(one if window.amount == 1 else many).format(count=window.amount)


def hour(at: time) -> str:
    """A time of the day as it is written everywhere: "15:00"."""
    return f"{at:%H:%M}"


def so(when: Condition, say: Say, asked: Iterable[Named] = ()) -> str:
    """When a condition holds. `asked` are the facts people record on this pathway."""
    known = {**condition.KNOWN, **{each.code: each for each in asked}}
    return listed([_test(each, known, say) for each in when.tests], say, AND)


def _test(test: Comparison, known: Mapping[str, Named], say: Say) -> str:
    fact = say(known[test.fact].words)
    least, most = test.at_least, test.at_most
    if test.one_of:
        values = listed([say(each) for each in test.one_of], say, OR)
        return say(ONE_OF).format(fact=fact, values=values)
    if least is not None and most is not None:
        return say(BETWEEN).format(fact=fact, least=least, most=most)
    if least is not None:
        return say(AT_LEAST).format(fact=fact, number=least)
    return fact if most is None else say(AT_MOST).format(fact=fact, number=most)


def listed(parts: list[str], say: Say, last: str) -> str:
    """Several things in one breath: "a, b and c". `last` joins the last one to the others."""
    if len(parts) < 2:  # noqa: PLR2004 - one needs no joining
        return "".join(parts)
    return say(last).format(some=", ".join(parts[:-1]), last=parts[-1])
