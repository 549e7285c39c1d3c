"""What was made of the time a patient asked for, as it is kept beside their words: and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.wish import FirstAction, Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

OVERTAKEN: Final = gettext_noop(
    "Something came up that does not wait for the time they asked for. Call when it is due."
)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The time they named, where one was understood, and what there is to say about it."""

    asked: Span | None = None
    reasons: tuple[Reason, ...] = ()


def written(found: FirstAction) -> dict[str, Any]:
    """The same as data."""
    asked = found.asked
    return {
        "asked": [asked.day.isoformat(), asked.start, asked.end] if asked else None,
        "reasons": [
            {"code": each.code, "words": each.words, "values": [list(pair) for pair in each.values]}
            for each in found.reasons
        ],
    }


def read(data: Mapping[str, Any]) -> Kept:
    """What `written` wrote; nothing at all where nothing was."""
    asked = data.get("asked")
    span = Span(day=date.fromisoformat(asked[0]), start=asked[1], end=asked[2]) if asked else None
    reasons = tuple(
        Reason(
            code=each["code"],
            words=each["words"],
            values=tuple((name, value) for name, value in each["values"]),
        )
        for each in data.get("reasons", ())
    )
    return Kept(asked=span, reasons=reasons)


def overtaken(due_at: datetime) -> FirstAction:
    """A wish that gave way to something that came up after it."""
    return FirstAction(due_at=due_at, reasons=(Reason(code="overtaken", words=OVERTAKEN),))
