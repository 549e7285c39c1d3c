"""The call in words: what to say, step by step, who is on the line, and what the check needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ringback.rules import callsteps, otheroffice, phone, script, shortname
from ringback.rules.asking import Purpose
from ringback.rules.calling import Situation
from ringback.rules.callsteps import Talk, Turn
from ringback.rules.placeholder import LANGUAGES
from ringback.rules.script import Moment
from ringback.rules.verification import (
    THIRD_PARTIES,
    Caller,
)
from ringback.web import check_words, reach_words
from ringback.web.check_words import Choice
from ringback.web.words import in_words, language_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.queries.callback import CallbackView
    from ringback.queries.calling import CallingView, CallRow
    from ringback.rules.access import Actor
    from ringback.rules.callsteps import Step
    from ringback.rules.otheroffice import Office
    from ringback.web.check_words import CheckWords
    from ringback.web.reach_words import ReachWords
    from ringback.web.words import Clock

CALLERS: Final[dict[Caller, tuple[str, str]]] = {
    Caller.PATIENT: (gettext_noop("The patient"), "p"),
    Caller.PARENT: (gettext_noop("Parent"), "y"),
    Caller.GUARDIAN: (gettext_noop("Guardian"), "v"),
    Caller.AUTHORISED: (gettext_noop("Caregiver"), "j"),
    Caller.OTHER_OFFICE: (gettext_noop("Other office"), "z"),
    Caller.NEW_TO_US: (gettext_noop("New to us"), "f"),
    Caller.UNKNOWN: (gettext_noop("Not known"), "0"),
}
"""Who may be on the line: what they are called, and the key that says so.

