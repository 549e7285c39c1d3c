"""What a page says to its reader, and a language in which every sentence wears brackets."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from messages import catalogues
from messages.sources import messages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from babel.messages.catalog import Message

PSEUDO = "eo"
"""A language the product does not speak, so that nothing remembered of it is anybody's."""

SAID_BY = re.compile(
    r"aria-(label|valuetext|description)|title|placeholder|alt|data-([a-z-]+-)?words"
)
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]+")


def write_pseudo(folder: Path) -> None:
    """A catalogue that puts each sentence in brackets, and leaves what is filled into it outside.

    So a word that was never translated shows, even where it stands inside a sentence that was.
    """
    found = messages()
    for each in found:
        if each.id:
            each.string = _in_brackets(each)
    place = folder / PSEUDO / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(catalogues.compiled(found))


def _in_brackets(message: Message) -> str | tuple[str, ...]:
    if message.context:
        return f"⟦{message.id}⟧"  # the letters of a date
    forms = [_around(each) for each in catalogues.forms(message.id)]
    return forms[0] if isinstance(message.id, str) else tuple(forms)


def _around(sentence: str) -> str:
    places = catalogues.PLACE.findall(sentence)
    said = [f"⟦{part}⟧" if part else "" for part in catalogues.PLACE.split(sentence)]
    return "".join(part + place for part, place in zip(said, [*places, ""], strict=True))


class Heard(HTMLParser):
    """Reads a page aloud: its text and what its attributes say, without the names of keys."""

    SILENT = ("script", "style", "kbd")
    VOID = ("input", "meta", "link", "br", "use", "rect", "line", "hr", "img")

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = tag in self.SILENT or given.get("translate") == "no" or "lang" in given
        if tag not in self.VOID:
            self._open.append(silent and tag != "html")
        if not any(self._open):
            self.said += [value for name, value in attrs if value and SAID_BY.fullmatch(name)]

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(self._open):
            self.said.append(" ".join(data.split()))


def bare_words(page: bytes, data: Iterable[str] = ()) -> list[str]:
    """What a page in the pseudo language says outside of brackets, apart from these `data`."""
    reader = Heard()
    reader.feed(page.decode())
    known = sorted({" ".join(each.split()) for each in data if each}, key=len, reverse=True)
    return [text for text in reader.said if WORD.search(_left(text, known))]


def _left(text: str, known: list[str]) -> str:
    while BRACKETED.search(text):
        text = BRACKETED.sub(" ", text)
    for each in known:
        text = text.replace(each, " ")
    return text
