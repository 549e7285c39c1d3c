"""The catalogues are whole, and what is read at run time is what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings

import ringback
from messages import catalogues
from messages.sources import messages, of_pathway

SOURCE = Path(ringback.__file__).parent
BARE = re.compile(r"\b(?:textContent|innerText|innerHTML|title|ariaLabel)\s*=\s*[`\"'](?=.)")


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_sentence_is_translated_and_compiled(language: str) -> None:
    assert catalogues.complaints(language) == []


def test_every_language_that_is_offered_has_a_catalogue() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["en", *catalogues.LANGUAGES]


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        (Message("{n} left", ""), "not translated: {n} left"),
        (Message(("{n} day", "{n} days"), ("{n} día", "")), "not translated: {n} day"),
        (Message("now", "ahora", flags=["fuzzy"]), "marked as a guess: now"),
        (Message("{n} left", "faltan {m}"), "other places than ['{n}']: {n} left"),
        (Message("%(n)s left", "faltan"), "other places than ['%(n)s']: %(n)s left"),
        (Message(("{n} a", "{n} b"), ("a", "{n} b")), "other places than ['{n}']: {n} a"),
    ],
)
def test_what_is_left_to_do_is_told(message: Message, complaint: str) -> None:
    assert list(catalogues.complaints_of(message)) == [complaint]


def test_a_whole_sentence_is_not_complained_of() -> None:
    assert list(catalogues.complaints_of(Message("{n} left", "faltan {n}"))) == []


def test_sentences_come_from_code_templates_and_pathways() -> None:
    found: Catalog = messages()
    kinds = {name.rsplit(".", 1)[1] for each in found for name, _ in each.locations}
    assert kinds == {"py", "html", "txt", "toml"}
    assert len(found) > 500
    assert "Missed call" in found
    assert ("{count} try", "{count} tries") in found


def test_scripts_take_their_words_from_the_page() -> None:
    scripts = (SOURCE / "static" / "ringback" / "js").glob("*.js")
    assert [each.name for each in scripts if BARE.search(each.read_text(encoding="utf-8"))] == []


def test_only_sentences_are_taken_from_data() -> None:
    text = 'name = "Missed call"\nwords = { es = ["falta"] }\n[[done]]\nwords = "learn the reason"'
    assert [words for words, *_ in of_pathway(text)] == ["Missed call", "learn the reason"]
