"""Who else has a callback open, in words: "Mara L. is looking", "on the call, 2 min"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from ringback.rules.shortname import first_and_initial
from ringback.web.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.presence import Here


def row(
    here: Sequence[Here], now: datetime, language: str | None = None, owner: UUID | None = None
) -> str:
    """One line for all of them; the `owner`, whose name stands above it, is not named again."""
    if not here:
        return ""
    first = here[0]
    if first.on_call_since is not None:
        minutes = max(0, int((now - first.on_call_since).total_seconds()) // 60)
        return _on_call(first, minutes, language, owner)
    if len(here) == 1:
        if first.person_id == owner:
            return _("looking at it now", language)
        return _("{name} is looking", language).format(name=_short(first.name))
    count = len(here)
    return ngettext("{count} person is looking", "{count} people are looking", count).format(
        count=count
    )


def _on_call(first: Here, minutes: int, language: str | None, owner: UUID | None) -> str:
    if first.person_id == owner:
        return _("on the call, {count} min", language).format(count=minutes)
    words = _("{name}, on the call, {count} min", language)
    return words.format(name=_short(first.name), count=minutes)


def _short(name: str) -> str:
    """A colleague in a narrow column: "Mara L."; a title says nothing by itself."""
    return name if name.partition(" ")[0].endswith(".") else first_and_initial(name) or name
