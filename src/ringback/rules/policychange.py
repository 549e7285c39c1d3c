"""What a policy file would change in a practice, part by part, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

from ringback.rules import (
    categoryfile,
    categorywrite,
    hoursfile,
    identifier,
    pathwaytext,
    textdiff,
)
from ringback.rules.pathwaytext import Line, Section
from ringback.rules.reason import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ringback.rules.textdiff import Part
    from ringback.rules.windowtext import Say

    Key = tuple[str, str]
    """A part by the file's own name for it, and which one where there are several."""

TITLES: Final[dict[str, str]] = {
    "practice": gettext_noop("The practice"),
    "hours": gettext_noop("Opening hours"),
    "places": gettext_noop("Place"),
    "contact": gettext_noop("How patients are reached"),
    "verification": gettext_noop("Checking callers"),
    "promises": gettext_noop("Promises"),
    "lanes": gettext_noop("Lane"),
    "pathways": gettext_noop("Kind of request"),
    "scripts": gettext_noop("What is said on the phone"),
}
_WHOLE: Final = ("practice", "hours", "contact", "verification", "promises", "scripts")
_LISTED: Final[dict[str, str]] = {"lanes": "name", "pathways": "code"}


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One part that the file says otherwise: what it is called, and what would be written."""

    key: Key
    title: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


def plain(value: object) -> Any:  # noqa: ANN401 - the shape of a file is what it is
    """A file's values as they are kept: a day or an hour is its text."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | time) else value


def parts(data: Mapping[str, Any]) -> dict[Key, Mapping[str, Any]]:
    """Every part of a whole policy that can be written on its own, always written the same way."""
    return {key: _as_usual(key, each) for key, each in _as_filed(data).items()}


def _as_filed(data: Mapping[str, Any]) -> dict[Key, Mapping[str, Any]]:
    found: dict[Key, Mapping[str, Any]] = {}
    for name in _WHOLE:
        if name in data:
            found[name, ""] = data[name]
    for slug, place in data.get("places", {}).items():
        found["places", slug] = {key: place[key] for key in place if key != "hours"}
        if "hours" in place:
            found["hours", slug] = place["hours"]
    for name, key in _LISTED.items():
        found.update({(name, each[key]): each for each in data.get(name, ())})
    return found


def _as_usual(key: Key, written: Mapping[str, Any]) -> Mapping[str, Any]:
    if key[0] == "pathways":
        return categorywrite.written(categoryfile.read(written))
    if key[0] == "hours":
        return hoursfile.whole(written)
    if key[0] == "verification":
        return identifier.whole(written)
    if key[0] == "lanes":
        return {**written, "categories": sorted(set(written["categories"]))}
    return written


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Changed, ...]:
    """What the second says otherwise than the first. What it leaves out stays as it is.

    The file is one that `policyfile.mistakes` finds nothing wrong with.
    """
    old = parts(before)
    new = {key: _joined(key, old.get(key), each) for key, each in _as_filed(after).items()}
    return tuple(
        Changed(key=key, title=_title(key, written), before=old.get(key), after=written)
        for key, written in new.items()
        if old.get(key) != written
    )


def _joined(
    key: Key, before: Mapping[str, Any] | None, filed: Mapping[str, Any]
) -> Mapping[str, Any]:
    """A part as it would be kept: of hours, the days that the file leaves out stay as they are."""
    if key[0] == "hours" and (filed or not key[1]):
        return hoursfile.joined(before or {}, filed)
    return _as_usual(key, filed)


def _title(key: Key, written: Mapping[str, Any]) -> str:
    return str(written.get("name", key[1]))


def told(each: Changed, say: Say, names: Mapping[str, str]) -> tuple[Part, ...]:
    """What is different in one part, line by line. `names` are the kinds of request by code."""
    if each.key[0] == "pathways":
        old, new = (_printed(written, say, names) for written in (each.before, each.after))
        return textdiff.changes(textdiff.compared(old, new))
    if each.key[0] == "hours":
        old, new = (_hours_printed(written, say) for written in (each.before, each.after))
        return textdiff.changes(textdiff.compared(old, new))
    rows = textdiff.of_data(each.before or {}, each.after)
    return (textdiff.Part(title=say(TITLES[each.key[0]]), rows=rows),)


def _printed(
    written: Mapping[str, Any] | None, say: Say, names: Mapping[str, str]
) -> tuple[pathwaytext.Section, ...]:
    if written is None:
        return ()
    return pathwaytext.printed(categoryfile.read(written), say, names)


CLOSED: Final = gettext_noop("closed")
OPEN_AS_USUAL: Final = gettext_noop("open as usual")
AS_THE_PRACTICE: Final = gettext_noop("the same as the practice")


def _hours_printed(written: Mapping[str, Any] | None, say: Say) -> tuple[Section, ...]:
    """Hours line by line: a day of the week, or one that is different, is one."""
    said: dict[str, str] = {}
    if written:
        said = {day: _times(written[day], say) for day in hoursfile.WEEKDAYS}
        said["holidays"] = say(CLOSED if written["holidays"] else OPEN_AS_USUAL)
        for part, hours in written[hoursfile.PARTS_OF_DAY].items():
            said[f"{hoursfile.PARTS_OF_DAY} · {part}"] = hours
        for each in written[hoursfile.DIFFERENT]:
            said[each["on"]] = f"{_times(each['hours'], say)} ({each['why']})"
    elif written is not None:
        said["hours"] = say(AS_THE_PRACTICE)
    lines = tuple(Line(key=key, label=key, words=(words,)) for key, words in said.items())
    return (Section(key="hours", title=say(TITLES["hours"]), lines=lines),)


def _times(hours: Sequence[str], say: Say) -> str:
    return ", ".join(hours) or say(CLOSED)


def names(*policies: Mapping[str, Any]) -> dict[str, str]:
    """The kinds of request of some policies by their code."""
    return {code: name for each in policies for code, name in _names(each)}


def _names(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for each in data.get("pathways", ()):
        yield each["code"], each["name"]
