"""The note that is written as the call goes on: what is known, what was picked, what is missing.

What the record knows is never asked again; what only whoever called can know is picked. A note that
says too little is refused with the missing pieces named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules import notecheck, notetext
from ringback.rules.draft import TICKED
from ringback.rules.note import missing_in_note
from ringback.rules.notetext import NextStep, Part, Verified
from ringback.rules.reason import Missing, gettext_noop
from ringback.rules.voicemail import Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ringback.rules.notetext import NoteFacts, Sentence


class Kind(StrEnum):
    """How something is picked."""

    TEXT = "text"
    TICK = "tick"
    DAY = "day"
    VERIFIED = "verified"
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, kw_only=True)
class Pick:
    """One thing that is picked, how, and what it is called."""

    code: str
    kind: Kind
    words: str


PREFIX: Final = "pick."
LONGEST: Final = 300

PICKS: Final[dict[str, Pick]] = {
    each.code: each
    for each in (
        Pick(code="reason", kind=Kind.TEXT, words=gettext_noop("What the call was about")),
        Pick(code="who", kind=Kind.TEXT, words=gettext_noop("Who you spoke with")),
        Pick(code="relation", kind=Kind.TEXT, words=gettext_noop("How they are related")),
        Pick(code="verified", kind=Kind.VERIFIED, words=gettext_noop("How you made sure")),
        Pick(code="requested", kind=Kind.TEXT, words=gettext_noop("What they asked for")),
        Pick(code="offered", kind=Kind.TEXT, words=gettext_noop("What you offered")),
        Pick(code="chosen", kind=Kind.TEXT, words=gettext_noop("What they chose")),
        Pick(code="next_what", kind=Kind.TEXT, words=gettext_noop("What happens next")),
        Pick(code="next_day", kind=Kind.DAY, words=gettext_noop("On which day")),
        Pick(code="next_owner", kind=Kind.TEXT, words=gettext_noop("Who sees to it")),
        Pick(code="nothing_further", kind=Kind.TICK, words=gettext_noop("Nothing further needed")),
        Pick(code="said_back", kind=Kind.TICK, words=gettext_noop("They said it back")),
        Pick(code="unresolved", kind=Kind.TEXT, words=gettext_noop("What is still open")),
        Pick(code="no_clinical", kind=Kind.TICK, words=gettext_noop("No clinical questions asked")),
        Pick(code="voicemail", kind=Kind.VOICEMAIL, words=gettext_noop("Which voicemail")),
        Pick(code="language", kind=Kind.TEXT, words=gettext_noop("Which language is needed")),
    )
}
"""Everything that can be picked for a note, in the order of the note."""


def picked(fields: Mapping[str, str]) -> dict[str, str]:
    """What was picked among the fields of a page: known codes only, each on one line."""
    found = {
        name.removeprefix(PREFIX): " ".join(value.split())[:LONGEST]
        for name, value in fields.items()
        if name.startswith(PREFIX)
    }
    return {code: value for code, value in found.items() if code in PICKS and value}


def with_picks(known: NoteFacts, picks: Mapping[str, str]) -> NoteFacts:
    """What is known, with what was picked where only whoever called can know."""
    texts = ("reason", "who", "relation", "requested", "offered", "chosen", "unresolved")
    given = {each: picks[each] for each in (*texts, "language") if each in picks}
    step = _next_step(picks) or known.next_step
    return replace(
        known,
        **given,  # type: ignore[arg-type]
        verified=known.verified or (None if known.checked else _verified(picks)),
        voicemail=known.voicemail or _voicemail(picks),
        next_step=step,
        nothing_further=step is None and _ticked(picks, "nothing_further"),
        said_back=_ticked(picks, "said_back"),
        no_clinical_questions=_ticked(picks, "no_clinical"),
    )


def _ticked(picks: Mapping[str, str], code: str) -> bool:
    return picks.get(code) == TICKED


def _verified(picks: Mapping[str, str]) -> Verified | None:
    code = picks.get("verified", "")
    return Verified(code) if code in set(Verified) else None


def _voicemail(picks: Mapping[str, str]) -> str:
    code = picks.get("voicemail", "")
    return code if code in set(Template) else ""


def _next_step(picks: Mapping[str, str]) -> NextStep | None:
    if "next_what" not in picks:
        return None
    owner = picks.get("next_owner", "")
    return NextStep(what=picks["next_what"], day=day_of(picks.get("next_day", "")), owner=owner)


def day_of(written: str) -> str:
    """A day in words; what is none stands as it was typed."""
    try:
        return day_words(date.fromisoformat(written))
    except ValueError:
        return written


def moment_of(written: str) -> str:
    """A time of the practice's own clock in words; what is none stands as it was typed."""
    try:
        return time_words(datetime.fromisoformat(written))
    except ValueError:
        return written


_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
NOON: Final = 12


