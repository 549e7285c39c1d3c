"""Ids that grow with time, so that new rows land side by side in every index.

Version 7 of RFC 9562: milliseconds, then the fraction of the millisecond, then chance.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from datetime import datetime

_NS_PER_MS = 1_000_000


def first_id(moment: datetime) -> UUID:
    """No id made at this moment or later is smaller."""
    return UUID(int=max(0, int(moment.timestamp() * 1000)) << 80)


def new_id() -> UUID:
    """A fresh id, greater than those this process made in earlier quarter microseconds."""
    milliseconds, rest = divmod(time.time_ns(), _NS_PER_MS)
    fraction = rest * 4096 // _NS_PER_MS
    chance = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 7 << 76 | fraction << 64 | 0b10 << 62 | chance)
