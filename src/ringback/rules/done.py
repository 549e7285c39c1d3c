"""When a callback may be called done: what is still missing, in words, and nothing else decides.

The same answer stands on the screen, in the API, in bulk actions, the import and the command line.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ringback.rules import arrival, attempt, escalation, note
from ringback.rules.access import Role
from ringback.rules.category import COUNTED, FactKind, FirstAction, Kind, Needs, Post
from ringback.rules.partsofday import AS_USUAL
from ringback.rules.reason import Missing, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from ringback.rules.attempt import Result, Try
    from ringback.rules.category import Category, Fact, Requirement
    from ringback.rules.partsofday import Parts

ACCEPTED: Final = "accepted"
"""The fact that a named person took it on."""

CONTACT: Final = gettext_noop("what happened when you called")
UNKNOWN: Final = gettext_noop("something was given that this kind of request does not ask for")
NOT_REACHED: Final = gettext_noop(
    "“{words}” is noted, but no try reached them. Log the call in which they said so."
)
CHECK_DATE: Final = gettext_noop("{words}: check the date, above all the year")
NOT_A_CLINICIAN: Final = gettext_noop("“{words}” is for a clinician to write down.")
TELL: Final = gettext_noop("tell the patient what the clinician answered")
UNREADABLE: Final = gettext_noop("{words}: what was given cannot be read")


LARGEST: Final = 100_000
"""No count people write down here is larger; beyond it a slip of the finger is likelier."""

SHOWN_BY: Final[dict[Needs, frozenset[Result]]] = {
    Needs.REACHED: attempt.REACHED,
    Needs.REACHED_OR_DECLINED: attempt.REACHED_OR_DECLINED,
}
"""Which results of a try show what a fact needs."""


LONGEST_AGO: Final = timedelta(days=366)
FURTHEST_AHEAD: Final = timedelta(days=3 * 366)


@dataclass(frozen=True, kw_only=True)
class NotReached(Missing):
    """A fact was given that nothing on record shows. One of `results`, once logged, would."""

    results: frozenset[Result]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What is true of a callback so far. `counted` holds the facts worked out from what was done.

    `shown` is what the record shows of having spoken to anybody, `clinical` the codes of facts a
    clinician wrote down, `known` what else is known by name (heard in their words, recorded).
    `untold` says that a clinician answered and nobody was reached since.
    """

    facts: Mapping[str, object]
    counted: frozenset[str] = frozenset()
    shown: frozenset[Needs] = frozenset()
    clinical: frozenset[str] = frozenset()
    known: Mapping[str, object] = field(default_factory=dict)
    tries: int = 0
    untold: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What stands on record of a callback: its tries, what came in, the facts given, its note.

    `clinical` are the codes a clinician wrote down, `answered_at` when one last answered (UTC),
    `said` facts heard in the patient's words. `accepted` says that whoever holds it now has taken
    it on by that (`takes_on`); `parts` is what a part of the day means here.
    """

    tries: Sequence[Try] = ()
    kinds: Sequence[str] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    clinical: frozenset[str] = frozenset()
    answered_at: datetime | None = None
    said: frozenset[str] = frozenset()
    accepted: bool = False
    note: str = ""
    parts: Parts = AS_USUAL


def so_far(record: Record, *, zone: str) -> Progress:
    """Work out what the record amounts to."""
    results = {each.result for each in record.tries}
    spoken = not arrival.SPOKEN.isdisjoint(record.kinds)
    return Progress(
        facts=record.facts,
        counted=frozenset(_counted(record, zone)),
        shown=frozenset(need for need, by in SHOWN_BY.items() if spoken or results & by),
        clinical=record.clinical,
        known={**dict.fromkeys(record.said, True), **record.facts},
        tries=len(record.tries),
        untold=_untold(record),
        note=record.note,
    )


def _untold(record: Record) -> bool:
    at = record.answered_at
    return at is not None and not _reached_since(record.tries, at)


def _reached_since(tries: Sequence[Try], at: datetime) -> bool:
    return any(
        each.result in attempt.REACHED_OR_DECLINED and each.happened_at >= at for each in tries
    )


def with_given(progress: Progress, given: Mapping[str, object], *, clinician: bool) -> Progress:
    """The same with facts that are being given now, by a clinician or by somebody else."""
    clinical = progress.clinical | given.keys() if clinician else progress.clinical - given.keys()
    return replace(
        progress,
        facts={**progress.facts, **given},
        known={**progress.known, **given},
        clinical=frozenset(clinical),
    )


def _counted(record: Record, zone: str) -> Iterator[str]:
    """What was done and so is true, without anybody having to say it."""
    yield from COUNTED.keys() & record.facts.keys()
    if record.accepted:
        yield ACCEPTED
    if any(escalation.is_answer(code) for code in record.facts):
        yield "answered"
    if attempt.two_day_parts(record.tries, zone, record.parts):
        yield "two_tries"
    if attempt.in_writing(record.tries):
        yield "written_message"


def asks_who_took_it(category: Category) -> bool:
    """Whether anything hangs on a named person having accepted it."""
    if category.first_action_is is FirstAction.ACCEPTED:
        return True
    return any(fact.code == ACCEPTED for fact in category.facts())


def takes_on(category: Category, *, roles: AbstractSet[Role], posts: AbstractSet[Post]) -> bool:
    """Whether holding it is accepting it: who fills a post it goes to, or its clinician does.

    A manager fills that post by being one. For everybody else it has to be an act of its own.
    """
    filled = posts | ({Post.MANAGER} if Role.MANAGER in roles else set())
    clinician = category.kind is not Kind.ROUTINE and Role.CLINICIAN in category.handlers.work
    return (clinician and Role.CLINICIAN in roles) or not filled.isdisjoint(category.handlers.posts)


def missing_for_done(category: Category, progress: Progress) -> tuple[Missing, ...]:
    """Everything still missing, most telling first; empty means it may be closed as done."""
    missing = [gap for each in asked(category, progress) for gap in _gap(each, progress)]
    if progress.untold:
        missing.insert(0, Missing(code="told", words=TELL))
    if _untried(category, progress):
        missing.append(_no_contact(category, progress))
    if category.needs_note:
        missing += note.missing_in_note(progress.note)
    return tuple(missing)


def _untried(category: Category, progress: Progress) -> bool:
    """Whether it takes a call, and nobody made one or spoke to them otherwise."""
    return category.needs_contact and not progress.tries and not progress.shown


def asked(category: Category, progress: Progress) -> tuple[Requirement, ...]:
    """What this callback has to meet: without what is only asked under a condition that fails."""
    return tuple(
        each
        for each in category.done
        if each.only_when is None or each.only_when.holds(progress.known)
    )


def _no_contact(category: Category, progress: Progress) -> Missing:
    """Nobody tried yet; where something is noted already, which result it would come with."""
    unshown = (_unshown(each, progress) for each in category.done)
    needs = next((fact.needs for fact in unshown if fact and fact.needs in SHOWN_BY), None)
    if needs is None:
        return Missing(code="contact", words=CONTACT)
    return NotReached(code="contact", words=CONTACT, results=SHOWN_BY[needs])


def _gap(requirement: Requirement, progress: Progress) -> tuple[Missing, ...]:
    """What this still lacks. Given but not shown, it lacks the call; without any, that is said."""
    if met(requirement, progress):
        return ()
    unshown = _unshown(requirement, progress)
    if unshown is None or unshown.needs is None:
        return (Missing(code=requirement.code, words=requirement.words),)
    values = (("words", unshown.words),)
    if unshown.needs is Needs.CLINICIAN:
        return (Missing(code=requirement.code, words=NOT_A_CLINICIAN, values=values),)
    if not progress.tries:
        return ()
    return (
        NotReached(
            code=requirement.code,
            words=NOT_REACHED,
            values=values,
            results=SHOWN_BY[unshown.needs],
        ),
    )


def _unshown(requirement: Requirement, progress: Progress) -> Fact | None:
    """The fact of an alternative given whole that the record does not show."""
    whole = (way for way in requirement.any_of if all(_given(fact, progress) for fact in way))
    return next((fact for way in whole for fact in way if not true(fact, progress)), None)


def outcome_needed(category: Category, progress: Progress) -> str:
    """The first thing still missing, in the practice's words, or "" when only the note is left."""
    if progress.untold:
        return TELL
    open_ones = (each for each in asked(category, progress) if not met(each, progress))
    nothing_else = CONTACT if _untried(category, progress) else ""
    return next((each.words for each in open_ones), nothing_else)


