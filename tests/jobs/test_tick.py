"""The tick as real processes: one works, the other waits; neither dies quietly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError

from ringback.actions import claim
from ringback.jobs import checkpointing, tick
from ringback.models import Callback, Entry
from ringback.queries.scope import scope
from tests import ledgers, records
from tests.cast import NOON, came_in
from tests.cli.running import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("afresh")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts a tick on this process's own database; all of them end with the test."""
    running: list[subprocess.Popen[str]] = []

    def started(**more: str) -> subprocess.Popen[str]:
        env = {**os.environ, "RINGBACK_LAPSE_EVERY_S": "0.1", "RINGBACK_SECRET_KEY": "invented"}
        env |= {"RINGBACK_HOME": str(tmp_path / "home"), **more}
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "ringback.jobs"],
                env=env,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return running[-1]

    yield started
    for each in running:
        each.kill()
        each.communicate()


def ticks() -> int:
    """How many ticks have a connection of their own."""
    asked = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE application_name = 'ringback tick' AND datname = current_database()"
    )
    with psycopg.connect(os.environ["DATABASE_DIRECT_URL"]) as connection:
        found = connection.execute(asked).fetchone()
    assert found is not None
    return int(found[0])


def holders() -> int:
    asked = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = %s"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with psycopg.connect(os.environ["DATABASE_DIRECT_URL"]) as connection:
        found = connection.execute(asked, [tick.LOCK]).fetchone()
    assert found is not None
    return int(found[0])


