"""What somebody is writing is never lost, not to a second window of their own either.

What a page sends takes the place of what is kept only where it builds on that; else both are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ringback.rules.note import kept
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ADDENDUM: Final = "addendum"
FACTS: Final = ("fact", "number", "tick")
"""What is given of done-facts: it is no part of a note, and stays until it is recorded."""

KINDS: Final = ("pick", *FACTS, ADDENDUM)
"""What may stand in a draft beside its text: the part of a field's name before the dot. What is
typed to find out who is speaking is none of it."""

TICKED: Final = "yes"
"""What a ticked box sends."""

MOST_FIELDS: Final = 60
LONGEST: Final = 20_000
"""How many letters one box may hold."""

MOST_BESIDE: Final = 20
"""What so many other windows of theirs had is kept beside; a further one waits on its page."""

TOO_MANY_WINDOWS: Final = gettext_noop(
    "{most} other windows of yours have words about this callback that stand beside your note. Put "
    "those back first: what you write here is kept nowhere until then, so leave this page open."
)
TOO_LONG_TOGETHER: Final = gettext_noop(
    "Together that is more than the {most} letters that a note may have. Sign or shorten what "
    "stands in the note, then put this back: both are kept."
)


@dataclass(frozen=True, kw_only=True)
class Written:
    """A text and the other fields of one window of theirs; `at` when it was kept (ISO, UTC)."""

    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    window: str = ""
    at: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that anybody typed."""
        return not self.text.strip() and not any(self.fields.values())

    def without_facts(self) -> Written:
        """Only what is of a note: facts are recorded, not signed."""
        facts = facts_in(self.fields)
        return replace(self, fields={k: v for k, v in self.fields.items() if k not in facts})

    def holds(self, other: Written) -> bool:
        """Whether nothing of the other one would be lost if this one took its place."""
        theirs = other.fields.items()
        return other.text.strip() in self.text and all(
            not value or self.fields.get(name) == value for name, value in theirs
        )


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept of one person on one callback: the draft, its version, what is kept beside."""

    draft: Written = field(default_factory=Written)
    version: int = 0
    beside: tuple[Written, ...] = ()


def taken(kept_one: Kept, sent: Written, *, saw: int | None) -> Kept:
    """What is kept once this arrived. `saw` is the version its page had before, if it says so."""
    beside = tuple(each for each in kept_one.beside if not _is_of(each, sent.window))
    if kept_one.draft.text == sent.text and dict(kept_one.draft.fields) == dict(sent.fields):
        return replace(kept_one, beside=beside)
    if _builds(kept_one, sent, saw):
        return Kept(draft=sent, version=kept_one.version + 1, beside=beside)
    if sent.is_empty or any(each.holds(sent) for each in (kept_one.draft, *beside)):
        return replace(kept_one, beside=beside)
    return replace(kept_one, beside=(*beside, sent))


def no_room(before: Kept, after: Kept) -> tuple[Reason, ...]:
    """Why nothing more is kept beside: nothing that is there makes room, not even the oldest."""
    if len(after.beside) <= max(MOST_BESIDE, len(before.beside)):
        return ()
    return (Reason(code="windows", words=TOO_MANY_WINDOWS, values=(("most", str(MOST_BESIDE)),)),)


def too_long(before: Kept, after: Kept) -> tuple[Reason, ...]:
    """Why words are not put together: no page could send the whole of them again."""
    if len(after.draft.text) <= max(LONGEST, len(before.draft.text)):
        return ()
    return (Reason(code="together", words=TOO_LONG_TOGETHER, values=(("most", f"{LONGEST:,}"),)),)


def _is_of(each: Written, window: str) -> bool:
    return bool(window) and each.window == window


def _builds(kept_one: Kept, sent: Written, saw: int | None) -> bool:
    """Whether nothing is lost: it saw that, it is the same window's, or it has all of it."""
    if saw == kept_one.version or _is_of(kept_one.draft, sent.window):
        return True
    return sent.holds(kept_one.draft)


def finished(kept_one: Kept, said: str, recorded: Mapping[str, Any]) -> Kept:
    """What is left once a note was signed: the words that are not in it, and facts not recorded.

    `recorded` are the facts of the callback, by their codes.
    """
    draft = kept_one.draft
    if draft.text.strip() in said:
        left = {
            name: value
            for name, value in draft.fields.items()
            if _is_left(name, value, said, recorded)
        }
        draft = Written(window=draft.window, fields=left)
    elif draft.fields.get(ADDENDUM, "").strip() in said:
        others = {name: value for name, value in draft.fields.items() if name != ADDENDUM}
        draft = replace(draft, fields=others)
    beside = tuple(each for each in kept_one.beside if not _is_said(each, said))
    if draft == kept_one.draft and beside == kept_one.beside:
        return kept_one
    return Kept(draft=draft, version=kept_one.version + 1, beside=beside)


