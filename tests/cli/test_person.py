"""`ringback person way-in`: somebody of two practices who lost phone and codes gets in again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

from ringback.actions import practice, wayin
from ringback.engine.wallclock import now as clock
from ringback.models import Entry, Person
from ringback.queries.scope import scope
from ringback.rules.access import Role
from tests.cli.running import SOURCE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
LINK = re.compile(r"(http://localhost:8008)(/sign-in/welcome/\S+)")


def ringback(home: Path, *argv: str) -> tuple[int, str, str]:
    """The command as a process, on the database of these tests."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("DATABASE_") or name in {"PATH", "HOME"}
    }
    given = {"PYTHONPATH": str(SOURCE), "RINGBACK_HOME": str(home)}
    secret = {"RINGBACK_SECRET_KEY": settings.SECRET_KEY}
    done = subprocess.run(
        [sys.executable, "-m", "ringback", *argv], env=kept | given | secret,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def email(cast: Cast) -> str:
    return Person.objects.get(id=cast.dana.person_id).email


def entries(cast: Cast, whom: Cast) -> list[tuple[str, bool]]:
    with scope(cast.practice_id):
        found = Entry.objects.filter(verb="new way in made", subject_id=whom.dana.person_id)
        return [(each.via, bool(each.os_user)) for each in found]


def test_the_link_lets_them_choose_anew_and_every_practice_knows(
    cedar: Cast, elm: Cast, tmp_path: Path
) -> None:
    practice.member(cedar.dana.person_id, elm.practice_id, roles=[Role.FRONT_DESK])
    code, said, wrong = ringback(tmp_path / "home", "person", "way-in", email(cedar).upper())
    found = LINK.search(said)
    assert (code, wrong, bool(found)) == (0, "", True)
    assert "Cedar Street Family, Elm Avenue Pediatrics" in said
    assert found is not None
    assert Client().get(found[2]).status_code == 200
    secret = found[2].rpartition("/")[2]
    came = wayin.walk_in(secret, "seven green bicycles", now=clock())
    assert came.person_id == cedar.dana.person_id
    assert Person.objects.get(id=cedar.dana.person_id).check_password("seven green bicycles")
    with pytest.raises(wayin.Refused):
        wayin.walk_in(secret, "eight green bicycles", now=clock())
    assert [entries(each, cedar) for each in (cedar, elm)] == [[("cli", True)], [("cli", True)]]


def test_nobody_of_another_practice_is_in_its_record(cedar: Cast, elm: Cast) -> None:
    assert entries(elm, cedar) == []


@pytest.mark.parametrize("who", ["nobody@example.org", "command-line@ringback.invalid", "x"])
def test_whoever_does_not_work_here_is_said_to(tmp_path: Path, who: str) -> None:
    code, said, wrong = ringback(tmp_path / "home", "person", "way-in", who)
    assert (code, said) == (1, "")
    assert wrong == f"ringback: Nobody with the address {who} works here.\n"
