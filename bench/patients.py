"""A list of 200,000 patients: how long until they are on file, and how long until one is found.

The list goes in as the app role, under row-level security, as from the browser: read, laid ready,
and put on file chunk by chunk. Then the same person looks for patients by name and by number.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
from datetime import date, timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from bench.ground import Size
from bench.timing import Aim, Series, report

if TYPE_CHECKING:
    from bench.ground import Ground

ROWS: Final = int(os.environ.get("BENCH_PATIENTS", "200000"))
REPEATS: Final = 50
BESIDE: Final = Size(rows=1000, open=1000)
A_GLANCE: Final = Aim(bound=50)
"""Milliseconds until somebody is found."""

SURNAMES: Final = """
    Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez
    Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris
    Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill
"""
FIRST: Final = """
    James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard
    Susan Joseph Jessica Thomas Sarah Carlos Karen Ana Lisa Daniel Nancy Matthew Betty Anthony
    Sandra Mark Margaret Donald Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle
"""
SYLLABLES: Final = "ba ce di fa gu ha je ki lo mu na pe ri so tu va we xi yo za"
LOOKS: Final[dict[str, tuple[str, ...]]] = {
    "the beginning of a common name": ("smi", "gar", "joh"),
    "two names": ("ana garcia", "mar lopez", "j smith", "james w"),
    "a rare name": ("dilofu", "nagu kiso"),
    "the last four digits": ("0147", "4711", "9090"),
    "a whole number": ("+12025550147",),
    "a name heard wrong": ("Jonh Smithh", "Anna Garzia"),
    "nobody": ("zzyzx", "quux zed"),
}
FIGURES: Final = {"load": "s", "read": "s", "mb": "MB", "undo": "s", "same": "s"}


def measure(ground: Ground) -> None:
    """The import, then every way of looking; each look against what was promised."""
    with ground.scratch(BESIDE) as loaded:
        practice, person = loaded.person("owner0")
        env = {**os.environ, "DATABASE_URL": loaded.app.app}
        env.pop("DATABASE_OWNER_URL", None)
        command = [sys.executable, "-m", "bench.patients", practice, person]
        done = subprocess.run(  # noqa: S603 - our own program
            command, env=env, check=True, stdout=subprocess.PIPE, text=True
        )
    found: dict[str, Any] = json.loads(done.stdout)
    for name, unit in FIGURES.items():
        report(Series(name=f"patient list, {name}", unit=unit, figures=[found[name]]), rows=ROWS)
    for name, figures in found["looks"].items():
        report(Series(name=f"patient found by {name}", unit="ms", figures=figures), aim=A_GLANCE)


def made(rows: int) -> bytes:
    """A list of invented people: common names are common, rare ones rare."""
    dice = random.Random(7)
    surnames, first, syllables = SURNAMES.split(), FIRST.split(), SYLLABLES.split()
    begin, lines = date(1930, 1, 1), ["Name,DOB,Phone,MRN,Language,Contact rules"]
    for number in range(rows):
        if dice.random() < 0.5:  # noqa: PLR2004
            last = dice.choice(surnames)
        else:
            last = "".join(dice.choices(syllables, k=3)).title()
        born = begin + timedelta(days=dice.randrange(33_000))
        phone = f"202{dice.randrange(200, 999)}{dice.randrange(10_000):04}"
        name = f"{dice.choice(first)} {last}"
        rule = "no voicemails" if number % 50 == 0 else ""
        lines.append(f"{name},{born},{phone},{number + 100_000},{dice.choice(['en', 'es'])},{rule}")
    return "\n".join(lines).encode()


def _one(practice: str, person: str) -> dict[str, Any]:
    """One list in and the looks for its people, in this process."""
    import django  # noqa: PLC0415 - only this process needs it

    os.environ["DJANGO_SETTINGS_MODULE"] = "ringback.config.settings"
    django.setup()
    from ringback.actions import patientlist  # noqa: PLC0415
    from ringback.channels.patientlist import intake  # noqa: PLC0415
    from ringback.engine.wallclock import now  # noqa: PLC0415
    from ringback.queries import patients  # noqa: PLC0415
    from ringback.queries import person as people  # noqa: PLC0415

    by = people.actor(UUID(person), UUID(practice), via="web")
    if by is None:
        raise LookupError(person)

    def whole() -> tuple[UUID, float, float]:
        begin = perf_counter()
        batch_id = intake.bring(source, name="patients.csv", by=by, now=now())
        read = perf_counter()
        while not patientlist.load_chunk(batch_id, by=by, now=now()).finished:
            pass
        return batch_id, read - begin, perf_counter() - read

    def timed(text: str) -> float:
        begin = perf_counter()
        patients.found(by, text)
        return (perf_counter() - begin) * 1000

    source = made(ROWS)
    first, read, load = whole()
    begin = perf_counter()
    whole()
    same = perf_counter() - begin
    looks = {
        name: [timed(text) for _ in range(REPEATS) for text in texts]
        for name, texts in LOOKS.items()
    }
    begin = perf_counter()
    patientlist.undo(first, by=by, now=now())
    return {
        "read": read,
        "load": load,
        "same": same,
        "undo": perf_counter() - begin,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
        "looks": looks,
    }


if __name__ == "__main__":
    print(json.dumps(_one(*sys.argv[1:])))
