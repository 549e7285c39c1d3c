"""A clinician's matter: who may take it, what counts as an answer, and what follows from it.

Only a clinician accepts or answers. One who accepted and then did nothing for a while loses it
again, and it waits for a clinician as before. The answer brings it back to whoever tells the
patient, as a next action with its own clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.rules import due, lifecycle, note, queue, window
from ringback.rules.arrival import UNSORTED
from ringback.rules.category import ANSWER, Kind
from ringback.rules.lifecycle import Stage
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.category import Category
    from ringback.rules.clock import OpenHours
    from ringback.rules.lifecycle import Step
    from ringback.rules.queue import Holding

ANSWERED_ALREADY: Final = gettext_noop("{name} has answered this one already.")
NOTHING_ASKED: Final = gettext_noop("Write down the patient’s exact words.")
NOTHING_TO_TELL: Final = gettext_noop("Write down what the patient is to be told.")
TOO_PRESSING: Final = gettext_noop(
    "This is marked as pressing, and only a clinician may say that it is not. Put it on a clinical "
    "kind of request, or ask one."
)
PATHWAY_OF: Final[dict[Level, str]] = {
    Level.EMERGENCY: "EMERG",
    Level.URGENT: "URGENT",
    Level.CLINICAL: "CLIN",
}
"""The pathway of each level that needs a clinician."""

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


EXACT_WORDS: Final = "exact_words"
"""The fact in which a pathway asks for the patient's own words."""


WORDS_FOR_CLINICIAN: Final = "words_for_clinician_"


def asked_code(fence: int) -> str:
    """The code under which the patient's words are kept that a clinician is asked about."""
    return f"{WORDS_FOR_CLINICIAN}{fence}"


def is_clinical_note(stage: Stage, category: Category, *, clinician: bool) -> bool:
    """Whether a note signed now is for clinicians to read: theirs, of a clinician's matter."""
    return clinician and (stage is Stage.ESCALATED or category.kind is not Kind.ROUTINE)


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


def is_clinical(code: str, value: object) -> bool:
    """Whether what a clinician recorded is for clinicians to read.

    Not the answer, which the patient is told; not the patient's own words; not a tick, which only
    says that a step was taken.
    """
    own_words = code == EXACT_WORDS or code.startswith(WORDS_FOR_CLINICIAN)
    return not (own_words or is_answer(code) or isinstance(value, bool))


def level_of(category: Category) -> Level:
    """How pressing whatever is on this pathway is at least."""
    if category.kind is Kind.EMERGENCY:
        return Level.EMERGENCY
    if category.kind is Kind.CLINICAL:
        return Level.URGENT if category.code == PATHWAY_OF[Level.URGENT] else Level.CLINICAL
    return Level.ROUTINE


def pathway_for(level: Level, category: Category) -> str:
    """The pathway something this pressing belongs on, where it is not on such a one; else "".

    A clinical pathway keeps what is urgent: its own rules ask for a clinician already. What nobody
    has read yet stays unread until somebody says what it is.
    """
    if category.code == UNSORTED or level not in {Level.EMERGENCY, Level.URGENT}:
        return ""
    if level is Level.EMERGENCY:
        return "" if category.kind is Kind.EMERGENCY else PATHWAY_OF[level]
    return PATHWAY_OF[level] if category.kind is Kind.ROUTINE else ""


def marked(level: Level, category: Category) -> str:
    """The pathway something goes on that a person marked as this pressing; else ""."""
    if level is Level.CLINICAL and category.kind is Kind.ROUTINE and category.code != UNSORTED:
        return PATHWAY_OF[level]
    return pathway_for(level, category)


def sort_refusals(level: Level, category: Category, *, clinician: bool) -> tuple[Reason, ...]:
    """Why something this pressing may not be put on this pathway; empty means it may.

    Only a clinician may say that it is less pressing than it was marked.
    """
    if clinician or not pathway_for(level, category):
        return ()
    return (Reason(code="too_pressing", words=TOO_PRESSING),)


def tell_by(level: Level, category: Category, answered_at: datetime, hours: OpenHours) -> datetime:
    """By when the patient is to be told (UTC): as soon as a new request of this kind and level."""
    first, otherwise = category.first_action, category.without_visit[0]
    usual = window.ends(first, answered_at, hours) or window.ends(otherwise, answered_at, hours)
    if usual is None:
        raise ValueError(f"{category.name}: what holds without a visit counts back from one")
    pressing = due.at_level(level, answered_at, hours)
    return min(usual, pressing) if pressing else usual
