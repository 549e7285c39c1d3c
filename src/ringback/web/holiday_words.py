"""The names of public holidays, in the reader's language; one we do not know keeps its own."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

NAMES: Final = (
    gettext_noop("New Year's Day"),
    gettext_noop("Martin Luther King Jr. Day"),
    gettext_noop("Washington's Birthday"),
    gettext_noop("Presidents' Day"),
    gettext_noop("George Washington Day"),
    gettext_noop("Good Friday"),
    gettext_noop("Memorial Day"),
    gettext_noop("Juneteenth National Independence Day"),
    gettext_noop("Independence Day"),
    gettext_noop("Labor Day"),
    gettext_noop("Columbus Day"),
    gettext_noop("Indigenous Peoples' Day"),
    gettext_noop("Election Day"),
    gettext_noop("Veterans Day"),
    gettext_noop("Thanksgiving Day"),
    gettext_noop("Day After Thanksgiving"),
    gettext_noop("Christmas Eve"),
    gettext_noop("Christmas Day"),
    gettext_noop("New Year's Eve"),
)
"""Those of most places in the United States."""

OBSERVED: Final = " (observed)"


def holiday(name: str) -> str:
    """One day's name; two that fall on one day are named one after the other."""
    return "; ".join(_one(each.strip()) for each in name.split(";"))


def _one(name: str) -> str:
    plain = name.removesuffix(OBSERVED)
    words = _(plain) if plain in NAMES else plain
    return words if plain == name else _("{day} (observed)").format(day=words)
