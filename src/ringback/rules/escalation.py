"""A clinician's matter: who may take it, what counts as an answer, and what follows from it.

Only a clinician accepts or answers. One who accepted and then did nothing for a while loses it
again, and it waits for a clinician as before. The answer brings it back to whoever tells the
patient, as a next action with its own clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.rules import due, lifecycle, note, queue
from ringback.rules.category import ANSWER
from ringback.rules.lifecycle import Stage
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.category import Category
    from ringback.rules.clock import OpenHours
    from ringback.rules.lifecycle import Step
    from ringback.rules.queue import Holding, Level

ANSWERED_ALREADY: Final = gettext_noop("{name} has answered this one already.")
NOTHING_ASKED: Final = gettext_noop("Write down the patient’s exact words.")
NOTHING_TO_TELL: Final = gettext_noop("Write down what the patient is to be told.")
WHY_DUE: Final = gettext_noop("a clinician answered")


def refusals(
    step: Step,
    holding: Holding,
    person_id: UUID,
    now: datetime,
    *,
    until_words: str = "",
    answered_by: str = "",
) -> tuple[Reason, ...]:
    """Why this clinician may not accept or answer now; empty means they may.

    `answered_by` is who gave the latest answer, if any: whoever comes second is told.
    """
    if queue.held_by_another(holding, person_id, now):
        return (queue.held(holding, until_words),)
    if answered_by and holding.stage in {Stage.WAITING, Stage.OWNED, Stage.SCHEDULED}:
        values = (("name", answered_by),)
        return (Reason(code="answered", words=ANSWERED_ALREADY, values=values),)
    return lifecycle.refusals(step, holding.stage)


def asking_refusals(words: str | None) -> tuple[Reason, ...]:
    """Why a clinician cannot be asked with these words; None where what came in says it all."""
    if words is None or note.kept(words).strip():
        return ()
    return (Reason(code="asked", words=NOTHING_ASKED),)


def asked_code(fence: int) -> str:
    """The code under which the patient's words are kept that a clinician is asked about."""
    return f"words_for_clinician_{fence}"


def text_refusals(text: str) -> tuple[Reason, ...]:
    """Why these words are no answer; empty means they are one."""
    if note.kept(text).strip():
        return ()
    return (Reason(code="answer", words=NOTHING_TO_TELL),)


def fact_code(answers: int) -> str:
    """The code the next answer is kept under, after so many: none replaces an earlier one."""
    return "answer" if answers == 0 else f"answer_{answers + 1}"


def is_answer(code: str) -> bool:
    """Whether a recorded fact is a clinician's answer."""
    return ANSWER.fullmatch(code) is not None


def tell_by(level: Level, category: Category, answered_at: datetime, hours: OpenHours) -> datetime:
    """By when the patient is to be told (UTC): as soon as a new request of this kind and level."""
    usual = due.after(category.first_action, answered_at, hours)
    pressing = due.at_level(level, answered_at, hours)
    return min(usual, pressing) if pressing else usual
