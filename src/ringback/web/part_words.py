"""A version of a part in words, and two of them line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ringback.rules.textdiff import Change
from ringback.web import reason_words
from ringback.web.kind_words import CHANGES
from ringback.web.words import author_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringback.queries.policy import PartVersion
    from ringback.rules.policy import Part
    from ringback.web.hours_words import Said
    from ringback.web.words import Clock


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """One version: who wrote it, when and why, and what can be done with it."""

    number: int
    who: str
    when: str
    reason: str
    current: bool
    compare_url: str
    restore_url: str


@dataclass(frozen=True, kw_only=True)
class Beside:
    """One line that is not the same in two versions."""

    label: str
    change: str
    words: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def version_rows(
    part: Part, name: str, found: Sequence[PartVersion], clock: Clock
) -> list[VersionRow]:
    """Every version, the newest first; each leads to what it changed."""
    return [
        VersionRow(
            number=each.version,
            who=author_words(each.author),
            when=clock.moment(each.created_at),
            reason=reason_words.reason(each.reason),
            current=place == 0,
            compare_url=compare_url(part, name, each.version - 1, each.version)
            if place + 1 < len(found)
            else "",
            restore_url=reverse("setup-part-restore", args=[str(part), each.version]),
        )
        for place, each in enumerate(found)
    ]


def compare_url(part: Part, name: str, one: int, other: int) -> str:
    """Two versions side by side."""
    asked: dict[str, str | int] = {"one": one, "other": other}
    if name:
        asked["place"] = name
    return f"{reverse('setup-part-compare', args=[str(part)])}?{urlencode(asked)}"


def compared(before: Sequence[Said], after: Sequence[Said]) -> list[Beside]:
    """What is different, in the later one's order; what was taken out stands at the end."""
    old, new = _by_label(before), _by_label(after)
    gone = [label for label in old if label not in new]
    return [
        _beside(label, old.get(label), new.get(label))
        for label in [*new, *gone]
        if old.get(label) != new.get(label)
    ]


def _by_label(lines: Sequence[Said]) -> dict[str, str]:
    return {each.label: each.words for each in lines}


def _beside(label: str, before: str | None, after: str | None) -> Beside:
    if before is None:
        change = Change.ADDED
    elif after is None:
        change = Change.REMOVED
    else:
        change = Change.CHANGED
    return Beside(
        label=label,
        change=str(change),
        words=_(CHANGES[change]),
        before=(before,) if before else (),
        after=(after,) if after else (),
    )
