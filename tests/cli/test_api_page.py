"""Every line of docs/reference/api.md is run against a demo just started: it answers as printed."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ringback.api.examples import RESULTS
from ringback.engine import session
from tests.cli.running import SOURCE, Command, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = SOURCE.parent / "docs" / "reference" / "api.md"
BLOCK = re.compile(r"^```(sh|http)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CURL = shutil.which("curl")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an answer printed on the page and one that came over the wire must have in common."""

    status: int
    kind: str
    shape: Any
    detail: str


def example() -> Iterator[tuple[str, list[Answer]]]:
    """The commands of the page, each with the answers printed under it."""
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    for number, (language, text) in enumerate(blocks):
        if language == "sh":
            after = blocks[number + 1] if number + 1 < len(blocks) else ("", "")
            yield text, answers(after[1]) if after[0] == "http" else []


def answers(text: str) -> list[Answer]:
    parts = re.split(r"(?=HTTP/1\.1 \d)", text)
    return [_answer(part) for part in parts if part.startswith("HTTP")]


def _answer(text: str) -> Answer:
    head, _, body = text.replace("\r", "").partition("\n\n")
    found = json.loads(body)
    kind = re.search(r"^content-type: (\S+)$", head, re.MULTILINE | re.IGNORECASE)
    assert kind is not None
    detail = found.get("detail", "") if isinstance(found, dict) else ""
    return Answer(
        status=int(head.split()[1]),
        kind=kind[1],
        shape=shape(found),
        detail=re.sub(r"(?:\w+day )?\d+:\d\d", "a time", detail),  # near midnight with its day
    )


def shape(value: Any) -> Any:
    """The names in a body and how they are nested, without what they hold."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value and isinstance(value[0], dict) else []
    return None


@pytest.fixture(scope="module")
def demo() -> Iterator[Command]:
    home = Path(tempfile.mkdtemp(prefix="ringback-cli-")) / "home"
    found = Command(home, "demo", port=free_port()).start().ready()
    yield found
    found.stop()
    session.destroy(home)


def run(demo: Command, commands: list[str]) -> list[str]:
    """What each block of commands prints, all in one shell."""
    here = f"http://127.0.0.1:{demo.port}/"
    ringback = f"{shlex.quote(sys.executable)} -m ringback"
    with tempfile.TemporaryDirectory(prefix="ringback-page-") as folder:
        script = "".join(
            f"{{\n{text}}} > said-{number} || exit 1\n" for number, text in enumerate(commands)
        )
        script = script.replace("http://127.0.0.1:8008/", here)
        script = script.replace(".venv/bin/ringback", ringback)
        done = subprocess.run(
            ["/bin/sh", "-c", script], env=demo.env, cwd=folder, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return [(Path(folder) / f"said-{n}").read_text("utf-8") for n in range(len(commands))]


@pytest.mark.skipif(
    CURL is None and os.environ.get("CI") != "true",
    reason="the page's lines are for curl, and there is none here",
)
def test_the_page_says_what_happens(demo: Command) -> None:
    told = list(example())
    said = run(demo, [commands for commands, _ in told])
    for (commands, printed), out in zip(told, said, strict=True):
        assert (commands, answers(out)) == (commands, printed)


def test_every_operation_has_an_example_on_the_page() -> None:
    lines = "\n".join(commands for commands, _ in example())
    told = {"arrivals", "queue", "queue/next", "callbacks/$CALLBACK"}
    told |= {f"callbacks/$CALLBACK/{step}" for step in ("claim", "attempts", "done")}
    assert set(re.findall(r"\$API/([\w/$]+)", lines)) == told


def test_the_page_explains_every_result_as_the_description_does() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows[1:] == [(str(code), means) for code, means in RESULTS.items()]
