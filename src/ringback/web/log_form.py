"""What a person says about a phone log, from the form “More about this file”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.files.uploadedfile import UploadedFile

from ringback.actions.imports import Reading
from ringback.channels.calllog import intake, limits
from ringback.channels.calllog.log import zone_of
from ringback.channels.calllog.numbers import written
from ringback.channels.calllog.problems import UnusableLog
from ringback.web import log_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from django.http import HttpRequest

NUMBER: Final = re.compile(r"(?=[^\d]*\d)\+?[\d ()./-]+")
COLUMN: Final = re.compile(r"column\.(\d{1,4})")
LONGEST: Final = 120
"""Of a field of one line, as much as is looked at; so much a page's own form takes."""
SHOWN: Final = 5
"""Problems of a form told at once; they are told one after the other anyway."""
OUR_NUMBERS: Final = 100
"""Numbers of the practice's own: a large one has a dozen."""
MOST_TYPED: Final = 10_000
"""Characters in which those are looked for."""
MOST_LISTED: Final = 1_000_000
"""Characters of the list of callers who are no patients: a hundred for each it may have."""
LISTED_FILE: Final = "known_callers_file"
FIELDS: Final = ("zone", "format", "date", "our_number", "known_callers")


@dataclass(frozen=True, kw_only=True)
class Form:
    """What was said, what is wrong with it, and what was chosen over the columns."""

    reading: Reading
    choices: Mapping[int, str]
    problems: tuple[Mapping[str, str], ...]


def read(request: HttpRequest) -> Form:
    """Read the form; every field that cannot be used is a problem at that field."""
    given = {name: str(value).replace("\0", "") for name, value in request.POST.items()}
    problems: list[Mapping[str, str]] = []
    zone = _text(given, "zone")
    format_ = _text(given, "format")
    day = _text(given, "date")
    ours = _ours(given.get("our_number", ""))
    for value, check in ((zone, zone_of), (format_, intake.format_of), (day, intake.day_of)):
        if value:
            _checked(check, value, problems)
    for each in ours:
        if len(problems) < SHOWN:
            _checked(_number, each, problems)
    known = tuple(_known(request, problems))
    return Form(
        reading=Reading(zone=zone, format=format_, our_numbers=ours, known_callers=known, day=day),
        choices=choices(given),
        problems=tuple(problems),
    )


def choices(given: Mapping[str, str]) -> dict[int, str]:
    """Which field was chosen for which column of the file, by the column's place."""
    found = ((COLUMN.fullmatch(name), field) for name, field in given.items())
    return {int(match[1]): field for match, field in found if match}


def values(reading: Reading) -> dict[str, str]:
    """What the form shows of a reading."""
    return {
        "zone": reading.zone,
        "format": reading.format,
        "date": reading.day,
        "our_number": ", ".join(reading.our_numbers),
        "known_callers": "\n".join(reading.known_callers),
    }


def _ours(text: str) -> tuple[str, ...]:
    """The practice's own numbers as typed, each once; more than any practice has are left out."""
    parts = dict.fromkeys(part.strip()[:LONGEST] for part in text[:MOST_TYPED].split(","))
    return tuple(part for part in parts if part)[:OUR_NUMBERS]


def _text(given: Mapping[str, str], name: str) -> str:
    return given.get(name, "").strip()[:LONGEST]


def said(request: HttpRequest) -> dict[str, str]:
    """What the form shows of what was typed: all of it, but for what no person types."""
    most = {"our_number": MOST_TYPED, "known_callers": MOST_LISTED}
    return {name: str(request.POST.get(name, ""))[: most.get(name, LONGEST)] for name in FIELDS}


def _checked(check: Callable[[str], object], value: str, problems: list[Mapping[str, str]]) -> None:
    try:
        check(value)
    except UnusableLog as trouble:
        problems.append(log_words.problem(trouble))


def _number(text: str) -> None:
    if not NUMBER.fullmatch(text[:LONGEST]):
        raise UnusableLog("not_a_number", text=text)


def _known(request: HttpRequest, problems: list[Mapping[str, str]]) -> Iterator[str]:
    """The numbers typed and those of the list; each is one problem where it has none."""
    typed = str(request.POST.get("known_callers", ""))
    if typed.strip():
        yield from _listed(typed, "known_callers", problems)
    file = request.FILES.get(LISTED_FILE)
    if isinstance(file, UploadedFile):
        yield from _listed(file.read().decode("utf-8", "replace"), LISTED_FILE, problems)


def _listed(text: str, field: str, problems: list[Mapping[str, str]]) -> list[str]:
    """The numbers of one list. A list somebody gave and that has none, even of nothing, is told."""
    lines = text.splitlines()
    found = [number for number, _ in written(lines)]
    if not found:
        first = next((n for n, line in enumerate(lines, start=1) if line.strip()), 1)
        problems.append(log_words.problem(UnusableLog("no_number_listed", n=first), only=field))
    if len(found) > limits.KNOWN_CALLERS:
        most = f"{limits.KNOWN_CALLERS:,}"
        problems.append(log_words.problem(UnusableLog("too_many_listed", most=most), only=field))
    return found[: limits.KNOWN_CALLERS]
