"""What somebody with authority may speak about: a few topics, each over kinds of request."""

from __future__ import annotations

from typing import Final

from ringback.rules.reason import gettext_noop

TOPICS: Final[dict[str, str]] = {
    "visits": gettext_noop("visits and times"),
    "documents": gettext_noop("forms and documents"),
    "billing": gettext_noop("bills and payments"),
    "care": gettext_noop("their care"),
    "everything": gettext_noop("everything"),
}
"""Topic -> its words on the screen. What an authority on file covers is written in these."""

_OF_CATEGORY: Final[dict[str, str]] = {
    "APPT": "visits",
    "CONFIRM": "visits",
    "NEWPT": "visits",
    "MISSED": "visits",
    "UNSORTED": "visits",
    "ACCESS": "visits",
    "INTAKE": "documents",
    "REFER": "documents",
    "DOCUMENT": "documents",
    "BILL": "billing",
}


def topic_of(category: str) -> str:
    """What a call about this kind of request speaks about; anything unknown is their care."""
    return _OF_CATEGORY.get(category, "care")
