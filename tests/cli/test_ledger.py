"""`ringback ledger`: a whole record passes; whatever was done to it is found and named."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from typer.testing import CliRunner

from ringback.cli.actor import Unclear
from ringback.cli.ledger import _counted, app
from ringback.engine import checkpoints, ledgerkey
from ringback.engine.account import server_account
from ringback.engine.home import open_home
from ringback.models import Seal
from ringback.queries import ledger
from ringback.queries.scope import scope, trip
from ringback.rules.checkpoint import line, read
from ringback.rules.ledger import BEGINNING, link
from tests.cast import NOON, came_in, gather
from tests.ledgers import seal, sealed_day, seals, superuser

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own, with keys and checkpoints of its own."""
    path = tmp_path / "home"
    monkeypatch.setenv("RINGBACK_HOME", str(path))
    return path


@pytest.fixture(autouse=True)
def signs_rarely(settings: SettingsWrapper) -> None:
    """These days were sealed long ago, and what is looked for in them is something else."""
    settings.CHECKPOINT_EVERY_S = 10 * 365 * 86_400


def ring(*args: object) -> tuple[int, str, str]:
    """Run a command: exit code, what it printed, what it complained of."""
    found = CliRunner().invoke(app, [str(each) for each in args])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.exit_code, found.stdout, found.stderr


def verified(cast: Cast, *more: object) -> tuple[int, str]:
    code, said, _ = ring("verify", "--practice", cast.slug, *more)
    return code, said.strip()


def signed(cast: Cast) -> None:
    assert ring("checkpoint", "--practice", cast.slug)[0] == 0


def file_of(cast: Cast, folder: Path) -> Path:
    return folder / f"{cast.practice_id}.jsonl"


def by_hand(statement: str, *values: Any) -> None:
    """Done to the tables by somebody whom nothing holds."""
    with superuser() as hand:
        assert hand.execute(statement, values).rowcount > 0


def test_a_whole_record_passes_and_says_how_far_it_goes(cedar: Cast) -> None:
    sealed_day(cedar)
    entries = len(seals(cedar))
    code, said = verified(cedar)
    assert code == 0
    assert re.fullmatch(
        rf"Cedar Street Family: {entries} entries, sealed to \d\d:\d\d:\d\d, 0 checkpoints", said
    )
    signed(cedar)
    assert verified(cedar)[1].endswith(", 1 checkpoint")
    assert ": 1 checkpoint read." in ring("verify", "--practice", cedar.slug)[2]
    sealed_day(cedar)
    signed(cedar)
    assert verified(cedar)[1].endswith(", 2 checkpoints")


def test_a_whole_record_passes_as_json(cedar: Cast) -> None:
    sealed_day(cedar)
    code, said, _ = ring("verify", "--practice", cedar.slug, "--json")
    found = json.loads(said)
    assert (code, found["whole"]) == (0, True)
    (one,) = found["practices"]
    assert one.pop("sealed_to")
    assert one == {
        "practice": str(cedar.practice_id),
        "name": "Cedar Street Family",
        "entries": len(seals(cedar)),
        "checkpoints": 0,
        "gaps": [],
    }


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (1204, "1,204 entries")],
)
def test_one_is_one_and_more_are_several(number: int, words: str) -> None:
    assert _counted(number, "entry", "entries") == words


@pytest.mark.parametrize("command", ["verify", "checkpoint"])
def test_a_practice_that_is_not_here_is_said_in_plain_words(cedar: Cast, command: str) -> None:
    with pytest.raises(Unclear) as refused:
        ring(command, "--practice", "ceder")
    said = str(refused.value)
    assert said.startswith("No practice here has the short name 'ceder'; there are: ")
    assert cedar.slug in said


def test_nothing_yet_is_whole_and_has_nothing_to_sign() -> None:
    empty = gather("Fir Road Clinic")
    code, said, _ = ring("checkpoint", "--practice", empty.slug)
    assert (code, said.strip()) == (0, "Fir Road Clinic: nothing is sealed yet")


def edited(cast: Cast) -> str:
    _, entry = seals(cast)[1]
    by_hand("UPDATE journal SET verb = overlay(verb placing 'x' from 1 for 1) WHERE id = %s", entry)
    return f"position 2: entry {entry} is not what was sealed there"


