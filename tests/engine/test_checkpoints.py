"""The key that signs, and the files its checkpoints are kept in."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from ringback.engine import checkpoints, ledgerkey
from ringback.engine.account import server_account
from ringback.engine.home import open_home
from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from pathlib import Path

    from ringback.engine.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "home", server_account())


def test_a_key_is_made_once_and_closed_to_others(home: Home) -> None:
    first, again = ledgerkey.own(home), ledgerkey.own(home)
    assert first.public == again.public
    assert stat.S_IMODE((home.path / "ledger.key").stat().st_mode) == 0o600
    assert ledgerkey.trusted(home.path / "ledger.pub") == (first.public,)


def test_a_key_others_can_read_is_not_used(home: Home) -> None:
    ledgerkey.own(home)
    (home.path / "ledger.key").chmod(0o644)
    with pytest.raises(EngineTrouble, match="can be read by others"):
        ledgerkey.own(home)


def test_a_file_that_is_no_key_is_said(home: Home) -> None:
    (home.path / "ledger.key").touch(mode=0o600)
    with pytest.raises(EngineTrouble, match="holds no key"):
        ledgerkey.own(home)


def test_the_public_half_of_a_lost_key_stays_beside_that_of_the_new_one(home: Home) -> None:
    lost = ledgerkey.own(home).public
    (home.path / "ledger.key").unlink()
    new = ledgerkey.own(home).public
    assert ledgerkey.trusted(home.path / "ledger.pub") == (lost, new)


@pytest.mark.parametrize("text", ["", "zz\n", "abcd\n", "not a key"])
def test_a_file_without_public_keys_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys").write_text(text)
    with pytest.raises(EngineTrouble, match="holds no public keys"):
        ledgerkey.trusted(tmp_path / "keys")
    with pytest.raises(EngineTrouble, match="cannot be read"):
        ledgerkey.trusted(tmp_path / "absent")


def test_only_the_bytes_that_were_signed_by_that_key_are_genuine(home: Home) -> None:
    key = ledgerkey.own(home)
    signature = key.sign(b"data")
    assert ledgerkey.genuine(key.public, signature, b"data")
    assert not ledgerkey.genuine(key.public, signature, b"datA")
    assert not ledgerkey.genuine(key.public, bytes(64), b"data")
    assert not ledgerkey.genuine(bytes(32), signature, b"data")
    assert not ledgerkey.genuine(b"short", signature, b"data")


def test_lines_are_added_and_read_in_their_order(tmp_path: Path) -> None:
    folder = tmp_path / "checkpoints"
    assert checkpoints.last(folder, "cedar") == ""
    for each in ("one", "two", "three"):
        checkpoints.append(folder, "cedar", each, make=True)
    checkpoints.append(folder, "elm", "other", make=True)
    found = checkpoints.read(folder)
    assert [(each.name, each.lines, each.torn) for each in found] == [
        ("cedar", ("one", "two", "three"), False),
        ("elm", ("other",), False),
    ]
    assert checkpoints.last(folder, "cedar") == "three"
    assert stat.S_IMODE((folder / "cedar.jsonl").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("before", ["one\n", "one\n" * 2000])
def test_a_torn_line_is_told_and_gone_with_the_next(tmp_path: Path, before: str) -> None:
    path = tmp_path / "cedar.jsonl"
    path.write_text(before + '{"practice": "ab')
    (found,) = checkpoints.read(tmp_path)
    assert (found.torn, found.lines[-1]) == (True, "one")
    checkpoints.append(tmp_path, "cedar", "two", make=False)
    assert path.read_text() == before + "two\n"
    assert checkpoints.read(tmp_path)[0].torn is False


def test_a_file_with_nothing_but_a_torn_line_begins_again(tmp_path: Path) -> None:
    (tmp_path / "cedar.jsonl").write_text("{")
    checkpoints.append(tmp_path, "cedar", "one", make=False)
    assert (tmp_path / "cedar.jsonl").read_text() == "one\n"


def test_an_absent_second_place_is_not_made_on_this_machine(tmp_path: Path) -> None:
    with pytest.raises(EngineTrouble, match=r"cannot be kept in .*away \(No such file"):
        checkpoints.append(tmp_path / "away", "cedar", "one", make=False)
    assert not (tmp_path / "away").exists()


def test_a_folder_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(EngineTrouble, match="cannot be read"):
        checkpoints.read(tmp_path / "away")


def test_bytes_that_are_no_text_are_read_as_something_that_is_no_checkpoint(tmp_path: Path) -> None:
    (tmp_path / "cedar.jsonl").write_bytes(b"\xff\xfe\n")
    assert checkpoints.read(tmp_path)[0].lines == ("\ufffd\ufffd",)
