"""Every sentence of the sources: of Python, of templates, and of the default pathways."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "src" / "ringback"

KEYWORDS: Final = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
"""What marks a sentence, and which of its arguments the sentence is."""

SAID_BY_A_PATHWAY: Final = ("name", "words", "purpose", "instead", "choices", "never_say")
"""The keys of a default pathway whose values people read: a sentence each, or several."""

NOT_FOR_THE_SCREEN: Final = ("templates/audit/report.html",)
"""The page the command line writes is English, as everything the command line says."""


def messages() -> Catalog:
    """All sentences with the files they stand in, and no translations."""
    found = Catalog(project="Ringback", charset="utf-8")
    for path in sorted(SOURCE.rglob("*")):
        name = path.relative_to(SOURCE).as_posix()
        if path.suffix not in _READ_AS or name in NOT_FOR_THE_SCREEN:
            continue
        for words, comments, context in _READ_AS[path.suffix](path.read_text("utf-8")):
            found.add(words, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def _of_python(text: str) -> Iterator[tuple[Any, Iterable[str], str | None]]:
    code = io.BytesIO(text.encode())
    for _, words, comments, context in extract("python", code, KEYWORDS, ["For translators:"]):
        yield words, comments, context


def _of_template(text: str) -> Iterator[tuple[Any, Iterable[str], str | None]]:
    """As Python: Django itself turns a template into calls of gettext with X for all the rest."""
    lines = (line.strip() for line in templatize(text).splitlines())
    yield from _of_python("\n".join(lines))


def of_pathway(text: str) -> Iterator[tuple[Any, Iterable[str], str | None]]:
    """What a TOML file of ours says to people: names and words, however deep they stand."""
    for words in _said(tomllib.loads(text)):
        yield words, ["A practice's own word, until the practice changes it."], None


def _said(found: object) -> Iterator[str]:
    if isinstance(found, list):
        for each in found:
            yield from _said(each)
    elif isinstance(found, dict):
        for key in SAID_BY_A_PATHWAY:
            said = found.get(key, ())
            listed = said if isinstance(said, list) else [said]
            yield from (each for each in listed if isinstance(each, str) and each)
        for each in found.values():
            yield from _said(each)


_READ_AS: Final = {
    ".py": _of_python,
    ".html": _of_template,
    ".txt": _of_template,
    ".toml": of_pathway,
}
