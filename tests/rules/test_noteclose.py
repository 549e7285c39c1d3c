"""The note written as one goes: what is known, what is picked, what is missing at its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import notecheck, noteclose
from ringback.rules.attempt import Result
from ringback.rules.noteclose import Gap, Mark
from ringback.rules.notetext import Answering, NextStep, NoteFacts, Verified

KNOWN = NoteFacts(result=None, answering=Answering.VOICEMAIL, reason="rescheduling a visit")
ALL = {
    "verified": "checked_chart", "offered": "Tuesday", "chosen": "Tuesday at 10:30",
    "next_what": "visit", "next_day": "2026-12-01", "next_owner": "front desk",
    "no_clinical": "yes", "said_back": "yes",
}  # fmt: skip
OWN = "Spoke with her about the visit; she will call back on Monday morning."


def shown(facts: NoteFacts, text: str = "") -> str:
    runs = noteclose.written(facts, text)
    return " ".join(f"[{each.words}]" if isinstance(each, Gap) else each.told(str) for each in runs)


def reached(**known: Any) -> NoteFacts:
    return NoteFacts(result=Result.REACHED_PATIENT, reason="a visit", **known)


def test_before_anything_is_known_every_gap_stands_at_its_place() -> None:
    assert shown(KNOWN) == (
        "Returned voicemail about rescheduling a visit. [Reached?] [How verified?]"
        " [Options offered, choice.] [Next step.] [Clinical questions asked?]"
    )
    assert noteclose.mark(KNOWN) == Mark(said=1, of=6)


def test_with_everything_picked_it_is_whole() -> None:
    facts = noteclose.with_picks(reached(), ALL)
    assert shown(facts) == (
        "About a visit. Patient reached. Verified against the chart. Offered Tuesday. Patient chose"
        " Tuesday at 10:30. Next: visit, Tue Dec 1 (front desk). Next step said back."
        " No clinical questions asked."
    )
    assert noteclose.mark(facts) == Mark(said=7, of=7)
    assert noteclose.missing_to_sign(facts, "", ALL) == ()
    assert noteclose.in_full(facts, " and more ", ALL).endswith("asked.\n\nand more")


def test_what_is_known_is_not_picked_over() -> None:
    known = reached(verified=Verified.MATCHED_HERE, voicemail="VM-1")
    found = noteclose.with_picks(known, {"verified": "new_to_us", "voicemail": "VM-A"})
    assert (found.verified, found.voicemail) == (Verified.MATCHED_HERE, "VM-1")
    step = NextStep(what="next try", day="Mon Nov 30")
    kept = noteclose.with_picks(reached(next_step=step), {"nothing_further": "yes"})
    assert (kept.next_step, kept.nothing_further) == (step, False)


@pytest.mark.parametrize(("code", "value"), [("verified", "sure"), ("voicemail", "a poem")])
def test_what_is_no_choice_is_not_taken(code: str, value: str) -> None:
    assert noteclose.with_picks(reached(), {code: value}) == reached()


def test_picks_are_known_codes_on_one_line() -> None:
    fields = {"pick.offered": " Tue\n Thu ", "pick.else": "x", "fact.a": "b", "pick.chosen": " "}
    assert noteclose.picked(fields) == {"offered": "Tue Thu"}


def test_a_vague_note_is_refused_with_the_pieces_named() -> None:
    found = noteclose.missing_to_sign(reached(), "called patient", {})
    assert [each.code for each in found] == [
        "note_verified", "note_agreed", "note_next_step", "note_clinical",
    ]  # fmt: skip
    assert [noteclose.field_of(each.code) for each in found] == [
        "verified", "offered", "next_what", "no_clinical",
    ]  # fmt: skip
    assert [noteclose.field_of(each) for each in ("note", "note_x", "verified")] == ["", "", ""]


def test_own_words_that_say_enough_are_enough() -> None:
    assert noteclose.missing_to_sign(reached(), OWN, {}) == ()
    assert noteclose.in_full(KNOWN, OWN, {}) == OWN
    assert [each.code for each in noteclose.missing_to_sign(KNOWN, "", {})] == ["note"]


def test_a_voicemail_needs_only_which_and_where() -> None:
    left = NoteFacts(result=Result.VOICEMAIL_LEFT, number="number ending 0142")
    assert "[Which voicemail?]" in shown(left)
    assert (
        noteclose.missing_to_sign(noteclose.with_picks(left, {"voicemail": "VM-1"}), "", {}) == ()
    )


def test_closing_looks_at_the_new_note_else_at_the_one_that_stands() -> None:
    whole = noteclose.with_picks(reached(), ALL)
    note, lacking = noteclose.to_close(whole, "", ALL, "Earlier.")
    assert (note.startswith("About a visit."), lacking) == (True, ())
    note, lacking = noteclose.to_close(reached(), "", {}, "Earlier.")
    assert (note, len(lacking)) == ("Earlier.", 4)
    missing = notecheck.completeness(reached())
    assert noteclose.named(missing, ()) == missing
    vague = noteclose.missing_to_sign(KNOWN, "", {})
    assert noteclose.named((*missing, *vague), lacking) == (*missing, *lacking)


def test_days_and_times_are_in_words() -> None:
    assert noteclose.moment_of("2026-11-23T14:05") == "Mon Nov 23, 2:05 p.m."
    assert noteclose.moment_of("2026-11-23T00:05") == "Mon Nov 23, 12:05 a.m."
    assert noteclose.moment_of("2026-11-23T09:30") == "Mon Nov 23, 9:30 a.m."
    assert (noteclose.moment_of("soon"), noteclose.day_of("Friday")) == ("soon", "Friday")


@given(
    st.sampled_from([None, *Result]),
    st.dictionaries(st.sampled_from(list(noteclose.PICKS)), st.sampled_from(["yes", "x", ""])),
    st.text(max_size=40),
)
def test_every_missing_piece_has_its_gap_and_the_mark_counts_them(
    result: Result | None, fields: dict[str, str], text: str
) -> None:
    picks = noteclose.picked({f"pick.{code}": value for code, value in fields.items()})
    facts = noteclose.with_picks(NoteFacts(result=result), picks)
    gaps = [each for each in noteclose.written(facts, text) if isinstance(each, Gap)]
    missing = notecheck.completeness(facts, text)
    assert sorted(each.code for each in gaps) == sorted(each.code for each in missing)
    mark = noteclose.mark(facts, text)
    assert mark.of - mark.said == len(missing)
