"""The audited day as its page shows it: figures, pictures, and the choices over how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringback.channels.calllog import detect, picture
from ringback.web import import_words, log_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.channels.calllog.seen import Seen
    from ringback.rules.dayaudit import DayAudit

LISTED: Final = 200
"""People and moments in one list; more than a screen is for, and a page stays a page."""

ZONES: Final = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "UTC",
)  # fmt: skip
"""Offered while a zone is typed; any other may be written."""


def choices() -> dict[str, Any]:
    """What "More about this file" offers."""
    systems = [{"code": code, "name": _(name)} for code, name in detect.NAMES.items()]
    return {"systems": systems, "zones": ZONES}


def day(log: Seen) -> dict[str, Any]:
    """The day, where the log could be read; its name in any case."""
    shown: dict[str, Any] = {
        "file_name": log.batch.file_name,
        "to_queue_url": reverse("import-start", args=[log.batch.id]),
        "nothing_new": import_words.nothing_new(log),
    }
    if log.audited is None:
        return shown
    drawn = picture.shortened(picture.draw(log.audited), LISTED)
    return {**shown, "picture": drawn, "figures": _figures(log.audited.day)}


def columns(log: Seen, chosen: Mapping[int, str]) -> dict[str, Any] | None:
    """The first rows with a choice over each column; `first`: what the day waits for."""
    if log.preview is None:
        return None
    lacking = log.preview.unsettled
    words = log_words.sentence(lacking) if lacking else ""
    return {**import_words.cells(log.preview, chosen), "first": words}


def _figures(told: DayAudit) -> list[dict[str, Any]]:
    came_in = told.inbound + told.direction_unknown
    return [
        _figure(_("Calls in"), came_in, _("{n} answered by a person"), told.answered),
        _figure(_("Missed"), told.missed, _("{n} left a voicemail"), told.voicemails),
        _figure(_("Called back"), told.returned, _("{n} reached us later"), told.reached_us_later),
        _figure(
            _("Never called back"),
            told.never_returned,
            ngettext(
                "{n} of these people called before closing time and was still waiting then",
                "{n} of these people called before closing time and were still waiting then",
                told.open_at_close,
            ),
            told.open_at_close,
            careful=told.never_returned > 0,
        ),
    ]


def _figure(
    label: str, figure: int, words: str, number: int, *, careful: bool = False
) -> dict[str, Any]:
    return {"label": label, "figure": figure, "words": words.format(n=number), "careful": careful}
