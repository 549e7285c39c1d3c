"""A practice's whole policy in one file: what it holds, and everything that is wrong with it.

The file has every pathway, the hours of the practice and of its places, what is said on the phone,
how patients are reached, what callers are asked for, what other places promise, and the lanes
without their people. What a file leaves out stays as it is, single days of the hours, too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from ringback.rules import (
    agreement,
    categoryfile,
    contactpolicy,
    hoursfile,
    identifier,
    lane,
    phone,
    promise,
    script,
    scriptfile,
    tomllines,
)
from ringback.rules.oneline import controls_in, turns_in
from ringback.rules.reason import gettext_noop
from ringback.rules.table import Mistake, MistakenError, Table, mistake, text, too_long

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ringback.rules.table import Path

FORMAT: Final = 1
NOT_OURS: Final = gettext_noop("this must be {format}: the file is of another release")
NO_SUCH_KIND: Final = gettext_noop("{code} is no kind of request")
ITSELF: Final = gettext_noop("this leads back to itself")
NO_SCRIPT: Final = gettext_noop("there is no script called {name}; it may be {known}")
NO_VOICEMAIL: Final = gettext_noop("there are no words for the voicemail {name}")
TWICE: Final = gettext_noop("{name} stands here twice")
PLACE_NAME: Final = gettext_noop("a name has at most {most} letters, and no spaces around it")
NOT_SHOWN: Final = gettext_noop(
    "take out the character that shows nothing, or turns the letters round"
)
NO_NUMBER: Final = gettext_noop("write the number with its country, as in +12025550142")
NO_SLUG: Final = gettext_noop("a short name is small letters, digits and -")

ALWAYS: Final = frozenset(
    {
        "ACCESS", "APPT", "BILL", "CLIN", "CONCERN", "CONFIRM", "DOCUMENT", "EMERG", "INTAKE",
        "MISSED", "NEWPT", "PRO", "REFER", "RESULT", "RX", "UNSORTED", "URGENT",
    }
)  # fmt: skip
"""The kinds of request every practice has, whether a file names them or not."""

PARTS: Final = (
    "format", "practice", "hours", "places", "contact", "verification", "promises", "lanes",
    "pathways", "scripts",
)  # fmt: skip
"""The parts of a file, in the order they are written."""

LONGEST_PLACE: Final = 120
MOST_ENTRIES: Final = 200
MOST_MISTAKES: Final = 100
TOO_MANY: Final = gettext_noop("there are more than {most} of these")

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def mistakes(
    data: Mapping[str, Any], codes: Collection[str] = ALWAYS, *, today: date | None = None
) -> tuple[Mistake, ...]:
    """Everything that is wrong with a file, each with its place; empty means it can be applied.

    Of very many only the first hundred are told. `codes` are the kinds of request there are beside
    those of the file. With `today` it is asked
    whether somebody is in during the next weeks, as far as a file can tell: it has no holidays.
    """
    table = Table(data=data)
    table.need("format", _format, FORMAT)
    table.asked.update(PARTS)
    table.end()
    if crowded := tuple(_too_many(data)):
        return crowded
    never = () if today is None else _never_open(data, today)
    found = chain(table.found, _not_shown(data, ()), _of_parts(data, codes), never)
    return tuple(_in_file(each, data) for each in islice(found, MOST_MISTAKES))


def _too_many(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """More of something than any practice has: such a file is looked at no further."""
    for part in ("places", "promises", *_LISTS):
        found = data.get(part)
        if isinstance(found, dict | list) and len(found) > MOST_ENTRIES:
            yield mistake((part,), TOO_MANY, most=str(MOST_ENTRIES))


def _not_shown(value: object, path: Path) -> Iterator[Mistake]:
    """Where something stands that no page shows and no table keeps. Words may have lines."""
    if isinstance(value, str):
        if controls_in(value.replace("\r\n", " ").replace("\n", " ")) or turns_in(value):
            yield mistake(path, NOT_SHOWN)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _not_shown(str(key), (*path, key))
            yield from _not_shown(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _not_shown(each, (*path, index))


def _never_open(data: Mapping[str, Any], today: date) -> Iterator[Mistake]:
    """Hours that can be read and in which nobody is in for weeks."""
    written: dict[Path, object] = {("hours",): data.get("hours")}
    places = data.get("places")
    for slug, each in places.items() if isinstance(places, dict) else ():
        written["places", slug, "hours"] = each.get("hours") if isinstance(each, dict) else None
    for path, hours in written.items():
        if not isinstance(hours, dict) or not hoursfile.names_every_day(hours):
            continue
        if hoursfile.mistakes(hours):
            continue
        if not hoursfile.opens_soon(hoursfile.read(hours, zone="UTC"), today):
            yield mistake(path, hoursfile.NOT_SOON)


def _in_file(mistake: Mistake, data: object) -> Mistake:
    """The same at the last place that stands in the file, or at what is left out there."""
    for depth, key in enumerate(mistake.path, 1):
        if not _stands(key, data):
            return replace(mistake, path=mistake.path[:depth])
        data = data[key]  # type: ignore[index]
    return mistake


def _stands(key: str | int, data: object) -> bool:
    if isinstance(key, int):
        return isinstance(data, list) and key < len(data)
    return isinstance(data, dict) and key in data


def _format(_: str, value: object) -> int:
    if value != FORMAT or isinstance(value, bool):
        raise MistakenError(NOT_OURS, format=str(FORMAT))
    return FORMAT


def _of_parts(data: Mapping[str, Any], codes: Collection[str]) -> Iterator[Mistake]:
    pathways = _tables(data, "pathways")
    known = {*codes, *(str(each.get("code", "")) for each in pathways)}
    yield from _shapes(data)
    if isinstance(data.get("hours"), dict):
        yield from _under(("hours",), hoursfile.mistakes(data["hours"], partly=True))
    if isinstance(data.get("practice"), dict):
        yield from _practice(data["practice"])
    yield from _places(data.get("places"))
    if isinstance(data.get("contact"), dict):
        yield from _contact(data["contact"])
    if isinstance(data.get("verification"), dict):
        yield from _verification(data["verification"])
    if isinstance(data.get("promises"), dict):
        yield from _under(("promises",), promise.mistakes(data["promises"]))
    yield from _lanes(_tables(data, "lanes"), known)
    for index, each in enumerate(pathways):
        yield from _under(("pathways", index), categoryfile.mistakes(each))
    yield from leads_nowhere(pathways, known)
    yield from _twice(pathways, "pathways", "code")
    yield from scriptfile.mistakes(data.get("scripts"))
    yield from _voicemails(data.get("contact"), pathways)
    yield from _agreeing(data.get("scripts"), pathways)


def _agreeing(said: object, pathways: Sequence[Mapping[str, Any]]) -> Iterator[Mistake]:
    """Where the words for the phone do not fit the pathways of the same file."""
    if not isinstance(said, dict) or tuple(scriptfile.mistakes(said)):
        return
    readable = [categoryfile.read(each) for each in pathways if not categoryfile.mistakes(each)]
    for each in agreement.disagreements(script.read(said), readable):
        values = dict(each.reason.values)
        yield mistake(("scripts", *each.said), each.reason.words, **values)


_TABLES: Final = ("practice", "hours", "places", "contact", "verification", "promises", "scripts")
_LISTS: Final = ("lanes", "pathways")


def _shapes(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """A part that is no table, or no list of tables, says nothing at all."""
    table = Table(data=data)
    for key in _TABLES:
        table.inner(key)
    for key in _LISTS:
        table.each(key)
    yield from table.found


def _tables(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The tables of a list; an entry that is none counts as an empty one, in its place."""
    found = data.get(key)
    listed = found if isinstance(found, list) else []
    return [each if isinstance(each, dict) else {} for each in listed]


