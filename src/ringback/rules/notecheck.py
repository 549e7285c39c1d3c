"""What a note still lacks before the next colleague can act on it without calling again.

What must be said depends on what came of the try: much after a conversation, two things after a
voicemail, nothing where nobody answered. A piece counts as said when its fact was picked or when
the text says it in its own words, in English or Spanish.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules.attempt import Result
from ringback.rules.notetext import Verified
from ringback.rules.reason import Missing, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringback.rules.notetext import NoteFacts


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One thing a note says: whether a fact or a text says it, and when it is not asked for."""

    code: str
    words: str
    known: Callable[[NoteFacts], bool]
    said: Callable[[str], bool]
    asked: Callable[[NoteFacts], bool] = lambda _: True


def _any(*patterns: str) -> Callable[[str], bool]:
    """Whether a text has one of these words. Every pattern is a plain choice: no text is slow."""
    wanted = re.compile("|".join(rf"\b(?:{each})" for each in patterns), re.IGNORECASE)
    return lambda text: wanted.search(text) is not None


_ABOUT: Final = _any(
    r"about\b|regarding\b|re:|reason\b|wants?\b|wanted\b|asked (?:for|to|about|if|whether)\b",
    r"asks\b|needs?\b|needed\b|request|reschedul|cancel|refill\b|question about\b",
    r"sobre\b|acerca\b|motivo\b|quiere\b|quería\b|pidió\b|pide\b|pregunt|necesita|reprogram|cancel",
)
_AGREED: Final = _any(
    r"chose\b|chosen\b|agreed\b|accepted\b|confirmed\b|booked\b|offered\b|requested\b|declined\b",
    r"asked for\b|asked us\b|wants\b|will bring\b|will send\b|moved to\b|rescheduled\b",
    r"cancel?led\b",
    r"eligió\b|aceptó\b|confirm|reserva|agend|ofrec|pidió\b|quiere\b|traerá\b|enviará\b|cambi",
)
_VERIFIED: Final = _any(
    r"verif|dob\b|date of birth\b|identity\b|nothing (?:was )?disclosed\b|new to us\b",
    r"fecha de nacimiento\b|identidad\b|no se dio información\b|nada divulgado\b",
)
_CLINICAL: Final = _any(
    r"no clinical\b|no medical (?:question|advice)|clinical question|medical question",
    r"sin preguntas (?:clínicas|médicas)|ninguna pregunta (?:clínica|médica)|preguntas? clínica",
)
_ROUTED: Final = _any(
    r"routed\b|sent to\b|passed to\b|escalated\b|transferred\b|accepted\b|pas[éó]\b"
)
_WHO: Final = _any(
    r"mother\b|father\b|mom\b|dad\b|wife\b|husband\b|son\b|daughter\b|parent\b|guardian\b",
    r"sister\b|brother\b|spouse\b|partner\b|caregiver\b|proxy\b",
    r"madre\b|padre\b|mamá\b|papá\b|espos[ao]\b|hij[ao]\b|tutora?\b|herman[ao]\b|cuidador",
)
_VOICEMAIL: Final = _any(
    r"vm-?[12ae]\b|short (?:voicemail|message)\b|approved\b|template\b|script\b",
    r"appointment voicemail\b|mensaje corto\b|aprobado\b|plantilla\b",
)
_NUMBER: Final = _any(
    r"\d{4}\b|mobile\b|cell\b|home (?:number|phone|line)\b|work (?:number|phone)\b",
    r"number on file\b|celular\b|casa\b|trabajo\b|móvil\b",
)
_LANGUAGE: Final = _any(
    r"spanish\b|english\b|chinese\b|mandarin\b|cantonese\b|vietnamese\b|korean\b|russian\b",
    r"arabic\b|haitian\b|creole\b|french\b|portuguese\b|polish\b|bengali\b|tagalog\b|hindi\b",
    r"español\b|inglés\b|chino\b|ruso\b|árabe\b|francés\b|portugués\b|interpreter for\b",
)
_WHEN: Final = _any(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:mon|tue|wed|thu|fri|sat|sun)\b",
    r"today\b|tomorrow\b|tonight\b|noon\b|next week\b|this (?:morning|afternoon|week)\b",
    r"\d{1,2}[/.-]\d{1,2}\b|\d{1,2}(?::\d{2})? ?[ap]\.?m\b|\d{1,2}:\d{2}\b|\d{4}-\d{2}-\d{2}\b",
    r"(?:after|before|by|at) \d{1,2}\b|in \d{1,3} (?:minutes|hours|days|weeks)\b",
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]* \d{1,2}\b",
    r"lunes\b|martes\b|miércoles\b|jueves\b|viernes\b|sábado\b|domingo\b|hoy\b|mañana\b",
    r"\d{1,2} de [a-z]+\b|a las \d{1,2}\b|esta (?:tarde|semana)\b",
)
_SOMEBODY: Final = _any(
    r"patient\b|pt\b|they\b|she\b|he\b|we\b|i\b|i'll\b|we'll\b|nurse\b|dra?\b|doctor\b|office\b",
    r"front desk\b|billing\b|lead\b|manager\b|coordinator\b|caller\b|mother\b|father\b|guardian\b",
    r"will\b|paciente\b|enfermera\b|doctora?\b|recepción\b|facturación\b|nosotros\b",
    r"le llamar|llamaremos\b",
)
_DOES: Final = _any(
    r"will\b|i'll\b|we'll\b|to call\b|calls?\b|chose\b|booked\b|agreed\b|coming\b|comes\b|due\b",
    r"scheduled\b|sends?\b|brings?\b|visit\b|appointment\b|next try\b|follow up\b",
    r"va a\b|llamar|eligió\b|enviar|traer|cita\b|agendad|reservad|vendrá\b|próximo intento\b",
)
_NOTHING_FURTHER: Final = _any(
    r"nothing (?:further|else|more)\b|no further (?:action|step|call)|no next step\b",
    r"no action needed\b|nada más\b|no se necesita nada\b|sin más pasos\b",
)
_TITLE: Final = re.compile(r"\b(dra?|mrs?|ms|sra?)\.", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;])\s+|\n")


