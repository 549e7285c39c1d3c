"""`ringback policy`: everything a practice has set as one file, checked, compared and applied."""

from __future__ import annotations

import re
import sys
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ringback.actions.policyfile import Applied
    from ringback.rules.closure import Outcome
    from ringback.rules.policychange import Changed
    from ringback.rules.table import Mistake
    from ringback.rules.textdiff import Part, Row

app = typer.Typer(help="Everything a practice has set, as one file.", no_args_is_help=True)

MOST_BYTES: Final = 1_000_000
HEAD: Final = """\
# How a practice works: kinds of request, hours, what is said, how patients are reached.
# Look for mistakes with `ringback policy check FILE`, put it in force with
# `ringback policy apply FILE`. What a file leaves out stays as it is.

"""
_LINE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")

File = Annotated[Path, typer.Argument(help="The policy file.", show_default=False)]
Practice = Annotated[
    str, typer.Option("--practice", help="Which practice, by its short name (needed when several).")
]
As = Annotated[
    str, typer.Option("--as", help="Act as this person (e-mail); the command line otherwise.")
]


class UnreadableError(Exception):
    """The file cannot be read as a policy at all. `line` is where."""

    def __init__(self, words: str, line: int = 1) -> None:
        super().__init__(words)
        self.line = line


@app.command()
def export(
    file: Annotated[
        Path | None, typer.Argument(help="Where to write it; on the screen if not given.")
    ] = None,
    *,
    practice: Practice = "",
    email: As = "",
) -> None:
    """Write everything the practice has set into one file."""
    with _at(practice, email) as (by, now):
        from ringback.actions import policyfile  # noqa: PLC0415 - models need Django set up

        found = written(policyfile.exported(by=by, now=now).data)
    if file is None:
        sys.stdout.write(found)
        return
    try:
        file.write_text(found, encoding="utf-8", newline="\n")
    except OSError as error:
        _stop([f"{file} cannot be written ({error.strerror})."])


@app.command()
def check(file: File) -> None:
    """Say every mistake in a policy file with its line. No database is needed."""
    from ringback.engine.wallclock import now  # noqa: PLC0415 - a fast start
    from ringback.rules import policyfile  # noqa: PLC0415

    text, data = _read(file)
    if wrong := policyfile.mistakes(data, today=now().date()):
        _stop(_placed(file, text, wrong))
    print(f"{file}: nothing is wrong.")


