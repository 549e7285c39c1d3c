"""What is known of a caller, in words: who has it, what was tried, what we want of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringback.queries import practice
from ringback.rules.lifecycle import Outcome
from ringback.web.words import OUTCOMES, RESULTS, Clock, in_words, practice_words

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.search import Finished
    from ringback.queries.theycalled import Found, OnFile, OpenOne
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class OpenWords:
    """An open callback of the caller, ready to print, with the button that takes it over."""

    url: str
    deal_url: str
    fence: int
    title: str
    kind: str
    words: str
    who: str
    tried: str
    planned: str
    wanted: str
    refused: str
    stays: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A closed callback: what it was, how and when it ended."""

    url: str
    what: str
    ended: str


@dataclass(frozen=True, kw_only=True)
class PatientWords:
    """A patient on file to choose."""

    id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class FoundWords:
    """Everything the form shows beside what is typed; `nothing` says that there is nothing."""

    nothing: str
    open: list[OpenWords]
    closed: list[Line]
    patients: list[PatientWords]


def found(found: Found, actor: Actor, now: datetime) -> FoundWords:
    """What was found, as this person may read it."""
    here = Clock(now, practice.zone(actor.practice_id))
    kinds = practice.kind_names(actor) if found.open or found.closed else {}
    nothing = _("Nothing is open for this caller, and nothing was closed lately.")
    return FoundWords(
        nothing=nothing if found.asked and not found.number() else "",
        open=[_open(each, here, kinds) for each in found.open],
        closed=[_closed(each, here, kinds) for each in found.closed],
        patients=[_patient(each) for each in found.patients],
    )


def _open(each: OpenOne, here: Clock, kinds: dict[str, str]) -> OpenWords:
    kind = practice_words(kinds.get(each.category, each.category))
    return OpenWords(
        url=reverse("callback", args=[each.id]),
        deal_url=reverse("they-called", args=[each.id]),
        fence=each.fence,
        title=each.name or kind,
        kind=kind if each.name else "",
        words=f"“{each.words}”" if each.words else "",
        who=_who(each),
        tried=_tried(each, here),
        planned=_planned(each, here),
        wanted=practice_words(each.outcome_needed),
        refused=" ".join(in_words(reason) for reason in each.refused),
        stays=_("A clinician has it: the call is written down, the answer comes as before.")
        if each.stays
        else "",
    )


def _who(each: OpenOne) -> str:
    if each.mine:
        return _("Yours")
    return _("{name} has it").format(name=each.owner_name) if each.owner_name else _("Nobody’s yet")


def _tried(each: OpenOne, here: Clock) -> str:
    if not each.tries or each.last_tried_at is None:
        return _("not tried")
    tries = ngettext("{count} try", "{count} tries", each.tries).format(count=each.tries)
    return f"{tries} · {_(RESULTS[each.last_result])} {here.moment(each.last_tried_at)}"


def _planned(each: OpenOne, here: Clock) -> str:
    if each.promised_at:
        return _("promised {time}").format(time=here.moment(each.promised_at))
    if each.next_attempt_at:
        return _("next try {time}").format(time=here.moment(each.next_attempt_at))
    return ""


def _closed(each: Finished, here: Clock, kinds: dict[str, str]) -> Line:
    kind = practice_words(kinds.get(each.category, each.category))
    ended = _("{outcome}, {time}").format(
        outcome=_(OUTCOMES[Outcome(each.outcome)]), time=here.moment(each.closed_at)
    )
    what = f"{kind}, {each.name}" if each.name else kind
    return Line(url=reverse("callback", args=[each.id]), what=what, ended=ended)


def _patient(each: OnFile) -> PatientWords:
    return PatientWords(id=each.id, name=each.name or _("A patient with this number"))
