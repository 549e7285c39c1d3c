"""Words that are for us, not for the people who use the product."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ringback

SOURCE = Path(ringback.__file__).parent
OURS = re.compile(
    r"\b(fence|lease|pool|episode|arrival|tick|unsorted|MISSED|NEWPT|INTAKE|UNSORTED|VM-[12AE])\b"
)
TRANSLATED = re.compile(r"""{%\s*(?:translate|trans)\s+["'](.+?)["']""")
BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
MARKED = re.compile(r"""(?:gettext_noop|gettext_lazy|\b_)\(\s*["'](.+?)["']\s*\)""", re.DOTALL)
PLURAL = re.compile(r"""ngettext\(\s*["'](.+?)["'],\s*["'](.+?)["']""", re.DOTALL)


def sentences() -> dict[str, set[str]]:
    """Every sentence of the catalogue's sources, by file."""
    found: dict[str, set[str]] = {}
    for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]:
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