def one_byte_of_the_details(cast: Cast) -> str:
    _, entry = seals(cast)[2]
    by_hand("UPDATE journal SET details = details || '{\"a\": 1}' WHERE id = %s", entry)
    return f"position 3: entry {entry} is not what was sealed there"


def deleted(cast: Cast) -> str:
    _, entry = seals(cast)[1]
    by_hand("DELETE FROM journal WHERE id = %s", entry)
    return f"position 2: its entry {entry} is gone"


def deleted_with_its_seal(cast: Cast) -> str:
    _, entry = seals(cast)[1]
    by_hand("DELETE FROM journal WHERE id = %s", entry)
    by_hand("DELETE FROM seal WHERE entry_id = %s", entry)
    return "position 2 is missing: its seal was taken out"


def put_in(cast: Cast) -> str:
    came_in(cast.dana)
    known = {entry for _, entry in seals(cast)}
    with superuser() as hand:
        asked = "SELECT id FROM journal WHERE practice_id = %s AND NOT id = ANY (%s) LIMIT 1"
        (entry,) = hand.execute(asked, [cast.practice_id, list(known)]).fetchone() or ()
        position = len(known) + 1
        hand.execute(
            "INSERT INTO seal (practice_id, position, entry_id, hash, sealed_at)"
            " VALUES (%s, %s, %s, %s, now())",
            [cast.practice_id, position, entry, bytes(32)],
        )
    return f"position {position}: entry {entry} is not what was sealed there"


def moved(cast: Cast) -> str:
    (_, second), (_, third) = seals(cast)[1:3]
    swap = (
        "UPDATE seal SET entry_id = CASE entry_id WHEN %s THEN %s ELSE %s END"
        " WHERE practice_id = %s AND position IN (2, 3)"
    )
    with superuser() as hand:
        hand.execute("ALTER TABLE seal DROP CONSTRAINT seal_of_entry_once")
        assert hand.execute(swap, [second, third, second, cast.practice_id]).rowcount == 2
        hand.execute(
            "ALTER TABLE seal ADD CONSTRAINT seal_of_entry_once UNIQUE (practice_id, entry_id)"
        )
    return f"position 2: entry {third} is not what was sealed there"


def written_past_the_sealer(cast: Cast) -> str:
    came_in(cast.dana)
    known = {entry for _, entry in seals(cast)}
    with superuser() as hand:
        asked = "SELECT id FROM journal WHERE practice_id = %s AND NOT id = ANY (%s) LIMIT 1"
        (entry,) = hand.execute(asked, [cast.practice_id, list(known)]).fetchone() or ()
    return f"entry {entry} has waited to be sealed since 2026-11-23 12:00:00-05:00"


@pytest.mark.parametrize(
    "done",
    [
        edited, one_byte_of_the_details, deleted, deleted_with_its_seal, put_in, moved,
        written_past_the_sealer,
    ],
)  # fmt: skip
def test_what_was_done_to_the_record_is_found_and_named(
    cedar: Cast, elm: Cast, done: Callable[[Cast], str]
) -> None:
    sealed_day(cedar)
    sealed_day(elm)
    expected = done(cedar)
    code, said = verified(cedar)
    assert code == 1
    assert said.startswith(f"Cedar Street Family: {expected}")
    assert verified(elm)[0] == 0


def test_the_gap_is_named_in_json_too(cedar: Cast) -> None:
    sealed_day(cedar)
    deleted(cedar)
    code, said, _ = ring("verify", "--practice", cedar.slug, "--json")
    found = json.loads(said)
    assert (code, found["whole"]) == (1, False)
    (gap,) = found["practices"][0]["gaps"]
    entry = str(seals(cedar)[1][1])
    assert (gap["what"], gap["position"], gap["entry"]) == ("missing_entry", 2, entry)


def by_the_app(cast: Cast, **given: Any) -> UUID:
    """A seal put in by hand by whoever holds the app's own password; answers of which entry."""
    came_in(cast.dana)
    came_in(cast.dana)
    asked = ledger.unsealed(cast.practice_id, since=None, after=UUID(int=0), most=2)
    found = ledger.found_unsealed(trip(cast.practice_id, *asked))
    (_, of_another), (entry, _) = found.entries
    position = found.end.position + 1
    fits = link(found.end.hash, position, of_another)
    values = {"position": position, "hash": fits, "sealed_at": NOON, **given}
    with scope(cast.practice_id):
        Seal.objects.create(practice_id=cast.practice_id, entry_id=entry, **values)
    return entry