def _under(above: Path, found: Iterable[Mistake]) -> Iterator[Mistake]:
    """The same mistakes, deeper in the file."""
    for each in found:
        path = (*above, *each.path)
        yield Mistake(code=each.code, words=each.words, values=each.values, path=path)


def leads_nowhere(
    pathways: Sequence[Mapping[str, Any]], codes: Collection[str], at: Path | None = None
) -> Iterator[Mistake]:
    """Where a rule leads to a kind of request that there is not, or a script is missing.

    `at` is where a single pathway stands; otherwise each stands at its place in the list.
    """
    for index, pathway in enumerate(pathways):
        above: Path = ("pathways", index) if at is None else at
        asked = pathway.get("script", script.CALLBACK)
        if isinstance(asked, str) and asked not in script.SCRIPTS:
            known = ", ".join(script.SCRIPTS)
            yield mistake((*above, "script"), NO_SCRIPT, name=asked, known=known)
        for place, rule in enumerate(_tables(pathway, "tighten")):
            for key in ("becomes", "also"):
                path = (*above, "tighten", place, key)
                yield from _leads(rule.get(key), pathway.get("code"), codes, path)


def _leads(to: object, code: object, codes: Collection[str], path: Path) -> Iterator[Mistake]:
    if not isinstance(to, str) or not to:
        return
    if to == code:
        yield mistake(path, ITSELF)
    elif to not in codes:
        yield mistake(path, NO_SUCH_KIND, code=to)


def _twice(tables: Sequence[Mapping[str, Any]], part: str, key: str) -> Iterator[Mistake]:
    seen: set[object] = set()
    for index, each in enumerate(tables):
        name = each.get(key)
        if isinstance(name, str) and name in seen:
            yield mistake((part, index, key), TWICE, name=name)
        seen.add(str(name))


def _practice(found: Mapping[str, Any]) -> Iterator[Mistake]:
    """The number patients know the practice by, written as it is dialled from anywhere."""
    table = Table(data=found, path=("practice",))
    number = table.need("phone", text, "")
    table.end()
    if number and not phone.is_whole(number):
        table.mistaken("phone", NO_NUMBER)
    yield from table.found


