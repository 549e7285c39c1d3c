"""Before hours are saved: what they change, and what of all that is open they move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from ringback.queries import hours, moved
from ringback.rules.policy import Part
from ringback.web import closing_words, hours_words, part_words, parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from ringback.rules.closure import Outcome
    from ringback.web.closing_words import ToldWords
    from ringback.web.part_words import Beside
    from ringback.web.staff import StaffRequest


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What new hours would do. `back_url` is the way out of a page that shows nothing else."""

    told: ToldWords
    changes: list[Beside]
    back_url: str = ""


def looked(
    request: StaffRequest,
    outcome: Outcome,
    written: Mapping[str, Any],
    name: str,
    *,
    back_url: str = "",
) -> Looked:
    """The same in words, beside what holds now."""
    before = hours.versions(request.actor, name)
    return Looked(
        told=closing_words.told(
            moved.foreseen(request.actor, outcome), parts.here_of(request), foreseen=True
        ),
        changes=part_words.compared(
            hours_words.lines(before[0].written if before else {}), hours_words.lines(written)
        ),
        back_url=back_url,
    )


def page(
    request: StaffRequest,
    outcome: Outcome,
    written: Mapping[str, Any],
    *,
    title: str,
    words: str = "",
    **hidden: str | int,
) -> HttpResponse:
    """A page of its own for a single press; `hidden` is what the press sends once more."""
    name = parts.place_of(request)
    context = {
        "title": title,
        "words": words,
        "hidden": {"seen": parts.seen_of(request), "place": name, **hidden},
        "looked": looked(request, outcome, written, name, back_url=parts.url_of(Part.HOURS, name)),
    }
    return render(request, "setup/hours_look.html", context)
