"""Nothing that somebody writes is lost to another window of their own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import draft
from ringback.rules.draft import Kept, Written

AT = "2026-11-27T12:00:00+00:00"
HERE, THERE = "window-a", "window-b"


def written(text: str = "", window: str = "", **fields: str) -> Written:
    return Written(
        text=text, window=window, at=AT, fields={f"pick.{name}": v for name, v in fields.items()}
    )


def kept(text: str = "", window: str = HERE, version: int = 1, **fields: str) -> Kept:
    return Kept(draft=written(text, window, **fields), version=version)


def test_what_builds_on_the_last_takes_its_place() -> None:
    after = draft.taken(kept("She asked", version=3), written("Else", THERE), saw=3)
    assert (after.draft.text, after.version, after.beside) == ("Else", 4, ())


def test_the_same_window_goes_on_whatever_it_saw() -> None:
    after = draft.taken(kept("She asked", version=3), written("Else", HERE), saw=0)
    assert (after.draft.text, after.version, after.beside) == ("Else", 4, ())


def test_what_holds_all_of_the_last_takes_its_place() -> None:
    after = draft.taken(
        kept("She asked", chosen="Tue"), written("She asked x", chosen="Tue"), saw=0
    )
    assert after.draft.text == "She asked x"


def test_what_does_not_build_on_it_is_kept_beside_once_per_window() -> None:
    first = draft.taken(kept("She asked"), written("Else", THERE), saw=0)
    second = draft.taken(first, written("Else more", THERE), saw=0)
    assert (second.draft.text, [each.text for each in second.beside]) == (
        "She asked",
        ["Else more"],
    )
    assert (second.version, draft.taken(second, written("Else", ""), saw=None)) == (1, second)


def test_nothing_and_less_change_nothing() -> None:
    was = kept("She asked for it", chosen="Tue")
    assert draft.taken(was, written("", THERE), saw=0) == was
    assert draft.taken(was, written("She asked", THERE), saw=0) == was
    assert draft.taken(was, written("She asked for it", THERE, chosen="Tue"), saw=0) == was


def test_a_field_that_differs_is_a_difference() -> None:
    after = draft.taken(kept("Same", chosen="Tue"), written("Same", THERE, chosen="Wed"), saw=0)
    assert [dict(each.fields) for each in after.beside] == [{"pick.chosen": "Wed"}]


def test_put_back_it_stands_below_and_what_was_filled_in_here_stays() -> None:
    was = Kept(
        draft=written("Mine", HERE, chosen="Tue", offered=""),
        version=4,
        beside=(written("Theirs", THERE, chosen="Wed", offered="Thu"),),
    )
    after = draft.put_back(was, THERE, AT)
    assert after.draft.text == "Mine\n\nTheirs"
    assert after.draft.fields == {"pick.chosen": "Tue", "pick.offered": "Thu"}
    assert (after.version, after.beside) == (5, ())
    assert draft.put_back(was, "nobody", AT) == was


def test_words_to_be_written_once_more_stand_below_once() -> None:
    after = draft.again(kept("Mine", version=4), "Left a message.", {})
    assert (after.draft.text, after.version) == ("Mine\n\nLeft a message.", 5)
    assert draft.again(after, "Left a message.", {}) == after
    assert draft.again(Kept(), "Left a message.", {}).draft.text == "Left a message."
    assert draft.again(kept(" "), " ", {}) == kept(" ")


def test_the_window_that_was_open_before_does_not_write_over_them() -> None:
    before = kept("Mine", version=4)
    after = draft.again(before, "Left a message.", {})
    sent = draft.taken(after, written("Mine, and more", HERE), saw=before.version)
    assert (sent.draft.text, [each.text for each in sent.beside]) == (
        "Mine\n\nLeft a message.",
        ["Mine, and more"],
    )


def test_what_a_signed_note_says_is_finished_and_the_rest_stays() -> None:
    was = Kept(
        draft=written("She asked", HERE, chosen="Tue"),
        version=2,
        beside=(written("She", THERE), written("Other", THERE), written("", THERE, chosen="Wed")),
    )
    after = draft.finished(was, "Patient reached.\n\nShe asked", {})
    assert (after.draft, after.version) == (Written(window=HERE), 3)
    assert [each.text for each in after.beside] == ["Other", ""]
    assert draft.finished(kept("Else"), "She asked", {}) == kept("Else")
    assert draft.finished(Kept(), "She asked", {}) == Kept()


def test_an_addendum_that_was_signed_goes_and_other_words_stay() -> None:
    was = Kept(draft=Written(text="Else", fields={"addendum": " Late. ", "pick.chosen": "Tue"}))
    after = draft.finished(was, "Late.", {})
    assert (after.draft.text, after.draft.fields) == ("Else", {"pick.chosen": "Tue"})
    assert draft.finished(was, "Something of another window.", {}) == was


def test_facts_that_are_not_recorded_outlive_the_note() -> None:
    fields = {
        "pick.chosen": "Tue", "addendum": "Else", "fact.why": " A ", "fact.who": "B",
        "number.pages": "2", "tick.given": "yes", "tick.read": "yes",
    }  # fmt: skip
    was = Kept(draft=Written(text="She asked", window=HERE, fields=fields))
    after = draft.finished(was, "She asked", {"why": "A", "who": "C", "pages": 2, "given": True})
    assert after.draft == Written(
        window=HERE, fields={"addendum": "Else", "fact.who": "B", "tick.read": "yes"}
    )
    assert draft.facts_in(after.draft.fields) == {"fact.who": "B", "tick.read": "yes"}
    assert draft.finished(after, "Else", {}).draft.fields == {"fact.who": "B", "tick.read": "yes"}


def test_in_full_it_is_every_word_once_and_no_tick() -> None:
    was = Kept(
        draft=Written(
            text="Text ", fields={"pick.said_back": "yes", "tick.a": "on", "addendum": "A"}
        ),
        beside=(written("Text", THERE, chosen="Wed"),),
    )
    assert draft.in_full(was) == "Text\n\nA\n\nWed"


def test_only_fields_of_a_draft_are_kept_and_not_without_end() -> None:
    sent = [("pick.a", "x\x00"), ("dob", "3/14/79"), ("identity.dob", "x"), ("addendum", "b")]
    assert draft.fields_of(sent) == {"pick.a": "x", "addendum": "b"}
    many = [(f"pick.{n}", "x") for n in range(draft.MOST_FIELDS + 5)]
    assert len(draft.fields_of(many)) == draft.MOST_FIELDS


def test_what_stands_beside_is_stored_and_read_the_same() -> None:
    beside = (written("Text", THERE, chosen="Wed"),)
    assert draft.read(draft.stored(beside)) == beside


def test_what_a_further_window_has_is_refused_and_nothing_makes_room_for_it() -> None:
    full = kept("She asked")
    for number in range(draft.MOST_BESIDE):
        after = draft.taken(full, written(f"Else {number}", f"window-{number}"), saw=0)
        assert draft.no_room(full, after) == ()
        full = after
    more = draft.taken(full, written("One more", THERE), saw=0)
    (why,) = draft.no_room(full, more)
    assert "20 other windows" in str(why)
    assert draft.no_room(full, draft.taken(full, written("Else 0!", "window-0"), saw=0)) == ()
    assert draft.no_room(more, draft.taken(more, written("Else 0!", "window-0"), saw=0)) == ()


def test_words_that_are_too_long_together_are_not_put_together() -> None:
    long = "x" * draft.LONGEST
    was = Kept(draft=written("Mine", HERE), beside=(written(long, THERE),))
    (why,) = draft.too_long(was, draft.put_back(was, THERE, AT))
    assert "20,000 letters" in str(why)
    assert draft.too_long(was, was) == ()
    over = kept(long + "x")
    assert draft.too_long(over, over) == ()


def test_words_to_be_written_once_more_stand_beside_what_leaves_no_room_for_them() -> None:
    long = "x" * draft.LONGEST
    after = draft.again(kept("Mine"), long, {"pick.chosen": "Tue"}, at=AT)
    assert (after.draft.text, after.version) == ("Mine", 1)
    assert after.beside == (Written(text=long, fields={"pick.chosen": "Tue"}, at=AT),)
    assert draft.again(after, long, {}, at=AT) == after
    assert draft.again(Kept(), long, {}).draft.text == long


TEXTS = st.sampled_from(["", "a", "ab", "b", "c", "a b"])
WINDOWS = st.sampled_from(["", HERE, THERE, "window-c"])
SENT = st.tuples(TEXTS, WINDOWS, st.sampled_from(["", "x", "y"]), st.integers(0, 6))


@given(st.lists(SENT, max_size=8))
def test_whatever_windows_send_the_last_of_each_is_there(
    sent: list[tuple[str, str, str, int]],
) -> None:
    """Of every window the last it sent is in what is kept, unless it saw what took its place."""
    now = Kept()
    for text, window, chosen, saw in sent:
        before, this = now, written(text, window, chosen=chosen)
        now = draft.taken(before, this, saw=saw)
        everything = (now.draft, *now.beside)
        assert this.is_empty or any(each.holds(this) for each in everything)
        own = {before.draft.window, window} - {""}
        saw_it = saw == before.version or before.draft.window in {window} - {""}
        for each in (before.draft, *before.beside):
            gone = each.is_empty or each.window in own or saw_it or each.window == window
            assert gone or any(one.holds(each) for one in everything)


def test_words_that_no_page_wrote_stand_below_what_is_there_and_its_own_fields_stay() -> None:
    before = kept("She asked", chosen="Tuesday")
    after = draft.again(before, "By phone", {"pick.chosen": "Monday", "pick.offered": "two"})
    assert after.draft.text == "She asked\n\nBy phone"
    assert after.draft.fields == {"pick.chosen": "Tuesday", "pick.offered": "two"}
    assert (after.draft.window, after.version) == ("", 2)


def test_words_that_are_there_already_change_nothing_unless_a_field_comes_with_them() -> None:
    before = kept("She asked", chosen="Tuesday")
    assert draft.again(before, "asked", {"pick.chosen": "Monday"}) is before
    after = draft.again(before, "asked", {"pick.offered": "two"})
    assert (after.draft.text, after.version) == ("She asked", 2)
    assert after.draft.fields == {"pick.chosen": "Tuesday", "pick.offered": "two"}


def test_facts_are_recorded_and_not_signed() -> None:
    both = Written(text="Asked", fields={"pick.chosen": "Tuesday", "fact.form_received": "yes"})
    assert both.without_facts() == Written(text="Asked", fields={"pick.chosen": "Tuesday"})
    alone = Written(text="", fields={"fact.reason_learned": "moving a visit"})
    assert draft.to_sign(Kept(draft=both, beside=(alone,))) == "Asked\n\nTuesday"
