"""Words that are for us, not for the people who use the product."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ringback
from messages.catalogues import forms, kept
from ringback.actions import claim
from tests.cast import NOON, came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

SOURCE = Path(ringback.__file__).parent
OURS = re.compile(
    r"\b(fence|lease|pool|episode|arrival|tick|unsorted|MISSED|NEWPT|INTAKE|UNSORTED|VM-[12AE])\b"
)
OURS_IN_SPANISH = re.compile(
    r"\b(arriendo|arrendamiento|token|testigo|episodio|carril|valla|tictac|latido|arribo|grupo|"
    r"MISSED|NEWPT|INTAKE|UNSORTED|VM-[12AE]|tú|tus?|te|tienes|puedes|debes)\b"
)
"""What our own words would be in Spanish; and people are usted, never tú."""
SPOKEN = re.compile(r'(?:aria-label|placeholder|title|alt|data-[a-z-]*words)="([^"]*)"')
TRANSLATED = re.compile(r"""{%\s*(?:translate|trans)\s+["'](.+?)["']""")
BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
MARKED = re.compile(r"""(?:gettext_noop|gettext_lazy|\b_)\(\s*["'](.+?)["']\s*[,)]""", re.DOTALL)
PLURAL = re.compile(r"""ngettext\(\s*["'](.+?)["'],\s*["'](.+?)["']""", re.DOTALL)


@cache
def sentences() -> dict[str, set[str]]:
    """Every sentence of the catalogue's sources, by file."""
    found: dict[str, set[str]] = {}
    for path in [each for kind in ("py", "html", "txt") for each in SOURCE.rglob(f"*.{kind}")]:
        text = path.read_text(encoding="utf-8")
        said = {each for pattern in (TRANSLATED, BLOCK, MARKED) for each in pattern.findall(text)}
        said |= {each for pair in PLURAL.findall(text) for each in pair}
        if said:
            found[str(path.relative_to(SOURCE))] = said
    return found


@pytest.mark.parametrize("name", sorted(sentences()))
def test_no_sentence_says_a_word_of_ours(name: str) -> None:
    said = {each for each in sentences()[name] if OURS.search(re.sub(r"[{%].*?[}%]", "", each))}
    assert said == set()


def test_there_are_sentences_to_read() -> None:
    assert sum(len(each) for each in sentences().values()) > 100


def test_no_sentence_says_a_word_of_ours_in_spanish() -> None:
    said = [each for found in kept("es") if found.id for each in forms(found.string)]
    assert [each for each in said if OURS_IN_SPANISH.search(re.sub(r"{.*?}", "", each))] == []


def seen(page: bytes) -> str:
    """Everything a page says to its reader, read aloud or shown."""
    text = re.sub(r"<(script|style)\b.*?</\1>", "", page.decode(), flags=re.DOTALL)
    return unescape(" ".join([re.sub(r"<[^>]+>", " ", text), *SPOKEN.findall(text)]))


@pytest.mark.parametrize(("language", "ours"), [("en", OURS), ("es", OURS_IN_SPANISH)])
@pytest.mark.parametrize("who", ["dana", "vik", "mara", "ines"])
def test_no_page_says_a_word_of_ours(
    cedar: Cast, who: str, language: str, ours: re.Pattern[str]
) -> None:
    owned, unread = came_in(cedar.dana), came_in(cedar.dana, category="UNSORTED")
    claim.claim(owned.callback_id, by=cedar.dana, now=NOON)
    client = signed_in(getattr(cedar, who))
    client.cookies["django_language"] = language
    pages = ["/", "/?filter=mine", "/audit-day", "/imports", "/arrivals/new", "/people/"]
    pages += ["/imports/list"]
    pages += ["/setup", "/setup/kinds", "/setup/kinds/NEWPT", "/setup/kinds/CONFIRM"]
    pages += ["/setup/mail", "/outbox-demo"]
    pages += ["/ledger", "/ledger/unusual", f"/ledger/callbacks/{owned.callback_id}"]
    pages += ["/gallery/", "/nowhere", *(f"/callbacks/{it.callback_id}" for it in (owned, unread))]
    said = {page: ours.findall(seen(client.get(page).content)) for page in pages}
    assert {page: words for page, words in said.items() if words} == {}
