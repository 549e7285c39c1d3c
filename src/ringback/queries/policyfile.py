"""A practice's whole policy as one document, and which version of each part that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringback.models import Lane, Location, PolicyPart
from ringback.queries import category, practice
from ringback.rules import categorywrite, hoursfile, identifier
from ringback.rules.categorywrite import ordered
from ringback.rules.policy import Part
from ringback.rules.policyfile import FORMAT

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.policychange import Key


@dataclass(frozen=True, kw_only=True)
class Whole:
    """The policy as a file holds it. `seen` is the version of each part that has versions."""

    data: dict[str, Any]
    seen: dict[Key, int]


def whole(practice_id: UUID) -> Whole:
    """Everything a practice has set. Inside a scope."""
    parts = _parts(practice_id)
    pathways = category.current_inside(practice_id)
    written = {kind: ordered(each.written) for (kind, name), each in parts.items() if not name}
    hours = parts.get((Part.HOURS, ""))
    number = practice.practice(practice_id).phone
    data = {
        "format": FORMAT,
        "practice": {"phone": number} if number else {},
        Part.HOURS.value: hoursfile.whole(hours.written if hours else {}),
        "places": _places(practice_id, parts),
        Part.CONTACT.value: written.get(Part.CONTACT, {}),
        Part.VERIFICATION.value: _checking(parts.get((Part.VERIFICATION, ""))),
        Part.PROMISES.value: written.get(Part.PROMISES, {}),
        "lanes": _lanes(practice_id),
        "pathways": [categorywrite.written(each.category) for each in _by_code(pathways)],
        Part.SCRIPTS.value: written.get(Part.SCRIPTS, {}),
    }
    seen = {key: each.version for key, each in parts.items()}
    seen |= {("pathways", each.code): each.number for each in pathways}
    return Whole(data={key: each for key, each in data.items() if each}, seen=seen)


def _checking(found: PolicyPart | None) -> dict[str, Any]:
    return identifier.whole(found.written) if found else {}


def _by_code(found: list[category.Version]) -> list[category.Version]:
    return sorted(found, key=lambda each: each.code)


def _parts(practice_id: UUID) -> dict[tuple[str, str], PolicyPart]:
    """The newest version of every part, by its kind and the place it is for."""
    newest = PolicyPart.objects.filter(practice_id=practice_id)
    newest = newest.order_by("kind", "name", "-version").distinct("kind", "name")
    return {(each.kind, each.name): each for each in newest}


def _places(
    practice_id: UUID, parts: dict[tuple[str, str], PolicyPart]
) -> dict[str, dict[str, Any]]:
    live = Location.objects.filter(practice_id=practice_id, removed_at=None).order_by("slug")
    found: dict[str, dict[str, Any]] = {}
    for each in live:
        hours = parts.get((Part.HOURS, each.slug))
        own = {"hours": hoursfile.whole(hours.written)} if hours else {}
        found[each.slug] = {"name": each.name, **own}
    return found


def _lanes(practice_id: UUID) -> list[dict[str, Any]]:
    live = Lane.objects.filter(practice_id=practice_id, removed_at=None).order_by("name")
    return [_lane(each) for each in live]


def _lane(lane: Lane) -> dict[str, Any]:
    found: dict[str, Any] = {"name": lane.name, "categories": sorted(lane.categories)}
    if lane.room:
        found["room"] = lane.room
    if lane.check_minutes and lane.check_from and lane.check_until:
        found["check_minutes"] = lane.check_minutes
        found["check_from"] = f"{lane.check_from:%H:%M}"
        found["check_until"] = f"{lane.check_until:%H:%M}"
    return found
