"""What comes after a call, in words: who may get it, until when it can lie, what can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from ringback.rules import laterchoices, phone
from ringback.rules.category import Post
from ringback.rules.clock import OutsideHours
from ringback.rules.handover import Kind
from ringback.rules.laterchoices import Choice
from ringback.rules.lifecycle import Stage, Step, after
from ringback.rules.people import POST_NAMES
from ringback.rules.undo import Undoable
from ringback.rules.voicemail import IN_WORDS
from ringback.rules.waitingon import NAMES, Whom
from ringback.web.words import RESULTS, Clock, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.queries.callback import CallbackView

DID: Final[dict[str, str]] = {
    Undoable.RESULT: gettext_noop("Written down: {result}."),
    Undoable.DONE: gettext_noop("Closed as done."),
    Undoable.HANDED: gettext_noop("Handed over."),
    Undoable.ASIDE: gettext_noop("Put aside."),
    Undoable.WAITING: gettext_noop("On hold."),
}
LATER: Final[dict[Choice, str]] = {
    Choice.IN_AN_HOUR: gettext_noop("in an hour"),
    Choice.THIS_AFTERNOON: gettext_noop("this afternoon"),
    Choice.NEXT_MORNING: gettext_noop("next morning"),
    Choice.NEXT_AFTERNOON: gettext_noop("next afternoon"),
}
HANDED: Final[dict[str, str]] = {
    Kind.HANDED: gettext_noop("{name} handed this over"),
    Kind.BACK: gettext_noop("{name} gave this back"),
    Kind.ASIDE: gettext_noop("{name} put this aside"),
}
FORMS: Final = frozenset({"hand-over", "put-aside", "wait", "waiting"})
"""The ends of the addresses of its forms."""

KEYS: Final = 9
"""So many are one key away; whoever stands further down is picked with the arrows."""


@dataclass(frozen=True, kw_only=True)
class Pick:
    """One of several to pick from, with its key where it has one."""

    value: str
    words: str
    key: str = ""
    detail: str = ""
    checked: bool = False


@dataclass(frozen=True, kw_only=True)
class UndoWords:
    """What was just done, and for how many seconds it can be taken back."""

    words: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class WaitingWords:
    """Whom it waits for, in words; `calls` where calls to them are tries of this callback.

    The patient is not called like that: their own rules and rhythm hold for every call to them.
    """

    calls: bool
    whom: str
    what: str
    asked: str
    look_again: str
    party_name: str
    number: str
    tel_url: str
    again: list[Pick]


@dataclass(frozen=True, kw_only=True)
class VoicemailWords:
    """The words to read aloud, or why none may be left."""

    text: str
    called: str
    reasons: list[str]


@dataclass(frozen=True, kw_only=True)
class AnotherNumberWords:
    """What to ask after a wrong number: the others on file, with how they are called."""

    said: str
    others: list[Pick]


@dataclass(frozen=True, kw_only=True)
class HandsWords:
    """Everything the page says of hands. Lists are empty where nothing of it may be done."""

    open: str = ""
    handed: str = ""
    handed_why: str = ""
    undo: UndoWords | None = None
    waiting: WaitingWords | None = None
    to: list[Pick] = field(default_factory=list)
    later: list[Pick] = field(default_factory=list)
    review: list[Pick] = field(default_factory=list)
    whom: list[Pick] = field(default_factory=list)
    asks: list[Pick] = field(default_factory=list)
    can_hold: bool = False
    can_put_aside: bool = False
    voicemail: VoicemailWords | None = None
    another_number: AnotherNumberWords | None = None
    typed: Mapping[str, str] = field(default_factory=dict)


def hands(
    view: CallbackView, clock: Clock, country: str, typed: Mapping[str, str], *, works: bool
) -> HandsWords:
    """What may be done with it after the call; `typed` is what a refused form had in it."""
    stage = Stage(view.stage)
    on_hold = view.mine and stage is Stage.ON_HOLD
    passes = works and stage is not Stage.ESCALATED
    told = view.after.hand in HANDED and (view.after.hand_why or view.after.hand == Kind.HANDED)
    return HandsWords(
        handed=_handed(view) if told else "",
        handed_why=(view.after.hand_why or "") if told else "",
        undo=_undo(view, clock),
        waiting=_waiting(view, clock, country, typed),
        to=_to(view, typed) if passes or on_hold else [],
        later=_later(view, clock, typed.get("aside_until", "")) if works else [],
        review=_later(view, clock, typed.get("review_until", "")) if works else [],
        whom=_whom(typed) if works else [],
        asks=_asks(view, typed) if works else [],
        can_hold=works and after(Step.HOLD, stage) is not None,
        can_put_aside=works and stage in {Stage.OWNED, Stage.SCHEDULED},
        voicemail=_voicemail(view) if works else None,
        another_number=_another_number(view, country) if works else None,
        typed=typed,
    )


def _handed(view: CallbackView) -> str:
    words = _(HANDED[view.after.hand]).format(name=view.after.hand_name)
    if not view.after.hand_post:
        return words
    post = _(POST_NAMES[Post(view.after.hand_post)])
    return _("{name} handed this to: {post}").format(name=view.after.hand_name, post=post)


def _undo(view: CallbackView, clock: Clock) -> UndoWords | None:
    found = view.after.undo
    if found is None:
        return None
    result = _(RESULTS[found.result]) if found.result else ""
    words = _(DID[found.kind]).format(result=result)
    if found.kind == Undoable.RESULT and view.next_attempt_at:
        following = _("Next try {time}.").format(time=clock.moment(view.next_attempt_at))
        words = f"{words} {following}"
    seconds = -(-(found.until - clock.now) // timedelta(seconds=1))
    return UndoWords(words=words, seconds=max(1, seconds))


def _waiting(
    view: CallbackView, clock: Clock, country: str, typed: Mapping[str, str]
) -> WaitingWords | None:
    found = view.after.waiting
    if found is None:
        return None
    who = _(NAMES[Whom(found.whom)])
    asked = ngettext(
        "{name} asked {count} time, {time}", "{name} asked {count} times, first {time}", found.asked
    )
    return WaitingWords(
        calls=view.mine and found.whom != Whom.PATIENT,
        whom=f"{found.name} ({who})" if found.name else who,
        what=found.what,
        asked=asked.format(name=found.asks, count=found.asked, time=clock.moment(found.begun_at)),
        look_again=clock.moment(found.review_at),
        party_name=found.name or NAMES[Whom(found.whom)],
        number=phone.national(found.number, country) if found.number else "",
        tel_url=f"tel:{found.number}" if found.number.startswith("+") else "",
        again=_later(view, clock, typed.get("review_until", "")) if view.mine else [],
    )


def _voicemail(view: CallbackView) -> VoicemailWords | None:
    found = view.after.voicemail
    if found is None:
        return None
    return VoicemailWords(
        text=found.text,
        called=_(IN_WORDS[found.template]) if found.template else "",
        reasons=[in_words(each) for each in found.reasons],
    )


def _another_number(view: CallbackView, country: str) -> AnotherNumberWords | None:
    found = view.after.another_number
    if found is None:
        return None
    others = [
        Pick(value=number, words=phone.national(number, country), detail=label)
        for number, label in found.others
    ]
    return AnotherNumberWords(said=_(RESULTS[found.result]).capitalize(), others=others)


def _to(view: CallbackView, typed: Mapping[str, str]) -> list[Pick]:
    """Anyone first, under 0; then posts and colleagues, the first nine a key away."""
    picked = typed.get("to", "")
    anyone = Pick(value="anyone", words=_("Back to anyone"), key="0", checked=picked == "anyone")
    people = [(f"person:{each.id}", each.name, "") for each in view.after.colleagues]
    posts = [(f"post:{each}", _(POST_NAMES[each]), _("post")) for each in view.after.posts]
    return [
        anyone,
        *(
            Pick(
                value=value,
                words=words,
                detail=detail,
                key=str(number) if number <= KEYS else "",
                checked=value == picked,
            )
            for number, (value, words, detail) in enumerate([*people, *posts], start=1)
        ),
    ]


def _later(view: CallbackView, clock: Clock, picked: str) -> list[Pick]:
    try:
        found = laterchoices.choices(clock.now, view.hours, view.parts)
    except OutsideHours:
        return []
    return [
        Pick(
            value=f"{clock.local(each.at):%Y-%m-%dT%H:%M}",
            words=_(LATER[each.choice]),
            detail=clock.moment(each.at),
            key=str(number),
            checked=picked == f"{clock.local(each.at):%Y-%m-%dT%H:%M}",
        )
        for number, each in enumerate(found, start=1)
    ]


def _whom(typed: Mapping[str, str]) -> list[Pick]:
    return [
        Pick(
            value=str(each),
            words=_(NAMES[each]),
            key=str(number),
            checked=typed.get("whom", "") == each,
        )
        for number, each in enumerate(Whom, start=1)
    ]


def _asks(view: CallbackView, typed: Mapping[str, str]) -> list[Pick]:
    picked = typed.get("asks", "")
    me = Pick(value="", words=_("I do"))
    return [
        me,
        *(
            Pick(value=str(each.id), words=each.name, checked=picked == str(each.id))
            for each in view.after.colleagues
        ),
    ]
