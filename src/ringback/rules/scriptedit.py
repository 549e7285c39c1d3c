"""One line of the script is said otherwise; the rest of it stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ringback.rules import scriptcheck
from ringback.rules.placeholder import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.rules.reason import Reason

LONGEST: Final = 2000
"""No sentence is longer, in letters."""

SECTIONS: Final = ("step", "situation", "may_not")
"""Where a script's lines stand."""


def with_words(written: Mapping[str, Any], code: str, said: Mapping[str, str]) -> dict[str, Any]:
    """The script with one line's words, by language, in their place."""
    changed = {
        section: [{**each, **said} if each["code"] == code else each for each in written[section]]
        for section in SECTIONS
        if section in written
    }
    return {**written, **changed}


def mistakes(
    written: Mapping[str, Any], code: str, said: Mapping[str, str]
) -> dict[str, tuple[Reason, ...]]:
    """What is wrong with each language's new words, by language; only what is."""
    before = set(scriptcheck.of_written(written))
    found = {
        language: tuple(
            each
            for each in scriptcheck.of_written(
                with_words(written, code, {language: said[language]})
            )
            if each not in before
        )
        for language in LANGUAGES
        if language in said
    }
    return {language: reasons for language, reasons in found.items() if reasons}