def _next_step(text: str) -> bool:
    """Whether one sentence says who does what and when, or the text that nothing is left to do."""
    if _NOTHING_FURTHER(text):
        return True
    sentences = _SENTENCE_END.split(_TITLE.sub(r"\1", text))
    return any(_WHEN(each) and _SOMEBODY(each) and _DOES(each) for each in sentences)


def _step(facts: NoteFacts, name: str) -> str:
    return str(getattr(facts.next_step, name)).strip() if facts.next_step else ""


def _has_step(facts: NoteFacts) -> bool:
    return bool(_step(facts, "what"))


def _asked_something(facts: NoteFacts) -> bool:
    return facts.question is not None and bool(facts.question.words.strip())


def _may_be_told(facts: NoteFacts) -> bool:
    """Nothing is agreed with somebody who was not verified."""
    return facts.verified is not Verified.NOT_VERIFIED


def _is_patients_side(facts: NoteFacts) -> bool:
    """Another office is not verified like a patient, and asks no clinical question."""
    return not facts.party.strip()


REASON: Final = Piece(
    code="reason",
    words=gettext_noop("what the call was about"),
    known=lambda facts: bool(facts.reason.strip()),
    said=_ABOUT,
)
AGREED: Final = Piece(
    code="agreed",
    words=gettext_noop("what was confirmed, asked for or agreed"),
    known=lambda facts: any(
        each.strip()
        for each in (facts.requested, facts.offered, facts.chosen, *facts.confirmed, *facts.done)
    ),
    said=_AGREED,
    asked=_may_be_told,
)
NEXT_STEP: Final = Piece(
    code="next_step",
    words=gettext_noop("the next step, with its day and who sees to it"),
    known=lambda facts: facts.nothing_further or _has_step(facts),
    said=_next_step,
)
NEXT_DAY: Final = Piece(
    code="next_day",
    words=gettext_noop("the day of the next step"),
    known=lambda facts: bool(_step(facts, "day")),
    said=_next_step,
    asked=_has_step,
)
NEXT_OWNER: Final = Piece(
    code="next_owner",
    words=gettext_noop("who sees to the next step"),
    known=lambda facts: bool(_step(facts, "owner")),
    said=_next_step,
    asked=_has_step,
)
VERIFIED: Final = Piece(
    code="verified",
    words=gettext_noop("how you made sure who it was, or that nothing was disclosed"),
    known=lambda facts: facts.verified is not None,
    said=_VERIFIED,
    asked=_is_patients_side,
)
CLINICAL: Final = Piece(
    code="clinical",
    words=gettext_noop("whether a clinical question was asked"),
    known=lambda facts: facts.no_clinical_questions or _asked_something(facts),
    said=_CLINICAL,
    asked=_is_patients_side,
)
ROUTED: Final = Piece(
    code="routed",
    words=gettext_noop("who the clinical question was handed to"),
    known=lambda facts: bool(
        facts.escalated_to.strip() or (facts.question and facts.question.routed_to.strip())
    ),
    said=_ROUTED,
    asked=_asked_something,
)
WHO: Final = Piece(
    code="who",
    words=gettext_noop("who was reached, and how they are related to the patient"),
    known=lambda facts: bool(facts.relation.strip()),
    said=_WHO,
)
VOICEMAIL: Final = Piece(
    code="voicemail",
    words=gettext_noop("which voicemail was left"),
    known=lambda facts: bool(facts.voicemail.strip()),
    said=_VOICEMAIL,
)
NUMBER: Final = Piece(
    code="number",
    words=gettext_noop("the number it was left at"),
    known=lambda facts: bool(facts.number.strip()),
    said=_NUMBER,
)
CALL_AGAIN: Final = Piece(
    code="call_again",
    words=gettext_noop("when they asked to be called"),
    known=lambda facts: bool(facts.call_again.strip()),
    said=_WHEN,
)
LANGUAGE: Final = Piece(
    code="language",
    words=gettext_noop("which language is needed"),
    known=lambda facts: bool(facts.language.strip()),
    said=_LANGUAGE,
)

