"""Why a version was written: our own sentences in the reader's language, typed ones as typed."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ringback.actions.practice import AS_IT_COMES, DEFAULT_PATHWAY
from ringback.web.hours_words import day_words

RESTORED: Final = gettext_noop("version {number} restored")
SUGGESTED: Final = gettext_noop("{name} suggested these words")
USUAL: Final = gettext_noop("usual hours on {day}")
PRACTICES_OWN: Final = gettext_noop("keeps the practice’s hours")

_OURS: Final = (AS_IT_COMES, DEFAULT_PATHWAY, RESTORED, SUGGESTED, USUAL, PRACTICES_OWN)


def _pattern(words: str) -> re.Pattern[str]:
    pieces = re.split(r"(\{\w+\})", words)
    return re.compile(
        "".join(
            f"(?P<{piece[1:-1]}>.+)" if piece.startswith("{") else re.escape(piece)
            for piece in pieces
        )
    )


_PATTERNS: Final = tuple((words, _pattern(words)) for words in _OURS)


def reason(text: str) -> str:
    """The reason as its reader reads it.

    Ours are kept in English. Whoever types one of them, word for word, finds it translated too.
    """
    for words, pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            return _(words).format(**{**match.groupdict(), **_day(match.groupdict().get("day"))})
    return text


def usual(day: date) -> str:
    """Why a day that was different has its usual hours again, to be kept."""
    return USUAL.format(day=day.isoformat())


def _day(text: str | None) -> dict[str, str]:
    try:
        return {"day": day_words(date.fromisoformat(text or ""))}
    except ValueError:
        return {}
