"""The facts picked on a call, written as the paragraph the next colleague reads.

Every sentence is a message id with blanks of its own, so that a face can translate it. Times and
days come as words already in the practice's own clock: rules know no language and no place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules import voicemail
from ringback.rules.attempt import Result
from ringback.rules.reason import gettext_noop
from ringback.rules.voicemail import Template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Channel(StrEnum):
    """The way somebody was tried."""

    PHONE = "phone"
    TEXT = "text"
    PORTAL = "portal"
    EMAIL = "email"
    LETTER = "letter"
    IN_PERSON = "in_person"


class Answering(StrEnum):
    """What the call answers."""

    VOICEMAIL = "voicemail"
    MISSED_CALL = "missed_call"
    FORM = "form"
    PORTAL_MESSAGE = "portal_message"
    EMAIL = "email"
    FAX = "fax"
    REQUEST = "request"
    OURS = "ours"


class Verified(StrEnum):
    """How somebody's identity was made sure of, on this call."""

    MATCHED_HERE = "matched_here"
    CHECKED_CHART = "checked_chart"
    NOT_VERIFIED = "not_verified"
    NEW_TO_US = "new_to_us"


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What happens next, on which day in words, and who sees to it."""

    what: str
    day: str = ""
    owner: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A clinical question in the exact words, and who took it over."""

    words: str
    routed_to: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteFacts:
    """What is known of one try. What is left empty was not said, and no sentence invents it.

    `result` is None while nobody has said how the try went. `happened` and every other time are
    words; `identifiers` are message ids. `checked` says that a check of the call answers how it was
    made sure who it was, so that nobody picks it.
    """

    result: Result | None
    happened: str = ""
    channel: Channel = Channel.PHONE
    number: str = ""
    party: str = ""
    reference: str = ""
    answering: Answering | None = None
    reason: str = ""
    who: str = ""
    relation: str = ""
    verified: Verified | None = None
    checked: bool = False
    identifiers: tuple[str, ...] = ()
    requested: str = ""
    confirmed: tuple[str, ...] = ()
    offered: str = ""
    chosen: str = ""
    done: tuple[str, ...] = ()
    next_step: NextStep | None = None
    nothing_further: bool = False
    said_back: bool = False
    unresolved: str = ""
    escalated_to: str = ""
    question: Question | None = None
    no_clinical_questions: bool = False
    voicemail: str = ""
    call_again: str = ""
    language: str = ""
    sent: str = ""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence: a message id, its values, and values that are message ids themselves."""

    words: str
    values: tuple[tuple[str, str], ...] = ()
    ids: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def told(self, translate: Callable[[str], str]) -> str:
        """The sentence in a reader's language, ending in exactly one full stop."""
        spoken = {name: ", ".join(translate(each) for each in ids) for name, ids in self.ids}
        text = translate(self.words).format(**dict(self.values), **spoken)
        return _TWO_STOPS.sub(r"\1", text)


_TWO_STOPS: Final = re.compile(r"([.!?…])\.$")

CHANNELS: Final[dict[Channel, str]] = {
    Channel.PHONE: gettext_noop("by phone"),
    Channel.TEXT: gettext_noop("by text message"),
    Channel.PORTAL: gettext_noop("by portal message"),
    Channel.EMAIL: gettext_noop("by email"),
    Channel.LETTER: gettext_noop("by letter"),
    Channel.IN_PERSON: gettext_noop("in person"),
}
WHEN: Final = gettext_noop("{happened}, {channel}.")
WHEN_AND_NUMBER: Final = gettext_noop("{happened}, {channel}, {number}.")
PARTY: Final = gettext_noop("Spoke with {party}.")
PARTY_REFERENCE: Final = gettext_noop("Spoke with {party}, reference {reference}.")

ANSWERED: Final[dict[Answering, tuple[str, str]]] = {
    Answering.VOICEMAIL: (
        gettext_noop("Returned voicemail."),
        gettext_noop("Returned voicemail about {reason}."),
    ),
    Answering.MISSED_CALL: (
        gettext_noop("Returned missed call."),
        gettext_noop("Returned missed call about {reason}."),
    ),
    Answering.FORM: (
        gettext_noop("Answered web form."),
        gettext_noop("Answered web form about {reason}."),
    ),
    Answering.PORTAL_MESSAGE: (
        gettext_noop("Answered portal message."),
        gettext_noop("Answered portal message about {reason}."),
    ),
    Answering.EMAIL: (
        gettext_noop("Answered email."),
        gettext_noop("Answered email about {reason}."),
    ),
    Answering.FAX: (gettext_noop("Answered fax."), gettext_noop("Answered fax about {reason}.")),
    Answering.REQUEST: (
        gettext_noop("Answered request."),
        gettext_noop("Answered request about {reason}."),
    ),
    Answering.OURS: (gettext_noop("Our own call."), gettext_noop("Called about {reason}.")),
}
"""The opening without and with the reason."""
ABOUT: Final = gettext_noop("About {reason}.")

