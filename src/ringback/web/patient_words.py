"""Patients on file as a search shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ringback.rules.likeness import ALMOST_NAME
from ringback.rules.phone import national

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringback.queries.patients import PatientRow


def rows(found: Iterable[PatientRow], country: str) -> list[dict[str, str]]:
    """Each with their name, where it is for whoever asked, their numbers, and how alike it is."""
    return [
        {
            "name": _("Somebody with this number") if each.name is None else each.name,
            "numbers": ", ".join(national(number, country) for number in each.numbers),
            "told": "" if each.alike is None else _(ALMOST_NAME),
        }
        for each in found
    ]
