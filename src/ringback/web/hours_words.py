"""Opening hours as people read them: the week, the holidays, the days that are different."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.dates import WEEKDAYS as NAMES
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from ringback.rules.hoursfile import WEEKDAYS, parts_of_day
from ringback.rules.partsofday import PARTS
from ringback.rules.walltime import stretch
from ringback.web.holiday_words import holiday
from ringback.web.words import day_with_year, time_of_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ringback.queries.hours import Holiday


PART_NAMES: Final[dict[str, str]] = {
    "morning": gettext_noop("Morning"),
    "lunch": gettext_noop("Around noon"),
    "afternoon": gettext_noop("Afternoon"),
    "evening": gettext_noop("Evening"),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """One line of a part, its label and its words."""

    label: str
    words: str


@dataclass(frozen=True, kw_only=True)
class DayWords:
    """One day that is different."""

    on: date
    day: str
    hours: str
    why: str


def lines(written: Mapping[str, Any]) -> list[Said]:
    """Every line of the hours as one version says them."""
    if not written:
        return [Said(label=_("Hours"), words=_("the same as the practice"))]
    kept = written.get("holidays", True)
    return [
        *week(written),
        *parts(written),
        Said(label=_("Public holidays"), words=_("closed") if kept else _("open as usual")),
        *(
            Said(label=each.day, words=f"{each.hours} ({each.why})" if each.why else each.hours)
            for each in different(written)
        ),
    ]


def week(written: Mapping[str, Any]) -> list[Said]:
    """The usual week, day by day."""
    return [
        Said(label=weekday(number), words=hours_in_words(written.get(day, ())))
        for number, day in enumerate(WEEKDAYS)
    ]


def parts(written: Mapping[str, Any]) -> list[Said]:
    """What a part of the day means here, from the morning on."""
    return [
        Said(label=part_name(part), words=_interval(hours))
        for part, hours in parts_written(written).items()
    ]


def parts_written(written: Mapping[str, Any]) -> dict[str, str]:
    """The parts of the day as hours are written; those not named are as usual."""
    found = parts_of_day(written)
    return {part: stretch(getattr(found, part)) for part in PARTS}


def part_name(part: str) -> str:
    """What a part of the day is called."""
    return _(PART_NAMES[part])


def weekday(number: int) -> str:
    """The name of a day of the week; Monday is 0."""
    return str(NAMES[number]).capitalize()


def different(written: Mapping[str, Any], *, since: date = date.min) -> list[DayWords]:
    """The days that are different, from one day on."""
    found = [(date.fromisoformat(str(each["on"])), each) for each in written.get("different", ())]
    return [
        DayWords(on=on, day=day_words(on), hours=hours_in_words(each["hours"]), why=_why(each))
        for on, each in sorted(found, key=lambda each: each[0])
        if on >= since
    ]


def _why(day: Mapping[str, Any]) -> str:
    """Why a day is different; "closed" says nothing that its hours do not."""
    why = str(day["why"])
    return "" if not day["hours"] and why in {_("closed"), "closed"} else why


def holidays(found: Sequence[Holiday], written: Mapping[str, Any]) -> list[Said]:
    """The coming public holidays by name; those with hours of their own say which."""
    own = {each.on: each.hours for each in different(written)}
    usual = _("closed") if written.get("holidays", True) else _("open as usual")
    return [
        Said(label=f"{day_words(each.on)} · {holiday(each.name)}", words=own.get(each.on, usual))
        for each in found
    ]


def day_words(on: date) -> str:
    """A day with its weekday and year."""
    return day_with_year(on)


def hours_in_words(written: Iterable[str]) -> str:
    """Hours as a practice writes them, in the reader's way of writing times; or closed."""
    return ", ".join(_interval(each) for each in written) or _("closed")


def _interval(text: str) -> str:
    start, _dash, end = text.partition("-")
    words = f"{_time(start)}–{_time(end)}"
    return _("{hours} the next day").format(hours=words) if end < start else words


def _time(text: str) -> str:
    hour, minute = (int(each) for each in text.split(":"))
    return time_of_day(hour % 24, minute, get_language()) if hour < 24 else text  # noqa: PLR2004
