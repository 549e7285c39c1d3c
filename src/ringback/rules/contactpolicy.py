"""What a practice sets about reaching its patients, and what it says on their voicemail.

A voicemail's text is the practice's own, but it holds nothing except what its kind may hold, and
none of the words that would tell a listener why somebody called.
"""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from ringback.rules import walltime
from ringback.rules.calendarwords import plain
from ringback.rules.contact import Settings
from ringback.rules.patientrule import Channel, Level
from ringback.rules.placeholder import LANGUAGES
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.voicemail import Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Texts = dict[Template, dict[str, str]]
"""Each voicemail's words, by language."""

LONGEST: Final = (400, 2000)
"""No setting is longer, and no voicemail, in letters."""

_COMMON: Final = frozenset({"caller", "practice", "number", "emergency"})
HOLDS: Final[dict[Template, frozenset[str]]] = {
    Template.VM_1: _COMMON | {"hours"},
    Template.VM_2: _COMMON | {"hours", "reference"},
    Template.VM_A: _COMMON | {"hours", "visit"},
    Template.VM_E: _COMMON,
}
"""What each text names, all of it and nothing else. `caller` is a first name."""

NEVER: Final = re.compile(
    r"\b(?:results?|tests?|labs?|blood|biops\w+|scans?|x-?rays?|mri|drugs?|medicines?|medications?"
    r"|prescriptions?|refills?|doses?|diagnos\w+|symptoms?|treatments?|surger\w+|oncolog\w*|cancer"
    r"|cardiolog\w*|psychiatr\w*|dermatolog\w*|rehab\w*|hiv|pregnan\w+|balances?|bills?|billing"
    r"|payments?|owed?|insurance|resultados?|examen\w*|analisis|sangre|pruebas?|medicinas?"
    r"|medicamentos?|recetas?|dosis|diagnostico\w*|sintomas?|tratamientos?|cirugia\w*|embarazo"
    r"|saldos?|facturas?|pagos?|seguro|deuda\w*)\b"
)
"""Words that tell a listener why somebody called."""

STATUTORY: Final = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""The short notice that goes with records about substance use. Source: 42 CFR 2.32(a)(2)."""

EARLIEST_TEXT, LATEST_TEXT = 8 * 60, 21 * 60

UNKNOWN_CHANNEL: Final = gettext_noop("{place}: {value} is no way to reach somebody. Take it out.")
TEXT_AND_EMAIL: Final = gettext_noop("{place}: texts and e-mails always need the patient's yes.")
NOT_A_TIME: Final = gettext_noop('{place}: write a time such as "08:00".')
TOO_WIDE: Final = gettext_noop("{place}: texts may go out from 08:00 to 21:00, not longer.")
NO_TIME_LEFT: Final = gettext_noop("{place}: write a time after the one from which texts go out.")
UNKNOWN_LEVEL: Final = gettext_noop("{place}: write none, minimal, appointment or detailed.")
A_TEXT: Final = gettext_noop("{place}: write the words.")
VERBATIM: Final = gettext_noop(
    "{place}: keep the sentence of the law in it, word for word: “{value}”"
)
UNKNOWN_TEXT: Final = gettext_noop("{place}: there is no such voicemail. Take it out.")
BRACES: Final = gettext_noop("{place}: every opening brace needs its closing one.")
DOES_NOT_HOLD: Final = gettext_noop("{place}: this voicemail must not name {value}.")
MUST_HOLD: Final = gettext_noop("{place}: this voicemail must name {value}.")
TELLS_WHY: Final = gettext_noop(
    '{place}: "{value}" tells a listener why you called. Say it in other words.'
)


class ContactError(ValueError):
    """What the practice set about reaching patients means nothing. The message names the place."""


def mistakes(data: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Everything in the practice's settings that means nothing; each names its place."""
    return (
        *_channel_mistakes(data.get("consent_needed")),
        *_time_mistakes(data),
        *_word_mistakes(data),
        *_text_mistakes(data.get("voicemail")),
    )


