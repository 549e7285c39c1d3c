"""`ringback ledger`: whether the record of who did and saw what is whole, and signing how far."""

from __future__ import annotations

import json as notation
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from ringback.rules.checkpoint import Doubt
from ringback.rules.ledger import Gap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ringback.engine.home import Home
    from ringback.queries.proof import Evidence, Proof
    from ringback.rules.ledger import Broken

app = typer.Typer(help="The record of who did and saw what.", no_args_is_help=True)

WORDS: Final[dict[Gap, str]] = {
    Gap.MISSING_POSITION: (
        "position {position} is missing: its seal was taken out, or one was put in further on"
    ),
    Gap.MISSING_ENTRY: "position {position}: its entry {entry} is gone",
    Gap.ALTERED: (
        "position {position}: entry {entry} is not what was sealed there; the entry, its place or "
        "its seal was changed"
    ),
    Gap.UNSEALED: (
        "entry {entry} has waited to be sealed since {at}; where `ringback serve` was not running "
        "since, start it and verify again: it seals within a second"
    ),
    Gap.CUT_OFF: (
        "it ends before position {position}, and a signed checkpoint went further: its end was cut "
        "off, or an older backup was brought back"
    ),
    Gap.OTHER_PAST: (
        "position {position} (entry {entry}): a signed checkpoint says otherwise; what stands here "
        "was written anew after it was signed"
    ),
    Gap.FORGED: "line {line} of {file} {doubt}",
    Gap.PRACTICE_GONE: (
        "the practice is gone; a signed checkpoint says that its record had {count}"
    ),
    Gap.NO_CHECKPOINT: (
        "position {position} was sealed at {at}, and no checkpoint that was read goes so far: "
        "checkpoints were taken away, or `ringback serve` has not been signing; from there on "
        "nothing tells whether it was written anew"
    ),
}
DOUBTS: Final[dict[Doubt, str]] = {
    Doubt.NO_CHECKPOINT: "is no checkpoint",
    Doubt.OTHER_PRACTICE: "is about another practice than the file's",
    Doubt.OTHER_KEY: "is signed with a key that is not among the known ones",
    Doubt.NOT_SIGNED: "is forged: the signature does not fit what it says",
}

Slug = Annotated[str, typer.Option("--practice", help="This practice only, by its short name.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")]
Folders = Annotated[
    list[Path] | None,
    typer.Option(
        "--checkpoints", metavar="DIR", help="Also hold it against the ones here. Repeatable."
    ),
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key", metavar="FILE", help="Public keys to trust; the home's own if none."),
]


@app.command()
def verify(
    *, practice: Slug = "", json: AsJson = False, folders: Folders = None, key: KeyFile = None
) -> None:
    """Go along every practice's record; name its gaps, and end with exit code 1 if there are any.

    It goes on behind a gap, and names twenty of a practice at most.
    """
    with _ground():
        from django.conf import settings  # noqa: PLC0415 - Django is set up here

        from ringback.cli.actor import chosen_practice  # noqa: PLC0415 - models need Django set up
        from ringback.engine.wallclock import now  # noqa: PLC0415
        from ringback.queries import proof  # noqa: PLC0415

        if practice:
            chosen_practice(practice)
        evidence = _evidence(folders or [], key)
        every = timedelta(seconds=settings.CHECKPOINT_EVERY_S)
        judged = proof.proofs(evidence, every=every, now=now(), slug=practice)
        found = list(judged)
        moment = now()
    for path in evidence.torn:
        print(
            f"{path}: its last line was torn in the middle of writing; it says nothing, and the "
            "next checkpoint takes its place.",
            file=sys.stderr,
        )
    for place, lines in evidence.read_in:
        print(f"{place}: {_counted(lines, 'checkpoint')} read.", file=sys.stderr)
    if not evidence.read_in:
        print("No place with checkpoints is there to be read.", file=sys.stderr)
    print(_as_json(found, evidence, moment) if json else "\n".join(_lines(found, moment)))
    if any(each.gaps for each in found):
        raise typer.Exit(1)


