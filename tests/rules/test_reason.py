"""Reasons carry their own words."""

from ringback.rules.reason import Missing, Reason, gettext_noop


def test_a_reason_fills_its_own_words() -> None:
    reason = Reason(code="held", words="{name} has it.", values=(("name", "Vik"),))
    assert str(reason) == "Vik has it."


def test_what_is_missing_is_a_reason() -> None:
    assert isinstance(Missing(code="note", words="a note"), Reason)


def test_marking_a_sentence_for_translation_leaves_it_as_it_is() -> None:
    assert gettext_noop("Take it first.") == "Take it first."
