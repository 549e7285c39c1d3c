"""When each part of the clockwork was last alive."""

from __future__ import annotations

from django.db import models

from ringback.models.base import Remembered


class Heartbeat(Remembered):
    """One row per part, written anew every few seconds for as long as it works."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "heartbeat"
