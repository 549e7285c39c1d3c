"""Whether a patient may be called unreachable now, by whom, and why not: a decision with a reason.

First the tries the pathway asks for, at different times of day, then something written where it
asks for that; then somebody whose role may decide it says why. Only a missed call may end by the
rule alone, once its tries are made; what a clinician has to see never does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules import attempt, note, rhythm
from ringback.rules.access import Role
from ringback.rules.category import CLOSE_BY_RULE, Another, Kind
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from ringback.rules.attempt import Try
    from ringback.rules.category import Category
    from ringback.rules.partsofday import Parts

NEVER: Final = gettext_noop("This kind of request is never closed as not reached.")
INSTEAD: Final = gettext_noop("This kind of request is never closed as not reached: {instead}.")
NOT_YOURS: Final = gettext_noop("Whether they cannot be reached is for somebody else to decide.")
CLINICIANS: Final = gettext_noop("A clinician decides whether they cannot be reached.")
REACHED: Final = gettext_noop("They were spoken to. Write down what came of it instead.")
PROMISED: Final = gettext_noop("They were told a time that is still to come. Call them then first.")
TOO_FEW: Final = gettext_noop("{made} of {needed} tries so far.")
ONE_TIME: Final = gettext_noop("Every try was at the same time of day. Try at another one first.")
WRITE_FIRST: Final = gettext_noop("Write to them first, in a way they allow.")
WHY: Final = gettext_noop("Say in the note why: what was tried, and what happens if they call.")


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What was done to reach somebody: every try, oldest first, and how pressing the matter is.

    `promised_at` is a time they were told (UTC); `zone` and `parts` are the practice's.
    """

    tries: Sequence[Try]
    level: Level
    zone: str
    parts: Parts
    promised_at: datetime | None = None


def by_rule(category: Category, level: Level) -> bool:
    """Whether the rule alone is reason enough. No pathway can say so of anything clinical."""
    routine = category.kind is Kind.ROUTINE and level is Level.ROUTINE
    return category.unreachable.by_rule and routine and category.code in CLOSE_BY_RULE


def refusals(
    category: Category, tried: Tried, *, roles: AbstractSet[Role], reason: str, now: datetime
) -> tuple[Reason, ...]:
    """Why this person may not call them unreachable now; empty means they may."""
    if no := _not_decided(category, tried.level, roles):
        return (no,)
    return (*_not_yet(category, tried, now), *_unsaid(category, tried.level, reason))


def _unsaid(category: Category, level: Level, reason: str) -> tuple[Reason, ...]:
    """What the note does not say yet. Where the rule is reason enough, it need say nothing."""
    if note.kept(reason).strip():
        return note.missing_in_note(reason)
    return () if by_rule(category, level) else (Reason(code="note", words=WHY),)


def _not_decided(category: Category, level: Level, roles: AbstractSet[Role]) -> Reason | None:
    """Why it is not this person's to decide at all."""
    rule = category.unreachable
    if not rule.decided_by:
        if not rule.instead:
            return Reason(code="never", words=NEVER)
        return Reason(code="never", words=INSTEAD, values=(("instead", rule.instead),))
    if rule.decided_by.isdisjoint(roles):
        return Reason(code="not_yours_to_decide", words=NOT_YOURS)
    clinical = category.kind is not Kind.ROUTINE or level is not Level.ROUTINE
    if clinical and Role.CLINICIAN not in roles:
        return Reason(code="clinician_decides", words=CLINICIANS)
    return None


def _not_yet(category: Category, tried: Tried, now: datetime) -> Iterator[Reason]:
    """What is still to be done first."""
    rule = category.unreachable
    calls = attempt.calls(tried.tries)
    if tried.tries and tried.tries[-1].result in attempt.REACHED_OR_DECLINED:
        yield Reason(code="reached", words=REACHED)
    if tried.promised_at is not None and tried.promised_at > now:
        yield Reason(code="promised", words=PROMISED)
    made = rhythm.made(calls)
    if made < rule.after_tries:
        values = (("made", str(made)), ("needed", str(rule.after_tries)))
        yield Reason(code="too_few_tries", words=TOO_FEW, values=values)
    elif _one_time_of_day(category, tried):
        yield Reason(code="one_time_of_day", words=ONE_TIME)
    if rule.written and not attempt.in_writing(tried.tries):
        yield Reason(code="write_first", words=WRITE_FIRST)


def _one_time_of_day(category: Category, tried: Tried) -> bool:
    """Whether all fell in one part of the day, where the pathway asks for another."""
    asked = any(Another.DAY_PART in each.another for each in category.attempts)
    return asked and not attempt.two_day_parts(tried.tries, tried.zone, tried.parts)