def day_words(day: date) -> str:
    """A day as a note has it, in the language of record: "Mon Nov 23"."""
    return f"{_DAYS[day.weekday()]} {_MONTHS[day.month - 1]} {day.day}"


def time_words(local: datetime) -> str:
    """A time of the practice's own clock as a note has it: "Mon Nov 23, 2:14 p.m."."""
    half = "a.m." if local.hour < NOON else "p.m."
    return f"{day_words(local)}, {local.hour % NOON or NOON}:{local.minute:02} {half}"


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A missing piece at its place in the note, and the field in which it is said."""

    code: str
    words: str
    field: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How much of what is to be said is said."""

    said: int
    of: int


_GAPS: Final[dict[str, tuple[Part, Gap]]] = {
    code: (part, Gap(code=code, words=words, field=field))
    for code, part, words, field in (
        ("reason", Part.OPENING, gettext_noop("About what?"), "reason"),
        ("result", Part.OUTCOME, gettext_noop("Reached?"), "results"),
        ("who", Part.OUTCOME, gettext_noop("Who, and how related?"), "relation"),
        ("voicemail", Part.OUTCOME, gettext_noop("Which voicemail?"), "voicemail"),
        ("number", Part.OUTCOME, gettext_noop("At which number?"), "note"),
        ("call_again", Part.OUTCOME, gettext_noop("When to call?"), "note"),
        ("language", Part.OUTCOME, gettext_noop("Which language?"), "language"),
        ("sent", Part.OUTCOME, gettext_noop("What did it say?"), "note"),
        ("verified", Part.VERIFIED, gettext_noop("How verified?"), "verified"),
        ("agreed", Part.AGREED, gettext_noop("Options offered, choice."), "offered"),
        ("next_step", Part.NEXT, gettext_noop("Next step."), "next_what"),
        ("next_day", Part.NEXT, gettext_noop("On which day?"), "next_day"),
        ("next_owner", Part.NEXT, gettext_noop("Who sees to it?"), "next_owner"),
        ("clinical", Part.CLINICAL, gettext_noop("Clinical questions asked?"), "no_clinical"),
        ("routed", Part.CLINICAL, gettext_noop("Handed to whom?"), "note"),
    )
}


OF_NOTE: Final = "note_"
"""What the codes of missing pieces of a note begin with, beside those of what is to be settled."""


def field_of(code: str) -> str:
    """The field in which a missing piece of a note is said, by its code; "" for any other code."""
    place = _GAPS.get(code.removeprefix(OF_NOTE)) if code.startswith(OF_NOTE) else None
    return place[1].field if place else ""


def written(facts: NoteFacts, text: str = "") -> tuple[Sentence | Gap, ...]:
    """The note as it stands, with a gap where a piece is missing."""
    missing = [each.code for each in notecheck.completeness(facts, text)]
    return tuple(_in_order(notetext.parts(facts), missing))


def _in_order(
    parts: Mapping[Part, tuple[Sentence, ...]], missing: list[str]
) -> Iterator[Sentence | Gap]:
    for part, sentences in parts.items():
        yield from sentences
        yield from (gap for place, gap in map(_GAPS.__getitem__, missing) if place is part)


def mark(facts: NoteFacts, text: str = "") -> Mark:
    """How complete the note is."""
    of = len(notecheck.asked(facts))
    return Mark(said=of - len(notecheck.completeness(facts, text)), of=of)


def missing_to_sign(facts: NoteFacts, text: str, picks: Mapping[str, str]) -> tuple[Missing, ...]:
    """Why this says too little to be signed; empty means it may be.

    Own words that the next colleague can act on are enough; without them every piece counts.
    """
    vague = missing_in_note(text)
    if not vague or (facts.result is None and not picks):
        return vague
    return tuple(
        replace(each, code=f"{OF_NOTE}{each.code}") for each in notecheck.completeness(facts, text)
    )


def in_full(facts: NoteFacts, text: str, picks: Mapping[str, str]) -> str:
    """The note as it is signed: the paragraph, and below it what was written in own words.

    Where nothing was tried and nothing picked, own words stand alone.
    """
    own = text.strip()
    if facts.result is None and not picks:
        return own
    return "\n\n".join(each for each in (notetext.paragraph(facts), own) if each)


def to_close(
    facts: NoteFacts, text: str, picks: Mapping[str, str], earlier: str
) -> tuple[str, tuple[Missing, ...]]:
    """The note that is looked at before closing, and the pieces it lacks.

    Where nothing new is said, the `earlier` one that stands signed counts.
    """
    lacking = missing_to_sign(facts, text, picks)
    if not lacking:
        return in_full(facts, text, picks), ()
    return text.strip() or earlier, lacking


def named(missing: tuple[Missing, ...], lacking: tuple[Missing, ...]) -> tuple[Missing, ...]:
    """What is missing before done, with the pieces of the note by name instead of the note."""
    if not lacking:
        return missing
    return tuple(
        piece for each in missing for piece in (lacking if each.code == "note" else (each,))
    )
