"""When something may not be done, the answer says why and what to do next.

A rule never answers with a bare boolean: it answers with reasons. The screen, the API error and the
test all use the same ones. Words are English message ids; the faces translate them.
"""

from __future__ import annotations

from dataclasses import dataclass


def gettext_noop(message: str) -> str:
    """Mark a sentence for the catalogues without translating it here: rules know no language."""
    return message


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason against something. `words` is a message id; `values` fill its placeholders."""

    code: str
    words: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.words.format(**dict(self.values))


@dataclass(frozen=True, kw_only=True)
class Missing(Reason):
    """One thing still missing before a callback may be called done."""
