"""What somebody is writing about a callback: theirs alone, and nobody else's page asks for it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringback.queries import reading
from ringback.rules.draft import Kept, Written, read

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.models import Callback
    from ringback.queries.reading import Asked
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class OwnDraft:
    """A draft with what other windows had. `late`: written when it was no longer theirs."""

    kept: Kept = field(default_factory=Kept)
    late: bool = False
    saved_at: datetime | None = None


def own(callback: Callback, actor: Actor) -> OwnDraft:
    """The actor's own; an empty one where they have written nothing. Inside a scope."""
    found = reading.rows(*asked(callback, actor))
    if not found:
        return OwnDraft()
    text, fields, version, window, beside, late, saved_at = found[0]
    written = Written(text=text, fields=json.loads(fields), window=window)
    kept = Kept(draft=written, version=version, beside=read(json.loads(beside)))
    return OwnDraft(kept=kept, late=late, saved_at=saved_at)


def asked(callback: Callback, actor: Actor) -> Asked:
    """Which statement tells it."""
    values = {"callback": callback.id, "person": actor.person_id}
    return "draft_of", {"practice": callback.practice_id, **values}
