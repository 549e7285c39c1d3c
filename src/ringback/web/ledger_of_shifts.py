"""Entries about the end of a shift, of what was put right and of paper, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

VERBS_OF_SHIFTS: Final[dict[str, tuple[StrOrPromise, StrOrPromise]]] = {
    "draft handed to a lead": (
        _("{who} handed what they were writing about {it} to a lead"),
        _("hand what they were writing about {it} to a lead"),
    ),
    "kept to the next shift": (
        _("{who} kept {it} to the next shift"),
        _("keep {it} to the next shift"),
    ),
    "shift ended": (_("{who} ended their shift"), _("end their shift")),
    "shift ended for somebody": (
        _("{who} ended the shift of {it}, who is away"),
        _("end the shift of {it}"),
    ),
    "shift over": (
        _("{who} gave {it} back: the shift of whoever had it was over"),
        _("give {it} back at the end of a shift"),
    ),
    "shift went on": (
        _("{who} took the end of their shift back"),
        _("take the end of their shift back"),
    ),
    "shift removed": (_("{who} removed a shift of a lane"), _("remove a shift of a lane")),
    "shifts added": (_("{who} added shifts to a lane"), _("add shifts to a lane")),
    "put right": (
        _("{who} struck an entry of {it} through: it stood on the wrong person"),
        _("strike an entry of {it} through"),
    ),
    "incident closed": (_("{who} closed an incident"), _("close an incident")),
    "incidents seen": (_("{who} looked at the incidents"), _("look at the incidents")),
    "disclosed in a file": (
        _("{who} took {it} away in a file, with the name"),
        _("take {it} away in a file"),
    ),
    "queue exported": (
        _("{who} took the queue away as a file"),
        _("take the queue away as a file"),
    ),
    "sheet printed": (_("{who} printed the queue on paper"), _("print the queue on paper")),
    "sheet seen": (_("{who} opened a sheet to enter it"), _("open a sheet")),
    "post filled": (_("{who} gave a post to {it}"), _("give a post to {it}")),
    "post left": (_("{who} took a post from {it}"), _("take a post from {it}")),
}
"""As VERBS of ledger_words.py."""
