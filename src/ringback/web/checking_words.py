"""What callers are asked for, in words: how many must agree, of what, and what that comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ringback.rules import identifier, verification
from ringback.rules.identifier import IN_WORDS, SPEAKERS, Identifier, Way
from ringback.rules.verification import Caller, Check, Compared, Stake
from ringback.web.hours_words import Said
from ringback.web.words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.identifier import Policy

SPEAKER_NAMES: Final[dict[str, str]] = {
    Caller.PARENT: gettext_noop("A parent"),
    Caller.GUARDIAN: gettext_noop("A guardian"),
    Caller.AUTHORISED: gettext_noop("A caregiver"),
}
BOXES: Final[dict[str, str]] = {
    "needed": gettext_noop("Must agree"),
    "needed_with_care": gettext_noop("Must agree with special care"),
    "wrong_tries": gettext_noop("Wrong answers that lock"),
    "identifiers": gettext_noop("What a patient may be asked for"),
    "only_in_chart": gettext_noop("Compared against the chart only"),
    "age_of_majority": gettext_noop("Of age at"),
}
"""What each box is called where something is wrong with it."""

_TWO: Final = (Identifier.NAME, Identifier.BIRTH_DATE)


def lines(written: Mapping[str, Any]) -> list[Said]:
    """Every setting as one version says it."""
    if not written:
        return []
    full = identifier.whole(written)
    own = [
        Said(label=_(BOXES[name]), words=str(full[name]))
        for name in ("needed", "needed_with_care", "wrong_tries", "age_of_majority")
    ]
    asked = [
        Said(label=_(BOXES[name]), words=kinds(full[name]) or _("none"))
        for name in ("identifiers", "only_in_chart")
    ]
    return [*own, *asked, *(_speaker(code, full["callers"][code]) for code in SPEAKERS)]


def _speaker(code: str, asked: Mapping[str, Any]) -> Said:
    words = _("{count} of: {kinds}")
    said = words.format(count=asked["needed"], kinds=kinds(asked["identifiers"]))
    return Said(label=_(SPEAKER_NAMES[code]), words=said)


def kinds(codes: Iterable[str]) -> str:
    """Some details, one after the other."""
    return ", ".join(_(IN_WORDS[Identifier(each)]) for each in codes)


def examples(written: Mapping[str, Any], *, by: UUID, now: datetime) -> list[Said]:
    """What comes of typical calls by these settings, answered by the rule that checks them."""
    asked = identifier.read(written)
    new = frozenset({Stake.NEW_NUMBER})
    change = frozenset({Stake.CONTACT_CHANGE})
    cases = [
        (_("The patient, at a number on file"), Check(caller=Caller.PATIENT)),
        (_("The patient, at another number"), Check(caller=Caller.PATIENT, stakes=new)),
        (
            _("The patient wants contact details changed"),
            Check(caller=Caller.PATIENT, stakes=change),
        ),
        *((_(SPEAKER_NAMES[code]), Check(caller=Caller(code))) for code in SPEAKERS),
    ]
    return [Said(label=label, words=_comes_to(check, asked, by, now)) for label, check in cases]


def _comes_to(check: Check, asked: Policy, by: UUID, now: datetime) -> str:
    """What follows once they gave the patient's name and date of birth, and both are right."""
    for kind in _TWO:
        way = Way.SAID if kind is Identifier.NAME else Way.AGAINST_CHART
        compared = Compared(identifier=kind, way=way, agreed=True, at=now, by=by)
        check = verification.after(check, compared, asked)
    lacking = verification.missing(check, asked, ())
    return " ".join(in_words(each) for each in lacking) or _("Verified: it may be told.")


def box_label(place: str) -> str:
    """What a box is called on the page, by its place in the settings."""
    first, _dot, rest = place.partition(".")
    if first == "callers":
        code = rest.partition(".")[0]
        return _(SPEAKER_NAMES[code]) if code in SPEAKER_NAMES else ""
    return _(BOXES[first]) if first in BOXES else ""
