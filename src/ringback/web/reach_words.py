"""How a patient may be reached, in words: what must be read before dialling, and what is off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ringback.rules import phone
from ringback.rules.contact import Flag
from ringback.rules.speaking import TOPICS
from ringback.web.words import in_words, language_words

if TYPE_CHECKING:
    from ringback.queries.callback import CallbackView
    from ringback.queries.onfile import NumberRow, OnFile, OtherRow
    from ringback.web.words import Clock


@dataclass(frozen=True, kw_only=True)
class NumberWords:
    """One number: as it is read, its label, its link, and why it is off ("" where it is not)."""

    number: str
    read: str
    label: str
    tel: str
    preferred: bool
    off: str
    asked_at: bool


@dataclass(frozen=True, kw_only=True)
class ReachWords:
    """The card."""

    notices: list[str]
    no_voicemail: str
    numbers: list[NumberWords]
    language: str
    others: list[str]
    visit: str
    on_file: bool

    @property
    def off(self) -> bool:
        """Whether the number the call would go to may not be dialled."""
        return any(each.asked_at and each.off for each in self.numbers)


def reach(view: CallbackView, file: OnFile, clock: Clock, country: str) -> ReachWords:
    """How they may be reached, as whoever prepares the call reads it."""
    spoken = {"interpreter", "language"}
    voicemail = [in_words(each) for each in file.no_voicemail]
    return ReachWords(
        notices=[in_words(each) for each in file.shown if each.code not in spoken],
        no_voicemail=" ".join(dict.fromkeys(voicemail)),
        numbers=sorted((_number(each, view, country) for each in file.numbers), key=_is_off),
        language=_language(file),
        others=[_other(each) for each in file.others],
        visit="" if view.calling and view.calling.visits else _visit(file, clock),
        on_file=file.patient_id is not None,
    )


def _number(each: NumberRow, view: CallbackView, country: str) -> NumberWords:
    label = each.label if each.on_file else _("not on file")
    return NumberWords(
        number=each.number,
        read=phone.national(each.number, country),
        label=label,
        tel=f"tel:{each.number}" if each.number.startswith("+") and not each.refusals else "",
        preferred=each.flag is Flag.PREFERRED,
        off=" ".join(dict.fromkeys(in_words(one) for one in each.refusals)),
        asked_at=each.number == view.phone,
    )


def _is_off(number: NumberWords) -> bool:
    return bool(number.off)


def _language(file: OnFile) -> str:
    name = language_words(file.language or "en")
    return _("{language}, with an interpreter").format(language=name) if file.interpreter else name


def _other(each: OtherRow) -> str:
    return f"{each.name}, {each.relation}: {topics(each)}"


def topics(each: OtherRow) -> str:
    """What somebody may speak about."""
    return ", ".join(_(TOPICS[topic]) for topic in TOPICS if topic in each.topics)


def _visit(file: OnFile, clock: Clock) -> str:
    """That there is a visit and its day: the rest waits for the check."""
    if file.visit_day is None:
        return ""
    return _("{day} · time after the check").format(day=clock.day(file.visit_day))
