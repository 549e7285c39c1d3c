"""A form builder's document read as what a patient did. Pure: bytes in, an arrival out.

Each builder names its boxes otherwise, so the practice says where what stands: by the name of a
box, or by a path of names with dots. Where a list of boxes is met, its box of that name is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from ringback.actions.arrival import New
from ringback.actions.inbound import Unreadable
from ringback.rules.arrival import Kind
from ringback.rules.inbound import Trouble
from ringback.rules.oneline import in_lines, in_one_line

if TYPE_CHECKING:
    from ringback.actions.inbound import Raw

PLACES: Final[dict[str, str]] = {
    "id": "id",
    "name": "name",
    "phone": "phone",
    "text": "reason",
    "best_time": "best_time",
    "language": "language",
    "category": "category",
}
"""What is looked for, and where it stands unless the practice says otherwise."""

LONGEST: Final = {"name": 120, "phone": 40, "best_time": 200, "text": 20_000}
NAMES: Final = ("key", "name", "label", "ref", "id", "title")
ANSWERS: Final = ("value", "answer", "text", "phone_number", "email")
LANGUAGES: Final = {"english": "en", "inglés": "en", "spanish": "es", "español": "es"}
FORM: Final = "application/x-www-form-urlencoded"
MOST_BOXES: Final = 1000

_LANGUAGE: Final = re.compile(r"[a-z]{2}")


def known_by(event: Raw, settings: Mapping[str, str]) -> str:
    """The builder's own name of it; "" where it has none, or cannot be read."""
    try:
        return _words(_document(event), "id", settings).strip()
    except Unreadable:
        return ""


def read(event: Raw, settings: Mapping[str, str]) -> New:
    """What the patient did. Raises Unreadable."""
    document = _document(event)
    found = {name: _words(document, name, settings) for name in PLACES}
    line = {name: in_one_line(text).strip() for name, text in found.items()}
    text = in_lines(found["text"]).strip()[: LONGEST["text"]]
    if not (line["phone"] or line["name"] or text):
        raise Unreadable(Trouble.EMPTY)
    return New(
        source="",
        external_id="",
        kind=Kind.WEB_FORM,
        happened_at=event.at,
        phone=line["phone"][: LONGEST["phone"]],
        name=line["name"][: LONGEST["name"]],
        text=text,
        best_time=line["best_time"][: LONGEST["best_time"]],
        language=_language(line["language"]),
        category=line["category"] or None,
    )


def _document(event: Raw) -> Mapping[str, Any]:
    if event.content_type.partition(";")[0].strip().lower() == FORM:
        return _form(event.body)
    try:
        found = json.loads(event.body)
    except (ValueError, RecursionError):
        raise Unreadable(Trouble.NO_DOCUMENT) from None
    if not isinstance(found, Mapping):
        raise Unreadable(Trouble.NO_DOCUMENT)
    return found


def _form(body: bytes) -> Mapping[str, Any]:
    try:
        found = dict(parse_qsl(body.decode(), max_num_fields=MOST_BOXES))
    except ValueError:
        raise Unreadable(Trouble.NO_DOCUMENT) from None
    if not found:
        raise Unreadable(Trouble.NO_DOCUMENT)
    return found


def _words(document: Mapping[str, Any], name: str, settings: Mapping[str, str]) -> str:
    """The words of one box; none where there is no such box."""
    place = settings.get(name, PLACES[name])
    try:
        return _as_text(_at(document, place)) if place else ""
    except TypeError:
        raise Unreadable(Trouble.NOT_TEXT, name) from None


def _at(found: object, path: str) -> object:
    """What stands at a path, in boxes or lists of boxes; None where nothing does."""
    if isinstance(found, list):
        return _of_boxes(found, path)
    if not isinstance(found, Mapping):
        return None
    if path in found:
        return found[path]
    first, _dot, rest = path.partition(".")
    return _at(found[first], rest) if rest and first in found else None


def _of_boxes(boxes: list[Any], path: str) -> object:
    """What stands in the box of this name; some builders name it one floor further down."""
    for box in boxes:
        if not isinstance(box, Mapping):
            continue
        inner = box.get("field")
        names = [box.get(each) for each in NAMES]
        names += [inner.get(each) for each in NAMES] if isinstance(inner, Mapping) else []
        if any(_same(name, path) for name in names):
            return next((box[each] for each in ANSWERS if each in box), None)
    return None


def _same(given: object, path: str) -> bool:
    return isinstance(given, str) and given.strip().casefold() == path.strip().casefold()


def _as_text(value: object) -> str:
    """A value in words: several of them in a row. Raises TypeError for what is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (str, int, float)):
        return str(value)
    several = list(value.values()) if isinstance(value, Mapping) else value
    if not isinstance(several, list) or any(isinstance(each, (list, dict)) for each in several):
        raise TypeError
    return (" " if isinstance(value, Mapping) else ", ").join(filter(None, map(_as_text, several)))


def _language(said: str) -> str:
    """As two letters; what is no language anybody here knows is left out."""
    said = said.casefold()
    code = LANGUAGES.get(said, said.partition("-")[0])
    return code if _LANGUAGE.fullmatch(code) else ""
