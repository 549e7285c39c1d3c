"""Promises to patients in words: "120 business minutes"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_noop

from ringback.rules import window
from ringback.rules.window import Unit
from ringback.rules.windowtext import length
from ringback.web.hours_words import Said
from ringback.web.words import _, source_words

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS: Final[dict[str, str]] = {
    Unit.BUSINESS_MINUTES: gettext_noop("business minutes"),
    Unit.MINUTES: gettext_noop("minutes"),
    Unit.BUSINESS_DAYS: gettext_noop("business days"),
}
"""The lengths a promise to patients has; any other is written in the practice's file."""


def lines(written: Mapping[str, Any]) -> list[Said]:
    """Every promise as one version says it."""
    return [
        Said(label=source_words(each), words=length(window.read(written[each]), _))
        for each in sorted(written)
    ]
