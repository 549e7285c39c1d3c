"""What is in force of what a practice has set: its version is asked, what it says stays read."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from ringback.models import PolicyPart
from ringback.queries import practice, reading
from ringback.rules import contactpolicy, identifier, script
from ringback.rules.policy import Part

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.reading import Asked
    from ringback.rules.contact import Settings
    from ringback.rules.contactpolicy import Texts
    from ringback.rules.identifier import Policy
    from ringback.rules.script import Script

READ: Final = 256
"""So many versions of a part are kept as they were read; a version never changes."""


def contact(practice_id: UUID) -> tuple[Settings, Texts]:
    """What is in force about reaching patients, and the voicemail texts. Inside a scope."""
    found = _in_force(practice_id, Part.CONTACT)
    return _contact(practice_id, found[0] if found else None)


def verification(practice_id: UUID) -> Policy:
    """What is in force about asking who somebody is. Inside a scope."""
    found = _in_force(practice_id, Part.VERIFICATION)
    return verification_of(practice_id, found[0] if found else None)


@lru_cache(maxsize=READ)
def verification_of(practice_id: UUID, version_id: UUID | None) -> Policy:
    """What one version says of it; where there is none, what the product asks. Inside a scope."""
    return identifier.read(
        _written(practice_id, version_id) if version_id else default("verification")
    )


def said(practice_id: UUID) -> tuple[Script, int]:
    """The script in force with its version, 0 where the practice has none. Inside a scope."""
    found = _in_force(practice_id, Part.SCRIPTS)
    return (_script(practice_id, found[0]), found[1]) if found else (script.read({}), 0)


def asked(practice_id: UUID) -> Asked:
    """Which statement tells the versions in force of all three."""
    kinds = [str(each) for each in (Part.CONTACT, Part.SCRIPTS, Part.VERIFICATION)]
    return "in_force", {"practice": practice_id, "kinds": kinds}


def _in_force(practice_id: UUID, part: Part) -> tuple[UUID, int] | None:
    """Which version is in force is asked each time; what it says is read once per process."""
    found = {kind: (key, version) for kind, key, version in reading.rows(*asked(practice_id))}
    return found.get(str(part))


@lru_cache(maxsize=READ)
def _contact(practice_id: UUID, version_id: UUID | None) -> tuple[Settings, Texts]:
    written = _written(practice_id, version_id) if version_id else default("contact")
    return contactpolicy.read(written, zone=practice.zone(practice_id))


@lru_cache(maxsize=READ)
def _script(practice_id: UUID, version_id: UUID) -> Script:
    return script.read(_written(practice_id, version_id))


def _written(practice_id: UUID, version_id: UUID) -> dict[str, Any]:
    written: dict[str, Any] = PolicyPart.objects.get(practice_id=practice_id, id=version_id).written
    return written


@cache
def default(name: str) -> dict[str, Any]:
    """What is in force where a practice has not said."""
    path = files("ringback") / "defaults" / "practice" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))