OUTCOMES: Final[dict[Result, str]] = {
    Result.REACHED_PATIENT: gettext_noop("Patient reached."),
    Result.REACHED_AUTHORISED: gettext_noop("Reached {who}, who may speak for the patient."),
    Result.REACHED_OTHER: gettext_noop("Someone else answered ({who}); nothing disclosed."),
    Result.VOICEMAIL_LEFT: gettext_noop("Voicemail left: {voicemail}."),
    Result.NO_VOICEMAIL: gettext_noop("No answer, and no voicemail could be left."),
    Result.NO_ANSWER: gettext_noop("No answer."),
    Result.BUSY: gettext_noop("Line busy."),
    Result.WRONG_NUMBER: gettext_noop("Wrong number."),
    Result.GREETING_MISMATCH: gettext_noop("The greeting did not match, so nothing was left."),
    Result.DECLINED: gettext_noop("Patient reached and declined; no further call on this."),
    Result.CALL_LATER: gettext_noop("Asked to be called {call_again}."),
    Result.LANGUAGE_BARRIER: gettext_noop("No language in common; {language} is needed."),
    Result.PATIENT_CALLED_US: gettext_noop("The patient called us."),
    Result.SENT: gettext_noop("Sent by hand: {sent}."),
}
_WITHOUT: Final[dict[Result, tuple[str, str]]] = {
    Result.REACHED_AUTHORISED: (
        "who",
        gettext_noop("Reached somebody who may speak for the patient."),
    ),
    Result.REACHED_OTHER: ("who", gettext_noop("Someone else answered; nothing disclosed.")),
    Result.VOICEMAIL_LEFT: ("voicemail", gettext_noop("Voicemail left.")),
    Result.CALL_LATER: ("call_again", gettext_noop("Asked to be called later.")),
    Result.LANGUAGE_BARRIER: ("language", gettext_noop("No language in common.")),
    Result.SENT: ("sent", gettext_noop("Sent by hand.")),
}
"""What is said of a result whose blank nobody filled."""

_APPROVED: Final = {"voicemail": voicemail.IN_WORDS, "sent": voicemail.IN_A_TEXT}
"""The blanks filled with one of the approved texts, by its name."""

VERIFIED: Final[dict[Verified, tuple[str, str]]] = {
    Verified.MATCHED_HERE: (
        gettext_noop("Verified, matched here."),
        gettext_noop("Verified {identifiers}, matched here."),
    ),
    Verified.CHECKED_CHART: (
        gettext_noop("Verified against the chart."),
        gettext_noop("Verified {identifiers} against the chart."),
    ),
    Verified.NOT_VERIFIED: (gettext_noop("Not verified, nothing disclosed."),) * 2,
    Verified.NEW_TO_US: (gettext_noop("New to us, so there was nothing to verify."),) * 2,
}
"""The sentence without and with what was asked for."""

REQUESTED: Final = gettext_noop("Asked for {requested}.")
OFFERED: Final = gettext_noop("Offered {offered}.")
CHOSEN: Final = gettext_noop("Patient chose {chosen}.")
CHOSEN_BY: Final = gettext_noop("They chose {chosen}.")
CONFIRMED: Final = gettext_noop("Confirmed {confirmed}.")
AS_IT_STANDS: Final = "{done}."
NEXT: Final[dict[tuple[bool, bool], str]] = {
    (True, True): gettext_noop("Next: {what}, {day} ({owner})."),
    (True, False): gettext_noop("Next: {what}, {day}."),
    (False, True): gettext_noop("Next: {what} ({owner})."),
    (False, False): gettext_noop("Next: {what}."),
}
NOTHING_FURTHER: Final = gettext_noop("Nothing further is needed.")
SAID_BACK: Final = gettext_noop("Next step said back.")
UNRESOLVED: Final = gettext_noop("Still open: {unresolved}.")
ESCALATED: Final = gettext_noop("Escalated to {to}.")
NO_QUESTIONS: Final = gettext_noop("No clinical questions asked.")
QUESTION: Final = gettext_noop("Clinical question, in the exact words: “{words}”")
QUESTION_ROUTED: Final = gettext_noop(
    "Clinical question, in the exact words: “{words}” Routed to {to}."
)


def composed(facts: NoteFacts) -> tuple[Sentence, ...]:
    """The sentences of the note in the order a colleague asks: when, whom, how sure, what next."""
    return tuple(each for part in parts(facts).values() for each in part)


class Part(StrEnum):
    """The places of a note, in the order in which it is read."""

    WHEN = "when"
    OPENING = "opening"
    OUTCOME = "outcome"
    VERIFIED = "verified"
    AGREED = "agreed"
    NEXT = "next"
    CLINICAL = "clinical"


