"""The call page in words: the card, what happened so far, what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringback.rules import due, phone
from ringback.rules.category import Kind
from ringback.rules.lifecycle import Stage, Step, after
from ringback.rules.queue import Level
from ringback.web import (
    arrival_words,
    due_words,
    event_words,
    note_words,
    queue_rows,
    result_words,
    settle_words,
    wish_words,
)
from ringback.web.words import (
    KINDS,
    LEVELS,
    MARKED_BY,
    OUTCOMES,
    UNREAD,
    Clock,
    initials,
    language_words,
    practice_words,
)

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.callback import CallbackView
    from ringback.web.arrival_words import ArrivalWords
    from ringback.web.due_words import WhyDue
    from ringback.web.note_words import SignedWords
    from ringback.web.settle_words import RequirementWords, ResultWords


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
    struck: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerWords:
    """What a clinician is asked or said, whose words those are and when.

    `waits` says that it is there and opens with the check: then there is no text.
    """

    text: str
    who_when: str
    waits: bool = False


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
    hurry: bool
    why_due: str
    why_first: str
    why: WhyDue | None
    number_national: str
    tel_url: str
    owner: str
    owner_initials: str
    owner_detail: str
    mine: bool
    can_take: bool
    take_url: str
    can_answer: bool
    answer: AnswerWords | None
    asked: AnswerWords | None
    can_ask: bool
    asking: str
    words_field: str
    can_work: bool
    closed: bool
    unsorted: bool
    blocked: str
    words: str
    words_hidden: bool
    arrivals: list[ArrivalWords]
    facts: list[Pair]
    judged: str
    judged_url: str
    timeline: list[Moment]
    requirements: list[RequirementWords]
    results: list[ResultWords]
    other_results: list[ResultWords]
    notes: list[SignedWords]
    draft: str
    draft_saved: str
    has_draft: bool
    missing: list[str]
    missing_count: str
    draft_url: str
    pathways: list[PathwayWords]
    form_id: str
    happened_at: str = ""
    why_late: str = ""
    telling_late: bool = False
    clinical: bool = False
    in_need: str = ""


WORKED = (Stage.OWNED, Stage.UNSORTED, Stage.SCHEDULED, Stage.ESCALATED)
"""The stages in which the owner writes; what is on hold is taken up again first."""


def page(
    view: CallbackView,
    clock: Clock,
    country: str,
    entered: dict[str, Any],
    asking: str = "",
) -> CallWords:
    """The page, of what its reader may see.

    `entered` and `asking` are what a refused form had in it: facts, and words for a clinician.
    """
    number = phone.national(view.phone, country) if view.phone else ""
    return CallWords(
        id=view.id,
        fence=view.fence,
        title=_title(view, number),
        subtitle=practice_words(view.pathway.name),
        **_urgency(view, clock),
        number_national=number,
        tel_url=f"tel:{view.phone}" if view.phone and view.phone.startswith("+") else "",
        **_ownership(view, clock),
        can_answer=_answerable(view),
        answer=_answer(view, clock),
        asked=_asked(view, clock),
        can_ask=works(view) and after(Step.ESCALATE, Stage(view.stage)) is not None,
        asking=asking,
        can_work=works(view),
        closed=view.stage == Stage.CLOSED,
        unsorted=view.stage == Stage.UNSORTED,
        clinical=view.pathway.kind is not Kind.ROUTINE,
        blocked=_blocked(view, clock),
        words=view.words or "",
        words_hidden=view.words is None,
        arrivals=arrival_words.arrivals(view, clock),
        facts=_facts(view, clock, number),
        **_judged(view),
        timeline=_timeline(view, clock),
        **settle_words.settled(view, clock, entered, works=works(view)),
        **_results(view, clock),
        notes=note_words.signed(view, clock),
        **_drafted(view, clock),
        **(settle_words.missing(view, clock, entered) if works(view) else settle_words.NOTHING),
        draft_url=f"/callbacks/{view.id}/draft",
        pathways=[
            PathwayWords(code=each.code, name=practice_words(each.name)) for each in view.kinds
        ],
        form_id=str(uuid4()),
    )


def _results(view: CallbackView, clock: Clock) -> dict[str, Any]:
    """The results there are, for whoever may log one: each says what follows."""
    if not works(view):
        return {"results": [], "other_results": []}
    return {
        "results": result_words.big(view, clock),
        "other_results": result_words.others(view, clock),
    }


def _in_need(view: CallbackView, clock: Clock) -> str:
    """Until when it is open to somebody outside whose lanes it is."""
    if view.in_need is None:
        return ""
    minutes = max(1, -(-int((view.in_need.until - clock.now).total_seconds()) // 60))
    words = ngettext(
        "Open to you in need until {time}: {count} minute left. For reading only, and a manager"
        " reviews it.",
        "Open to you in need until {time}: {count} minutes left. For reading only, and a manager"
        " reviews it.",
        minutes,
    )
    return words.format(time=clock.hour(view.in_need.until), count=minutes)


def _urgency(view: CallbackView, clock: Clock) -> dict[str, Any]:
    closed = view.stage == Stage.CLOSED
    mark, mark_words = _mark(view)
    return {
        "mark": mark,
        "mark_words": mark_words,
        "due_words": _closed(view) if closed else clock.due(view.due_at),
        "due_hour": clock.iso(view.due_at),
        "late": not closed and view.due_at <= clock.now,
        "hurry": view.level == Level.EMERGENCY and not closed and not works(view),
        "why_due": _why_due(view),
        "why_first": "" if wish_words.moved(view) else _why_due(view),
        "why": due_words.why(view, clock),
    }


def _why_due(view: CallbackView) -> str:
    """What moved it earlier; where a person did, their name."""
    marked = (each.who for each in reversed(view.events) if each.verb == "level raised")
    who = next(marked, "") if view.due_why in due.MARKED.values() else ""
    return _(MARKED_BY[view.level]).format(name=who) if who else practice_words(view.due_why)


def _ownership(view: CallbackView, clock: Clock) -> dict[str, Any]:
    return {
        "owner": _("Yours") if view.mine else view.owner_name,
        "owner_initials": initials(view.owner_name) if view.owner_name else "",
        "owner_detail": _owner_detail(view, clock),
        "mine": view.mine,
        "can_take": view.owner_id is None and view.in_need is None and _takeable(view),
        "take_url": _take_url(view),
        "in_need": _in_need(view, clock),
    }


def works(view: CallbackView) -> bool:
    """Whether whoever looks may write to it now."""
    return view.mine and view.in_need is None and view.stage in WORKED


def _title(view: CallbackView, number: str) -> str:
    if view.phone is None:
        return view.name or _(KINDS[view.kind]).capitalize()
    return view.name or number or _("No number")


def _mark(view: CallbackView) -> tuple[str, str]:
    if view.stage == Stage.UNSORTED:
        return "unread", _(UNREAD)
    return view.level, _(LEVELS[view.level])


def _closed(view: CallbackView) -> str:
    return _(OUTCOMES[view.outcome]) if view.outcome else ""


def _takeable(view: CallbackView) -> bool:
    return view.stage in {Stage.UNSORTED, Stage.WAITING} or _answerable(view)


def _take_url(view: CallbackView) -> str:
    step = "accept" if view.stage == Stage.ESCALATED else "take"
    return f"/callbacks/{view.id}/{step}"


def _answerable(view: CallbackView) -> bool:
    nobody_elses = view.owner_id is None or view.mine
    return view.stage == Stage.ESCALATED and view.may_answer and nobody_elses


def _answer(view: CallbackView, clock: Clock) -> AnswerWords | None:
    if view.answer is None:
        return None
    who_when = f"{view.answer.by} · {clock.moment(view.answer.at)}"
    waits = view.answer.after_check
    text = "" if waits else str(view.answer.value)
    return AnswerWords(text=text, who_when=who_when, waits=waits)


def _asked(view: CallbackView, clock: Clock) -> AnswerWords | None:
    """What a clinician is being asked, until they have answered."""
    if view.asked is None or view.stage != Stage.ESCALATED:
        return None
    who_when = _("asked by {name}, {time}").format(
        name=view.asked.by, time=clock.moment(view.asked.at)
    )
    return AnswerWords(text=view.asked.words or "", who_when=who_when)


def _owner_detail(view: CallbackView, clock: Clock) -> str:
    if view.promised_at and view.stage in queue_rows.PROMISED_IN:
        return _("promised {time}").format(time=clock.moment(view.promised_at))
    if view.stage == Stage.SCHEDULED and view.next_attempt_at:
        return _("next try {time}").format(time=clock.moment(view.next_attempt_at))
    if view.stage == Stage.ON_HOLD and view.review_at:
        return _("look again {time}").format(time=clock.moment(view.review_at))
    if view.owner_id and view.lease_until and not view.mine:
        return _("until {time}").format(time=clock.hour(view.lease_until))
    return ""


def _blocked(view: CallbackView, clock: Clock) -> str:
    if view.mine or view.in_need or view.stage == Stage.CLOSED:
        return ""
    if view.stage == Stage.ESCALATED and view.owner_id is None:
        return _waiting(view)
    if view.owner_name:
        until = clock.moment(view.lease_until) if view.lease_until else ""
        return _("{name} has this one until {until}.").format(name=view.owner_name, until=until)
    return _("Take it to work on it.")


def _waiting(view: CallbackView) -> str:
    if view.may_answer:
        return _("A clinician is asked. Write the answer here, or take it to call them yourself.")
    return _("A clinician was asked; it comes back with their answer.")


def _facts(view: CallbackView, clock: Clock, number: str) -> list[Pair]:
    here = view.calling is None  # the card of how they may be reached says it otherwise
    pairs = [Pair(label=_("Number"), value=number)] if number and here else []
    if view.best_time:
        pairs.append(Pair(label=_("Best time to call"), value=f"“{view.best_time}”"))
    if view.visit_date and here:
        pairs.append(Pair(label=_("Visit"), value=clock.day(view.visit_date)))
    if view.language and here:
        pairs.append(Pair(label=_("Language"), value=language_words(view.language)))
    pairs.append(Pair(label=_("Came in"), value=clock.moment(view.received_at)))
    pairs.append(Pair(label=_("To be finished by"), value=clock.moment(view.resolve_by)))
    return pairs


def _judged(view: CallbackView) -> dict[str, Any]:
    """Which version of its kind of request it is judged by, and where that can be read."""
    words = _("Judged by version {number} of “{name}”")
    name = practice_words(view.pathway.name)
    return {
        "judged": words.format(number=view.pathway_version, name=name),
        "judged_url": f"/setup/kinds/{view.category}/{view.pathway_version}",
    }


def _timeline(view: CallbackView, clock: Clock) -> list[Moment]:
    """What the patient did and what was done here, in the order it happened."""
    made = {str(each.id): each for each in view.attempts}
    came = [(each.happened_at, _(KINDS[each.kind]).capitalize()) for each in view.arrivals]
    done = [(each.at, event_words.event(each, made)) for each in view.events]
    wrong = {
        (each.at, event_words.event(each, made))
        for each in view.events
        if each.details.get("attempt") in view.struck.entries
    }
    told = sorted((at, words) for at, words in [*came, *done] if words)
    return [
        Moment(when=clock.moment(at), words=words, struck=(at, words) in wrong)
        for at, words in told
    ]


def _drafted(view: CallbackView, clock: Clock) -> dict[str, Any]:
    kept = view.writing.kept
    return {
        "draft": view.draft,
        "draft_saved": _saved(view, clock),
        "has_draft": not kept.draft.is_empty or bool(kept.beside),
    }


def _saved(view: CallbackView, clock: Clock) -> str:
    if not view.draft or view.draft_saved_at is None:
        return ""
    return _("saved {time}").format(time=f"{clock.local(view.draft_saved_at):%H:%M:%S}")