FAR = 2**62
BY_THE_APP: dict[str, tuple[dict[str, Any], str]] = {
    "of no hash at all": ({"hash": b""}, "position {next}: entry {entry} is not what was"),
    "that fits, but another entry": (
        {}, "position {next}: entry {entry} is not what was",
    ),
    "far away": ({"position": FAR}, "position {next} is missing: its seal was taken out, or"),
    "at no time": (
        {"sealed_at": datetime(1, 1, 2, tzinfo=UTC)}, "position {next}: entry {entry} is not what",
    ),
    "in a far time": (
        {"sealed_at": datetime(9998, 1, 1, tzinfo=UTC)}, "position {next}: entry {entry} is not",
    ),
}  # fmt: skip
"""A seal that the app's own role put in, and what is said of it: the app may add seals."""


@pytest.mark.parametrize("given", BY_THE_APP)
def test_a_seal_the_app_put_in_by_hand_is_named_and_what_is_sealed_after_it_is_looked_at(
    cedar: Cast, elm: Cast, given: str
) -> None:
    sealed_day(cedar)
    sealed_day(elm)
    next_one = len(seals(cedar)) + 1
    values, expected = BY_THE_APP[given]
    entry = by_the_app(cedar, **values)
    seal(cedar)
    code, said = verified(cedar)
    told = expected.format(next=next_one, entry=entry)
    others = [each for each in said.splitlines()[1:] if "no checkpoint that was read" not in each]
    assert (code, others) == (1, [])
    assert said.startswith(f"Cedar Street Family: {told}")
    _, last = seals(cedar)[-1]
    by_hand("UPDATE journal SET verb = verb || 'x' WHERE id = %s", last)
    assert f"entry {last} is not what was sealed there" in verified(cedar)[1].splitlines()[1]
    assert verified(elm)[0] == 0


def test_every_practice_is_looked_at_and_at_most_twenty_gaps_of_one_are_named(
    cedar: Cast, elm: Cast
) -> None:
    sealed_day(cedar, calls=25)
    sealed_day(elm)
    by_hand("UPDATE journal SET verb = verb || 'x' WHERE practice_id = %s", cedar.practice_id)
    deleted(elm)
    code, said, _ = ring("verify", "--json")
    found = {each["practice"]: each["gaps"] for each in json.loads(said)["practices"]}
    assert code == 1
    assert [each["position"] for each in found[str(cedar.practice_id)]] == list(range(1, 21))
    assert [each["what"] for each in found[str(elm.practice_id)]] == ["missing_entry"]


# What only checkpoints find


def cut(cast: Cast, after: int) -> None:
    by_hand("DELETE FROM journal WHERE id IN (SELECT entry_id FROM seal WHERE practice_id = %s"
            " AND position > %s)", cast.practice_id, after)  # fmt: skip
    by_hand("DELETE FROM seal WHERE practice_id = %s AND position > %s", cast.practice_id, after)


def test_a_cut_end_is_found_by_a_checkpoint_only(cedar: Cast) -> None:
    sealed_day(cedar)
    cut(cedar, 3)
    assert verified(cedar)[0] == 0
    sealed_day(cedar)
    signed(cedar)
    cut(cedar, 6)
    code, said = verified(cedar)
    assert code == 1
    assert "it ends before position 7, and a signed checkpoint went further" in said


def test_a_record_written_anew_is_found_by_a_checkpoint_only(cedar: Cast) -> None:
    sealed_day(cedar)
    rewrite(cedar)
    assert verified(cedar)[0] == 0
    signed(cedar)
    rewrite(cedar)
    code, said = verified(cedar)
    last, entry = seals(cedar)[-1]
    assert code == 1
    assert f"position {last} (entry {entry}): a signed checkpoint says otherwise" in said


def rewrite(cast: Cast) -> None:
    """Somebody changes an entry and computes every seal from there on anew, as we would."""
    _, entry = seals(cast)[1]
    by_hand("UPDATE journal SET verb = verb || 'x' WHERE id = %s", entry)
    by_hand("DELETE FROM seal WHERE practice_id = %s", cast.practice_id)
    seal(cast)