def holder() -> int | None:
    """The database process that serves whoever ticks."""
    asked = (
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = %s"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with psycopg.connect(os.environ["DATABASE_DIRECT_URL"]) as connection:
        found = connection.execute(asked, [tick.LOCK]).fetchone()
    return None if found is None else int(found[0])


def left_lying(cast: Cast) -> UUID:
    """A callback whose owner went away twenty minutes ago."""
    then = datetime.now(UTC) - timedelta(minutes=20)  # noqa: TID251 - the tick reads the real clock
    received = came_in(cast.dana, now=then)
    assert received.callback_id is not None
    claim.claim(received.callback_id, by=cast.vik, now=then)
    return received.callback_id


def returned(cast: Cast, callback_id: UUID) -> bool:
    with scope(cast.practice_id):
        return Callback.objects.filter(id=callback_id, owner=None, came_back="lapsed").exists()


def lapses(cast: Cast) -> int:
    with scope(cast.practice_id):
        return Entry.objects.filter(verb="lapsed", via="tick").count()


def test_of_two_ticks_one_works_and_the_other_takes_over(
    cedar: Cast, start: Callable[[], subprocess.Popen[str]]
) -> None:
    first = start()
    until(lambda: holders() == 1)
    second = start()
    until(lambda: ticks() == 2)
    mine = left_lying(cedar)
    until(lambda: returned(cedar, mine))
    assert (holders(), lapses(cedar)) == (1, 1)
    first.send_signal(signal.SIGKILL)
    first.wait(5)
    other = left_lying(cedar)
    until(lambda: returned(cedar, other), 10)
    assert (holders(), lapses(cedar)) == (1, 2)
    assert second.poll() is None


def test_it_stops_promptly_whether_it_works_or_waits(
    start: Callable[[], subprocess.Popen[str]],
) -> None:
    works = start()
    until(lambda: holders() == 1)
    waits = start()
    until(lambda: ticks() == 2)
    for each in (waits, works):
        begun = time.monotonic()
        each.send_signal(signal.SIGTERM)
        each.wait(5)
        assert time.monotonic() - begun < 2


def sealed(cast: Cast) -> bool:
    return len(ledgers.seals(cast)) == records.entries(cast) > 0


def test_what_is_written_is_sealed_by_the_clock(
    cedar: Cast, start: Callable[..., subprocess.Popen[str]]
) -> None:
    """Within a second where there are few practices; the database of the tests has hundreds."""
    start(RINGBACK_LAPSE_EVERY_S="3600")
    kept: list[tuple[int, UUID]] = []
    for _ in range(3):
        came_in(cedar.dana)
        until(lambda: sealed(cedar), 20)
        before, kept = kept, ledgers.seals(cedar)
        assert len(kept) > len(before)
        assert kept[: len(before)] == before


def test_checkpoints_are_kept_in_both_places_by_the_clock(
    cedar: Cast, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    ledgers.sealed_day(cedar)
    second = tmp_path / "elsewhere"
    second.mkdir()
    start(RINGBACK_CHECKPOINTS=str(second), RINGBACK_CHECKPOINT_EVERY_S="0.2")
    name = f"{cedar.practice_id}.jsonl"
    until((second / name).exists, 20)
    first = tmp_path / "home" / "checkpoints" / name
    assert first.read_text().splitlines()[0] == (second / name).read_text().splitlines()[0]


def test_a_second_place_that_is_away_is_logged_and_the_first_is_kept(
    cedar: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledgers.sealed_day(cedar)
    monkeypatch.setenv("RINGBACK_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(settings, "CHECKPOINTS", tmp_path / "away", raising=False)
    checkpointing.keep(cedar.practice_id, NOON)
    assert "cannot be kept" in caplog.text
    assert "away" in caplog.text
    kept = tmp_path / "home" / "checkpoints" / f"{cedar.practice_id}.jsonl"
    assert len(kept.read_text().splitlines()) == 1


def test_a_practice_in_which_nothing_happens_gets_no_line_every_hour(
    cedar: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledgers.sealed_day(cedar)
    monkeypatch.setenv("RINGBACK_HOME", str(tmp_path / "home"))
    kept = tmp_path / "home" / "checkpoints" / f"{cedar.practice_id}.jsonl"
    for lines, more in ((1, False), (1, True), (2, False)):
        checkpointing.keep(cedar.practice_id, NOON)
        assert len(kept.read_text().splitlines()) == lines
        if more:
            ledgers.sealed_day(cedar)


def test_what_is_not_sealed_when_it_is_told_to_stop_is_sealed_then(
    cedar: Cast, start: Callable[..., subprocess.Popen[str]]
) -> None:
    process = start(RINGBACK_SEAL_EVERY_S="3600")
    left = left_lying(cedar)
    until(lambda: returned(cedar, left))
    came_in(cedar.dana)
    assert not sealed(cedar)
    process.terminate()
    said = process.communicate(timeout=5)[1]
    assert sealed(cedar), said


def test_it_outlives_its_connections_and_says_so(
    cedar: Cast, start: Callable[[], subprocess.Popen[str]]
) -> None:
    process = start()
    until(lambda: holders() == 1)
    before = holder()
    with psycopg.connect(os.environ["DATABASE_DIRECT_URL"], autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'ringback tick' AND datname = current_database()"
        )
    mine = left_lying(cedar)
    until(lambda: returned(cedar, mine))
    until(lambda: holder() not in {None, before})
    assert process.poll() is None
    process.terminate()
    assert "the database is away" in process.communicate(timeout=5)[1]


def test_one_practices_trouble_does_not_stop_the_others(
    cedar: Cast, elm: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    seen = []

    def do(practice_id: UUID, now: datetime) -> None:
        seen.append((practice_id, now))
        if practice_id == cedar.practice_id:
            raise IntegrityError("something is wrong here")

    now = datetime(2026, 11, 23, tzinfo=UTC)
    tick.once(tick.Duty(name="a duty", period_s=1, do=do), now)
    assert {cedar.practice_id, elm.practice_id} <= {each for each, _ in seen}
    assert "a duty failed for one practice" in caplog.text


def test_an_absent_database_stops_the_round(cedar: Cast) -> None:
    seen = []

    def do(practice_id: UUID, _now: datetime) -> None:
        seen.append(practice_id)
        raise OperationalError("away")

    with pytest.raises(OperationalError):
        tick.once(tick.Duty(name="a duty", period_s=1, do=do), datetime(2026, 11, 23, tzinfo=UTC))
    assert len(seen) == 1
    assert cedar.practice_id


def test_the_real_periods() -> None:
    assert [(duty.name, duty.period_s) for duty in tick.duties()] == [
        ("return lapsed leases", 5),
        ("end calls that nobody ended", 5),
        ("open promised calls whose owner is away", 5),
        ("return what is needed before its owner is back", 5),
        ("forget what can no longer be undone", 60),
        ("forget pages that went without a word", 5),
        ("forget imports nobody went on with", 3600),
        ("seal the record of who did and saw what", 0.5),
        ("sign how far that record goes", 3600),
    ]
    assert settings.LEASE_S == 15 * 60
