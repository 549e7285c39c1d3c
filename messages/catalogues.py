"""One catalogue per language: kept complete, compiled, and checked."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from messages.sources import ROOT, SOURCE, messages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from babel.messages.catalog import Message

LANGUAGES: Final = ("es",)
PLACE: Final = re.compile(r"{[a-z_]*}|%\([a-z_]+\)[sd]|%%")


def path(language: str) -> Path:
    """Where the sentences of a language stand; the compiled ones lie beside them."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def kept(language: str) -> Catalog:
    """The catalogue as it is in the repository."""
    if not path(language).exists():
        return Catalog(locale=language, project="Ringback", charset="utf-8")
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def current(language: str) -> Catalog:
    """The catalogue with exactly the sentences the sources have now; a new one is empty.

    Nothing is guessed from sentences that look alike: a wrong guess is worse than a gap, and a gap
    is told. The dates stay as they are, so that two people's changes do not meet in them.
    """
    found = kept(language)
    dates = found.creation_date, found.revision_date
    found.update(messages(), no_fuzzy_matching=True)
    found.creation_date, found.revision_date = dates
    return found


def bring_up_to_date(language: str) -> None:
    """Write the catalogue and what is read at run time."""
    found = current(language)
    path(language).parent.mkdir(parents=True, exist_ok=True)
    path(language).write_bytes(written(found))
    path(language).with_suffix(".mo").write_bytes(compiled(kept(language)))


def written(found: Catalog) -> bytes:
    """By the alphabet and without line numbers: one change of a source is one change here."""
    file = io.BytesIO()
    write_po(file, found, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return file.getvalue()


def compiled(found: Catalog) -> bytes:
    """The catalogue as it is read at run time."""
    file = io.BytesIO()
    write_mo(file, found)
    return file.getvalue()


def complaints(language: str) -> list[str]:
    """What is left to do, one line each; empty means complete, current and compiled."""
    found, here = kept(language), path(language).relative_to(ROOT)
    wrong = [f"{here}: {words}" for each in found if each.id for words in complaints_of(each)]
    if not path(language).exists() or path(language).read_bytes() != written(current(language)):
        wrong.append(f"{here}: not what the sources say now; run make messages")
    compiled_already = path(language).with_suffix(".mo")
    if not compiled_already.exists() or compiled_already.read_bytes() != compiled(found):
        wrong.append(f"{here.with_suffix('.mo')}: not compiled from the .po; run make messages")
    return wrong


def complaints_of(message: Message) -> Iterator[str]:
    """What is wrong with one sentence."""
    ids = forms(message.id)
    said = forms(message.string)
    if not all(said):
        yield f"not translated: {ids[0]}"
        return
    if message.fuzzy:
        yield f"marked as a guess: {ids[0]}"
    places = {place for each in ids for place in PLACE.findall(each)}
    if any(set(PLACE.findall(each)) != places for each in said):
        yield f"other places than {sorted(places)}: {ids[0]}"


def forms(found: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """A sentence in its forms: one, or one and many."""
    return (found,) if isinstance(found, str) else tuple(found)