def test_a_whole_practice_that_was_removed_is_found(cedar: Cast) -> None:
    sealed_day(cedar)
    signed(cedar)
    entries = len(seals(cedar))
    with superuser() as hand:
        tables = "SELECT table_name FROM information_schema.columns WHERE column_name = %s"
        for (table,) in hand.execute(tables, ["practice_id"]).fetchall():
            hand.execute(f"DELETE FROM {table} WHERE practice_id = %s", [cedar.practice_id])
        hand.execute("DELETE FROM practice WHERE id = %s", [cedar.practice_id])
    code, said, _ = ring("verify")
    gone = "the practice is gone; a signed checkpoint says that its record had"
    assert (code, said.splitlines()[0]) == (1, f"{cedar.practice_id}: {gone} {entries} entries.")


def test_a_record_that_was_emptied_is_found(cedar: Cast) -> None:
    sealed_day(cedar)
    signed(cedar)
    cut(cedar, 0)
    code, said = verified(cedar)
    assert code == 1
    assert "it ends before position 1" in said


def forged(cast: Cast, folder: Path, **change: Any) -> None:
    """A line more in the file, signed by us but saying something else than what was signed."""
    path = file_of(cast, folder)
    found = read(path.read_text().splitlines()[-1])
    assert found is not None
    altered = replace(found, checkpoint=replace(found.checkpoint, **change))
    checkpoints.append(folder, path.stem, line(altered), make=False)


@pytest.mark.parametrize(
    "change",
    [
        {"position": 3},
        {"hash": bytes(32)},
        {"at": NOON + timedelta(hours=1)},
    ],
)
def test_a_forged_checkpoint_is_found(cedar: Cast, home: Path, change: dict[str, Any]) -> None:
    sealed_day(cedar)
    signed(cedar)
    forged(cedar, home / "checkpoints", **change)
    code, said = verified(cedar)
    path = file_of(cedar, home / "checkpoints")
    why = "is forged: the signature does not fit what it says."
    assert (code, said) == (1, f"Cedar Street Family: line 2 of {path} {why}")


def test_a_checkpoint_by_another_key_is_not_believed(
    cedar: Cast, home: Path, tmp_path: Path
) -> None:
    sealed_day(cedar)
    signed(cedar)
    other = open_home(tmp_path / "other", server_account())
    ledgerkey.own(other)
    code, said = verified(cedar, "--key", other.path / "ledger.pub")
    assert code == 1
    assert said.endswith("is signed with a key that is not among the known ones.")
    assert verified(cedar, "--key", home / "ledger.pub")[0] == 0


def test_checkpoints_of_another_practice_are_not_believed(
    cedar: Cast, elm: Cast, home: Path
) -> None:
    sealed_day(cedar)
    sealed_day(elm)
    signed(elm)
    folder = home / "checkpoints"
    file_of(elm, folder).rename(file_of(cedar, folder))
    code, said = verified(cedar)
    assert code == 1
    assert said.endswith("is about another practice than the file's.")


def test_a_line_in_the_middle_that_is_no_checkpoint_is_named(cedar: Cast, home: Path) -> None:
    sealed_day(cedar)
    signed(cedar)
    path = file_of(cedar, home / "checkpoints")
    path.write_text(path.read_text()[:-20] + "\n" + path.read_text())
    code, said = verified(cedar)
    assert (code, said.endswith(f"line 1 of {path} is no checkpoint.")) == (1, True)


def test_a_line_torn_by_a_power_cut_is_said_and_no_forgery(cedar: Cast, home: Path) -> None:
    sealed_day(cedar)
    signed(cedar)
    path = file_of(cedar, home / "checkpoints")
    path.write_text(path.read_text() + path.read_text()[:40])
    code, said, complained = ring("verify", "--practice", cedar.slug)
    assert (code, said.strip().endswith(", 1 checkpoint")) == (0, True)
    assert complained.startswith(f"{path}: its last line was torn in the middle of writing")


# Two places


