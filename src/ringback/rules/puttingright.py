"""What stands on the wrong person is struck through, with a reason, and counts no more.

The author does it for their own entries of the same day, a manager for anybody's. Where something
was said or sent to somebody it was not meant for, or nobody is sure, an incident begins: whoever it
is about is told at the latest 60 days after it was discovered (45 CFR 164.404).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.handover import TOO_LONG, line
from ringback.rules.lifecycle import Stage
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from ringback.rules.reason import Missing


class What(StrEnum):
    """What can be entered on the wrong person."""

    TRY = "attempt"
    NOTE = "note"
    CHECK = "call"


class Said(StrEnum):
    """Whether anything was said or sent to somebody it was not meant for."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"


class Ended(StrEnum):
    """How an incident ended."""

    NONE = "none"
    TOLD = "told"


LONGEST_WHY: Final = 200
LONGEST_WORDS: Final = 500
TIME_TO_TELL: Final = timedelta(days=60)

ALREADY: Final = gettext_noop("This was struck through already.")
NOT_YOURS: Final = gettext_noop("Whoever entered it puts it right, or a manager.")
NOT_TODAY: Final = gettext_noop("It was entered on another day: ask a manager to put it right.")
BY_MISTAKE: Final = "Written down on another callback by mistake: {result}, {time}."
"""Goes into a note that is signed, so it stands in the language of record."""
CHOOSE: Final = gettext_noop("Choose what was entered in error.")
SAY_WHY: Final = gettext_noop("Say in one line why it is struck through.")
SAY_WHETHER: Final = gettext_noop(
    "Say whether anything was said or sent to somebody it was not meant for: yes, no, or not sure."
)
WHOSE: Final = gettext_noop("Give the right person’s number, or choose one of your callbacks.")
CLOSED: Final = gettext_noop("This incident is closed already.")
HOW_ENDED: Final = gettext_noop("Say how it ended: nobody had to be told, or they were told.")
WHAT_FOUND: Final = gettext_noop("Say what was found, and what was done.")
WORDS_TOO_LONG: Final = gettext_noop("That is too long. Keep it to a few sentences.")


@dataclass(frozen=True, kw_only=True)
class Entered:
    """One entry: by whom and when (UTC), and whether it is struck through already."""

    by: UUID
    at: datetime
    struck: bool = False


def written_anew(result: str, time: str) -> str:
    """What is to be signed on the right callback of a try, its result and its time in words."""
    return BY_MISTAKE.format(result=result, time=time.removesuffix("."))


def refusals(
    entry: Entered,
    *,
    person_id: UUID,
    others: bool,
    why: str,
    said: Said | None,
    now: datetime,
    zone: ZoneInfo,
) -> tuple[Reason, ...]:
    """Why it cannot be struck through like this. `others` says that they may do it for anybody."""
    if no := not_theirs(entry, person_id=person_id, others=others, now=now, zone=zone):
        return no
    found = []
    if not line(why):
        found.append(Reason(code="why", words=SAY_WHY))
    elif len(line(why)) > LONGEST_WHY:
        found.append(Reason(code="why", words=TOO_LONG))
    if said is None:
        found.append(Reason(code="said", words=SAY_WHETHER))
    return tuple(found)


def not_theirs(
    entry: Entered, *, person_id: UUID, others: bool, now: datetime, zone: ZoneInfo
) -> tuple[Reason, ...]:
    """Why this person cannot strike it through at all; empty means they can."""
    if entry.struck:
        return (Reason(code="already", words=ALREADY),)
    if others:
        return ()
    if entry.by != person_id:
        return (Reason(code="not_yours", words=NOT_YOURS),)
    same_day = entry.at.astimezone(zone).date() == now.astimezone(zone).date()
    return () if same_day else (Reason(code="not_today", words=NOT_TODAY),)


def begins(said: Said) -> bool:
    """Whether an incident begins: also where nobody is sure."""
    return said is not Said.NO


def tell_by(discovered_at: datetime) -> datetime:
    """By when whoever it is about must have been told."""
    return discovered_at + TIME_TO_TELL


def stage_after(stage: Stage, *, planned: bool, owned: bool) -> Stage:
    """Where a callback stands once an entry counts no more; `planned` says that a try is."""
    if stage is Stage.SCHEDULED and not planned:
        return Stage.OWNED if owned else Stage.WAITING
    if stage is Stage.OWNED and planned:
        return Stage.SCHEDULED
    return stage


def first_action(
    at: datetime | None, struck_at: datetime, others: Iterable[datetime]
) -> datetime | None:
    """When the first action was made, if it was by what counts no more: by the next that counts.

    `others` are when those tries were made that would keep the promise of it (UTC).
    """
    return min(others, default=None) if at == struck_at else at


def leaned_on(
    before: Iterable[Reason | Missing], after: Iterable[Reason | Missing]
) -> tuple[str, ...]:
    """What is missing now for having closed it, and was not missing before; empty: it stays so."""
    had = {each.code for each in before}
    return tuple(dict.fromkeys(each.code for each in after if each.code not in had))


def closing_refusals(*, closed: bool, ended: Ended | None, words: str) -> tuple[Reason, ...]:
    """Why an incident cannot be closed like this; empty means it can."""
    if closed:
        return (Reason(code="closed", words=CLOSED),)
    found = [] if ended else [Reason(code="ended", words=HOW_ENDED)]
    if not line(words):
        found.append(Reason(code="words", words=WHAT_FOUND))
    elif len(line(words)) > LONGEST_WORDS:
        found.append(Reason(code="words", words=WORDS_TOO_LONG))
    return tuple(found)
