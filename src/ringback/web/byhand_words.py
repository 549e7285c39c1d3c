"""How a patient may be written to, in words: which ways are open, what is sent, what follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from ringback.rules import byhand, phone
from ringback.rules.patientrule import Channel
from ringback.web import result_words
from ringback.web.byhand import SAID
from ringback.web.words import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.queries.byhand import WayRow
    from ringback.queries.callback import CallbackView
    from ringback.web.words import Clock

WAYS: Final[dict[Channel, tuple[str, str]]] = {
    Channel.PORTAL: (gettext_noop("Written in the portal"), "p"),
    Channel.LETTER: (gettext_noop("Letter sent"), "l"),
    Channel.TEXT: (gettext_noop("Text sent"), "t"),
    Channel.EMAIL: (gettext_noop("E-mail sent"), "m"),
}
"""What the button of each way says, and its key."""


@dataclass(frozen=True, kw_only=True)
class WayWords:
    """One way to write: its button and key, the approved text, or why it is off."""

    code: str
    label: str
    key: str
    text: str = ""
    number: str = ""
    number_read: str = ""
    off: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ByHandWords:
    """The written step: which ways are open, in own words or an approved text; what follows it.

    `next` says that it is what is next, `soon` after how many calls it will be.
    """

    own: list[WayWords]
    texts: list[WayWords]
    off: list[WayWords]
    follows: str
    next: str
    soon: str
    said: str
    sent_at: str = ""
    why_late: str = ""
    open: bool = False


def card(
    view: CallbackView, clock: Clock, country: str, typed: Mapping[str, str]
) -> ByHandWords | None:
    """The written step for whoever works on it; `typed` is what a refused form of it had in it."""
    if not view.after.by_hand:
        return None
    ways = [(each, _way(each, country)) for each in view.after.by_hand]
    stands = byhand.rhythm_of(view.pathway, result_words.tries(view))
    return ByHandWords(
        own=[words for each, words in ways if not words.off and each.channel in byhand.OWN_WORDS],
        texts=[words for _each, words in ways if words.text],
        off=[words for _each, words in ways if words.off],
        follows=result_words.written(view, clock),
        next=_("Every call was made: write to them next.") if stands and stands.owed else "",
        soon=_soon(stands) if stands and not stands.owed else "",
        said=typed.get(SAID, view.writing.kept.draft.fields.get(SAID, "")),
        sent_at=typed.get("sent_at", ""),
        why_late=typed.get("sent_late", ""),
        open=bool(typed),
    )


def _soon(stands: byhand.Rhythm) -> str:
    left = stands.of - stands.made
    return ngettext(
        "{count} more call, then write to them", "{count} more calls, then write to them", left
    ).format(count=left)


def _way(row: WayRow, country: str) -> WayWords:
    label, key = WAYS[row.channel]
    return WayWords(
        code=str(row.channel),
        label=_(label),
        key=key,
        text=row.text,
        number=row.number,
        number_read=phone.national(row.number, country) if row.number else "",
        off=[in_words(each) for each in row.reasons],
    )
