"""A written step as it stands in the form of a call: how it was sent, its words, its own time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import BadRequest

from ringback.queries import practice
from ringback.rules import phone
from ringback.rules.attempt import WRITTEN, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringback.web.staff import StaffRequest

SAID: Final = "pick.said"
"""The box of its words, kept with the draft like everything that is picked."""


TOLD_IN: Final = ("sent_at", "sent_late")
"""The fields of when it was sent, and why it is told only now."""


def is_sent(request: StaffRequest) -> bool:
    """Whether the button that was pressed says that something was sent."""
    return request.GET.get("result") == Result.SENT


def sent(request: StaffRequest, told: dict[str, Any]) -> dict[str, Any]:
    """What was `told` of a try, and how it was sent, where something was."""
    if not is_sent(request):
        return told
    way = request.GET.get("way", "")
    if way not in WRITTEN:
        raise BadRequest("no such way")
    number = phone.normalised(
        request.POST.get("text_number", ""), practice.country(request.actor.practice_id)
    )
    return {
        **told,
        "channel": way,
        "number": number[: phone.LONGEST] if way == "text" else "",
    }


def note(request: StaffRequest) -> str:
    """The note of a try: with the words of what was sent first, where they are one's own."""
    own = request.POST.get("note", "")
    if not is_sent(request):
        return own
    words = (request.POST.get(SAID, ""), own)
    return "\n\n".join(each.strip() for each in words if each.strip())


def typed(request: StaffRequest, problems: Sequence[object]) -> dict[str, str]:
    """What a refused form of it had in it, beside its words; {} for any other page."""
    return request.POST.dict() if problems and is_sent(request) else {}