@app.command()
def apply(
    file: File,
    *,
    practice: Practice = "",
    email: As = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Show what a policy file would change, ask, and put it in force: all of it or nothing."""
    text, data = _read(file)
    with _at(practice, email) as (by, now):
        from ringback.actions import category  # noqa: PLC0415
        from ringback.actions import policyfile as actions  # noqa: PLC0415
        from ringback.rules import policychange, policyfile  # noqa: PLC0415

        category.allowed(by=by, now=now)
        whole = actions.exported(by=by, now=now)
        codes = {each["code"] for each in whole.data["pathways"]}
        if wrong := policyfile.mistakes(data, codes, today=now.date()):
            _stop(_placed(file, text, wrong))
        found = policychange.changed(whole.data, data)
        if not found:
            print("Nothing is different from what is set now.")
            return
        names = policychange.names(whole.data, data)
        print("\n".join(line for each in found for line in _told(each, names)))
        reason = f"applied from {printable(file.name)}"[:200]
        if not yes:
            would = actions.foreseen(data, seen=whole.seen, reason=reason, by=by, now=now)
            for line in _foreseen(would):
                print(line)
            typer.confirm(f"Apply {_count(found)}?", abort=True)
        done = actions.apply(data, seen=whole.seen, reason=reason, by=by, now=now)
    print(f"Applied: {_count(done.changed)}.")
    for line in _moved(done.outcome):
        print(line)


def written(data: dict[str, Any]) -> str:
    """A whole policy as a file: the same policy is always the same bytes."""
    from ringback.cli import policytext  # noqa: PLC0415 - a fast start

    return HEAD + policytext.written(data)


def _foreseen(would: Applied) -> Iterator[str]:
    """What new hours would make of the callbacks that are open, as counts, before it is asked."""
    if not any(each.key[0] == "hours" for each in would.changed):
        return
    moved, left = len(would.outcome.moved), len(would.outcome.uncovered)
    yield f"{moved or 'No'} open callback{'' if moved == 1 else 's'} would be due sooner."
    if left:
        stay = " would stay" if left == 1 else "s would stay"
        yield f"{left} callback{stay} due at a time when nobody is in any more."


def _moved(outcome: Outcome) -> Iterator[str]:
    """What new hours made of the callbacks that are open, as counts."""
    if number := len(outcome.moved):
        yield f"{number} callback{' is' if number == 1 else 's are'} due sooner."
    if number := len(outcome.uncovered):
        stays = " stays" if number == 1 else "s stay"
        yield f"{number} callback{stays} due at a time when nobody is in any more."


def _count(found: Sequence[Changed]) -> str:
    return f"{len(found)} change" + ("s" if len(found) > 1 else "")


@contextmanager
def _at(slug: str, email: str) -> Iterator[tuple[Any, Any]]:
    """The person acting and the moment; a refusal is one sentence and exit code 1."""
    from ringback.cli import ground  # noqa: PLC0415 - a fast start
    from ringback.engine.signals import stoppable  # noqa: PLC0415
    from ringback.engine.wallclock import now as clock  # noqa: PLC0415

    with stoppable(), ground.django():
        from ringback.actions.act import Refused  # noqa: PLC0415
        from ringback.cli.actor import acting  # noqa: PLC0415

        try:
            yield acting(slug, email), clock()
        except Refused as refused:
            _stop([str(each) for each in refused.reasons])


def _read(file: Path) -> tuple[str, dict[str, Any]]:
    """The file's text and what it says; what cannot be read ends the command."""
    try:
        text = _text(file)
        return text, _data(text)
    except UnreadableError as wrong:
        _stop([f"{file}:{wrong.line}: {wrong}"])


def _text(file: Path) -> str:
    try:
        found = file.read_bytes()
    except OSError as error:
        raise UnreadableError(f"it cannot be read ({error.strerror})") from None
    if len(found) > MOST_BYTES:
        raise UnreadableError("it is too large for a policy")
    try:
        return found.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = found[: error.start].count(b"\n") + 1
        raise UnreadableError("it is not text in UTF-8", line) from None


def _data(text: str) -> dict[str, Any]:
    from ringback.rules import policychange  # noqa: PLC0415 - a fast start

    try:
        found: dict[str, Any] = policychange.plain(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        place = _LINE.search(str(error))
        line = int(place[1] or text.count("\n") + 1) if place else 1
        raise UnreadableError(_LINE.sub("", str(error)), line) from None
    except ValueError:
        raise UnreadableError("a number in it is too long") from None
    except RecursionError:
        raise UnreadableError("it is nested too deeply") from None
    return found


def _placed(file: Path, text: str, wrong: Sequence[Mistake]) -> list[str]:
    from ringback.rules import policyfile  # noqa: PLC0415 - a fast start

    found = [
        f"{file}:{line}: {policyfile.where(each)}: {each}"
        for line, each in policyfile.placed(text, wrong)
    ]
    if len(found) == policyfile.MOST_MISTAKES:
        found.append("There may be more: mend these first.")
    return found


def _told(each: Changed, names: dict[str, str]) -> Iterator[str]:
    """What is different in one part, for a terminal."""
    from ringback.rules import policychange  # noqa: PLC0415 - a fast start

    title = policychange.TITLES[each.key[0]]
    new = "" if each.before is not None else " (new)"
    yield printable(f"{title}{f': {each.title}' if each.title else ''}{new}")
    for part in policychange.told(each, str, names):
        yield from (printable(line) for line in _part(part, alone=each.key[0] != "pathways"))


def _part(part: Part, *, alone: bool) -> Iterator[str]:
    if not alone:
        yield f"  {part.title}"
    for row in part.rows:
        yield from (f"{'  ' if alone else '    '}{line}" for line in _row(row))


def _row(row: Row) -> Iterator[str]:
    yield f"{row.label}:"
    if row.before:
        yield f"  - {'; '.join(row.before)}"
    if row.after:
        yield f"  + {'; '.join(row.after)}"


def printable(text: str) -> str:
    """A file may hold anything; nothing in it commands the terminal."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def _stop(lines: Sequence[str]) -> NoReturn:
    for line in lines:
        print(printable(line), file=sys.stderr)
    raise typer.Exit(1)
