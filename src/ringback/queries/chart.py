"""Which signed notes stand in the practice's own chart, too, and who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.models import ChartCopy

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Callback


def said(callback: Callback) -> dict[UUID, tuple[str, datetime]]:
    """Note -> the name and the moment. Inside a scope."""
    found = ChartCopy.objects.filter(
        practice_id=callback.practice_id, note__callback_id=callback.id
    ).select_related("by")
    return {each.note_id: (each.by.name, each.at) for each in found}
