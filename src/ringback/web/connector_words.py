"""Other systems in words: what each is, what is looked for in what it brings, how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy

from ringback.web.words import day_in_short

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ringback.queries.connector import ConnectorRow
    from ringback.web.words import Clock

CHANNELS: Final[dict[str, StrOrPromise]] = {"formhook": gettext_lazy("Form builder")}

BOXES: Final[dict[str, StrOrPromise]] = {
    "id": gettext_lazy("the form’s own number"),
    "name": gettext_lazy("name"),
    "phone": gettext_lazy("phone number"),
    "text": gettext_lazy("what it is about"),
    "best_time": gettext_lazy("best time to call"),
    "language": gettext_lazy("language"),
    "category": gettext_lazy("kind of request"),
    "header": gettext_lazy("the header with the signature"),
}
"""What is looked for, by the name it has in the settings."""


def row(found: ConnectorRow, here: Clock) -> dict[str, Any]:
    """One of them as a list or its own page shows it."""
    day = found.agreement.signed_on
    return {
        "id": found.id,
        "label": found.label,
        "channel": CHANNELS.get(found.channel, found.channel),
        "on": found.on_since is not None,
        "own": found.agreement.own,
        "party": found.agreement.party,
        "day": day.isoformat() if day else "",
        "agreed": day_in_short(day) if day else "",
        "last": here.moment(found.last_at) if found.last_at else "",
        "refused": found.refused,
        "refused_at": here.moment(found.refused_at) if found.refused_at else "",
        "signs": found.signs,
        "boxes": [
            {"name": f"where_{name}", "label": words, "value": found.settings.get(name, "")}
            for name, words in BOXES.items()
        ],
    }