def _is_left(name: str, value: str, said: str, recorded: Mapping[str, Any]) -> bool:
    """Whether a field is still to be said: what was picked stands in the note."""
    kind, _dot, code = name.partition(".")
    if kind == ADDENDUM:
        return value.strip() not in said
    known = recorded.get(code)
    return kind in FACTS and value.strip() != (TICKED if known is True else str(known))


def _is_said(each: Written, said: str) -> bool:
    return bool(each.text.strip()) and each.text.strip() in said


def put_back(kept_one: Kept, window: str, at: str) -> Kept:
    """What stood beside, below what is written; where both filled in a field, this one stays."""
    wanted = (each for each in kept_one.beside if (each.window, each.at) == (window, at))
    found = next(wanted, None)
    if found is None:
        return kept_one
    text = "\n\n".join(each for each in (kept_one.draft.text.strip(), found.text.strip()) if each)
    own = {name: value for name, value in kept_one.draft.fields.items() if value}
    draft = replace(kept_one.draft, text=text, fields={**found.fields, **own})
    rest = tuple(each for each in kept_one.beside if each is not found)
    return Kept(draft=draft, version=kept_one.version + 1, beside=rest)


def again(kept_one: Kept, said: str, fields: Mapping[str, str], *, at: str = "") -> Kept:
    """Words that no page of theirs wrote here, below what is written by now, with their `fields`.

    They are no window's: what a page that lies open sends next is kept beside, not in their place.
    Where both filled in a field, that of this draft stays. Where both together are longer than a
    note may be, they stand beside it, as of `at` (ISO, UTC).
    """
    whole, text = {**fields, **kept_one.draft.fields}, kept_one.draft.text
    if said.strip() not in text:
        text = "\n\n".join(each for each in (text.strip(), said.strip()) if each)
        if kept_one.draft.text.strip() and len(text) > LONGEST:
            apart = Written(text=said.strip(), fields=fields, at=at)
            if any(each.holds(apart) for each in kept_one.beside):
                return kept_one
            return replace(kept_one, beside=(*kept_one.beside, apart))
    elif whole == dict(kept_one.draft.fields):
        return kept_one
    draft = replace(kept_one.draft, text=text, fields=whole, window="")
    return replace(kept_one, draft=draft, version=kept_one.version + 1)


def in_full(kept_one: Kept) -> str:
    """All of their words, for whoever goes on with it once they have left."""
    boxes = [
        value
        for each in (kept_one.draft, *kept_one.beside)
        for value in (each.text, *(v for name, v in each.fields.items() if not _is_tick(name, v)))
    ]
    return "\n\n".join(dict.fromkeys(each.strip() for each in boxes if each.strip()))


def to_sign(kept_one: Kept) -> str:
    """Those of their words that wait to be signed."""
    beside = tuple(each.without_facts() for each in kept_one.beside)
    return in_full(Kept(draft=kept_one.draft.without_facts(), beside=beside))


def _is_tick(name: str, value: str) -> bool:
    return name.startswith("tick.") or value == TICKED


def fields_of(sent: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Those fields of a form that belong into a draft, as they can be stored."""
    found = ((name, value) for name, value in sent if name.partition(".")[0] in KINDS)
    return {kept(name)[:80]: kept(value)[:LONGEST] for name, value in _first(found)}


def facts_in(fields: Mapping[str, str]) -> dict[str, str]:
    """Those fields of a draft that are facts and not recorded yet."""
    return {name: value for name, value in fields.items() if name.partition(".")[0] in FACTS}


def _first(found: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for number, each in enumerate(found):
        if number == MOST_FIELDS:
            return
        yield each


def read(written: Iterable[Mapping[str, Any]]) -> tuple[Written, ...]:
    """What stands beside, as it was stored."""
    return tuple(
        Written(
            text=str(each["text"]),
            fields=dict(each["fields"]),
            window=str(each["window"]),
            at=str(each["at"]),
        )
        for each in written
    )


def stored(beside: Iterable[Written]) -> list[dict[str, Any]]:
    """What stands beside, as it is stored."""
    return [
        {"text": each.text, "fields": dict(each.fields), "window": each.window, "at": each.at}
        for each in beside
    ]
