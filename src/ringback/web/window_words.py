"""How soon, in words: "within 60 minutes while open", "by closing time the same day"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringback.rules.category import FirstAction
from ringback.rules.reason import gettext_noop
from ringback.rules.window import Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringback.rules.window import Window


FIRST_IS: Final[dict[FirstAction, str]] = {
    FirstAction.ATTEMPT: gettext_noop("a try or a live answer"),
    FirstAction.ACCEPTED: gettext_noop("accepted by a named person"),
    FirstAction.READ: gettext_noop("read or listened to by a person"),
    FirstAction.ACKNOWLEDGED: gettext_noop("acknowledged to the patient"),
}
"""What counts as the first action that is promised."""


def window_words(window: Window) -> str:
    """A window as a sentence says it."""
    said = _SAID[window.unit](window)
    if window.late is not None:
        return _("{said}; after {since} by {until} the next").format(
            said=said,
            since=f"{window.late.since:%H:%M}".lstrip("0"),
            until=f"{window.late.until:%H:%M}".lstrip("0"),
        )
    return said


def _open_minutes(window: Window) -> str:
    words = ngettext(
        "within {count} minute while open", "within {count} minutes while open", window.amount
    )
    return words.format(count=window.amount)


def _minutes(window: Window) -> str:
    words = ngettext(
        "within {count} minute, day and night",
        "within {count} minutes, day and night",
        window.amount,
    )
    return words.format(count=window.amount)


def _days(window: Window) -> str:
    if not window.amount:
        return _("the same day, by closing")
    words = ngettext("within {count} open day", "within {count} open days", window.amount)
    return words.format(count=window.amount)


def _calendar_days(window: Window) -> str:
    words = ngettext("within {count} day", "within {count} days", window.amount)
    return words.format(count=window.amount)


def _before_visit(window: Window) -> str:
    words = ngettext(
        "{count} open day before the visit", "{count} open days before the visit", window.amount
    )
    said = words.format(count=window.amount)
    if window.at is None:
        return said
    return _("{said}, by {time}").format(said=said, time=f"{window.at:%H:%M}".lstrip("0"))


_SAID: Final[dict[Unit, Callable[[Window], str]]] = {
    Unit.BUSINESS_MINUTES: _open_minutes,
    Unit.MINUTES: _minutes,
    Unit.BUSINESS_DAYS: _days,
    Unit.CALENDAR_DAYS: _calendar_days,
    Unit.CLOSING: lambda _window: _("by closing"),
    Unit.BEFORE_VISIT: _before_visit,
}
