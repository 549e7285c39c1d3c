"""What was written to a patient by hand is a result of its own, with the approved text it held."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import Q

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

RESULTS = (
    "reached_patient", "reached_authorised", "reached_other", "voicemail_left", "no_voicemail",
    "no_answer", "busy", "wrong_number", "greeting_mismatch", "declined", "call_later",
    "language_barrier", "patient_called_us", "sent",
)  # fmt: skip
WRITTEN = ("email", "letter", "portal", "text")


def _check(name: str, condition: Q) -> migrations.AddConstraint:
    return migrations.AddConstraint(
        "Attempt", models.CheckConstraint(condition=condition, name=name)
    )


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0024_not_on_file")]
    operations: ClassVar[list[Operation]] = [
        migrations.RemoveConstraint("Attempt", "attempt_result_known"),
        _check("attempt_result_known", Q(result__in=list(RESULTS))),
        migrations.AddField(
            "Attempt", "template", models.CharField(max_length=8, blank=True, default="")
        ),
        _check("attempt_sent_is_written", ~Q(result="sent") | Q(channel__in=list(WRITTEN))),
        _check("attempt_text_was_sent", Q(template="") | Q(result="sent")),
    ]
