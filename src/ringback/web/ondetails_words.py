"""What was asked for about being reached, and a new number, as the card lets one settle them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ringback.rules.ondetails import How
from ringback.rules.verification import TELL_OLD_CONTACT

if TYPE_CHECKING:
    from ringback.queries.callback import CallbackView
    from ringback.queries.ondetails import AskedRow

HOWS: Final[dict[How, str]] = {
    How.OLD_NUMBER: gettext_noop("Told at the old number"),
    How.LETTER: gettext_noop("Told by letter"),
}


@dataclass(frozen=True, kw_only=True)
class HowWords:
    """One way the old contact was told: a button."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True)
class DetailsWords:
    """What may be settled now; `owed` is what is still to be done, "" for nothing."""

    asked: tuple[AskedRow, ...]
    waits: bool
    adds: bool
    owed: str
    hows: list[HowWords]


def details(view: CallbackView) -> DetailsWords | None:
    """The card's lower part; None where there is nothing to settle."""
    found = view.details
    if not (found.asked or found.waits or found.adds or found.owed):
        return None
    hows = HOWS.items() if found.owed and found.tells else ()
    return DetailsWords(
        asked=found.asked,
        waits=found.waits,
        adds=found.adds,
        owed=_(TELL_OLD_CONTACT) if found.owed else "",
        hows=[HowWords(code=each, label=_(words)) for each, words in hows],
    )