None of these keys is another thing's on the page, nor begins one: "o" waits, "b 1" looks back.
"""

SITUATIONS: Final[dict[Situation, tuple[str, str]]] = {
    Situation.SOMEONE_ELSE: (gettext_noop("Someone else answered"), "k"),
    Situation.MINOR: (gettext_noop("A minor"), "m"),
    Situation.INTERPRETER: (gettext_noop("Interpreter"), "l"),
    Situation.RELAY: (gettext_noop("Relay service"), "r"),
}
PROTECTED: Final = frozenset({"topic", "help_with", "appointment", "location", "preparation"})


@dataclass(frozen=True, kw_only=True)
class LineWords:
    """One sentence to say."""

    code: str
    name: str
    say: str
    raw: str


@dataclass(frozen=True, kw_only=True)
class StepWords:
    """One step of the call; `opens` is what the check opens for it, "" where it has."""

    number: int
    turn: str
    lines: list[LineWords]
    checks: bool
    opens: str


@dataclass(frozen=True, kw_only=True)
class CallingWords:
    """The whole call: nothing in it that is for somebody verified, before somebody is.

    `ends_here` says that nothing more may be said in it, so that it is ended as it stands.
    """

    on: bool
    mine: bool
    since: str
    who: str
    number: str
    tel: str
    colleague: str
    steps: list[StepWords]
    language: str
    lang: str
    fell_back: str
    notices: list[str]
    escalate: str
    check: CheckWords | None
    callers: list[Choice]
    others: list[Choice]
    situations: list[Choice]
    office: Office | None
    told: list[str]
    prepared: list[str]
    version: int
    caller: str
    now_line: str
    office_steps: list[str]
    reach: ReachWords
    ends_here: bool


def calling(view: CallbackView, actor: Actor, clock: Clock, country: str) -> CallingWords | None:
    """The call as the page prints it; None for whoever may not see who it is."""
    found = view.calling
    if found is None:
        return None
    call = found.call
    spoken, fell_back = _language(found)
    talk = _talk(found)
    steps = _steps(view, found, talk, actor, spoken)
    return CallingWords(
        on=call is not None,
        mine=call is not None and call.mine,
        since=clock.hour(call.begun_at) if call else "",
        who=call.by if call else "",
        **_dialled(call, country),
        colleague=found.colleague,
        steps=steps,
        language=language_words(spoken),
        lang=spoken,
        fell_back=fell_back,
        notices=[in_words(each) for each in found.file.opening.reasons],
        escalate=_escalate(found, spoken),
        check=check_words.check(call, actor) if call else None,
        callers=_callers(call),
        others=_others(found),
        situations=_situations(call),
        office=call.office if call and call.caller is Caller.OTHER_OFFICE else None,
        told=_told(found, clock),
        prepared=[each.preparation for each in found.visits if each.preparation],
        version=found.script_version,
        caller=call.caller if call else "",
        now_line=next((each.lines[0].code for each in steps if each.turn == Turn.NOW), ""),
        office_steps=_office_steps(call),
        reach=reach_words.reach(view, found.file, clock, country),
        ends_here=call is not None and call.mine and callsteps.ends_here(talk),
    )


def _escalate(found: CallingView, spoken: str) -> str:
    """The sentence that hands a clinical question over: in every call, whatever stands."""
    line = next((each for each in found.script.lines() if each.code == "escalate"), None)
    return script.filled(line, {}, spoken) if line else ""


def _language(found: CallingView) -> tuple[str, str]:
    """The language to speak, and why it is not theirs where it is not."""
    theirs = found.file.language
    interpreted = found.file.interpreter or (
        found.call is not None and Situation.INTERPRETER in found.call.situations
    )
    if interpreted and theirs not in {"", LANGUAGES[0]}:
        return LANGUAGES[0], _("The interpreter says it in {language}.").format(
            language=language_words(theirs)
        )
    if theirs in LANGUAGES or not theirs:
        return theirs or LANGUAGES[0], ""
    words = _("The script is not written in {language}: it is shown in {ours}.")
    ours = language_words(LANGUAGES[0])
    return LANGUAGES[0], words.format(language=language_words(theirs), ours=ours)


def _talk(found: CallingView) -> Talk:
    call = found.call
    if call is None:
        return Talk()
    return Talk(
        on=True,
        caller=call.caller,
        situations=call.situations,
        standing=call.standing,
        one_more=call.one_more,
    )


def _steps(
    view: CallbackView, found: CallingView, talk: Talk, actor: Actor, spoken: str
) -> list[StepWords]:
    values, steps = _values(view, found, actor, spoken), callsteps.steps(view.pathway, talk)
    somewhere = any(each.checks for each in steps) or talk.standing in check_words.CLOSED
    made = []
    for number, step in enumerate(steps, 1):
        lines = _lines(found, step, values, spoken)
        made.append(
            StepWords(
                number=number,
                turn=step.turn,
                lines=lines,
                checks=step.turn is Turn.NOW and somewhere if talk.on else step.checks,
                opens=_opens(found, step, spoken) if not found.verified else "",
            )
        )
    return [each for each in made if each.lines]


def _lines(
    found: CallingView, step: Step, values: Mapping[str, str], spoken: str
) -> list[LineWords]:
    """The sentences of a step; none that says why, where nothing of it may be said."""
    quiet = found.file.opening.purpose is Purpose.NOTHING
    written = {each.code for each in found.script.lines()}
    codes = [code for code in step.lines if code in written and not (quiet and code == "why")]
    return [
        LineWords(
            code=code,
            name=_(found.script.line(code).words),
            say=script.filled(found.script.line(code), values, spoken),
            raw=found.script.line(code).say[spoken],
        )
        for code in codes
    ]


def _opens(found: CallingView, step: Step, spoken: str) -> str:
    """What this step says only once somebody was verified, by its name."""
    lines = [each for each in found.script.lines() if each.code in step.lines]
    later = [each for each in lines if each.moment is Moment.AFTER]
    named = {name for name in PROTECTED for each in later if "{" + name + "}" in each.say[spoken]}
    if not named:
        return ""
    return _("Opens after the check: what it is about, and what may be offered")


def _values(view: CallbackView, found: CallingView, actor: Actor, spoken: str) -> dict[str, str]:
    """What stands in the blanks now. Of a visit there is nothing before somebody was verified."""
    opening = found.file.opening
    kind = script.values_of_kind(found.script, view.pathway, spoken)
    if opening.purpose is not Purpose.THEIR_REQUEST:
        kind["kind_of_request"] = ""
    if not found.verified:
        kind = {"kind_of_request": kind["kind_of_request"]}
    asked = opening.ask_for
    values = {
        "patient_name": asked,
        "patient_first_name": asked.split()[0] if asked.split() else "",
        "caller_name": shortname.forename(actor.name) or actor.name,
        "safe_practice_name": opening.we_are,
        "practice_phone": found.file.our_number,
        **kind,
    }
    for each in found.visits[:1]:
        values |= {"location": each.place, "preparation": each.preparation}
    return values


def _callers(call: CallRow | None) -> list[Choice]:
    if call is None or not call.mine:
        return []
    return [
        Choice(code=each, label=_(words), key=key, on=call.caller is each)
        for each, (words, key) in CALLERS.items()
    ]


def _others(found: CallingView) -> list[Choice]:
    """Who on file may be the one who speaks for the patient."""
    call = found.call
    if call is None or not call.mine or call.caller not in THIRD_PARTIES:
        return []
    return [
        Choice(
            code=str(each.id),
            label=f"{each.name}, {each.relation} · {reach_words.topics(each)}",
            key="",
            on=each.id == call.authority_id,
        )
        for each in found.file.others
    ]


def _situations(call: CallRow | None) -> list[Choice]:
    if call is None or not call.mine:
        return []
    return [
        Choice(code=each, label=_(words), key=key, on=each in call.situations)
        for each, (words, key) in SITUATIONS.items()
    ]


def _office_steps(call: CallRow | None) -> list[str]:
    """What is still missing before another office is connected, and what to do meanwhile."""
    if call is None or call.caller is not Caller.OTHER_OFFICE:
        return []
    lacking, steps = otheroffice.missing(call.office), otheroffice.what_staff_may_do(call.office)
    return [in_words(each) for each in (*lacking, *steps)]


def _told(found: CallingView, clock: Clock) -> list[str]:
    """Their coming visits whole: the rows are there only once somebody was verified."""
    return [
        " · ".join(
            part
            for part in (each.what, clock.moment(each.starts_at), each.clinician, each.place)
            if part
        )
        for each in found.visits
    ]


def _dialled(call: CallRow | None, country: str) -> dict[str, str]:
    """The number of the call, and the link that a telephone on this computer dials it by."""
    number = call.number if call and call.mine else ""
    tel = f"tel:{number}" if number.startswith("+") else ""
    return {"number": phone.national(number, country) if number else "", "tel": tel}
