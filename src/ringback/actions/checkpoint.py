"""How far a practice's record goes is signed, and kept where the record is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.engine import checkpoints, ledgerkey
from ringback.engine.trouble import EngineTrouble
from ringback.queries import ledger
from ringback.rules.checkpoint import Checkpoint, Signed, line, read

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from ringback.engine.home import Home

FOLDER: Final = "checkpoints"
"""In the home."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A checkpoint as it was signed, and why it is not in every place it should be in."""

    checkpoint: Checkpoint
    troubles: tuple[str, ...]


def made(
    practice_id: UUID, *, home: Home, second: Path | None, now: datetime, again: bool = True
) -> Made | None:
    """Sign how far the record goes, and keep that in the home and in the second place.

    A place that cannot be written does not stop the other. None where there is nothing to sign yet,
    or nothing new (unless `again`).
    """
    end = ledger.end(practice_id)
    places = [(home.path / FOLDER, True), *([(second, False)] if second else [])]
    if not end.position:
        return None
    if not again and all(_says(place, practice_id, end.hash) for place, _ in places):
        return None
    found = Checkpoint(practice_id=practice_id, position=end.position, hash=end.hash, at=now)
    key = ledgerkey.own(home)
    signed = Signed(checkpoint=found, key=key.public, signature=key.sign(found.to_sign()))
    troubles = []
    for folder, make in places:
        try:
            checkpoints.append(folder, str(practice_id), line(signed), make=make)
        except EngineTrouble as trouble:
            troubles.append(str(trouble))
    return Made(checkpoint=found, troubles=tuple(troubles))


def _says(folder: Path, practice_id: UUID, hash_: bytes) -> bool:
    """Whether the last checkpoint in this place is of this very record."""
    found = read(checkpoints.last(folder, str(practice_id)))
    return found is not None and found.checkpoint.hash == hash_
