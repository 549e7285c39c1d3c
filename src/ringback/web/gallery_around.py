"""Around an invented callback, for the gallery: who is here, what was before, who rings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ringback.web.around_words import AroundWords, EarlierWords, HereWords
from ringback.web.theycalled_words import FoundWords, Line, OpenWords, PatientWords
from ringback.web.words import initials

NOBODY = UUID(int=0)


def around() -> dict[str, Any]:
    """Two colleagues, an earlier callback with a broken promise, a caller with one open."""
    here = [
        _here("Mara Lindt", _("looking at it now"), on_call=False),
        _here("Ana Reyes", _("on the call, {count} min").format(count=2), on_call=True),
    ]
    words = AroundWords(earlier=_earlier(), here=here, rung="", tab=NOBODY, beat_ms=0)
    return {"around": words, "rang": _found()}


def _here(name: str, doing: str, *, on_call: bool) -> HereWords:
    return HereWords(name=name, initials=initials(name), doing=doing, on_call=on_call)


def _earlier() -> list[EarlierWords]:
    kinds = (_("Missed call"), _("Appointment"))
    broken = _("Promised and not kept: a call {time}").format(time="14:00")
    return [
        EarlierWords(
            url="",
            key=f"b {number}",
            what=what,
            ended=f"{_('Done')}, 9:41",
            promised="",
            broken=broken if number == 1 else "",
        )
        for number, what in enumerate(kinds, 1)
    ]


def _found() -> FoundWords:
    held = _("{name} has it").format(name="Vik Sharma")
    one = OpenWords(
        url="",
        deal_url="",
        fence=1,
        title="Tom Whitfield",
        kind=_("Appointment"),
        words="“Hi, it’s Tom. I need to move Friday. Anything before the 30th?”",
        who=held,
        tried=_("not tried"),
        planned=_("next try {time}").format(time="14:00"),
        wanted="",
        refused="",
        stays="",
    )
    return FoundWords(
        nothing="",
        open=[one],
        closed=[Line(url="", what=_("Missed call"), ended=f"{_('Done')}, 9:41")],
        patients=[PatientWords(id=NOBODY, name="Tom Whitfield")],
    )
