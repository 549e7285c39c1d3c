"""What a home is for: invented data or real patients, decided at its first fill and for ever.

A file in the home says so, and every practice in the database says so again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ringback.cli import ground
from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from pathlib import Path

Purpose = Literal["demo", "real"]

REFUSALS: dict[Purpose, str] = {
    "demo": "{place} is a real practice's; invented data never goes there. Set RINGBACK_HOME to "
    "another folder for the demo.",
    "real": "{place} holds the demo's invented data; a real practice never goes there. Set "
    "RINGBACK_HOME to another folder.",
}


def require(wanted: Purpose) -> None:
    """Raise EngineTrouble when this home is for the other purpose."""
    mark = _mark()
    if mark.exists() and mark.read_text(encoding="ascii").strip() != wanted:
        raise EngineTrouble(REFUSALS[wanted].format(place=f"The folder {mark.parent}"))


def require_of_database(wanted: Purpose) -> None:
    """Raise EngineTrouble when the database holds a practice of the other kind."""
    from ringback.queries import practice  # noqa: PLC0415 - models need Django set up

    if any(each.demo != (wanted == "demo") for each in practice.practices()):
        raise EngineTrouble(REFUSALS[wanted].format(place="This database"))


def claim(wanted: Purpose) -> None:
    """Mark the home, at its first fill. Raises EngineTrouble when it is for the other purpose."""
    require(wanted)
    require_of_database(wanted)
    _mark().write_text(f"{wanted}\n", encoding="ascii")


def _mark() -> Path:
    return ground.home() / "purpose"
