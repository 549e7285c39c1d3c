"""The results of a try as buttons, each saying beforehand what follows by the real rule."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ringback.rules import byhand, whatfollows
from ringback.rules.attempt import Result, Side, Try
from ringback.rules.clock import OutsideHours
from ringback.rules.partsofday import DayPart, part_at
from ringback.rules.rhythm import Setting
from ringback.rules.whatfollows import Follow, What
from ringback.web import settle_words
from ringback.web.settle_words import BIG_RESULTS, ResultWords
from ringback.web.words import RESULTS

if TYPE_CHECKING:
    from ringback.queries.callback import CallbackView
    from ringback.web.words import Clock

OTHER_RESULTS: Final = (
    Result.REACHED_AUTHORISED,
    Result.REACHED_OTHER,
    Result.NO_VOICEMAIL,
    Result.GREETING_MISMATCH,
    Result.BUSY,
    Result.DECLINED,
    Result.LANGUAGE_BARRIER,
)
"""The codes under one button. What the patient does by themselves is written down as what came."""

LABELS: Final[dict[str, str]] = {Result.CALL_LATER: gettext_noop("call later")}
"""What a button says where that is shorter than what happened."""

SAID: Final[dict[What, str]] = {
    What.FINISH: gettext_noop("finish the note"),
    What.THEY_NAME_A_TIME: gettext_noop("they name a time"),
    What.CONTACT: gettext_noop("opens the contact question"),
    What.ENDS: gettext_noop("no further call is planned"),
    What.WRITE: gettext_noop("then write to them"),
    What.DECIDE: gettext_noop("no try follows: write, or decide"),
    What.WRITTEN: gettext_noop("stays with you: wait, or decide"),
}
TOMORROW: Final[dict[DayPart, str]] = {
    DayPart.MORNING: gettext_noop("next: tomorrow morning"),
    DayPart.LUNCH: gettext_noop("next: tomorrow at noon"),
    DayPart.AFTERNOON: gettext_noop("next: tomorrow afternoon"),
    DayPart.EVENING: gettext_noop("next: tomorrow evening"),
}


def big(view: CallbackView, clock: Clock) -> list[ResultWords]:
    """The five big ones."""
    return _buttons(view, clock, BIG_RESULTS)


def others(view: CallbackView, clock: Clock) -> list[ResultWords]:
    """The rest, under "Another result"."""
    return _buttons(view, clock, OTHER_RESULTS)


def written(view: CallbackView, clock: Clock) -> str:
    """What follows once something was written to them."""
    return _follows(view, clock, Result.SENT)


def tries(view: CallbackView) -> list[Try]:
    """The tries to reach the patient that count, the first first."""
    return [
        Try(
            result=Result(each.result),
            happened_at=each.happened_at,
            call_again_at=each.call_again_at,
            channel=each.channel,
        )
        for each in view.attempts
        if each.party == Side.PATIENT
    ]


def _buttons(view: CallbackView, clock: Clock, asked: tuple[Result, ...]) -> list[ResultWords]:
    return [
        ResultWords(
            code=str(each),
            label=_(LABELS.get(each, RESULTS[each])).capitalize(),
            follows=_follows(view, clock, each),
            needs_time=each is Result.CALL_LATER,
        )
        for each in asked
    ]


def _follows(view: CallbackView, clock: Clock, result: Result) -> str:
    """What follows, by the pathway's rhythm; roughly, where no hours are known that far."""
    setting = Setting(
        hours=view.hours,
        parts=view.parts,
        now=clock.now,
        received_at=view.received_at,
        contacted_at=view.last_arrival_at,
        visit_date=view.visit_date,
        planned_at=view.next_attempt_at,
    )
    in_writing = byhand.asked_in_writing(view.pathway)
    try:
        found = whatfollows.follow(
            result, tries(view), view.pathway.attempts, setting, in_writing=in_writing
        )
        return _in_words(found, view, clock)
    except OutsideHours:
        return settle_words.result_words(result).follows


def _in_words(follow: Follow, view: CallbackView, clock: Clock) -> str:
    if follow.plan is None:
        return _(SAID[follow.what])
    at = follow.plan.at
    days = (clock.local(at).date() - clock.today) // timedelta(days=1)
    if days == 0:
        return _("next: today {time}").format(time=clock.hour(at))
    part = part_at(at, clock.zone, view.parts)
    if days == 1 and part in TOMORROW:
        return _(TOMORROW[part])
    return _("next: {time}").format(time=clock.moment(at))
