"""Commands act as somebody, and the journal names them and the user of the operating system."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import pytest

from ringback.cli import actor, importing, token
from ringback.cli.actor import COMMAND_LINE, Unclear
from ringback.cli.importing import Wanted
from ringback.engine.wallclock import now as clock
from ringback.queries import person
from tests import records
from tests.cast import joined
from tests.phonelogs import log, missed

if TYPE_CHECKING:
    from pathlib import Path

    from ringback.rules.access import Actor
    from tests.cast import Cast


def email_of(who: Actor) -> str:
    return next(each.email for each in person.members(who.practice_id) if each.id == who.person_id)


def test_what_is_done_by_as_is_theirs_with_the_os_user(cedar: Cast, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_bytes(log(missed("0101", "9:00")))
    importing.run(Wanted(file=str(file), practice=cedar.slug, email=email_of(cedar.mara)))
    entries = records.journal(cedar, "import begun")
    told = [(each.actor_id, each.via, each.os_user) for each in entries]
    assert told == [(cedar.mara.person_id, "cli", getpass.getuser())]


def test_without_as_it_is_the_command_line(cedar: Cast, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_bytes(log(missed("0101", "9:00")))
    importing.run(Wanted(file=str(file), practice=cedar.slug))
    (entry,) = records.journal(cedar, "import begun")
    line = person.actor_by_email(COMMAND_LINE, cedar.practice_id, via="cli")
    assert line is not None
    assert (entry.actor_id, entry.os_user) == (line.person_id, getpass.getuser())


def test_a_token_acts_as_its_person_and_is_journalled_under_its_maker(
    cedar: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    token.run("the website", email_of(cedar.vik), cedar.slug, email_of(cedar.mara))
    found = person.actor_of_token(capsys.readouterr().out.strip(), now=clock())
    assert found is not None
    assert found.person_id == cedar.vik.person_id
    (entry,) = records.journal(cedar, "token issued")
    assert (entry.actor_id, entry.os_user) == (cedar.mara.person_id, getpass.getuser())
    assert entry.details == {"person": str(cedar.vik.person_id)}


def test_who_is_not_of_the_practice_is_one_sentence(cedar: Cast, elm: Cast) -> None:
    stranger = joined("Sam Field", elm.practice_id, [])
    with pytest.raises(Unclear, match=r"Nobody with the address .* works at Cedar Street Family"):
        actor.acting(cedar.slug, email_of(stranger))
    with pytest.raises(Unclear, match="Say which practice with --practice"):
        actor.acting("")
