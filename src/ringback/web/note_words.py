"""The note card in words: the paragraph with its gaps, how complete it is, what is picked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ringback.rules import noteclose, phone
from ringback.rules.attempt import REACHED, Result
from ringback.rules.notecheck import PIECES
from ringback.rules.noteclose import PICKS, PREFIX, Gap, Kind
from ringback.rules.notetext import Verified
from ringback.rules.reason import gettext_noop
from ringback.rules.scope import Strength
from ringback.rules.voicemail import IN_WORDS
from ringback.web import event_words
from ringback.web.words import KINDS, practice_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from ringback.queries.callback import CallbackView
    from ringback.queries.sofar import NoteRow
    from ringback.queries.writing import Writing
    from ringback.rules.draft import Written
    from ringback.rules.noteclose import Pick
    from ringback.rules.notetext import NoteFacts
    from ringback.rules.reason import Missing
    from ringback.rules.scope import Hit
    from ringback.web.words import Clock

FINDS: Final = "finds"

VERIFIED: Final[dict[Verified, str]] = {
    Verified.CHECKED_CHART: gettext_noop("checked against the chart"),
    Verified.MATCHED_HERE: gettext_noop("matched here"),
    Verified.NOT_VERIFIED: gettext_noop("not verified, nothing disclosed"),
    Verified.NEW_TO_US: gettext_noop("new to us"),
}
FIRST: Final = ("offered", "chosen", "next_what", "next_day", "next_owner", "verified")
TICKS: Final = ("said_back", "no_clinical", "nothing_further")
MORE: Final = ("reason", "requested", "unresolved")


@dataclass(frozen=True, kw_only=True)
class RunWords:
    """A sentence of the note, or a gap with the field in which it is said."""

    words: str
    goes: str = ""


@dataclass(frozen=True, kw_only=True)
class PickWords:
    """One field of the card."""

    id: str
    name: str
    kind: str
    label: str
    value: str
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class FindWords:
    """Words outside the lane, what to do about them, and whether closing waits for it."""

    number: int
    code: str
    words: str
    said: str
    waits: bool


@dataclass(frozen=True, kw_only=True)
class BesideWords:
    """What another window of theirs had."""

    key: str
    text: str
    when: str
    own_window: bool = True


@dataclass(frozen=True, kw_only=True)
class NoteCard:
    """Everything the card prints. `version` is the draft's, for the next thing it sends."""

    id: UUID
    version: int
    signed: bool = False
    runs: list[RunWords] = field(default_factory=list)
    said: int = 0
    of: int = 0
    count: str = ""
    saved: str = ""
    first: list[PickWords] = field(default_factory=list)
    ticks: list[PickWords] = field(default_factory=list)
    more: list[PickWords] = field(default_factory=list)
    more_open: bool = False
    finds: list[FindWords] = field(default_factory=list)
    beside: list[BesideWords] = field(default_factory=list)
    from_check: bool = False
    late: str = ""
    addendum: str = ""
    owners: tuple[str, ...] = ()


def card(
    callback_id: UUID, writing: Writing, here: Clock, *, saved_at: datetime | None
) -> NoteCard:
    """The card as it stands; without the note where it is not theirs to write."""
    kept = writing.kept
    common: dict[str, Any] = {
        "id": callback_id,
        "version": kept.version,
        "saved": _saved(kept.draft, here, saved_at),
        "beside": [_beside(each, here) for each in kept.beside],
        "late": _late(here, saved_at) if writing.late and not kept.draft.is_empty else "",
        "addendum": kept.draft.fields.get("addendum", ""),
    }
    if writing.known is None:
        return NoteCard(**common)
    picks = noteclose.picked(kept.draft.fields)
    if writing.signed and kept.draft.without_facts().is_empty:
        return NoteCard(**common, signed=True, more=[_pick(each, {}) for each in PICKS.values()])
    facts = noteclose.with_picks(writing.known, picks)
    mark = noteclose.mark(facts, kept.draft.text)
    first, ticks, more = _fields(writing.known)
    return NoteCard(
        **common,
        runs=list(_runs(facts, kept.draft.text)),
        said=mark.said,
        of=mark.of,
        count=_("{said} of {of}").format(said=mark.said, of=mark.of) if mark.of else "",
        first=[_pick(PICKS[each], picks) for each in first],
        ticks=[_pick(PICKS[each], picks) for each in ticks],
        more=[_pick(PICKS[each], picks) for each in more],
        more_open=any(each in picks for each in more),
        from_check=writing.known.checked and facts.verified is None,
        finds=[_find(number, each) for number, each in enumerate(writing.finds)],
        owners=(_("the patient"), _("front desk"), _("care team")),
    )


@dataclass(frozen=True, kw_only=True)
class SignedWords:
    """A signed note: its words, by whom and when; `about` when a late one happened."""

    id: UUID
    words: str
    when: str
    late: str = ""
    in_chart: str = ""


def signed(view: CallbackView, here: Clock) -> list[SignedWords]:
    """The signed notes, oldest first."""
    return [
        SignedWords(
            id=each.id,
            words=each.text,
            when=f"{here.moment(each.signed_at)} · {each.author}",
            late=_added(each, here),
            in_chart=_in_chart(each, here),
        )
        for each in view.notes
    ]


def _added(note: NoteRow, here: Clock) -> str:
    return event_words.late(_added_when(note, here), note.why_late)


def _added_when(note: NoteRow, here: Clock) -> str:
    if not note.late:
        earlier = note.happened_at
        return _("about {time}").format(time=here.moment(earlier)) if earlier else ""
    if note.happened_at is None:
        return _("added later")
    return _("added later, about {time}").format(time=here.moment(note.happened_at))


