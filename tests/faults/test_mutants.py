"""Each harness catches the product broken in the way it is there to catch."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.faults import (
    clock_silent,
    database_killed,
    import_killed,
    mutants,
    refusing,
    together,
    two_people,
    web_killed,
    worker_frozen,
    worker_killed,
)
from tests.faults.server import a_server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.mutants import Mutant
    from tests.faults.server import Seed, Server

LIMIT_S = 180
"""Generous: a mutant takes about ten seconds where nothing else runs."""

DEADLY = ("INSERT INTO arrival", "COMMIT")


def _killed_database(server: Server) -> list[str]:
    return database_killed.run(server, seed=7, kills=3).wrong


def _killed_web(server: Server) -> list[str]:
    return web_killed.run(
        server,
        [
            each
            for each in web_killed.POINTS
            if each.doing != "done" and each.when == "after" and each.statement in DEADLY
        ],
    )


def _two_people(server: Server) -> list[str]:
    return two_people.run(server, pairs=32)


RUN: dict[str, Callable[[Server], list[str]]] = {
    "R1": _killed_database,
    "R2": _killed_web,
    "R6": together.until_it_shows,
    "R19": lambda server: import_killed.run(server, import_killed.POINTS[-1:]),
    "R24": _two_people,
}
SERVED = {"R2": web_killed.served, "R19": import_killed.served}


@pytest.mark.parametrize("mutant", mutants.MUTANTS, ids=lambda each: f"{each.harness}: {each.name}")
def test_the_harness_catches(mutant: Mutant, seed: Seed, tmp_path: Path) -> None:
    began = time.monotonic()
    with mutants.broken(mutant, tmp_path / "source") as source:
        wrong = _run(mutant, seed, source)
    assert any(mutant.catches in each for each in wrong), wrong
    assert time.monotonic() - began < LIMIT_S


def _run(mutant: Mutant, seed: Seed, source: Path) -> list[str]:
    if mutant.harness == "R3":
        return worker_killed.run(seed, source, mails=750, kills=25)
    if mutant.harness == "R4":
        return worker_frozen.run(seed, source)
    if mutant.harness == "R23":
        return clock_silent.run(seed, source, dead=False)
    if mutant.harness == "R14":
        return refusing.run(seed, ("fsync",), source)
    serve = SERVED.get(mutant.harness, a_server)
    with serve(seed, source) as server:
        with server.admin() as admin:
            for statement in mutant.sql:
                admin.execute(statement)
        return RUN[mutant.harness](server)
