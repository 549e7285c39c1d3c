"""How soon, in words: "within 60 business minutes", "by closing"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from ringback.rules.category import FirstAction
from ringback.rules.reason import gettext_noop
from ringback.rules.window import Unit
from ringback.rules.windowtext import length

if TYPE_CHECKING:
    from ringback.rules.window import Window

FIRST_IS: Final[dict[FirstAction, str]] = {
    FirstAction.ATTEMPT: gettext_noop("a try or a live answer"),
    FirstAction.ACCEPTED: gettext_noop("accepted by a named person"),
    FirstAction.READ: gettext_noop("read or listened to by a person"),
    FirstAction.ACKNOWLEDGED: gettext_noop("acknowledged to the patient"),
}
"""What counts as the first action that is promised."""

BUSINESS_MINUTES: Final = gettext_noop("Business minutes are minutes while you are open.")
"""What stands under a box for a length of time."""


def window_words(window: Window) -> str:
    """A window as a sentence says it: "within 60 business minutes", "by closing"."""
    said = length(window, _)
    if window.unit in _ENDS_BY_ITSELF or not window.amount:
        return said
    return _("within {length}").format(length=said)


_ENDS_BY_ITSELF: Final = frozenset({Unit.CLOSING, Unit.BEFORE_VISIT})
