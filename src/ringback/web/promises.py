"""What the places patients come from promise: "the website says: within 2 hours", by source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from ringback.actions import parts as setup
from ringback.engine.wallclock import now as clock
from ringback.rules import window
from ringback.rules.oneline import in_one_line
from ringback.rules.policy import Part
from ringback.rules.window import Unit
from ringback.web import parts
from ringback.web.promise_words import UNITS, lines
from ringback.web.window_words import BUSINESS_MINUTES
from ringback.web.words import SOURCES, _, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpResponse

    from ringback.actions.act import Refused
    from ringback.rules.reason import Reason
    from ringback.web.staff import StaffRequest

FORM_WORDS: Final[dict[str, str]] = {
    window.NO_LENGTH: gettext_noop("Write a whole number and choose in what it is counted."),
    window.NO_TIME: gettext_noop("That leaves no time at all."),
    window.TOO_LONG: gettext_noop("That is longer than any promise: check the number."),
}
"""What the page says where a file would name a length as it is written there."""
SPARE: Final = 2
MOST_ROWS: Final = 40


@dataclass(frozen=True, kw_only=True)
class Row:
    """One promise as typed."""

    number: int
    source: str
    amount: str
    unit: str

    @property
    def source_name(self) -> str:
        """The name of the box of its source."""
        return f"promise-{self.number}-source"

    @property
    def amount_name(self) -> str:
        """The name of the box of its length."""
        return f"promise-{self.number}-amount"

    @property
    def unit_name(self) -> str:
        """The name of the choice of its unit."""
        return f"promise-{self.number}-unit"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Every promise; whoever may change them has them in boxes."""
    parts.may_see(request)
    if request.method != "POST":
        return _page(request)
    rows = _of_post(request.POST)
    setup.allowed(by=request.actor, now=clock())
    if twice := _twice(rows):
        return _page(request, rows, problems=twice)
    refused = parts.kept_or_told(request, Part.PROMISES, _written(rows))
    return redirect("setup-promises") if refused is None else _page(request, rows, refused)


def _page(
    request: StaffRequest,
    rows: list[Row] | None = None,
    refused: Refused | None = None,
    problems: list[dict[str, str]] | None = None,
) -> HttpResponse:
    found = parts.versions(request, Part.PROMISES)
    now_set = found[0].written if found else {}
    seen = (
        parts.seen_of(request) if request.method == "POST" else (found[0].version if found else 0)
    )
    about = parts.told(Part.PROMISES, refused, found, seen)
    rows = rows if rows is not None else _of_written(now_set)
    reasons = () if refused is None or about["stale"] else refused.reasons
    context = {
        "said": lines(now_set),
        "rows": rows,
        "units": [(code, _(words)) for code, words in UNITS.items()],
        "business_minutes": _(BUSINESS_MINUTES),
        "sources": sorted(SOURCES),
        "reason": request.POST.get("reason", ""),
        "problems": parts.at_boxes([*(problems or ()), *_problems(reasons, rows)]),
        **about,
        **parts.listed(request, Part.PROMISES, found),
    }
    status = 422 if problems else parts.status_of(refused)
    return render(request, "setup/promises.html", context, status=status)


def _of_written(written: Mapping[str, str]) -> list[Row]:
    found = [(source, *_apart(text)) for source, text in sorted(written.items())]
    return _rows([*found, *[("", "", str(Unit.BUSINESS_MINUTES))] * SPARE])


def _apart(text: str) -> tuple[str, str]:
    """The amount and the unit; what the boxes cannot say stays whole in the first."""
    found = window.read(text)
    plain = found.unit in UNITS and found.amount and not found.late
    return (str(found.amount), str(found.unit)) if plain else (text, "")


def _of_post(post: Mapping[str, str]) -> list[Row]:
    numbers = [each for each in range(MOST_ROWS) if f"promise-{each}-source" in post]
    return _rows(
        tuple(
            in_one_line(post.get(f"promise-{each}-{name}", "")).strip()
            for name in ("source", "amount", "unit")
        )
        for each in numbers
    )


def _rows(found: Iterable[tuple[str, ...]]) -> list[Row]:
    return [
        Row(number=number, source=source, amount=amount, unit=unit)
        for number, (source, amount, unit) in enumerate(found)
    ]


def _written(rows: Iterable[Row]) -> dict[str, str]:
    """What the boxes say."""
    return {each.source: _length_of(each) for each in rows if each.source or each.amount}


def _twice(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Rows that promise for a way in that an earlier row promises for."""
    found, seen = [], set[str]()
    for each in rows:
        name = each.source.casefold()
        if name and name in seen:
            found.append({"field": each.source_name, "words": _("This way in has a row above.")})
        seen.add(name)
    return found


def _length_of(row: Row) -> str:
    if row.unit not in UNITS or not row.amount.isdecimal():
        return row.amount
    unit = row.unit.removesuffix("s") if row.amount == "1" else row.unit
    return f"{row.amount} {unit}"


def _problems(reasons: Iterable[Reason], rows: Iterable[Row]) -> list[dict[str, str]]:
    """What is wrong, each at the box of its source."""
    boxes = {each.source: each for each in rows if each.source or each.amount}
    return [_problem(each, boxes) for each in reasons]


def _problem(reason: Reason, boxes: Mapping[str, Row]) -> dict[str, str]:
    path = getattr(reason, "path", None)
    if path is None:
        return {"field": "reason", "words": in_words(reason)}
    row = boxes.get(path[0] if path else "")
    if row is None:
        return {"field": "reason", "words": in_words(reason)}
    if not row.source:
        return {"field": row.source_name, "words": _("Name the way in.")}
    if not row.amount:
        return {"field": row.amount_name, "words": _("Say how long, or empty the row.")}
    words = _(FORM_WORDS[reason.words]) if reason.words in FORM_WORDS else in_words(reason)
    return {"field": row.amount_name, "words": words}
