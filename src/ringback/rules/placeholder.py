"""The blanks a script may leave open: what each means, and what is said when nobody knows it.

The list is closed. A protected one tells something about the patient's care or visit, so it may
only be said to somebody who was verified. On the phone a blank is never read out empty: each has
words that are always true and give nothing away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules.reason import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LANGUAGES: Final = ("en", "es")
"""The languages scripts are said in; the first is the one fallen back to."""


@dataclass(frozen=True, kw_only=True)
class Placeholder:
    """One blank: its meaning, whether it is protected, and its words by language."""

    meaning: str
    protected: bool
    example: Mapping[str, str]
    otherwise: Mapping[str, str]


def _open(meaning: str, *, en: tuple[str, str], es: tuple[str, str]) -> Placeholder:
    """May be said to whoever answers. Each language: the example, then what is said without."""
    return _made(meaning, en, es, protected=False)


def _protected(meaning: str, *, en: tuple[str, str], es: tuple[str, str]) -> Placeholder:
    """May only be said after verification."""
    return _made(meaning, en, es, protected=True)


def _made(
    meaning: str, en: tuple[str, str], es: tuple[str, str], *, protected: bool
) -> Placeholder:
    example, otherwise = ({"en": en[at], "es": es[at]} for at in (0, 1))
    return Placeholder(meaning=meaning, protected=protected, example=example, otherwise=otherwise)


PLACEHOLDERS: Final[dict[str, Placeholder]] = {
    "patient_first_name": _open(
        gettext_noop("The patient's first name, or the name they go by."),
        en=("Rosa", "the person who called us"),
        es=("Rosa", "la persona que nos llamó"),
    ),
    "patient_name": _open(
        gettext_noop("The patient's first and last name. Never in a voicemail."),
        en=("Rosa Marin", "the person who called us"),
        es=("Rosa Marin", "la persona que nos llamó"),
    ),
    "caller_name": _open(
        gettext_noop("The first name of whoever is calling for the practice."),
        en=("Ana", "the front desk"),
        es=("Ana", "la recepción"),
    ),
    "safe_practice_name": _open(
        gettext_noop("The practice's name as anyone may hear it: nothing about its specialty."),
        en=("Cedar Street", "the office you contacted"),
        es=("Cedar Street", "un consultorio que usted contactó"),
    ),
    "practice_phone": _open(
        gettext_noop("The number the patient may call back."),
        en=("212-555-0142", "our usual number"),
        es=("212-555-0142", "de siempre"),
    ),
    "hours": _open(
        gettext_noop("When somebody answers that number."),
        en=("Monday to Friday, 8 to 5", "during office hours"),
        es=("de lunes a viernes, de 8 a 5", "en horas de oficina"),
    ),
    "emergency_line": _open(
        gettext_noop("The number for an emergency."),
        en=("911", "911 or your local emergency number"),
        es=("911", "911 o al número de emergencias de su localidad"),
    ),
    "reference": _open(
        gettext_noop("A reference that means nothing to anybody outside the practice."),
        en=("reference R-2041", "this call"),
        es=("la referencia R-2041", "esta llamada"),
    ),
    "kind_of_request": _open(
        gettext_noop("What they did, as they did it; never what it is about."),
        en=("the appointment request you sent us", "your call or message to us"),
        es=("la solicitud de cita que nos envió", "su llamada o mensaje"),
    ),
    "when_they_called": _open(
        gettext_noop("When they called us, in words."),
        en=("earlier today", "earlier"),
        es=("de hoy", "anterior"),
    ),
    "identifiers": _open(
        gettext_noop("What the practice asks for to be sure who it is."),
        en=("name and date of birth", "name and date of birth"),
        es=("nombre y fecha de nacimiento", "nombre y fecha de nacimiento"),
    ),
    "one_more_identifier": _open(
        gettext_noop("The further thing asked for when two are not enough."),
        en=("the address we have on file", "one more detail we have on file"),
        es=("la dirección que tenemos registrada", "otro dato que tenemos registrado"),
    ),
    "their_time": _open(
        gettext_noop("When they asked to be called."),
        en=("today after 4", "at the time you gave me"),
        es=("hoy después de las 4", "a la hora que me indicó"),
    ),
    "goes_to": _open(
        gettext_noop("Who the question is passed to."),
        en=("our nurse", "the right person here"),
        es=("nuestra enfermera", "la persona indicada"),
    ),
    "practice": _protected(
        gettext_noop("The practice's full name, which may tell what kind of care it gives."),
        en=("Cedar Street Family Medicine", "our office"),
        es=("Cedar Street Family Medicine", "nuestro consultorio"),
    ),
    "topic": _protected(
        gettext_noop("What their request is about, in a word or two."),
        en=("scheduling", "a question for our office"),
        es=("su cita", "una pregunta para nuestro consultorio"),
    ),
    "help_with": _protected(
        gettext_noop("What you may help with on this call."),
        en=("available appointment options", "the next step"),
        es=("las citas disponibles", "el siguiente paso"),
    ),
    "appointment": _protected(
        gettext_noop("The visit, with its day and time."),
        en=("your visit on Tuesday, December 1, at 10:30", "your visit"),
        es=("su cita del martes 1 de diciembre a las 10:30", "su cita"),
    ),
    "location": _protected(
        gettext_noop("Where the visit takes place."),
        en=("12 Main Street, second floor", "our office"),
        es=("12 Main Street, segundo piso", "nuestro consultorio"),
    ),
    "preparation": _protected(
        gettext_noop("How to prepare for the visit: the approved text, word for word."),
        en=("Please bring your insurance card.", "Please follow the instructions we sent you."),
        es=("Traiga su tarjeta del seguro.", "Siga las instrucciones que le enviamos."),
    ),
    "next_step": _protected(
        gettext_noop("What happens next, with its day."),
        en=("we will see you on Tuesday at 10:30", "someone from our office will call you"),
        es=("le esperamos el martes a las 10:30", "alguien de nuestro consultorio le llamará"),
    ),
    "next_owner": _protected(
        gettext_noop("Who sees to the next step."),
        en=("Mara at the front desk", "Our office"),
        es=("Mara, de recepción,", "Nuestro consultorio"),
    ),
}

_BLANK: Final = re.compile(r"\{([^{}]*)\}")


def names_in(text: str) -> tuple[str, ...]:
    """The names between braces, once each, in the order written."""
    return tuple(dict.fromkeys(_BLANK.findall(text)))


def unbalanced(text: str) -> bool:
    """Whether a brace opens or closes nothing."""
    rest = _BLANK.sub("", text)
    return "{" in rest or "}" in rest


def without_blanks(text: str) -> str:
    """The words that are always said, whatever stands in the blanks."""
    return _BLANK.sub(" ", text)


def fill(text: str, values: Mapping[str, str], language: str, *, may_say: Collection[str]) -> str:
    """The sentence as it is said: never an open blank, never a word that may not be said.

    A blank without a value, or one outside `may_say`, gets the words that are always true.
    """

    def said(blank: re.Match[str]) -> str:
        name = blank[1]
        value = values.get(name, "").strip() if name in may_say else ""
        return value or _otherwise(name, language)

    return _BLANK.sub(said, text)


def _otherwise(name: str, language: str) -> str:
    """What is said instead. A blank no longer on the list is left out, not read out."""
    known = PLACEHOLDERS.get(name)
    return known.otherwise[language] if known else ""


def examples(language: str) -> dict[str, str]:
    """A value for every placeholder, for the preview while a script is being written."""
    return {name: each.example[language] for name, each in PLACEHOLDERS.items()}