def _places(found: object) -> Iterator[Mistake]:
    """The practice's places by their short names: what each is called, and its own hours."""
    called: set[str] = set()
    for slug, each in found.items() if isinstance(found, dict) else ():
        table = Table(data=each if isinstance(each, dict) else {}, path=("places", slug))
        if not _SLUG.fullmatch(slug):
            table.mistaken("", NO_SLUG)
        name = table.need("name", _named(LONGEST_PLACE), "")
        if name and name.casefold() in called:
            table.mistaken("name", TWICE, name=name)
        called.add(name.casefold())
        hours = table.inner("hours")
        table.end()
        if hours.data:
            table.found.extend(_under(hours.path, hoursfile.mistakes(hours.data, partly=True)))
        yield from table.found


def _named(most: int) -> Callable[[str, object], str]:
    """What something is called, as its page would keep it."""

    def parse(key: str, value: object) -> str:
        found = text(key, value)
        if len(found) > most or found != " ".join(found.split()):
            raise MistakenError(PLACE_NAME, most=str(most))
        return found

    return parse


_CONTACT: Final = (
    "consent_needed", "text_from", "text_until", "voicemail_level", "neutral_name",
    "redisclosure", "redisclosure_es", "voicemail",
)  # fmt: skip


def _contact(found: Mapping[str, Any]) -> Iterator[Mistake]:
    table = Table(data=found, path=("contact",), asked=set(_CONTACT))
    table.end()
    yield from table.found
    for key, each in found.items():
        most = contactpolicy.LONGEST[key == "voicemail"]
        yield from too_long(each, most, ("contact", key))
    for reason in contactpolicy.mistakes(found):
        values = dict(reason.values)
        place = values.pop("place")
        words = reason.words.removeprefix("{place}: ")
        named = place.split(".", 1 if reason.code == "unknown_text" else -1)
        yield mistake(("contact", *named), words, **values)


_CHECKING: Final = (
    "needed", "needed_with_care", "wrong_tries", "identifiers", "only_in_chart",
    "age_of_majority", "callers",
)  # fmt: skip


def _verification(found: Mapping[str, Any]) -> Iterator[Mistake]:
    """What callers are asked for: each mistake at its place, and nothing nobody knows."""
    table = Table(data=found, path=("verification",), asked=set(_CHECKING))
    table.end()
    yield from table.found
    callers = found.get("callers")
    for code, each in callers.items() if isinstance(callers, dict) else ():
        inner = Table(data=each if isinstance(each, dict) else {})
        inner.asked = {"needed", "identifiers"}
        inner.end()
        yield from _under(("verification", "callers", code), inner.found)
    for reason in identifier.mistakes(found):
        values = dict(reason.values)
        place = values.pop("place")
        words = reason.words.removeprefix("{place}: ")
        named = place.split(".", 1 if reason.code == "unknown_caller" else -1)
        yield mistake(("verification", *named), words, **values)


def _lanes(lanes: Sequence[Mapping[str, Any]], codes: Collection[str]) -> Iterator[Mistake]:
    for index, each in enumerate(lanes):
        path: Path = ("lanes", index)
        yield from lane.mistakes(each, path)
        yield from _lane_codes(each.get("categories"), codes, path)
    yield from _twice(lanes, "lanes", "name")


def _lane_codes(found: object, codes: Collection[str], path: Path) -> Iterator[Mistake]:
    for place, code in enumerate(found if isinstance(found, list) else ()):
        if isinstance(code, str) and code.strip() and code not in codes:
            yield mistake((*path, "categories", place), NO_SUCH_KIND, code=code)


def _voicemails(contact: object, pathways: Sequence[Mapping[str, Any]]) -> Iterator[Mistake]:
    """Which voicemails pathways leave that have no words."""
    if not isinstance(contact, dict) or not isinstance(contact.get("voicemail"), dict):
        return
    said = contact["voicemail"].keys()
    for index, pathway in enumerate(pathways):
        left = pathway.get("voicemail")
        for key in ("template", "with_consent"):
            name = left.get(key) if isinstance(left, dict) else None
            if name in categoryfile.TEMPLATES and name not in {"none", *said}:
                yield mistake(("pathways", index, "voicemail", key), NO_VOICEMAIL, name=name)


def placed(written: str, found: Iterable[Mistake]) -> list[tuple[int, Mistake]]:
    """Each mistake with the line of the file it stands on, from the top."""
    lines = tomllines.lines(written)
    at = [(tomllines.line_of(lines, each.path), each) for each in found]
    return sorted(at, key=lambda one: one[0])


def where(mistake: Mistake) -> str:
    """A place in words of the file: "pathways 3 · tighten 1 · becomes"."""
    words: list[str] = []
    for part in mistake.path:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(str(part))
    return " · ".join(words)
