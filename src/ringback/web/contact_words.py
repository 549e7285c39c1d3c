"""How patients may be reached, in words: consent, hours for texts, voicemails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_noop

from ringback.rules.patientrule import Channel, Level
from ringback.rules.placeholder import LANGUAGES
from ringback.rules.voicemail import IN_WORDS, Template
from ringback.web.hours_words import Said
from ringback.web.words import _, language_words

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNELS: Final[dict[str, str]] = {
    Channel.PHONE: gettext_noop("telephone calls"),
    Channel.TEXT: gettext_noop("texts"),
    Channel.EMAIL: gettext_noop("e-mails"),
    Channel.PORTAL: gettext_noop("portal messages"),
    Channel.LETTER: gettext_noop("letters"),
}

LEVELS: Final[dict[str, str]] = {
    Level.NONE: gettext_noop("none is left"),
    Level.MINIMAL: gettext_noop("who called, and where to call back"),
    Level.APPOINTMENT: gettext_noop("also that it is about a visit"),
    Level.DETAILED: gettext_noop("every voicemail there is"),
}


def lines(written: Mapping[str, Any]) -> list[Said]:
    """Every setting as one version says it."""
    return [*settings(written), *voicemails(written)]


def settings(written: Mapping[str, Any]) -> list[Said]:
    """What holds where a patient asked for nothing else."""
    needed = ", ".join(_(CHANNELS[each]) for each in CHANNELS if each in written["consent_needed"])
    return [
        Said(label=_("Only with the patient’s yes"), words=needed),
        Said(label=_("Texts go out"), words=f"{written['text_from']}–{written['text_until']}"),
        Said(label=_("A voicemail says"), words=_(LEVELS[written["voicemail_level"]])),
        Said(label=_("Neutral name"), words=written["neutral_name"] or _("none set")),
        Said(label=_("Said with protected records"), words=written["redisclosure"]),
        Said(label=_("The same in Spanish"), words=written.get("redisclosure_es") or _("none set")),
    ]


def voicemails(written: Mapping[str, Any]) -> list[Said]:
    """Each voicemail in each language."""
    return [
        Said(label=voicemail_label(code, language), words=written["voicemail"][code][language])
        for code in Template
        for language in LANGUAGES
    ]


BOXES: Final[dict[str, str]] = {
    "text_from": gettext_noop("Texts from"),
    "text_until": gettext_noop("Texts until"),
    "neutral_name": gettext_noop("Neutral name"),
    "redisclosure": gettext_noop("Said with protected records"),
    "redisclosure_es": gettext_noop("The same in Spanish"),
}


def box_label(place: str) -> str:
    """What a box is called on the page; nothing for a group, which stands under its name."""
    _part, _dot, rest = place.partition(".")
    code, _dot, language = rest.partition(".")
    if code in set(Template) and language in LANGUAGES:
        return voicemail_label(Template(code), language)
    return _(BOXES[place]) if place in BOXES else ""


def voicemail_label(code: Template, language: str) -> str:
    """What one voicemail in one language is called."""
    name = _(IN_WORDS[code])
    return f"{name[:1].upper()}{name[1:]} · {language_words(language)}"
