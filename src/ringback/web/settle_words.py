"""What is to be settled on a call, in words: its facts, its results, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringback.rules import attempt, done, noteclose
from ringback.rules.attempt import Follows, Result, Side, Try
from ringback.rules.category import FactKind, Needs
from ringback.rules.done import NotReached, Record
from ringback.rules.escalation import EXACT_WORDS
from ringback.rules.people import POST_NAMES
from ringback.rules.scope import SETTLE_FIRST
from ringback.web import later_words, note_words
from ringback.web.words import RESULTS, Clock, in_words, practice_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringback.queries.callback import CallbackView
    from ringback.queries.sofar import FactRow
    from ringback.queries.whilewriting import WhileWriting
    from ringback.rules.category import Fact, Post
    from ringback.rules.done import Progress
    from ringback.rules.reason import Missing, Reason

    Settling = CallbackView | WhileWriting

WORDS_FIELD: Final = f"fact.{EXACT_WORDS}"
"""The box in which a pathway asks for the patient's exact words."""


@dataclass(frozen=True, kw_only=True)
class FactWords:
    """One fact of an alternative: what it says, its field, and who gave it when.

    `unrecorded` says that what stands in its field was typed and is not recorded yet.
    """

    code: str
    words: str
    kind: str
    field: str
    value: str
    options: tuple[str, ...]
    done: bool
    waits: bool
    when_who: str
    so_far: str = ""
    unrecorded: bool = False
    given_here: bool = True
    after_check: str = ""


@dataclass(frozen=True, kw_only=True)
class RequirementWords:
    """Something that must be true; any one of its alternatives will do."""

    key: int
    words: str
    done: bool
    alternatives: list[list[FactWords]]
    who_when: str = ""
    one_tick: bool = False
    begun: bool = False


@dataclass(frozen=True, kw_only=True)
class ResultWords:
    """A result button: what it says, and what follows."""

    code: str
    label: str
    follows: str
    needs_time: bool


@dataclass(frozen=True, kw_only=True)
class ProblemWords:
    """One thing in the way, and the results whose logging would clear it."""

    code: str
    words: str
    ways_out: list[ResultWords]
    field: str = ""


TOLD_AT: Final = {
    "say_what": "said", "say_how": "by-hand", "note_at": "note-at", "note_late": "note-late"
}  # fmt: skip
"""Where a written step, or the time of a note, is put right."""

BIG_RESULTS = (
    Result.REACHED_PATIENT,
    Result.VOICEMAIL_LEFT,
    Result.NO_ANSWER,
    Result.CALL_LATER,
    Result.WRONG_NUMBER,
)
"""The five big ones; the other codes stand under one button: see result_words.OTHER_RESULTS."""


def problem(reason: Reason, clock: Clock) -> ProblemWords:
    """A reason against something; where only the call is not on record, one press away."""
    results = reason.results if isinstance(reason, NotReached) else frozenset()
    ways_out = [result_words(each) for each in Result if each in results]
    return ProblemWords(
        code=reason.code,
        words=later_words.words(reason, clock),
        ways_out=ways_out,
        field=_field(reason),
    )


def _field(reason: Reason) -> str:
    """Where on the page it is put right, where that is one field."""
    if reason.words == SETTLE_FIRST:
        return note_words.FINDS
    if reason.code in TOLD_AT:
        return TOLD_AT[reason.code]
    if reason.code in later_words.ABOUT_THE_TIME:
        return later_words.FIELD
    return note_words.anchor(noteclose.field_of(reason.code))


def requirements(
    view: CallbackView, clock: Clock, entered: dict[str, Any]
) -> list[RequirementWords]:
    """Everything that must be true before done, with what was given so far."""
    given = {each.code: each for each in view.facts}
    so_far = _so_far(view, clock)
    posts = view.pathway.handlers.posts
    found = []
    for key, requirement in enumerate(done.asked(view.pathway, so_far), start=1):
        ways = [
            [
                _for_whom(
                    _fact(fact, given.get(fact.code), so_far, clock, entered, posts), fact, view
                )
                for fact in way
            ]
            for way in requirement.any_of
        ]
        is_done = done.met(requirement, so_far)
        found.append(_requirement(key, practice_words(requirement.words), ways, is_done=is_done))
    return found


def _requirement(
    key: int, words: str, ways: list[list[FactWords]], *, is_done: bool
) -> RequirementWords:
    """One of them as a line: one tick is ticked there, everything else opens."""
    facts = [fact for way in ways for fact in way]
    who_when = next((each.when_who for each in facts if each.done and each.when_who), "")
    return RequirementWords(
        key=key,
        words=words,
        done=is_done,
        alternatives=ways,
        who_when=who_when,
        one_tick=len(facts) == 1 and facts[0].kind == FactKind.TICK,
        begun=not is_done and any(each.value for each in facts),
    )


def settled(
    view: CallbackView, clock: Clock, entered: dict[str, Any], *, works: bool
) -> dict[str, Any]:
    """What is to be settled, and the box of the patient's exact words where it is among it.

    Then it is the only one: its words are kept as typed, and go to the clinician who is asked.
    """
    found = requirements(view, clock, entered)
    facts = (fact for each in found for way in each.alternatives for fact in way)
    here = any(each.field == WORDS_FIELD and each.given_here for each in facts)
    return {"requirements": found, "words_field": WORDS_FIELD if here and works else ""}