def test_both_places_get_the_same_line_and_are_both_read(
    cedar: Cast, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "elsewhere"
    second.mkdir()
    monkeypatch.setattr("django.conf.settings.CHECKPOINTS", second, raising=False)
    sealed_day(cedar)
    signed(cedar)
    here, there = file_of(cedar, home / "checkpoints"), file_of(cedar, second)
    assert here.read_text() == there.read_text()
    here.unlink()
    cut(cedar, 3)
    assert "it ends before position 4" in verified(cedar)[1]


def test_a_second_place_that_cannot_be_written_is_said_and_the_first_is_written(
    cedar: Cast, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = tmp_path / "away"
    monkeypatch.setattr("django.conf.settings.CHECKPOINTS", away, raising=False)
    sealed_day(cedar)
    code, _, complained = ring("checkpoint", "--practice", cedar.slug)
    assert code == 1
    assert f"The checkpoint cannot be kept in {away}" in complained
    assert len(file_of(cedar, home / "checkpoints").read_text().splitlines()) == 1


def test_checkpoints_from_elsewhere_are_read_too(cedar: Cast, home: Path, tmp_path: Path) -> None:
    sealed_day(cedar)
    signed(cedar)
    taken = tmp_path / "taken"
    (home / "checkpoints").rename(taken)
    cut(cedar, 3)
    assert verified(cedar)[0] == 0
    assert verified(cedar, "--checkpoints", taken)[0] == 1


def test_two_genuine_checkpoints_that_contradict_each_other_are_a_gap(cedar: Cast) -> None:
    """So it is where an older backup was brought back and work went on from there."""
    sealed_day(cedar)
    signed(cedar)
    before = len(seals(cedar))
    rewrite(cedar)
    signed(cedar)
    code, said = verified(cedar)
    assert code == 1
    assert f"position {before} (entry" in said


def test_the_chain_is_what_its_description_says(cedar: Cast) -> None:
    """Written out once more, from the tables alone: anybody can check it without our code."""
    sealed_day(cedar)
    with superuser() as hand:
        rows = hand.execute(
            "SELECT seal.position, seal.hash, record_send(ROW(j.id, j.practice_id, j.at,"
            " j.actor_id, j.via::text, j.os_user::text, j.verb::text, j.subject_kind::text,"
            " j.subject_id, j.details, j.refused, j.changed))"
            " FROM seal JOIN journal j ON j.id = seal.entry_id"
            " WHERE seal.practice_id = %s ORDER BY 1",
            [cedar.practice_id],
        ).fetchall()
    before = BEGINNING
    for position, hash_, content in rows:
        before = link(before, position, content)
        assert before == hash_
    assert len(rows) == len(seals(cedar)) > 0


def test_without_its_checkpoints_an_old_record_is_not_called_whole(
    cedar: Cast, home: Path, settings: SettingsWrapper
) -> None:
    settings.CHECKPOINT_EVERY_S = 3600
    sealed_day(cedar)
    signed(cedar)
    assert verified(cedar)[0] == 0
    moved = home / "elsewhere"
    (home / "checkpoints").rename(moved)
    code, said = verified(cedar)
    assert code == 1
    assert said.startswith(
        "Cedar Street Family: position 1 was sealed at 2026-11-23 12:00:00-05:00"
    )
    assert verified(cedar, "--checkpoints", moved)[0] == 0


def test_lines_taken_out_of_the_end_of_the_checkpoints_are_noticed(
    cedar: Cast, home: Path, settings: SettingsWrapper
) -> None:
    settings.CHECKPOINT_EVERY_S = 3600
    sealed_day(cedar)
    signed(cedar)
    first = len(seals(cedar))
    sealed_day(cedar)
    signed(cedar)
    path = file_of(cedar, home / "checkpoints")
    path.write_text(path.read_text().splitlines(keepends=True)[0])
    code, said = verified(cedar)
    assert (code, f"position {first + 1} was sealed" in said) == (1, True)


def test_what_was_sealed_within_two_periods_need_not_be_signed_yet(
    cedar: Cast, settings: SettingsWrapper
) -> None:
    settings.CHECKPOINT_EVERY_S = 3600
    sealed_day(cedar)
    with superuser() as hand:
        hand.execute(
            "UPDATE seal SET sealed_at = now() - interval '119 minutes' WHERE practice_id = %s",
            [cedar.practice_id],
        )
    assert verified(cedar)[0] == 0


def test_it_says_which_places_it_read(cedar: Cast, home: Path, tmp_path: Path) -> None:
    sealed_day(cedar)
    assert "No place with checkpoints is there" in ring("verify", "--practice", cedar.slug)[2]
    signed(cedar)
    other = tmp_path / "other"
    other.mkdir()
    asked = ("verify", "--practice", cedar.slug, "--checkpoints", other, "--json")
    code, said, places = ring(*asked)
    own = home / "checkpoints"
    assert (code, json.loads(said)["read_in"]) == (
        0,
        [{"place": str(own), "lines": 1}, {"place": str(other), "lines": 0}],
    )
    assert places == f"{own}: 1 checkpoint read.\n{other}: 0 checkpoints read.\n"
