"""What a patient means by "after 4", "tomorrow morning" or "el jueves por la tarde".

Only when every word is understood do the words become a time. Otherwise a person is shown what was
said: a wish half understood sends a call at the wrong time.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ringback.rules.calendarwords import plain
from ringback.rules.clock import utc
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.saidday import NotADayError, every_day
from ringback.rules.saidtime import NotATimeError, in_digits
from ringback.rules.wish import Span, Wish
from ringback.rules.wishpieces import ANY, PIECES, WHOLE_DAY, Asked, Break, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from ringback.rules.clock import Interval
    from ringback.rules.partsofday import Parts
    from ringback.rules.wishpieces import Times

LONGEST: Final = 200
"""What is longer than this is a message, not a time."""

NOT_UNDERSTOOD: Final = gettext_noop(
    "We could not turn this into a time. Read their words and choose the time to call."
)
NOT_TOGETHER: Final = gettext_noop(
    "The days or times they named do not go together. Choose the time to call, or ask them."
)
PASSED: Final = gettext_noop(
    "The time they named has passed. Choose another time to call, or ask them."
)


class _UnclearError(ValueError):
    """Not a time that can be kept."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.reason = Reason(code=code, words=words)


def read(text: str, *, now: datetime, zone: str, country: str, parts: Parts) -> Wish:
    """What these words ask for, read at `now` (UTC) on the practice's own clock."""
    where = ZoneInfo(zone)
    today = now.astimezone(where).date()
    asked = Asked(now=now, today=today, zone=where, country=country, parts=parts)
    try:
        choices = _choices(in_digits(_bare(text)), asked)
        if all(not choice.days and set(choice.times) == {ANY} for choice in choices):
            return Wish(said=text, any_time=True)
        spans = {span for choice in _filled(choices) for span in _spans(choice, asked)}
    except (NotADayError, _UnclearError) as unclear:
        return Wish(said=text, not_understood=(unclear.reason,))
    except NotATimeError:
        return Wish(said=text, not_understood=(_not_understood().reason,))
    return Wish(said=text, spans=tuple(sorted(spans)))


def _not_understood() -> _UnclearError:
    return _UnclearError("not_understood", NOT_UNDERSTOOD)


def _bare(text: str) -> str:
    if len(text) > LONGEST:
        raise _not_understood()
    words = plain(re.sub("[\u2018’]", "'", re.sub("[–—]", "-", text)))
    return re.sub(r'["“”()!¡¿?]', " ", words).strip(" .,;-")


def _choices(words: str, asked: Asked) -> list[Piece]:
    """The times offered, in the order said: "Tuesday morning" and "Friday", for instance."""
    found, comma = [Piece()], False
    for piece in _pieces(words, asked):
        if isinstance(piece, Break):
            comma = piece is Break.COMMA
            found += [] if comma else [Piece()]
        elif piece != Piece():
            apart = comma and _stands_apart(found[-1], piece)
            found = [*found, piece] if apart else [*found[:-1], found[-1] + piece]
            comma = False
    choices = [choice for choice in found if choice != Piece()]
    if not choices:
        raise _not_understood()
    return choices


def _stands_apart(before: Piece, piece: Piece) -> bool:
    """Whether a comma between them means "or": two weekdays, or times that do not overlap.

    "Thursday, Nov 30" and "afternoon, after 3" are one time each, said twice.
    """
    days = before.days + piece.days
    if piece.days and before.days and all(each.first for each in days):
        return not frozenset.intersection(*(each.dates for each in days))
    return bool(piece.times) and _together(before.times + piece.times) is None


def _pieces(words: str, asked: Asked) -> Iterator[Piece | Break]:
    """What each piece of the words means. Raises _UnclearError at the first strange word."""
    rest = words
    while rest:
        for pattern, meaning in PIECES:
            if match := pattern.match(rest):
                yield meaning(match, asked)
                rest = rest[match.end() :].lstrip()
                break
        else:
            raise _not_understood()


def _filled(choices: Sequence[Piece]) -> list[Piece]:
    """Each choice with its day and its time, taken from its neighbours where it names none.

    "Tuesday or Thursday afternoon" is two afternoons, "Thursday morning or afternoon" one day.
    """
    backwards: list[Piece] = []
    for choice in reversed(choices):
        following = backwards[-1].times if backwards else ()
        backwards.append(replace(choice, times=choice.times or following))
    filled: list[Piece] = []
    for choice in reversed(backwards):
        before = filled[-1] if filled else Piece()
        filled.append(Piece(days=choice.days or before.days, times=choice.times or before.times))
    named = next((choice.days for choice in filled if choice.days), ())
    return [replace(choice, days=choice.days or named) for choice in filled]


def _spans(choice: Piece, asked: Asked) -> list[Span]:
    """The time of one choice on each of its days, as far as it is not over."""
    named = choice.days or (every_day(asked.today),)
    dates = frozenset.intersection(*(days.dates for days in named))
    time = _together(choice.times)
    if not dates or time is None:
        raise _UnclearError("not_together", NOT_TOGETHER)
    ahead = [span for span in _laid_out(dates, time) if _ends(span, asked) > asked.now]
    if not ahead:
        raise _UnclearError("passed", PASSED)
    return ahead[:1] if any(days.first for days in named) else ahead


def _laid_out(dates: frozenset[date], time: Interval) -> list[Span]:
    return [Span(day=day, start=time[0], end=time[1]) for day in sorted(dates)]


def _ends(span: Span, asked: Asked) -> datetime:
    return utc(span.day, span.end, asked.zone)


def _together(times: tuple[Times, ...]) -> Interval | None:
    """The time in which all of them hold, or None.

    Where "7" may be morning or evening, the half that the other words name decides: the less likely
    reading counts only where it lies within their time.
    """
    held = WHOLE_DAY
    for each in sorted(times, key=lambda each: len(each.readings)):
        cuts = [(max(held[0], start), min(held[1], end)) for start, end in each.readings]
        left = [cut for cut in cuts if cut[0] < cut[1] and (cut is cuts[0] or cut != held)]
        if not left:
            return None
        held = left[0] if held == WHOLE_DAY else min(left, key=lambda time: time[1] - time[0])
    return held