def in_the_way(view: Settling, clock: Clock, entered: dict[str, Any]) -> tuple[Missing, ...]:
    """What stands between here and done, by the rule that Done itself asks.

    The note is what stands in its box, else the latest one signed.
    """
    signed = view.notes[-1].text if view.notes else ""
    note, lacking = note_words.to_close(view.writing, view.draft, signed)
    so_far = replace(_so_far(view, clock), note=note)
    missing = done.in_the_way(
        view.pathway, so_far, entered, today=clock.today, clinician=view.may_answer
    )
    return noteclose.named(missing, lacking)


NOTHING: Final[dict[str, Any]] = {"missing": [], "missing_count": ""}


def missing(view: Settling, clock: Clock, entered: dict[str, Any]) -> dict[str, Any]:
    """What stands between here and done, in the very words a refusal would use."""
    reasons = in_the_way(view, clock, entered)
    number = len(reasons)
    words = ngettext("{count} thing still missing", "{count} things still missing", number)
    return {
        "missing": [in_words(each) for each in reasons],
        "missing_count": words.format(count=number) if number else "",
    }


def _so_far(view: Settling, clock: Clock) -> Progress:
    record = Record(
        facts={each.code: each.value for each in view.facts},
        tries=[
            Try(result=Result(each.result), happened_at=each.happened_at, channel=each.channel)
            for each in view.attempts
            if each.party == Side.PATIENT
        ],
        kinds=[each.kind for each in view.arrivals],
        clinical=frozenset(each.code for each in view.facts if each.by_clinician),
        answered_at=view.answer.at if view.answer else None,
        said=frozenset(view.heard),
        accepted=view.accepted,
        parts=view.parts,
    )
    return done.so_far(record, zone=str(clock.zone))


def _fact(
    fact: Fact,
    recorded: FactRow | None,
    so_far: Progress,
    clock: Clock,
    entered: dict[str, Any],
    posts: Sequence[Post],
) -> FactWords:
    waits_for_check = recorded is not None and recorded.after_check
    kept = recorded.value if recorded and not waits_for_check else ""
    value = entered.get(fact.code, kept)
    if recorded is not None and recorded.withheld:
        value = _("for clinicians to read")
    given = recorded is not None and recorded.value is not False
    waits = given and fact.needs in done.SHOWN_BY and fact.needs not in so_far.shown
    return FactWords(
        code=fact.code,
        words=practice_words(fact.words),
        kind=str(fact.kind),
        field=f"{_FIELD.get(fact.kind, 'fact')}.{fact.code}",
        value=_shown(value),
        options=fact.choices,
        done=done.true(fact, so_far),
        waits=waits,
        when_who=f"{clock.moment(recorded.at)} {recorded.by}" if recorded else "",
        so_far=_counted(fact, so_far, posts),
        unrecorded=fact.code in entered and _shown(value) != _shown(kept),
        after_check=_("opens after the check") if waits_for_check and not value else "",
    )


def _for_whom(words: FactWords, fact: Fact, view: CallbackView) -> FactWords:
    """A clinician's fact is a box for clinicians only; everybody else reads it."""
    if fact.needs is not Needs.CLINICIAN or view.may_answer:
        return words
    return replace(
        words, given_here=False, so_far="" if words.value else _("a clinician says this")
    )


_FIELD: Final = {FactKind.TICK: "tick", FactKind.NUMBER: "number"}
"""What a field of a form is called by the kind of its fact; every other kind is just text."""


def _counted(fact: Fact, so_far: Progress, posts: Sequence[Post]) -> str:
    """How far a fact has come that nobody ticks: of two tries, at least one is still to be made."""
    if fact.kind is not FactKind.COUNTED or done.true(fact, so_far):
        return ""
    if fact.code == done.ACCEPTED and posts:
        names = ", ".join(_(POST_NAMES[post]) for post in posts)
        return _("counts once it is with: {posts}").format(posts=names)
    if fact.code != "two_tries" or not so_far.tries:
        return _("counts by itself")
    return ngettext(
        "{count} of 2 tries so far",
        "{count} tries so far, all at the same time of day",
        so_far.tries,
    ).format(count=so_far.tries)


def _shown(value: object) -> str:
    """What stands in a fact's field; for a box, anything at all means ticked."""
    return "" if value is False else str(value)


def result_words(result: Result) -> ResultWords:
    """The button of one result."""
    follows = {
        Follows.STAY: _("stays with you: finish it"),
        Follows.TRY_AGAIN: _("another try is planned"),
        Follows.TRY_AT_THEIR_TIME: _("they name a time"),
        Follows.SOON: _("again in a quarter of an hour"),
    }[attempt.FOLLOWS[result]]
    return ResultWords(
        code=str(result),
        label=_(RESULTS[result]).capitalize(),
        follows=follows,
        needs_time=result is Result.CALL_LATER,
    )
