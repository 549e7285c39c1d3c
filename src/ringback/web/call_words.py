"""The call page in words: the card, what happened so far, what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils.translation import gettext as _

from ringback.rules import attempt, phone
from ringback.rules.attempt import Follows, Result, Try
from ringback.rules.category import FactKind
from ringback.rules.lifecycle import Stage
from ringback.web.words import KINDS, LEVELS, OUTCOMES, RESULTS, UNREAD, Clock, initials

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.callback import CallbackView, EventRow
    from ringback.rules.category import Fact


@dataclass(frozen=True, kw_only=True)
class ArrivalWords:
    """One thing that came in."""

    when: str
    what: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A line of what happened so far."""

    when: str
    words: str


@dataclass(frozen=True, kw_only=True)
class FactWords:
    """One fact of an alternative: what it says, its field, and who gave it when."""

    code: str
    words: str
    kind: str
    field: str
    value: str
    done: bool
    when_who: str


@dataclass(frozen=True, kw_only=True)
class RequirementWords:
    """Something that must be true; any one of its alternatives will do."""

    key: int
    words: str
    done: bool
    alternatives: list[list[FactWords]]


@dataclass(frozen=True, kw_only=True)
class ResultWords:
    """A result button: what it says, and what follows."""

    code: str
    label: str
    follows: str
    needs_time: bool


