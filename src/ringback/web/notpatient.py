"""What the call page offers where it was not a patient who called: who it was, and next time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ringback.queries import knowncaller
from ringback.rules.arrival import Kind
from ringback.rules.knowncaller import OPTIONS, NextTime, NotAPatient
from ringback.rules.lifecycle import Outcome, Stage
from ringback.rules.phone import is_whole
from ringback.rules.queue import Level
from ringback.rules.reason import gettext_noop
from ringback.web.words import _, practice_words

if TYPE_CHECKING:
    from ringback.queries.callback import CallbackView
    from ringback.rules.access import Actor

WHO: Final[dict[NotAPatient, str]] = {
    NotAPatient.VENDOR: gettext_noop("Somebody selling something"),
    NotAPatient.ROBOCALL: gettext_noop("An automatic call"),
    NotAPatient.FAX_TONE: gettext_noop("A fax"),
    NotAPatient.APPLICANT: gettext_noop("Somebody looking for work"),
    NotAPatient.PERSONAL: gettext_noop("A private call"),
    NotAPatient.OTHER_OFFICE: gettext_noop("Another office"),
}
SHORT: Final[dict[NextTime, str]] = {
    NextTime.AS_NOW: gettext_noop("next time as now"),
    NextTime.ITS_CATEGORY: gettext_noop("next time as chosen below"),
    NextTime.ROUTINE: gettext_noop("next time routine"),
    NextTime.SET_ASIDE: gettext_noop("next time set aside"),
}
OFFICES: Final = "PRO"
"""The kind of request other offices' calls usually are."""


def offered(actor: Actor, view: CallbackView) -> dict[str, Any] | None:
    """Every choice with its key, or None where it cannot be closed like this here."""
    if not view.mine or view.stage in {Stage.CLOSED, Stage.ESCALATED, Stage.ON_HOLD}:
        return None
    if view.level != Level.ROUTINE:
        return None
    whole = is_whole(view.phone or "")
    return {
        "callers": callers(whole=whole),
        "voicemail": any(each.kind == Kind.VOICEMAIL for each in view.arrivals),
        "kinds": sorted(
            (
                {"code": code, "name": practice_words(name), "usual": code == OFFICES}
                for code, name in knowncaller.kinds(actor)
            ),
            key=lambda each: str(each["name"]),
        ),
    }


def callers(*, whole: bool) -> list[dict[str, Any]]:
    """Who it may have been, each with its key; only a whole number can be known next time."""
    return [
        {
            "who": _(WHO[who]),
            "key": str(number),
            "first": _option(who, options[0] if whole else NextTime.AS_NOW),
            "others": [_option(who, each) for each in options[1:] if whole],
        }
        for number, (who, options) in enumerate(OPTIONS.items(), start=1)
    ]


def reopens(view: CallbackView) -> bool:
    """Whether the page offers to take such a closing back."""
    return view.outcome == Outcome.NOT_A_PATIENT


def _option(who: NotAPatient, each: NextTime) -> dict[str, Any]:
    return {"value": f"{who} {each}", "words": _(SHORT[each])}