@app.command()
def checkpoint(*, practice: Slug = "") -> None:
    """Sign how far each record goes now. Exit code 1 where a place cannot be written."""
    failed = False
    with _ground() as home:
        from django.conf import settings  # noqa: PLC0415 - Django is set up here

        from ringback.actions import checkpoint as action  # noqa: PLC0415
        from ringback.cli.actor import chosen_practice  # noqa: PLC0415
        from ringback.engine.wallclock import now  # noqa: PLC0415
        from ringback.queries.practice import practices  # noqa: PLC0415

        for each in [chosen_practice(practice)] if practice else practices():
            made = action.made(each.id, home=home, second=settings.CHECKPOINTS, now=now())
            if made is None:
                print(f"{each.name}: nothing is sealed yet")
                continue
            print(f"{each.name}: signed at position {made.checkpoint.position:,}")
            for trouble in made.troubles:
                failed = True
                print(f"ringback: {trouble}", file=sys.stderr)
    if failed:
        raise typer.Exit(1)


@contextmanager
def _ground() -> Iterator[Home]:
    """Django set up, and the home that has the keys."""
    from ringback.cli import ground  # noqa: PLC0415 - a fast start
    from ringback.engine.account import server_account  # noqa: PLC0415
    from ringback.engine.home import open_home  # noqa: PLC0415
    from ringback.engine.signals import stoppable  # noqa: PLC0415

    with stoppable(), ground.django():
        yield open_home(ground.home(), server_account())


def _evidence(more: list[Path], key: Path | None) -> Evidence:
    """Every checkpoint of the home, of the second place, and of where one is told to look.

    Raises EngineTrouble where a named folder is not there, or no key to check them with.
    """
    from django.conf import settings  # noqa: PLC0415 - Django is set up here

    from ringback.actions.checkpoint import FOLDER  # noqa: PLC0415
    from ringback.cli import ground  # noqa: PLC0415
    from ringback.engine import ledgerkey  # noqa: PLC0415
    from ringback.queries import proof  # noqa: PLC0415

    own = ground.home() / FOLDER
    second = [settings.CHECKPOINTS] if settings.CHECKPOINTS else []
    places = [*([own] if own.is_dir() else []), *second, *more]
    trusted = ledgerkey.trusted(key or ground.home() / ledgerkey.PUBLIC) if places else ()
    return proof.evidence(dict.fromkeys(each.resolve() for each in places), trusted)


def _lines(found: list[Proof], now: datetime) -> Iterator[str]:
    for each in found:
        for gap in each.gaps:
            yield f"{each.name}: {_words(gap, each.zone)}."
        if not each.gaps:
            yield (
                f"{each.name}: {_counted(each.entries, 'entry', 'entries')}, "
                f"sealed to {_sealed_to(each, now)}, {_counted(each.checkpoints, 'checkpoint')}"
            )
    if not found:
        yield "There is no practice yet."


def _counted(number: int, one: str, several: str = "") -> str:
    """A number with its word: "1 entry", "1,204 entries"."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def _sealed_to(found: Proof, now: datetime) -> str:
    moment = min(found.waiting_since or now, now)
    return moment.astimezone(ZoneInfo(found.zone)).strftime("%H:%M:%S")


def _words(broken: Broken, zone: str) -> str:
    at = broken.at.astimezone(ZoneInfo(zone)).isoformat(" ", "seconds") if broken.at else ""
    return WORDS[broken.gap].format(
        position=f"{broken.position:,}",
        count=_counted(broken.position, "entry", "entries"),
        entry=broken.entry_id,
        at=at,
        line=broken.line,
        file=broken.file,
        doubt=DOUBTS[broken.doubt] if broken.doubt else "",
    )


def _as_json(found: list[Proof], evidence: Evidence, now: datetime) -> str:
    whole = not any(each.gaps for each in found)
    practices = [
        {
            "practice": str(each.practice_id),
            "name": each.name,
            "entries": each.entries,
            "sealed_to": min(each.waiting_since or now, now).isoformat(),
            "checkpoints": each.checkpoints,
            "gaps": [_gap(gap, each.zone) for gap in each.gaps],
        }
        for each in found
    ]
    read_in = [{"place": str(place), "lines": lines} for place, lines in evidence.read_in]
    told = {"whole": whole, "read_in": read_in, "practices": practices}
    return notation.dumps(told, indent=2)


def _gap(broken: Broken, zone: str) -> dict[str, Any]:
    return {
        "what": broken.gap.value,
        "position": broken.position,
        "entry": str(broken.entry_id) if broken.entry_id else None,
        "words": _words(broken, zone),
    }
