"""The voicemail that may be left now, filled in to be read aloud; or why none may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import override

from ringback.queries import counted, in_force, onfile, practice, sofar
from ringback.rules import contactpolicy, phone, placeholder, shortname, voicemail
from ringback.rules.attempt import Result, Side
from ringback.rules.voicemail import Template

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from ringback.models import Callback
    from ringback.queries.onfile import Known
    from ringback.rules.contactpolicy import Texts
    from ringback.rules.reason import Reason

EMERGENCY_LINE = "911"


@dataclass(frozen=True, kw_only=True)
class VoicemailRow:
    """The only words that may be left, in the patient's language; "" with the reasons for none."""

    text: str
    template: Template | None
    reasons: tuple[Reason, ...]


def refusals(
    callback: Callback, number: str, *, matched: bool | None, now: datetime
) -> tuple[Reason, ...]:
    """Why no voicemail may be left there; `matched` is what the greeting said. Inside a scope."""
    return _answer(callback, onfile.known(callback), number, matched=matched, now=now).reasons


def offered(callback: Callback, caller: str, *, now: datetime) -> VoicemailRow:
    """What may be left for this patient, once the greeting was heard. Inside a scope."""
    found = onfile.known(callback)
    answer = _answer(callback, found, callback.phone, matched=True, now=now)
    if answer.template is None:
        return VoicemailRow(text="", template=None, reasons=answer.reasons)
    return VoicemailRow(
        text=filled(callback, found, caller, answer.template),
        template=answer.template,
        reasons=(),
    )


def filled(callback: Callback, found: Known, caller: str, template: Template) -> str:
    """One of the approved texts in the patient's language, filled in. Inside a scope."""
    language = found.contact.language if found.contact.language in placeholder.LANGUAGES else "en"
    said = contactpolicy.words(_texts(callback.practice_id), template, language)
    return said.format_map(_blanks(callback, found, caller, language))


def permitted(callback: Callback) -> list[Template]:
    """The texts its kind of request allows, the one it prefers first. Inside a scope."""
    allowed = practice.category(callback.practice_id, callback.category_version_id).voicemail
    codes = (allowed.with_consent, allowed.template)
    return [Template(each) for each in codes if each in set(Template)]


def left(callback: Callback, number: str, *, at: datetime) -> str:
    """Which text was left there then: the one permitted. Inside a scope."""
    found = onfile.known(callback)
    return _answer(callback, found, number, matched=True, now=at, earlier=()).template or ""


def _answer(
    callback: Callback,
    found: Known,
    number: str,
    *,
    matched: bool | None,
    now: datetime,
    earlier: Sequence[datetime] | None = None,
) -> voicemail.Answer:
    return voicemail.may_leave(
        found.contact,
        onfile.settings(callback.practice_id),
        number=number,
        permitted=permitted(callback),
        greeting_matched=matched,
        left_at=_left_at(callback) if earlier is None else earlier,
        now=now,
    )


def _left_at(callback: Callback) -> list[datetime]:
    """Every voicemail left for this patient, or in this matter where nobody is on file."""
    if callback.patient_id is None:
        tries = sofar.attempts(callback, named=False)
        left = [each for each in tries if each.result == Result.VOICEMAIL_LEFT]
        return [each.happened_at for each in left if each.party == Side.PATIENT]
    theirs = counted.attempts(callback.practice_id).filter(
        result=Result.VOICEMAIL_LEFT,
        party=Side.PATIENT,
        callback__patient_id=callback.patient_id,
    )
    return list(theirs.values_list("happened_at", flat=True))


def _texts(practice_id: UUID) -> Texts:
    return in_force.contact(practice_id)[1]


def _blanks(callback: Callback, found: Known, caller: str, language: str) -> dict[str, str]:
    """What the texts leave open; what nobody knows is said in words that are always true."""
    where = practice.remembered(callback.practice_id)
    first = practice.our_number(where.id)
    neutral = voicemail.neutral(found.contact)
    visit = callback.visit_date
    ours = phone.national(first, where.country) if first else _words("practice_phone", language)
    return {
        "caller": shortname.forename(caller) or _words("caller_name", language),
        "practice": onfile.settings(where.id).neutral_name if neutral else where.name,
        "number": ours,
        "hours": _words("hours", language),
        "emergency": EMERGENCY_LINE,
        "reference": callback.id.hex[-6:],
        "visit": _day(visit, language) if visit else _words("appointment", language),
    }


def _day(visit: date, language: str) -> str:
    """The day in the patient's language, whatever that of the page is."""
    with override(language):
        return date_format(visit, "l j")


def _words(name: str, language: str) -> str:
    return placeholder.PLACEHOLDERS[name].otherwise[language]
