"""What goes on around a callback, in words: earlier ones, colleagues, who answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ringback.queries import practice
from ringback.rules.lifecycle import Outcome
from ringback.web import presence_words
from ringback.web.wayback import FIELD
from ringback.web.words import OUTCOMES, Clock, initials, practice_words

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.queries.callback import CallbackView
    from ringback.queries.earlier import EarlierRow
    from ringback.queries.presence import Here
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class EarlierWords:
    """An earlier callback: what it was, how it ended, what was promised; `broken` if not kept."""

    url: str
    key: str
    what: str
    ended: str
    promised: str
    broken: str


@dataclass(frozen=True, kw_only=True)
class HereWords:
    """A colleague who has it open."""

    name: str
    initials: str
    doing: str
    on_call: bool


@dataclass(frozen=True, kw_only=True)
class AroundWords:
    """All of it. `tab` is this page's own mark, `beat_ms` how often it says that it is open."""

    earlier: list[EarlierWords]
    here: list[HereWords]
    rung: str
    tab: UUID
    beat_ms: int


def page(view: CallbackView, actor: Actor, clock: Clock) -> AroundWords:
    """What the call page says of it."""
    around = view.around
    kinds = practice.kind_names(actor) if around.earlier else {}
    return AroundWords(
        earlier=[
            _earlier(each, number, view.id, kinds, clock)
            for number, each in enumerate(around.earlier, 1)
        ],
        here=[_here(each, clock) for each in around.here],
        rung=_rung(view, clock),
        tab=uuid4(),
        beat_ms=int(settings.PRESENCE_S * 1000 / 3),
    )


def colleagues(here: tuple[Here, ...], clock: Clock) -> list[HereWords]:
    """Only who is here, for a page that asks again."""
    return [_here(each, clock) for each in here]


def _here(each: Here, clock: Clock) -> HereWords:
    return HereWords(
        name=each.name,
        initials=initials(each.name),
        doing=presence_words.row([each], clock.now, owner=each.person_id),
        on_call=each.on_call_since is not None,
    )


def _earlier(
    each: EarlierRow, number: int, here: UUID, kinds: dict[str, str], clock: Clock
) -> EarlierWords:
    kept = each.promised_at if each.broken_at is None else None
    return EarlierWords(
        url=f"{reverse('callback', args=[each.id])}?{FIELD}={here}",
        key=f"b {number}",
        what=practice_words(kinds.get(each.category, each.category)),
        ended=_("{outcome}, {time}").format(
            outcome=_(OUTCOMES[Outcome(each.outcome)]), time=clock.moment(each.closed_at)
        ),
        promised=_promised(_("promised: a call {time}"), kept, clock),
        broken=_promised(_("Promised and not kept: a call {time}"), each.broken_at, clock),
    )


def _promised(words: str, at: datetime | None, clock: Clock) -> str:
    return words.format(time=clock.moment(at)) if at else ""


def _rung(view: CallbackView, clock: Clock) -> str:
    """What whoever had it until then is told, for as long as it is so."""
    rung = view.around.rung
    if rung is None or view.mine or rung.by != view.owner_name:
        return ""
    words = _("They called at {time}: {name} is dealing with it now. What you wrote is kept.")
    return words.format(time=clock.hour(rung.at), name=rung.by)
