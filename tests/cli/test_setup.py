"""`ringback setup` and `serve`: a real practice from nothing, and invented data never beside it."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ringback.engine import session
from tests.cli.running import Command, free_port, run

if TYPE_CHECKING:
    from collections.abc import Iterator

WILLOW = (
    "setup", "--name", "Willow Creek Family", "--zone", "America/Chicago", "--state", "il",
    "--phone", "(202) 555-0140",
    "--hours", "mon-fri 08:00-12:00, 13:00-17:00", "--manager", "Mara Lindt",
    "--email", "mara@example.org", "--category", "missed",
)  # fmt: skip


@contextmanager
def a_home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ringback-setup-"))
    yield folder / "home"
    if (folder / "home").exists():
        session.destroy(folder / "home")


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home in which practices are set up, or not quite."""
    with a_home() as found:
        yield found


@pytest.fixture
def empty_home() -> Iterator[Path]:
    """A home in which nobody set anything up yet, whatever ran before."""
    with a_home() as found:
        yield found


def said(home: Path, *changed: str) -> str:
    """What the command complains of when some of its options are others."""
    code, _, wrong = run(home, *WILLOW, *changed)
    assert code == 1
    return wrong.strip()


def test_a_real_practice_from_nothing(empty_home: Path) -> None:
    assert "No practice is set up here yet." in run(empty_home, "serve", port=free_port())[2]
    port = free_port()
    code, out, wrong = run(empty_home, *WILLOW, port=port)
    assert (code, wrong) == (0, "")
    link = re.search(rf"http://localhost:{port}(/sign-in/welcome/[\w-]{{43}})", out)
    assert link is not None, out
    served = Command(empty_home, "serve", port=port).start().ready()
    try:
        assert served.answers() == 200
        assert served.answers("people/") == 404, "nobody signs in here with a click"
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}{link[1]}", timeout=5).read()
        assert b"Willow Creek Family" in page
        nobody = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
        assert nobody.url == f"http://127.0.0.1:{port}/sign-in?next=%2F"
    finally:
        assert served.stop() == 0
    assert "real practice's" in run(empty_home, "demo", port=free_port())[2]
    assert "real practice's" in run(empty_home, "simulate")[2]
    assert "is set up here already" in said(empty_home)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (("--zone", "Chicago"), "There is no time zone 'Chicago'."),
        (("--hours", "always"), "The hours cannot be meant: 'always' is no day"),
        (("--hours", ";"), "A practice is open at some time of the week."),
        (("--country", "xx"), "No holidays are known for the country 'XX'."),
        (("--state", "zz"), "'ZZ' is none of the states of US:"),
        (("--phone", "call us"), "This is no number somebody can call."),
        (("--category", "tea"), "'TEA' is no kind of request. There are: "),
        (("--email", "mara"), "This is not an e-mail address."),
        (("--name", "…"), "Give it a name."),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_made(
    home: Path, changed: tuple[str, ...], words: str
) -> None:
    assert words in said(home, "--name", "Another", *changed)


def test_the_number_patients_know_it_by_is_asked_once_more_where_it_is_none(home: Path) -> None:
    given = ("--name", "Oak Street", "--phone", "12")
    code, _, wrong = answering(home, ("us", "(202) 555-0147"), *WILLOW, *given)
    assert (code, wrong.count("This is no number somebody can call.")) == (0, 1)
    assert '"+12025550147"' in filed(home, "oak-street")


def test_a_practice_may_be_set_up_without_a_number(home: Path) -> None:
    code, out, _ = answering(home, ("us", ""), *WILLOW, "--name", "Elm Court", "--phone", "")
    assert (code, out.count("By which number do patients know it")) == (0, 1)
    assert "phone = " not in filed(home, "elm-court")


def filed(home: Path, practice: str) -> str:
    """Everything it has set, as its file has it."""
    code, out, wrong = run(home, "policy", "export", "--practice", practice)
    assert code == 0, wrong
    return out


def test_where_the_manager_cannot_be_asked_in_no_practice_is_left_behind(home: Path) -> None:
    for _ in range(2):
        assert "This is not an e-mail address." in said(home, "--name", "Half", "--email", "mara")


def test_what_is_not_given_is_asked_for_and_said_where_nobody_answers(home: Path) -> None:
    code, _, wrong = run(home, "setup", "--zone", "America/Chicago")
    assert code == 1
    assert "What is the practice called?" in wrong


def test_only_a_wrong_answer_is_asked_for_again_and_the_others_are_kept(home: Path) -> None:
    typed = ("Boston", "America/New_York", "us", "mara", "mara@example.org", "tea", "newpt")
    given = ("--name", "Birch Lane", "--zone", "Chicago", "--email", "", "--category", "")
    code, out, wrong = answering(home, typed, *WILLOW, *given)
    assert (code, "Birch Lane is set up." in out) == (0, True), wrong
    assert [line for line in wrong.splitlines() if "ringback:" in line] == [
        "ringback: There is no time zone 'Chicago'. Write it as in America/Chicago.",
        "ringback: There is no time zone 'Boston'. Write it as in America/Chicago.",
        "ringback: This is not an e-mail address. Write it as in name@example.org.",
        "ringback: 'TEA' is no kind of request. There are: "
        + wrong.partition("There are: ")[2].partition("\n")[0],
    ]
    asked = [
        out.count(each) for each in ("time zone", "e-mail", "kind of request", "called", "open")
    ]
    assert asked == [2, 2, 2, 0, 0]


def answering(home: Path, typed: tuple[str, ...], *args: str) -> tuple[int, str, str]:
    """The command with somebody at the keyboard: exit code, what it printed, what it said went
    wrong."""
    ours, theirs = pty.openpty()
    command = Command(home, *args, port=free_port())
    started = subprocess.Popen(
        command.argv, env=command.env, stdin=theirs, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, "".join(f"{each}\n" for each in typed).encode())
    try:
        out, wrong = started.communicate(timeout=60)
    finally:
        started.kill()
        os.close(ours)
    return started.returncode, out, wrong
