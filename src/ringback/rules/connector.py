"""When another system may bring something in.

Source: 45 CFR 164.504(e), 164.308(b): whoever handles protected information for a practice needs a
business-associate agreement first. The practice's own system needs none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules.oneline import controls_in, turns_in
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

LONGEST_LABEL: Final = 80
LONGEST_PARTY: Final = 120
LONGEST_PLACE: Final = 120
LONGEST_SECRET: Final = 200

NO_LABEL: Final = gettext_noop("Say what it is called here, in at most 80 letters.")
NO_AGREEMENT: Final = gettext_noop(
    "Record its business-associate agreement first: with whom, and of which day."
)
WITH_WHOM: Final = gettext_noop("Say with whom the agreement is, in at most 120 letters.")
WHICH_DAY: Final = gettext_noop("Say of which day the agreement is; it cannot be in the future.")
TOO_LONG: Final = gettext_noop("This is too long, or is not in one line.")


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """With whom it is and of which day; `own`: it is the practice's own system."""

    party: str = ""
    signed_on: date | None = None
    own: bool = False


def _in_one_line(text: str, longest: int) -> bool:
    return len(text) <= longest and not controls_in(text) and not turns_in(text)


def label_refusals(label: str) -> tuple[Reason, ...]:
    """Why it may not be called this; empty means it may."""
    if label.strip() and _in_one_line(label, LONGEST_LABEL):
        return ()
    return (Reason(code="label", words=NO_LABEL),)


def agreement_refusals(found: Agreement, today: date) -> tuple[Reason, ...]:
    """What is wrong with an agreement as it is written down; empty means nothing is."""
    if found.own:
        return ()
    wrong = []
    if not found.party.strip() or not _in_one_line(found.party, LONGEST_PARTY):
        wrong.append(Reason(code="party", words=WITH_WHOM))
    if found.signed_on is None or found.signed_on > today:
        wrong.append(Reason(code="signed_on", words=WHICH_DAY))
    return tuple(wrong)


def on_refusals(found: Agreement) -> tuple[Reason, ...]:
    """Why it may not be switched on; empty means it may."""
    if found.own or (found.party and found.signed_on):
        return ()
    return (Reason(code="no_agreement", words=NO_AGREEMENT),)


def settings_refusals(places: Mapping[str, str], secret: str) -> tuple[Reason, ...]:
    """What is wrong with where things stand in its documents, and with what signs them."""
    wrong = [
        Reason(code=name, words=TOO_LONG)
        for name, place in places.items()
        if not _in_one_line(place, LONGEST_PLACE)
    ]
    if not _in_one_line(secret, LONGEST_SECRET):
        wrong.append(Reason(code="secret", words=TOO_LONG))
    return tuple(wrong)
