"""The time a patient asked to be called at, and the time we told them we would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import migrations, models
from django.db.models import F, Q

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

OPEN = Q(closed_at__isnull=True)
CAME_BACK = ["given_back", "lapsed", "try_not_made", "answered", "reopened", "owner_away"]


def _moment() -> models.DateTimeField[Any, Any]:
    return models.DateTimeField(blank=True, null=True)


def _must(name: str, condition: Q) -> Operation:
    return migrations.AddConstraint(
        "callback", models.CheckConstraint(condition=condition, name=name)
    )


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0006_quiet")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            "callback", "best_time", models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.AddField("callback", "best_time_at", _moment()),
        migrations.AddField(
            "callback", "best_time_read", models.JSONField(blank=True, default=dict)
        ),
        migrations.AddField("callback", "moved_from", _moment()),
        migrations.AddField("callback", "promised_at", _moment()),
        migrations.AddIndex(
            "callback",
            models.Index(
                fields=["practice", "promised_at"],
                name="callback_promises",
                condition=OPEN & Q(promised_at__isnull=False),
            ),
        ),
        _must(
            "callback_promise_is_the_next_try",
            Q(promised_at__isnull=True)
            | Q(next_attempt_at__isnull=False, promised_at=F("next_attempt_at")),
        ),
        _must(
            "callback_moved_only_later",
            Q(moved_from__isnull=True) | Q(moved_from__lt=F("respond_by")),
        ),
        migrations.RemoveConstraint("callback", "callback_came_back_known"),
        _must("callback_came_back_known", Q(came_back="") | Q(came_back__in=CAME_BACK)),
    ]
