"""What is kept unreadable: every key of the ring reads it, the newest writes it."""

import pytest

from ringback.engine.keyring import Keyring
from ringback.engine.trouble import EngineTrouble


def test_a_text_comes_back_as_it_was_and_is_kept_differently_each_time() -> None:
    ring = Keyring(["one"])
    kept = {ring.hide("Ünder the stairs", "totp") for _ in range(3)}
    assert len(kept) == 3
    assert {ring.show(each, "totp") for each in kept} == {"Ünder the stairs"}
    assert not any("stairs" in each for each in kept)


def test_an_older_key_still_reads_and_the_newest_writes() -> None:
    old, both = Keyring(["old"]), Keyring(["new", "old"])
    assert both.show(old.hide("a", "totp"), "totp") == "a"
    with pytest.raises(EngineTrouble, match="is not here"):
        old.show(both.hide("a", "totp"), "totp")


@pytest.mark.parametrize("about", ["", "audio", "totp "])
def test_a_text_cannot_be_read_as_that_of_something_else(about: str) -> None:
    ring = Keyring(["one"])
    with pytest.raises(EngineTrouble, match="was changed"):
        ring.show(ring.hide("a", "totp"), about)


def test_bytes_come_back_as_they_were_and_are_of_their_own_thing_only() -> None:
    ring = Keyring(["new", "old"])
    kept = ring.hide_bytes(b"\x00.\xff", "inbound 1")
    assert b"\x00.\xff" not in kept
    assert ring.show_bytes(kept, "inbound 1") == b"\x00.\xff"
    with pytest.raises(EngineTrouble, match="was changed"):
        ring.show_bytes(kept, "inbound 2")
    with pytest.raises(EngineTrouble, match="is not here"):
        ring.show_bytes(b"\xff.x", "inbound 1")


def test_a_changed_letter_is_noticed() -> None:
    ring = Keyring(["one"])
    kept = ring.hide("a secret of some length", "totp")
    for place in range(kept.index(".") + 1, len(kept) - 1):
        changed = kept[:place] + ("A" if kept[place] != "A" else "B") + kept[place + 1 :]
        with pytest.raises(EngineTrouble):
            ring.show(changed, "totp")


@pytest.mark.parametrize("kept", ["", "plain", "00000000.", "00000000.AAAA"])
def test_what_was_never_hidden_is_not_shown(kept: str) -> None:
    with pytest.raises(EngineTrouble):
        Keyring(["one"]).show(kept, "totp")


@pytest.mark.parametrize("given", [[], [""], ["one", ""]])
def test_a_ring_without_a_key_is_refused(given: list[str]) -> None:
    with pytest.raises(EngineTrouble, match="There is no key"):
        Keyring(given)