def read(data: Mapping[str, Any], *, zone: str) -> tuple[Settings, Texts]:
    """The practice's settings. Raises ContactError naming the first place that is wrong.

    What was kept before the sentence of the law was asked for is read all the same: its next
    version has it.
    """
    for wrong in mistakes(data):
        if wrong.code != "verbatim":
            raise ContactError(str(wrong))
    settings = Settings(
        zone=zone,
        consent_needed=frozenset(Channel(each) for each in data["consent_needed"]),
        text_from=walltime.minute(data["text_from"]) or 0,
        text_until=walltime.minute(data["text_until"]) or 0,
        level=Level(data["voicemail_level"]),
        neutral_name=data["neutral_name"],
        redisclosure=data["redisclosure"],
        redisclosure_es=data.get("redisclosure_es", ""),
    )
    return settings, {Template(code): dict(said) for code, said in data["voicemail"].items()}


def words(texts: Texts, template: Template, language: str) -> str:
    """A voicemail in the patient's language, or in English where there is none in theirs."""
    said = texts[template]
    return said.get(language, said["en"])


def _channel_mistakes(named: object) -> Iterator[Reason]:
    channels = [str(each) for each in named] if isinstance(named, list) else []
    for each in channels:
        if each not in set(Channel):
            yield _at("unknown_channel", UNKNOWN_CHANNEL, "consent_needed", each)
    if not {Channel.TEXT, Channel.EMAIL} <= set(channels):
        yield _at("text_and_email", TEXT_AND_EMAIL, "consent_needed")


def _time_mistakes(data: Mapping[str, Any]) -> Iterator[Reason]:
    start, end = walltime.minute(data.get("text_from")), walltime.minute(data.get("text_until"))
    for place, minute in (("text_from", start), ("text_until", end)):
        if minute is None:
            yield _at("not_a_time", NOT_A_TIME, place)
        elif not EARLIEST_TEXT <= minute <= LATEST_TEXT:
            yield _at("too_wide", TOO_WIDE, place)
    if start is not None and end is not None and end <= start:
        yield _at("no_time_left", NO_TIME_LEFT, "text_until")


def _word_mistakes(data: Mapping[str, Any]) -> Iterator[Reason]:
    if data.get("voicemail_level") not in tuple(Level):
        yield _at("unknown_level", UNKNOWN_LEVEL, "voicemail_level")
    if not isinstance(data.get("neutral_name"), str):
        yield _at("a_text", A_TEXT, "neutral_name")
    elif found := NEVER.search(plain(data["neutral_name"])):
        yield _at("tells_why", TELLS_WHY, "neutral_name", found[0])
    if not isinstance(data.get("redisclosure"), str) or not data["redisclosure"].strip():
        yield _at("a_text", A_TEXT, "redisclosure")
    elif STATUTORY not in data["redisclosure"]:
        yield _at("verbatim", VERBATIM, "redisclosure", STATUTORY)
    if not isinstance(data.get("redisclosure_es", ""), str):
        yield _at("a_text", A_TEXT, "redisclosure_es")


def _text_mistakes(texts: object) -> Iterator[Reason]:
    if not isinstance(texts, dict):
        yield _at("a_text", A_TEXT, "voicemail")
        return
    by_code: dict[str, Any] = texts
    for code in by_code:
        if code not in set(Template):
            yield _at("unknown_text", UNKNOWN_TEXT, f"voicemail.{code}")
    for template in Template:
        said = by_code.get(template)
        if not isinstance(said, dict):
            yield _at("a_text", A_TEXT, f"voicemail.{template}")
            continue
        for language in LANGUAGES:
            place = f"voicemail.{template}.{language}"
            yield from _of_a_text(said.get(language), template, place)


def _of_a_text(text: object, template: Template, place: str) -> Iterator[Reason]:
    if not isinstance(text, str) or not text.strip():
        yield _at("a_text", A_TEXT, place)
        return
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        yield _at("braces", BRACES, place)
        return
    named = {_blank(name, spec or "", to) for _, name, spec, to in parts if name is not None}
    for name in sorted(named - HOLDS[template]):
        yield _at("does_not_hold", DOES_NOT_HOLD, place, "{" + name + "}")
    for name in sorted(HOLDS[template] - named):
        yield _at("must_hold", MUST_HOLD, place, "{" + name + "}")
    for found in NEVER.finditer(plain(" ".join(literal for literal, *_ in parts))):
        yield _at("tells_why", TELLS_WHY, place, found[0])


def _blank(name: str, spec: str, conversion: str | None) -> str:
    """A blank as it is written: one that asks to be widened is none of ours."""
    return name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")


def _at(code: str, sentence: str, place: str, value: str | None = None) -> Reason:
    values = (("place", place),) if value is None else (("place", place), ("value", value))
    return Reason(code=code, words=sentence, values=values)
