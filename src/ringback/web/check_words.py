"""The check in words: what agreed, what can be asked for, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from ringback.rules.calling import Situation
from ringback.rules.identifier import IN_WORDS, Identifier
from ringback.rules.verification import LEADS, Standing, WhyNot
from ringback.web.words import in_words

if TYPE_CHECKING:
    from ringback.queries.calling import CallRow
    from ringback.rules.access import Actor

WHYS: Final[dict[WhyNot, str]] = {
    WhyNot.COULD_NOT_SAY: gettext_noop("They could not say"),
    WhyNot.WOULD_NOT_SAY: gettext_noop("They would not say"),
    WhyNot.DID_NOT_AGREE: gettext_noop("It did not agree"),
    WhyNot.NO_AUTHORITY: gettext_noop("They may not hear it"),
}
COUNTED: Final = frozenset({"identifiers", "locked", "ended", "new_to_us", "offices_hear_nothing"})
"""What is missing and is said by the check's own line already."""

CLOSED: Final = frozenset(
    {Standing.VERIFIED, Standing.LOCKED, Standing.NOT_VERIFIED, Standing.NEW_TO_US, Standing.OFFICE}
)
"""Where nothing more is asked for in this call."""


@dataclass(frozen=True, kw_only=True)
class AskWords:
    """One detail that can be asked for. `here`: it is typed and matched here, else in the chart."""

    code: str
    label: str
    is_name: bool
    is_birth: bool
    here: bool
    first: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One button of several; `on` where it is what is so."""

    code: str
    label: str
    key: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class CheckWords:
    """The check inside its step."""

    agreed: list[str]
    ask: list[AskWords]
    count: str
    missing: list[str]
    verified: bool
    locked: str
    ended: bool
    age_asked: bool
    whys: list[Choice]
    can_lift: bool


def check(call: CallRow, actor: Actor) -> CheckWords:
    """The check of a call, as its step shows it."""
    ended = call.standing is Standing.NOT_VERIFIED
    quiet = Situation.SOMEONE_ELSE in call.situations
    return CheckWords(
        agreed=[_(IN_WORDS[each]) for each in call.agreed],
        ask=[] if quiet or call.standing in CLOSED or not call.mine else _asked(call),
        count=_count(call),
        missing=[] if quiet else _lacking(call),
        verified=call.standing is Standing.VERIFIED,
        locked=locked(call.tries) if call.standing is Standing.LOCKED else "",
        ended=ended,
        age_asked=call.age_asked and call.mine,
        whys=[Choice(code=each, label=_(words), key="", on=False) for each, words in WHYS.items()],
        can_lift=call.standing is Standing.LOCKED and bool(actor.roles & LEADS),
    )


def locked(tries: int) -> str:
    """That so many wrong answers locked it, and what is left to do."""
    words = ngettext(
        "{count} answer did not agree: the check is locked for this call. Take their words, pass "
        "the matter on, close kindly.",
        "{count} answers did not agree: the check is locked for this call. Take their words, pass "
        "the matter on, close kindly.",
        tries,
    )
    return words.format(count=tries)


def _lacking(call: CallRow) -> list[str]:
    return [in_words(each) for each in call.missing if each.code not in COUNTED]


def _asked(call: CallRow) -> list[AskWords]:
    """What can be asked for: the name, then what can be matched here, then the chart's."""
    order = sorted(
        call.to_ask, key=lambda each: (each is not Identifier.NAME, each not in call.here)
    )
    return [
        AskWords(
            code=each,
            label=_(IN_WORDS[each]),
            is_name=each is Identifier.NAME,
            is_birth=each is Identifier.BIRTH_DATE,
            here=each in call.here,
            first=place == 0,
        )
        for place, each in enumerate(order)
    ]


def _count(call: CallRow) -> str:
    tries = ngettext("{count} try left", "{count} tries left", call.left).format(count=call.left)
    words = _("{agreed} of {needed} agree · {tries}")
    return words.format(agreed=len(call.agreed), needed=call.needed, tries=tries)
