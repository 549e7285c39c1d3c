"""What happened to a callback so far, one line for each step of its journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ringback.web.words import LEVELS, RESULTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.queries.callback import AttemptRow, EventRow


def event(event: EventRow, made: Mapping[str, AttemptRow]) -> str:
    """One step; "" for what needs no line of its own. `made` are its tries by their id."""
    who = event.who
    if event.verb == "attempted":
        found = made.get(event.details.get("attempt", ""))
        result = _(RESULTS[found.result]) if found else ""
        return _("{who} tried: {result}").format(who=who, result=result)
    if event.verb == "level raised":
        level = _(LEVELS[event.details["to"]]).lower()
        return _("{who} marked it: {level}").format(who=who, level=level)
    if event.verb == "facts recorded" and not event.details.get("facts"):
        return ""
    return {
        "claimed": _("{who} took it"),
        "patient called us": _("They rang: {who} dealt with it"),
        "released": _("{who} gave it back"),
        "call begun": _("{who} called"),
        "not verified": _("Not verified, nothing disclosed"),
        "check lifted": _("{who} let the check go on"),
        "lapsed": _("Came back: nothing happened for a while"),
        "noted": _("{who} signed a note"),
        "sorted": _("{who} sorted it"),
        "facts recorded": _("{who} noted what is done"),
        "escalated": _("{who} asked a clinician"),
        "accepted": _("{who} took it, as the clinician"),
        "answered": _("{who} said what to tell the patient"),
        "put on hold": _("{who} is waiting for somebody else"),
        "done": _("{who} closed it as done"),
        "unreachable": _("{who} closed it: could not be reached"),
        "closed as not a patient’s": _("{who} closed it: not a patient’s call"),
        "reopened": _("{who} opened it again"),
        "brought back": _("{who} brought it back"),
        "promise opened": _("{name} is not here for the promised call: anyone may take it"),
    }.get(event.verb, "").format(who=who, name=event.details.get("name", ""))