def unreadable(
    category: Category, given: Mapping[str, object], *, today: date, clinician: bool = False
) -> tuple[Missing, ...]:
    """Facts not to be taken: an unknown code, another kind of value, a clinician's from others.

    A day more than a year ago or three years ahead of `today` (the practice's) is a slip.

    An unknown code is not repeated: it came from outside and may hold anything.
    """
    known = {fact.code: fact for fact in category.facts() if fact.kind is not FactKind.COUNTED}
    wrong = []
    for code, value in given.items():
        fact = known.get(code)
        if fact is None:
            wrong.append(Missing(code="unknown_fact", words=UNKNOWN))
        elif fact.needs is Needs.CLINICIAN and not clinician:
            values = (("words", fact.words),)
            wrong.append(Missing(code=code, words=NOT_A_CLINICIAN, values=values))
        elif not _readable(fact, value):
            wrong.append(Missing(code=code, words=UNREADABLE, values=(("words", fact.words),)))
        elif not _likely(fact, value, today):
            wrong.append(Missing(code=code, words=CHECK_DATE, values=(("words", fact.words),)))
    return tuple(wrong)


def in_the_way(
    category: Category,
    so_far: Progress,
    given: Mapping[str, object],
    *,
    today: date,
    clinician: bool = False,
) -> tuple[Missing, ...]:
    """Everything between here and done with what is `given` now: what cannot be read, and gaps.

    `clinician` says that one gives it.
    """
    wrong = unreadable(category, given, today=today, clinician=clinician)
    refused = {each.code for each in wrong if each.words == NOT_A_CLINICIAN}
    taken = {code: value for code, value in given.items() if code not in refused}
    whole = with_given(so_far, taken, clinician=clinician)
    return (*wrong, *missing_for_done(category, whole))


