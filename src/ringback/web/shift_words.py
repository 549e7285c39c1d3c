"""The end of a shift in words: what is held, what is proposed for it and why, what was written."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringback.rules import phone, shift
from ringback.rules.lifecycle import Stage
from ringback.rules.shift import DraftNext, Next, When
from ringback.web.words import KINDS, LEVELS, UNREAD, in_words, practice_words
from ringback.web.words import _ as said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from ringback.actions.shift import NotYet
    from ringback.queries.shift import DraftRow, HeldRow, LastEnd, ShiftView
    from ringback.rules.reason import Reason
    from ringback.web.words import Clock

MOST_DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a form said: for each callback the fence it was shown with and where it goes."""

    held: Mapping[UUID, tuple[int, str]]
    why: Mapping[UUID, str]
    drafts: Mapping[UUID, str]


def given(sent: QueryDict) -> Given:
    """The form as it was sent; what no page of ours sends is left out."""
    held: dict[UUID, tuple[int, str]] = {}
    why: dict[UUID, str] = {}
    drafts: dict[UUID, str] = {}
    for name in sent:
        kind, _dot, key = name.partition(".")
        with suppress(ValueError):
            callback_id, value = UUID(key), sent.get(name, "")
            if kind == "fence":
                held[callback_id] = (_fence(value), sent.get(f"where.{key}", ""))
            elif kind == "why":
                why[callback_id] = value
            elif kind == "draft":
                drafts[callback_id] = value
    return Given(held=held, why=why, drafts=drafts)


def _fence(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else -1


def held(
    view: ShiftView, here: Clock, country: str, form: Given | None, *, own: bool
) -> list[dict[str, Any]]:
    """Each callback held, with every way it can go and the one that is proposed or was chosen."""
    return [_held(each, view, here, country, form, own=own) for each in view.held]


def _held(
    row: HeldRow, view: ShiftView, here: Clock, country: str, form: Given | None, *, own: bool
) -> dict[str, Any]:
    proposed = str(row.proposal.to or row.proposal.next)
    chosen = form.held.get(row.id, (0, proposed))[1] if form else proposed
    keeps = not shift.keep_refusals(row.facts, view.back)
    unread = row.facts.stage is Stage.UNSORTED
    return {
        "id": row.id,
        "fence": row.fence,
        "who": _who(row, country),
        "kind": practice_words(row.category_name),
        "mark": "unread" if unread else str(row.facts.level),
        "mark_words": said(UNREAD if unread else LEVELS[row.facts.level]),
        "due": here.due(shift.needed_by(row.facts)),
        "late": shift.needed_by(row.facts) <= here.now,
        "needed": practice_words(row.outcome_needed) or _("finish the note"),
        "reason": reason(row.proposal.reason, here),
        "keep": _keep(view, here, own=own) if keeps else "",
        "to": [{"id": str(key), "name": name} for key, name in row.to],
        "passes": row.facts.stage is not Stage.ESCALATED,
        "chosen": chosen,
        "why": form.why.get(row.id, "") if form else None,
    }


def _keep(view: ShiftView, here: Clock, *, own: bool) -> str:
    at = here.moment(view.back) if view.back else ""
    words = _("Keep it until I am back, {when}") if own else _("Stays theirs until {when}")
    return words.format(when=at)


def _who(row: HeldRow | DraftRow, country: str) -> str:
    """The name, else the number; for whoever may see neither, what kind of thing came in."""
    if row.phone is None:
        return row.name or said(KINDS[row.kind]).capitalize()
    return row.name or (phone.national(row.phone, country) if row.phone else _("No number"))


def reason(found: Reason, here: Clock) -> str:
    """Why something is proposed, with its moment on the practice's clock."""
    if isinstance(found, When):
        return said(found.words).format(when=here.moment(found.at))
    return in_words(found)


def drafts(view: ShiftView, here: Clock, country: str, form: Given | None) -> list[dict[str, Any]]:
    """Each of the words that are not signed. Those of what stays with them stay as they are."""
    stays = {each.id for each in view.held if each.proposal.next is Next.KEEP}
    return [
        {
            "id": each.callback_id,
            "who": _who(each, country),
            "kind": practice_words(each.category_name),
            "text": each.text,
            "saved": here.moment(each.saved_at),
            "held": each.held,
            "leads": [{"id": str(key), "name": name} for key, name in each.leads],
            "chosen": _chosen(each, form, stays),
        }
        for each in view.drafts
    ]


def _chosen(draft: DraftRow, form: Given | None, stays: set[UUID]) -> str:
    if form is not None:
        return form.drafts.get(draft.callback_id, "")
    return str(DraftNext.KEEP) if draft.callback_id in stays or not draft.held else ""


def problems(refusal: NotYet | None) -> list[dict[str, str]]:
    """What stands in the way, each leading to its box."""
    if refusal is None:
        return []
    fields = {"next": "where", "draft": "draft"}
    return [
        {"field": f"{fields[part]}-{key}", "words": in_words(each)}
        for key, part, each in refusal.of
    ]


def ended(last: LastEnd, here: Clock) -> str:
    """What went where: "2 stay with you, 1 went to a colleague, 3 to anyone"."""
    parts = [
        ngettext("{n} stays with you", "{n} stay with you", last.kept).format(n=last.kept),
        ngettext("{n} went to a colleague", "{n} went to colleagues", last.passed).format(
            n=last.passed
        ),
        ngettext("{n} went to anyone", "{n} went to anyone", last.freed).format(n=last.freed),
    ]
    numbers = (last.kept, last.passed, last.freed)
    told = ", ".join(part for part, number in zip(parts, numbers, strict=True) if number)
    when = _("Ended at {time}.").format(time=here.hour(last.at))
    return f"{when} {told}." if told else when
