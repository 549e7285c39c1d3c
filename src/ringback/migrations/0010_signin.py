"""Signing in: who was invited, shared computers, PINs, and what is counted against guessing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q

import ringback.models.ids
from ringback.migrations.sql import each_of, text

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation


def walls() -> str:
    """Invitations stand behind their practice, and are made by its people."""
    table = {"table": "invitation", "column": "by_id"}
    return "".join([each for name in ("wall", "member") for each in each_of(name, [table])])


def _key() -> models.UUIDField[Any, Any]:
    return models.UUIDField(
        default=ringback.models.ids.new_id, editable=False, primary_key=True, serialize=False
    )


def _to(model: str, *, db_index: bool = True) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(model, on_delete=models.PROTECT, related_name="+", db_index=db_index)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("ringback", "0009_ledger"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            "person", "pin", models.CharField(blank=True, default="", max_length=128)
        ),
        migrations.CreateModel(
            "Invitation",
            [
                ("id", _key()),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                ("roles", ArrayField(models.CharField(max_length=20), size=None)),
                ("lanes", ArrayField(models.UUIDField(), size=None)),
                ("created_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("by", _to(settings.AUTH_USER_MODEL, db_index=False)),
                ("door", _to("ringback.door")),
                ("practice", _to("ringback.practice", db_index=False)),
            ],
            {
                "db_table": "invitation",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("practice", "id"), name="invitation_of_practice"
                    ),
                    models.UniqueConstraint(
                        fields=("practice", "email"),
                        condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                        name="invitation_open_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                        name="invitation_ends_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(roles__len__gte=1), name="invitation_has_a_role"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "DeskSignIn",
            [
                ("id", _key()),
                ("signed_in_at", models.DateTimeField()),
                ("wrong_pins", models.PositiveSmallIntegerField(default=0)),
                ("desk", _to("ringback.door")),
                ("person", _to(settings.AUTH_USER_MODEL)),
            ],
            {
                "db_table": "desk_sign_in",
                "constraints": [
                    models.UniqueConstraint(fields=("desk", "person"), name="desk_sign_in_once")
                ],
            },
        ),
        migrations.RunSQL(text("signin"), migrations.RunSQL.noop),
        migrations.RunSQL(walls(), migrations.RunSQL.noop),
    ]
