"""A part of what a practice sets is written anew: a version, never an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringback.actions.act import Refused, Stale
from ringback.models import PolicyPart
from ringback.queries import policy as parts
from ringback.queries import practice, statement
from ringback.queries.words import clock_time
from ringback.rules import policy
from ringback.rules.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.actions.act import Act
    from ringback.rules.policy import Part


def follow(
    act: Act, part: Part, written: Mapping[str, Any], *, seen: int, reason: str, name: str = ""
) -> PolicyPart:
    """Write the next version as part of an action that has looked at it.

    `seen` is the version the person had before them (0 where there was none). Raises Refused for a
    missing reason, Stale where somebody wrote another version meanwhile.
    """
    if reasons := policy.reason_refusals(reason):
        raise Refused(*reasons)
    statement.lock_key(str(act.by.practice_id), f"{act.by.practice_id} policy {part} {name}")
    before = parts.current(act.by.practice_id, part, name)
    version = before.version if before else 0
    if before is not None and version != seen:
        when = clock_time(before.created_at, practice.zone(act.by.practice_id), now=act.now)
        values = (("name", before.author), ("time", when))
        changed = Reason(code="stale", words=policy.CHANGED_MEANWHILE, values=values)
        raise Stale(changed, fence=version)
    act.subject_kind = "policy"
    act.details = {"part": str(part), "name": name, "version": version + 1, "reason": reason}
    return PolicyPart.objects.create(
        practice_id=act.by.practice_id,
        kind=str(part),
        name=name,
        version=version + 1,
        written=dict(written),
        author_id=act.by.person_id,
        reason=reason.strip(),
        created_at=act.now,
    )