SENT: Final = Piece(
    code="sent",
    words=gettext_noop("what was sent"),
    known=lambda facts: bool(facts.sent.strip()),
    said=lambda text: bool(text.strip()),
)
RESULT: Final = Piece(
    code="result",
    words=gettext_noop("how the try went"),
    known=lambda facts: facts.result is not None,
    said=lambda _: False,
)

_REACHED: Final = (REASON, VERIFIED, AGREED, NEXT_STEP, NEXT_DAY, NEXT_OWNER, CLINICAL, ROUTED)

PIECES: Final[dict[Result | None, tuple[Piece, ...]]] = {
    None: (RESULT, *_REACHED),
    Result.REACHED_PATIENT: _REACHED,
    Result.REACHED_AUTHORISED: (WHO, *_REACHED),
    Result.PATIENT_CALLED_US: _REACHED,
    Result.DECLINED: (REASON, VERIFIED, CLINICAL, ROUTED),
    Result.VOICEMAIL_LEFT: (VOICEMAIL, NUMBER),
    Result.CALL_LATER: (CALL_AGAIN,),
    Result.LANGUAGE_BARRIER: (LANGUAGE,),
    Result.SENT: (SENT,),
    Result.REACHED_OTHER: (),
    Result.NO_VOICEMAIL: (),
    Result.NO_ANSWER: (),
    Result.BUSY: (),
    Result.WRONG_NUMBER: (),
    Result.GREETING_MISMATCH: (),
}
"""What a note says after each result. Where nobody was spoken to, the result says it all."""


def asked(facts: NoteFacts) -> tuple[Piece, ...]:
    """Every piece this note is to say, said or not."""
    return tuple(each for each in PIECES[facts.result] if each.asked(facts))


def completeness(facts: NoteFacts, text: str = "") -> tuple[Missing, ...]:
    """Each piece that neither the facts nor the text say; empty means the note is complete."""
    return tuple(
        Missing(code=each.code, words=each.words)
        for each in asked(facts)
        if not each.known(facts) and not each.said(text)
    )
