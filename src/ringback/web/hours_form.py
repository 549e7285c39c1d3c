"""The form of the opening hours: what was typed, and what that says as hours."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from ringback.rules import hoursfile
from ringback.rules.hoursfile import PARTS_OF_DAY, WEEKDAYS
from ringback.rules.oneline import in_one_line
from ringback.rules.partsofday import PARTS
from ringback.web import hours_words
from ringback.web.words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ringback.rules.reason import Reason
    from ringback.rules.table import Path

SPARE: Final = 3
"""Empty rows for days that are different, beside those there are."""
MOST_ROWS: Final = 60

FURTHEST: Final = timedelta(days=2 * 366)
"""A day that is different further ahead than this has the wrong year."""

_HOUR: Final = r"(\d{1,2})(?:[:.h]?([0-5]\d))?(?:\s*([ap])\.?\s?m\.?)?"
_LOOSE: Final = re.compile(rf"{_HOUR}\s*(?:-|–|—|to|a)\s*{_HOUR}", re.IGNORECASE)
_TIME: Final = re.compile(_HOUR, re.IGNORECASE)
_NOON: Final = 12 * 60
_MIDNIGHT: Final = 24 * 60


@dataclass(frozen=True, kw_only=True)
class DayField:
    """One day of the week: its box and what stands in it."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One day that is different, as typed."""

    number: int
    on: str
    hours: str
    why: str

    @property
    def on_name(self) -> str:
        """The name of its day's box."""
        return f"day-{self.number}-on"

    @property
    def hours_name(self) -> str:
        """The name of its hours' box."""
        return f"day-{self.number}-hours"

    @property
    def why_name(self) -> str:
        """The name of the box that says why."""
        return f"day-{self.number}-why"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What stands in the form."""

    days: list[DayField]
    parts: list[DayField]
    holidays: bool
    rows: list[Row]
    reason: str = ""


def of_written(written: Mapping[str, Any], today: date) -> Typed:
    """The form as it opens: the days to come, and room for some more."""
    coming = [each for each in written.get("different", ()) if str(each["on"]) >= today.isoformat()]
    rows = [(str(each["on"]), _typed(each["hours"]), each["why"]) for each in coming]
    return Typed(
        days=_days({day: _typed(written.get(day, ())) for day in WEEKDAYS}),
        parts=_parts(hours_words.parts_written(written)),
        holidays=written.get("holidays", True),
        rows=_rows([*rows, *[("", "", "")] * SPARE]),
    )


def near_and_later(rows: Iterable[Row], until: date) -> dict[str, list[Row]]:
    """The rows up to a day with the empty ones, and those after it, which are folded."""
    found = list(rows)
    later = [each for each in found if each.on > until.isoformat()]
    return {"near": [each for each in found if each not in later], "later": later}


def of_post(post: Mapping[str, str]) -> Typed:
    """The form as it was sent."""
    numbers = [number for number in range(MOST_ROWS) if f"day-{number}-on" in post]
    rows = [
        tuple(
            in_one_line(post.get(f"day-{number}-{name}", "")).strip()
            for name in ("on", "hours", "why")
        )
        for number in numbers
    ]
    return Typed(
        days=_days({day: post.get(day, "") for day in WEEKDAYS}),
        parts=_parts({part: post.get(part, "") for part in PARTS}),
        holidays=post.get("holidays") == "closed",
        rows=_rows(rows),
        reason=post.get("reason", ""),
    )


def written(typed: Typed, before: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The hours the form says. Days that are over stay as they were: they are not in the form."""
    over = [each for each in before.get("different", ()) if str(each["on"]) < today.isoformat()]
    parts = {each.name: _whole(each.value.strip()) for each in typed.parts if each.value.strip()}
    rows = [
        {"on": each.on, "hours": intervals(each.hours), "why": each.why[: hoursfile.LONGEST_WHY]}
        for each in _filled(typed)
    ]
    return {
        **{each.name: intervals(each.value) for each in typed.days},
        **({PARTS_OF_DAY: parts} if parts else {}),
        "holidays": typed.holidays,
        "different": [*rows, *over],
    }


def mark(written: Mapping[str, Any]) -> str:
    """By which hours are known again: only what was looked at is saved."""
    return sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def intervals(text: str) -> list[str]:
    """What stands in a box of hours: "8-12, 13-17". What cannot be read stays for the rules."""
    pieces = [each.strip() for each in re.split(r"[,;]", text) if each.strip()]
    if [each.casefold() for each in pieces] == [_("closed").casefold()]:
        return []
    return [_whole(each) for each in pieces]


