"""Entries about lists of patients and whose a callback is, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

VERBS_OF_PATIENTS: Final[dict[str, tuple[StrOrPromise, StrOrPromise]]] = {
    "patient list begun": (_("{who} brought in a patient list"), _("bring in a patient list")),
    "patient list cancelled": (_("{who} gave up a patient list"), _("give up a patient list")),
    "patient list looked at": (_("{who} looked at a patient list"), _("look at a patient list")),
    "patient list read": (_("{who} had a patient list read"), _("have a patient list read")),
    "patient list rows exported": (
        _("{who} downloaded rows of a patient list that need a look"),
        _("download rows of a patient list"),
    ),
    "patient list undone": (
        _("{who} took back what a patient list brought"),
        _("take back a patient list"),
    ),
    "patient list went on": (
        _("{who} put patients of a list on file"),
        _("put patients of a list on file"),
    ),
    "patient lists listed": (
        _("{who} looked at the patient lists there were"),
        _("look at the patient lists"),
    ),
}