@dataclass(frozen=True, kw_only=True)
class PathwayWords:
    """A kind of request an unread item may be sorted into."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CallWords:
    """Everything the page prints."""

    id: UUID
    fence: int
    title: str
    subtitle: str
    mark: str
    mark_words: str
    due_words: str
    due_hour: str
    late: bool
    why_due: str
    number_national: str
    tel_url: str
    owner: str
    owner_initials: str
    owner_detail: str
    mine: bool
    can_take: bool
    can_work: bool
    closed: bool
    unsorted: bool
    blocked: str
    words: str
    words_hidden: bool
    arrivals: list[ArrivalWords]
    facts: list[Pair]
    timeline: list[Moment]
    requirements: list[RequirementWords]
    results: list[ResultWords]
    more_results: list[ResultWords]
    notes: list[Moment]
    draft: str
    draft_saved: str
    missing_words: str
    draft_url: str
    pathways: list[PathwayWords]
    form_id: str


BIG_RESULTS = (
    Result.REACHED_PATIENT,
    Result.VOICEMAIL_LEFT,
    Result.NO_ANSWER,
    Result.CALL_LATER,
    Result.WRONG_NUMBER,
)
"""The five that are buttons; the other codes are for the machine door until their page exists."""


def page(view: CallbackView, clock: Clock, country: str, entered: dict[str, Any]) -> CallWords:
    """The page, of what its reader may see. `entered` is what a refused form had in it."""
    closed = view.stage == Stage.CLOSED
    mark, mark_words = _mark(view)
    number = phone.national(view.phone, country) if view.phone else ""
    return CallWords(
        id=view.id,
        fence=view.fence,
        title=_title(view, number),
        subtitle=view.pathway.name,
        mark=mark,
        mark_words=mark_words,
        due_words=_closed(view) if closed else clock.due(view.due_at),
        due_hour=clock.iso(view.due_at),
        late=not closed and view.due_at <= clock.now,
        why_due=view.due_why,
        number_national=number,
        tel_url=f"tel:{view.phone}" if view.phone and view.phone.startswith("+") else "",
        owner=_("Yours") if view.mine else view.owner_name,
        owner_initials=initials(view.owner_name) if view.owner_name else "",
        owner_detail=_owner_detail(view, clock),
        mine=view.mine,
        can_take=not closed and not view.mine and view.owner_id is None and _takeable(view),
        can_work=view.mine and view.stage in {Stage.OWNED, Stage.UNSORTED, Stage.SCHEDULED},
        closed=closed,
        unsorted=view.stage == Stage.UNSORTED,
        blocked=_blocked(view, clock),
        words=view.words or "",
        words_hidden=view.words is None,
        arrivals=_arrivals(view, clock),
        facts=_facts(view, clock, number),
        timeline=_timeline(view, clock),
        requirements=_requirements(view, clock, entered),
        results=[_result(each) for each in BIG_RESULTS],
        more_results=[],
        notes=[
            Moment(when=f"{clock.moment(each.signed_at)} · {each.author}", words=each.text)
            for each in view.notes
        ],
        draft=view.draft,
        draft_saved=_saved(view, clock),
        missing_words=view.outcome_needed,
        draft_url=f"/callbacks/{view.id}/draft",
        pathways=[PathwayWords(code=each.code, name=each.name) for each in view.kinds],
        form_id=str(uuid4()),
    )


def _title(view: CallbackView, number: str) -> str:
    if view.phone is None:
        return _(KINDS[view.kind]).capitalize()
    return view.name or number or _("No number")


def _mark(view: CallbackView) -> tuple[str, str]:
    if view.stage == Stage.UNSORTED:
        return "unread", _(UNREAD)
    return view.level, _(LEVELS[view.level])


def _closed(view: CallbackView) -> str:
    return _(OUTCOMES[view.outcome]) if view.outcome else ""


def _takeable(view: CallbackView) -> bool:
    return view.stage in {Stage.UNSORTED, Stage.WAITING}


def _owner_detail(view: CallbackView, clock: Clock) -> str:
    if view.stage == Stage.SCHEDULED and view.next_attempt_at:
        return _("next try {time}").format(time=clock.moment(view.next_attempt_at))
    if view.stage == Stage.ON_HOLD and view.review_at:
        return _("look again {time}").format(time=clock.moment(view.review_at))
    if view.owner_id and view.lease_until:
        return _("until {time}").format(time=clock.hour(view.lease_until))
    return ""


def _blocked(view: CallbackView, clock: Clock) -> str:
    if view.mine or view.stage == Stage.CLOSED:
        return ""
    if view.stage == Stage.ESCALATED:
        return _("A clinician was asked; it comes back with their answer.")
    if view.owner_name:
        until = clock.moment(view.lease_until) if view.lease_until else ""
        return _("{name} has this one until {until}.").format(name=view.owner_name, until=until)
    return _("Take it to work on it.")


def _arrivals(view: CallbackView, clock: Clock) -> list[ArrivalWords]:
    return [
        ArrivalWords(
            when=clock.moment(each.happened_at),
            what=_(KINDS[each.kind]) + (_length(each.seconds) if each.seconds else ""),
            text=each.text or "",
        )
        for each in view.arrivals
    ]


def _length(seconds: int) -> str:
    return f", {seconds // 60}:{seconds % 60:02}"


def _facts(view: CallbackView, clock: Clock, number: str) -> list[Pair]:
    pairs = [Pair(label=_("Number"), value=number)] if number else []
    if view.visit_date:
        pairs.append(Pair(label=_("Visit"), value=clock.day(view.visit_date)))
    if view.language:
        pairs.append(
            Pair(label=_("Language"), value={"es": "Español"}.get(view.language, "English"))
        )
    pairs.append(Pair(label=_("Came in"), value=clock.moment(view.received_at)))
    pairs.append(Pair(label=_("To be finished by"), value=clock.moment(view.resolve_by)))
    return pairs


def _timeline(view: CallbackView, clock: Clock) -> list[Moment]:
    """What the patient did and what was done here, in the order it happened."""
    made = {str(each.id): each for each in view.attempts}
    came = [(each.happened_at, _(KINDS[each.kind]).capitalize()) for each in view.arrivals]
    done = [(each.at, _event(each, made)) for each in view.events]
    told = sorted((at, words) for at, words in [*came, *done] if words)
    return [Moment(when=clock.moment(at), words=words) for at, words in told]


def _event(event: EventRow, made: dict[str, Any]) -> str:
    who = event.who
    if event.verb == "attempted":
        found = made.get(event.details.get("attempt", ""))
        result = _(RESULTS[found.result]) if found else ""
        return _("{who} tried: {result}").format(who=who, result=result)
    return {
        "claimed": _("{who} took it"),
        "released": _("{who} gave it back"),
        "lapsed": _("Came back: nothing happened for a while"),
        "noted": _("{who} signed a note"),
        "sorted": _("{who} sorted it"),
        "level raised": _("{who} made it more pressing"),
        "facts recorded": _("{who} noted what is done"),
        "escalated": _("{who} asked a clinician"),
        "put on hold": _("{who} is waiting for somebody else"),
        "done": _("{who} closed it as done"),
    }.get(event.verb, "").format(who=who)


def _requirements(
    view: CallbackView, clock: Clock, entered: dict[str, Any]
) -> list[RequirementWords]:
    given = {each.code: each for each in view.facts}
    counted = _counted(view, clock)
    found = []
    for key, requirement in enumerate(view.pathway.done, start=1):
        alternatives = [
            [_fact(fact, given, counted, clock, entered) for fact in alternative]
            for alternative in requirement.any_of
        ]
        met = any(all(fact.done for fact in each) for each in alternatives)
        found.append(
            RequirementWords(key=key, words=requirement.words, done=met, alternatives=alternatives)
        )
    return found


def _counted(view: CallbackView, clock: Clock) -> set[str]:
    tries = [
        Try(result=Result(each.result), happened_at=each.happened_at) for each in view.attempts
    ]
    return {"two_tries"} if attempt.two_day_parts(tries, str(clock.zone)) else set()


def _fact(
    fact: Fact, given: dict[str, Any], counted: set[str], clock: Clock, entered: dict[str, Any]
) -> FactWords:
    recorded = given.get(fact.code)
    value = entered.get(fact.code, recorded.value if recorded else "")
    done = (
        fact.code in counted
        if fact.kind is FactKind.COUNTED
        else recorded is not None and recorded.value is not False
    )
    return FactWords(
        code=fact.code,
        words=fact.words,
        kind=str(fact.kind),
        field=f"{'tick' if fact.kind is FactKind.TICK else 'fact'}.{fact.code}",
        value=_shown(value),
        done=done,
        when_who=f"{clock.moment(recorded.at)} {recorded.by}" if recorded else "",
    )


def _shown(value: object) -> str:
    """What stands in a fact's field; for a box, anything at all means ticked."""
    return "" if value is False else str(value)


def _result(result: Result) -> ResultWords:
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


def _saved(view: CallbackView, clock: Clock) -> str:
    if not view.draft or view.draft_saved_at is None:
        return ""
    return _("saved {time}").format(time=f"{clock.local(view.draft_saved_at):%H:%M:%S}")