def _whole(text: str) -> str:
    """A from-to in the one way it is kept; what cannot be read stays for the rules."""
    match = _LOOSE.fullmatch(text)
    start, end = (_minutes(*match.groups()[at : at + 3]) for at in (0, 3)) if match else (None, 0)
    if match is None or start is None or end is None:
        return text
    if match[6] and not match[3] and start < _NOON <= end and start + _NOON < end:
        start += _NOON  # "1-5pm" is the afternoon, "8-5pm" begins in the morning
    if match[3] and not match[6] and end <= start and end < _NOON:
        end += _NOON  # "8am-5"
    if match[6] and not end:
        end = _MIDNIGHT  # "5pm-12am" ends with the day
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _minutes(hour: str, past: str | None, half: str | None) -> int | None:
    """Minutes after midnight; None where there is no such hour."""
    found = int(hour)
    if half:
        if not 1 <= found <= 12:  # noqa: PLR2004 - the hours of half a day
            return None
        found = found % 12 + (12 if half in "pP" else 0)
    return found * 60 + int(past or 0)


def minute(text: str) -> int | None:
    """A time of the day as typed ("14:00", "14", "2pm"), in minutes after midnight, or None."""
    match = _TIME.fullmatch(text)
    found = _minutes(*match.groups()) if match else None
    return found if found is not None and found < _MIDNIGHT else None


def out_of_reach(typed: Typed, before: Mapping[str, Any], today: date) -> list[dict[str, str]]:
    """Days that are over, or so far ahead that the year is wrong, each at its box.

    A day that was kept already may stay.
    """
    found, kept = [], {str(each["on"]) for each in before.get("different", ())}
    for each in _filled(typed):
        on = None if each.on in kept else day(each.on)
        if on is not None and on < today:
            found.append({"field": each.on_name, "words": _("This day is over. Check the year.")})
        elif on is not None and on > today + FURTHEST:
            words = _("This day is more than two years ahead. Check the year.")
            found.append({"field": each.on_name, "words": words})
    return found


def day(text: str) -> date | None:
    """A day as its box sends it; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def problems(reasons: Iterable[Reason], typed: Typed) -> list[dict[str, str]]:
    """What is wrong, each at its box."""
    numbers = [each.number for each in _filled(typed)]
    return [{"field": _field(each, numbers), "words": _said(each)} for each in reasons]


def _field(reason: Reason, numbers: Sequence[int]) -> str:
    path: Path = getattr(reason, "path", ())
    if path[:1] == ("different",) and len(path) > 1 and int(path[1]) < len(numbers):
        return f"day-{numbers[int(path[1])]}-{path[2] if len(path) > 2 else 'on'}"  # noqa: PLR2004
    if path:
        return str(path[-1])
    return "reason" if reason.code == "reason" else WEEKDAYS[0]


def _said(reason: Reason) -> str:
    path: Path = getattr(reason, "path", ())
    if path[-1:] == ("why",):
        return _("Say why this day is different.")
    if reason.words == hoursfile.TWICE:
        on = date.fromisoformat(dict(reason.values)["day"])
        return _("{day} is there twice. Keep one row.").format(day=hours_words.day_words(on))
    if path[-1:] == ("on",):
        return _("Choose a day.")
    label = ""
    if path[:1] and path[0] in WEEKDAYS:
        label = hours_words.weekday(WEEKDAYS.index(str(path[0]))) + ": "
    if path[:1] == (PARTS_OF_DAY,) and path[-1] in PARTS:
        label = hours_words.part_name(str(path[-1])) + ": "
    return label + in_words(reason)


def _filled(typed: Typed) -> list[Row]:
    return [each for each in typed.rows if each.on or each.hours or each.why]


def _days(boxes: Mapping[str, str]) -> list[DayField]:
    return [
        DayField(name=day, label=hours_words.weekday(number), value=boxes[day])
        for number, day in enumerate(WEEKDAYS)
    ]


def _parts(boxes: Mapping[str, str]) -> list[DayField]:
    return [
        DayField(name=part, label=hours_words.part_name(part), value=boxes[part]) for part in PARTS
    ]


def _rows(found: Iterable[Sequence[str]]) -> list[Row]:
    return [
        Row(number=number, on=on, hours=hours, why=why)
        for number, (on, hours, why) in enumerate(found)
    ]


def _typed(hours: Iterable[str]) -> str:
    return ", ".join(hours)