def met(requirement: Requirement, progress: Progress) -> bool:
    """Whether at least one of its alternatives is true as a whole."""
    return any(all(true(fact, progress) for fact in way) for way in requirement.any_of)


def true(fact: Fact, progress: Progress) -> bool:
    """Whether a fact was given, or counted, and the record shows what it needs."""
    return _given(fact, progress) and _shown(fact, progress)


def _shown(fact: Fact, progress: Progress) -> bool:
    """Whether the record shows what a fact needs: somebody was reached, a clinician said so."""
    if fact.needs is Needs.CLINICIAN:
        return fact.code in progress.clinical
    return fact.needs is None or fact.needs in progress.shown


def _given(fact: Fact, progress: Progress) -> bool:
    if fact.kind is FactKind.COUNTED:
        return fact.code in progress.counted
    return fact.code in progress.facts and _holds(fact, progress.facts[fact.code])


def _holds(fact: Fact, value: object) -> bool:
    return value is True if fact.kind is FactKind.TICK else _readable(fact, value)


def _readable(fact: Fact, value: object) -> bool:
    if fact.kind is FactKind.CHOICE:
        return value in fact.choices
    return _READABLE[fact.kind](value)


def _is_date(value: object) -> bool:
    return isinstance(value, str) and _parses(date.fromisoformat, value)


def _is_moment(value: object) -> bool:
    """A wall time of the practice: without a zone, as the form gives it."""
    return isinstance(value, str) and _parses(_wall_time, value)


def _wall_time(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is not None:
        raise ValueError  # the practice's own wall has one zone, and the form gives none
    return found


def _likely(fact: Fact, value: object, today: date) -> bool:
    """Whether a day that was given can be meant."""
    if fact.kind not in {FactKind.DATE, FactKind.MOMENT}:
        return True
    day = datetime.fromisoformat(str(value)).date()
    return today - LONGEST_AGO <= day <= today + FURTHEST_AHEAD


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _parses(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


_READABLE: Final[dict[FactKind, Callable[[object], bool]]] = {
    FactKind.TICK: lambda v: isinstance(v, bool),
    FactKind.TEXT: lambda v: isinstance(v, str) and bool(v.strip()) and note.keepable(v),
    FactKind.DATE: _is_date,
    FactKind.MOMENT: _is_moment,
    FactKind.NUMBER: _is_number,
}
