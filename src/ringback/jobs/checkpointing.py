"""By the clock: how far each practice's record goes is signed and kept in two places."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from django.conf import settings

from ringback.actions import checkpoint
from ringback.engine.account import server_account
from ringback.engine.home import open_home, resolve

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

logger = logging.getLogger(__name__)


def keep(practice_id: UUID, now: datetime) -> None:
    """Keep a checkpoint where something new is sealed; what could not be kept is logged."""
    home = open_home(resolve(os.environ), server_account())
    made = checkpoint.made(
        practice_id, home=home, second=settings.CHECKPOINTS, now=now, again=False
    )
    for trouble in made.troubles if made else ():
        logger.error("tick: %s", trouble)