def _in_chart(note: NoteRow, here: Clock) -> str:
    if note.in_chart is None:
        return ""
    name, at = note.in_chart
    return _("in the chart: {name}, {time}").format(name=name, time=here.moment(at))


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A callback as it is printed: lines with their times in words."""

    title: str
    kind: str
    number: str
    words: str
    pairs: list[tuple[str, str]]
    happened: list[tuple[str, str]]
    settled: list[tuple[str, str]]
    notes: list[tuple[str, str]]
    printed: str


def paper(view: CallbackView, here: Clock, country: str) -> Paper:
    """What may stand on paper of what its reader may see."""

    def said(at: datetime) -> str:
        local = here.local(at)
        return f"{date_format(local, 'l')}, {date_format(local, 'DATETIME_FORMAT')}"

    made = {str(each.id): each for each in view.attempts}
    came = [(each.happened_at, _(KINDS[each.kind]).capitalize()) for each in view.arrivals]
    done = [(each.at, event_words.event(each, made)) for each in view.events]
    number = phone.national(view.phone, country) if view.phone else ""
    pairs = [(_("Came in"), said(view.received_at)), (_("Due"), said(view.due_at))]
    if view.closed_at:
        pairs.append((_("Finished"), said(view.closed_at)))
    return Paper(
        title=view.name or number or _("No number"),
        kind=practice_words(view.pathway.name),
        number=number,
        words=view.words or "",
        pairs=pairs,
        happened=[(said(at), words) for at, words in sorted([*came, *done]) if words],
        settled=[
            (practice_words(fact.words), f"{given.by}, {said(given.at)}")
            for fact in view.pathway.facts()
            for given in view.facts
            if given.code == fact.code and given.value not in {None, False, ""}
        ],
        notes=[(_signed_by(each, said(each.signed_at), here), each.text) for each in view.notes],
        printed=said(here.now),
    )


def _signed_by(note: NoteRow, signed_at: str, here: Clock) -> str:
    added = _added(note, here)
    return f"{note.author}, {signed_at}{f' · {added}' if added else ''}"


def to_close(writing: Writing, text: str, earlier: str) -> tuple[str, tuple[Missing, ...]]:
    """The note that closing looks at, and the pieces it lacks, as Done itself has them."""
    picks = noteclose.picked(writing.kept.draft.fields)
    if writing.known is None or (writing.signed and not picks):
        return text.strip() or earlier, ()
    facts = noteclose.with_picks(writing.known, picks)
    return noteclose.to_close(facts, text, picks, earlier)


def anchor(name: str) -> str:
    """The id of a field on the page."""
    return f"pick-{name}" if name in PICKS else name


def _fields(known: NoteFacts) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What is picked after each result: much after a talk, hardly anything where nobody spoke."""
    if known.result is Result.VOICEMAIL_LEFT:
        return () if known.voicemail else ("voicemail",), (), ("reason",)
    if known.result is Result.SENT:
        return (), (), ("reason", "unresolved")
    if known.result is Result.LANGUAGE_BARRIER:
        return ("language",), (), ("reason",)
    if known.result is not None and not PIECES[known.result]:
        return (), (), ("reason", "who", "unresolved")
    who = ("who", "relation") if known.result is Result.REACHED_AUTHORISED else ()
    sure = () if known.checked or known.verified is not None else ("verified",)
    first = tuple(each for each in FIRST if each != "verified" or sure)
    if known.result is not None and known.result not in REACHED:
        return (*who, *sure), ("no_clinical",), MORE
    return (*who, *first), TICKS, MORE


def _runs(facts: NoteFacts, text: str) -> Iterator[RunWords]:
    """The paragraph in the language of record, its gaps in the reader's."""
    for each in noteclose.written(facts, text):
        if isinstance(each, Gap):
            yield RunWords(words=_(each.words), goes=anchor(each.field))
        else:
            yield RunWords(words=each.told(str))


def _pick(pick: Pick, picks: Mapping[str, str]) -> PickWords:
    options = []
    if pick.kind is Kind.VERIFIED:
        options = [(str(each), _(words)) for each, words in VERIFIED.items()]
    elif pick.kind is Kind.VOICEMAIL:
        options = [(str(each), _(words)) for each, words in IN_WORDS.items()]
    return PickWords(
        id=anchor(pick.code),
        name=f"{PREFIX}{pick.code}",
        kind=str(pick.kind),
        label=_(pick.words),
        value=picks.get(pick.code, ""),
        options=options,
    )


def _find(number: int, hit: Hit) -> FindWords:
    said = _("The note says “{words}”. {advice}").format(words=hit.words, advice=_(hit.advice))
    return FindWords(
        number=number,
        code=hit.code,
        words=hit.words,
        said=said,
        waits=hit.strength is Strength.SETTLE,
    )


def _beside(each: Written, here: Clock) -> BesideWords:
    boxes = [each.text, *(value for name, value in each.fields.items() if "tick" not in name)]
    at = datetime.fromisoformat(each.at)
    return BesideWords(
        key=f"{each.window}/{each.at}",
        text="\n".join(value for value in boxes if value.strip()),
        when=f"{here.local(at):%H:%M:%S}",
        own_window=bool(each.window),
    )


def _saved(draft: Written, here: Clock, saved_at: datetime | None) -> str:
    if saved_at is None or draft.is_empty:
        return ""
    return _("saved {time}").format(time=f"{here.local(saved_at):%H:%M:%S}")


def _late(here: Clock, saved_at: datetime | None) -> str:
    if saved_at is None:
        return ""
    words = _("Written after it was no longer yours, {time}. It changed nothing there.")
    return words.format(time=here.moment(saved_at))