def parts(facts: NoteFacts) -> dict[Part, tuple[Sentence, ...]]:
    """The same by its places: an empty place says nothing yet."""
    return {
        Part.WHEN: tuple(_when(facts)),
        Part.OPENING: tuple(_opening(facts)),
        Part.OUTCOME: tuple(_outcome(facts)),
        Part.VERIFIED: tuple(_verified(facts)),
        Part.AGREED: tuple(_agreed(facts)),
        Part.NEXT: tuple(_next(facts)),
        Part.CLINICAL: tuple(_clinical(facts)),
    }


def paragraph(facts: NoteFacts, translate: Callable[[str], str] = str) -> str:
    """The note as one paragraph, in the language `translate` speaks."""
    return " ".join(each.told(translate) for each in composed(facts))


def _when(facts: NoteFacts) -> Iterator[Sentence]:
    channel = (("channel", (CHANNELS[facts.channel],)),)
    number = _value("number", facts.number)
    if happened := _value("happened", facts.happened):
        words = WHEN_AND_NUMBER if number else WHEN
        yield Sentence(words=words, values=happened + number, ids=channel)


def _opening(facts: NoteFacts) -> Iterator[Sentence]:
    reason = _value("reason", facts.reason)
    if facts.answering is not None:
        yield Sentence(words=ANSWERED[facts.answering][bool(reason)], values=reason)
    elif reason:
        yield Sentence(words=ABOUT, values=reason)
    if party := _value("party", facts.party):
        reference = _value("reference", facts.reference)
        yield Sentence(words=PARTY_REFERENCE if reference else PARTY, values=party + reference)


def _outcome(facts: NoteFacts) -> Iterator[Sentence]:
    if facts.result is None:
        return
    name, without = _WITHOUT.get(facts.result, ("", ""))
    words = OUTCOMES[facts.result]
    if not name:
        yield Sentence(words=words)
    elif name in _APPROVED and _blanks(facts)[name] in set(Template):
        text = _APPROVED[name][Template(_blanks(facts)[name])]
        yield Sentence(words=words, ids=((name, (text,)),))
    else:
        values = _value(name, _blanks(facts)[name])
        yield Sentence(words=words if values else without, values=values)


def _blanks(facts: NoteFacts) -> dict[str, str]:
    who = ", ".join(each for each in (facts.who, facts.relation) if each)
    return {
        "who": who,
        "voicemail": facts.voicemail,
        "call_again": facts.call_again,
        "language": facts.language,
        "sent": facts.sent,
    }


def _verified(facts: NoteFacts) -> Iterator[Sentence]:
    if facts.verified is None:
        return
    without, naming = VERIFIED[facts.verified]
    if facts.identifiers and naming != without:
        yield Sentence(words=naming, ids=(("identifiers", facts.identifiers),))
    else:
        yield Sentence(words=without)


def _agreed(facts: NoteFacts) -> Iterator[Sentence]:
    patient = facts.result is not Result.REACHED_AUTHORISED
    said = (
        (REQUESTED, "requested", facts.requested),
        (OFFERED, "offered", facts.offered),
        (CHOSEN if patient else CHOSEN_BY, "chosen", facts.chosen),
        (CONFIRMED, "confirmed", ", ".join(facts.confirmed)),
        *((AS_IT_STANDS, "done", each) for each in facts.done),
    )
    for words, name, value in said:
        if values := _value(name, value):
            yield Sentence(words=words, values=values)


def _next(facts: NoteFacts) -> Iterator[Sentence]:
    if (step := facts.next_step) and step.what.strip():
        day, owner = _value("day", step.day), _value("owner", step.owner)
        values = (*_value("what", step.what), *day, *owner)
        yield Sentence(words=NEXT[bool(day), bool(owner)], values=values)
    elif facts.nothing_further:
        yield Sentence(words=NOTHING_FURTHER)
    if facts.said_back:
        yield Sentence(words=SAID_BACK)
    if unresolved := _value("unresolved", facts.unresolved):
        yield Sentence(words=UNRESOLVED, values=unresolved)


def _clinical(facts: NoteFacts) -> Iterator[Sentence]:
    if (asked := facts.question) and asked.words.strip():
        to = _value("to", asked.routed_to)
        words = QUESTION_ROUTED if to else QUESTION
        yield Sentence(words=words, values=(*_value("words", asked.words), *to))
    elif facts.no_clinical_questions:
        yield Sentence(words=NO_QUESTIONS)
    if to := _value("to", facts.escalated_to):
        yield Sentence(words=ESCALATED, values=to)


def _value(name: str, written: str) -> tuple[tuple[str, str], ...]:
    """What somebody typed, on one line; nothing when they typed nothing."""
    said = " ".join(written.split())
    return ((name, said),) if said else ()
