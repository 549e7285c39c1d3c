"""Entries about calls, their checks, and what follows them as plain sentences, for the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

VERBS: Final[dict[str, tuple[StrOrPromise, StrOrPromise]]] = {
    "added to": (_("{who} added to the notes of {it}"), _("add to the notes of {it}")),
    "note in the chart": (
        _("{who} said that a note about {it} is in the chart"),
        _("say that a note about {it} is in the chart"),
    ),
    "words handed to the lead": (
        _("{who} left words in the note about {it} and told the lead why"),
        _("leave words in the note about {it}"),
    ),
    "asked again": (
        _("{who} asked once more for what {it} waits for"),
        _("ask once more for what {it} waits for"),
    ),
    "handed over": (_("{who} handed {it} over"), _("hand {it} over")),
    "number chosen": (_("{who} chose another number for {it}"), _("choose a number for {it}")),
    "put aside": (_("{who} put {it} aside until a time"), _("put {it} aside")),
    "undone": (_("{who} took back what they did with {it}"), _("take back a step of {it}")),
    "waiting ended": (
        _("{who} no longer waits for somebody else about {it}"),
        _("end the waiting of {it}"),
    ),
    "age looked up": (
        _("{who} looked up in the chart whether the patient of {it} is of age"),
        _("look up an age for {it}"),
    ),
    "call begun": (_("{who} called somebody about {it}"), _("call somebody about {it}")),
    "call ended": (_("{who} ended a call about {it}"), _("end a call about {it}")),
    "caller said": (
        _("{who} wrote down who was on the line about {it}"),
        _("write down who was on the line about {it}"),
    ),
    "check compared": (
        _("{who} compared what a caller said about {it}"),
        _("compare what a caller said about {it}"),
    ),
    "check lifted": (
        _("{who} let the check of a caller about {it} go on"),
        _("let the check of a caller about {it} go on"),
    ),
    "contact change asked": (
        _("{who} wrote down that contact details are to change: {it}"),
        _("write down that contact details are to change: {it}"),
    ),
    "contact details changed": (
        _("{who} put new contact details on file: {it}"),
        _("put new contact details on file: {it}"),
    ),
    "contact rule confirmed": (
        _("{who} confirmed what the patient asked for about being reached: {it}"),
        _("confirm what the patient asked for about being reached: {it}"),
    ),
    "contact rule taken back": (
        _("{who} took back what the patient asked for about being reached: {it}"),
        _("take back what the patient asked for about being reached: {it}"),
    ),
    "old contact told": (
        _("{who} told the old contact of the change: {it}"),
        _("tell the old contact of the change: {it}"),
    ),
    "not verified": (
        _("{who} ended the check of a caller about {it}: nothing was disclosed"),
        _("end the check of a caller about {it}"),
    ),
    "office said": (
        _("{who} wrote down which office called about {it}"),
        _("write down which office called about {it}"),
    ),
    "patient put on file": (
        _("{who} put the patient of {it} on file"),
        _("put the patient of {it} on file"),
    ),
    "question noted": (
        _("{who} noted a question that is not in the script"),
        _("note a question that is not in the script"),
    ),
    "situation said": (
        _("{who} wrote down what was special about a call: {it}"),
        _("write down what was special about a call: {it}"),
    ),
}
"""What was done, and what was tried and refused."""
