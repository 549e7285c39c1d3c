"""Whether the record of who did and saw what is whole: entries, positions, seals, checkpoints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from ringback.engine import checkpoints
from ringback.engine.ledgerkey import genuine
from ringback.queries import ledger, practice
from ringback.queries.scope import trip
from ringback.rules.checkpoint import Doubt, judged
from ringback.rules.ledger import LATE, PERIODS, Broken, Gap

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from datetime import datetime, timedelta
    from pathlib import Path

    from ringback.engine.checkpoints import Kept
    from ringback.queries.practice import PracticeRow
    from ringback.rules.checkpoint import Checkpoint

AMBIGUOUS = b""
"""Stands for two checkpoints of one position that say different things: no record has both."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What was found in one practice's record. `gaps` are those named; without any it is whole."""

    practice_id: UUID
    name: str
    zone: str
    entries: int
    checkpoints: int
    waiting_since: datetime | None
    gaps: tuple[Broken, ...]


@dataclass(kw_only=True)
class Evidence:
    """What the checkpoints say: of each practice the hash at a position, and what is wrong.

    `read_in` is each place that was looked in, with how many lines were there.
    """

    of: dict[UUID, dict[int, bytes]] = field(default_factory=dict)
    broken: list[tuple[str, Broken]] = field(default_factory=list)
    torn: list[Path] = field(default_factory=list)
    read_in: list[tuple[Path, int]] = field(default_factory=list)

    def take(self, found: Checkpoint) -> None:
        """One checkpoint more; the same one in two places is one."""
        known = self.of.setdefault(found.practice_id, {})
        if known.setdefault(found.position, found.hash) != found.hash:
            known[found.position] = AMBIGUOUS


def evidence(folders: Iterable[Path], trusted: Container[bytes]) -> Evidence:
    """Read and check every checkpoint in these folders. Raises EngineTrouble for an absent one."""
    found = Evidence()
    for folder in folders:
        files = checkpoints.read(folder)
        found.read_in.append((folder, sum(len(each.lines) for each in files)))
        for kept in files:
            if kept.torn:
                found.torn.append(kept.path)
            _take(found, kept, trusted)
    return found


def _take(evidence: Evidence, kept: Kept, trusted: Container[bytes]) -> None:
    for number, line in enumerate(kept.lines, start=1):
        found = judged(line, name=kept.name, trusted=trusted, genuine=genuine)
        if isinstance(found, Doubt):
            broken = Broken(gap=Gap.FORGED, file=str(kept.path), line=number, doubt=found)
            evidence.broken.append((kept.name, broken))
        else:
            evidence.take(found)


def proofs(found: Evidence, *, every: timedelta, now: datetime, slug: str = "") -> Iterator[Proof]:
    """Each practice's proof, those first whose record or checkpoints cannot even be looked at.

    `every`: how often this installation signs how far its records go.
    """
    practices = practice.practices()
    known = {str(each.id) for each in practices}
    if not slug:
        for name, broken in found.broken:
            if name not in known:
                yield _nothing(name, broken)
        for practice_id in sorted(set(found.of) - {each.id for each in practices}):
            gone = Broken(gap=Gap.PRACTICE_GONE, position=max(found.of[practice_id]))
            yield _nothing(str(practice_id), gone)
    for each in practices:
        if slug in {"", each.slug}:
            yield _proof(each, found, every, now)


def _proof(each: PracticeRow, found: Evidence, every: timedelta, now: datetime) -> Proof:
    known = found.of.get(each.id, {})
    walked, gaps = ledger.walk(each.id, known)
    forged = [broken for name, broken in found.broken if name == str(each.id)]
    late = (
        _unsigned(each.id, max(known, default=0), now - PERIODS * every),
        _overdue(each.id, now),
    )
    return Proof(
        practice_id=each.id,
        name=each.name,
        zone=each.zone,
        entries=walked.position,
        checkpoints=len(known),
        waiting_since=ledger.stand(each.id).waiting_since,
        gaps=(*gaps, *forged, *(one for one in late if one)),
    )


def _unsigned(practice_id: UUID, signed: int, before: datetime) -> Broken | None:
    """What should have been signed long ago: without it, a record written anew looks whole."""
    values = {"practice": practice_id, "signed": signed, "before": before}
    for position, at in trip(practice_id, ("ledger_unsigned", values))[0]:
        return Broken(gap=Gap.NO_CHECKPOINT, position=position, at=at)
    return None


def _overdue(practice_id: UUID, now: datetime) -> Broken | None:
    values = {"practice": practice_id, "before": now - LATE}
    for entry_id, at in trip(practice_id, ("ledger_overdue", values))[0]:
        return Broken(gap=Gap.UNSEALED, entry_id=entry_id, at=at)
    return None


def _nothing(name: str, broken: Broken) -> Proof:
    return Proof(
        practice_id=UUID(int=0),
        name=name,
        zone="UTC",
        entries=0,
        checkpoints=0,
        waiting_since=None,
        gaps=(broken,),
    )
