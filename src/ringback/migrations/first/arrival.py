"""What came in."""

import django.db.models.deletion
from django.db import migrations, models

import ringback.models.ids

OPERATIONS = [
    migrations.CreateModel(
        name="Arrival",
        fields=[
            (
                "id",
                models.UUIDField(
                    default=ringback.models.ids.new_id,
                    editable=False,
                    primary_key=True,
                    serialize=False,
                ),
            ),
            ("source", models.CharField(max_length=40)),
            ("external_id", models.CharField(max_length=200)),
            ("kind", models.CharField(max_length=24)),
            ("happened_at", models.DateTimeField()),
            ("stored_at", models.DateTimeField()),
            ("phone", models.CharField(blank=True, default="", max_length=20)),
            ("name", models.CharField(blank=True, default="", max_length=120)),
            ("text", models.TextField(blank=True, default="")),
            ("seconds", models.PositiveIntegerField(blank=True, null=True)),
            ("raw", models.JSONField(default=dict)),
            ("idempotency_key", models.CharField(blank=True, max_length=200, null=True)),
            ("body_digest", models.CharField(blank=True, default="", max_length=64)),
            ("settled", models.CharField(blank=True, default="", max_length=20)),
            (
                "callback",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ringback.callback",
                ),
            ),
            (
                "batch",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ringback.importbatch",
                ),
            ),
            (
                "practice",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ringback.practice",
                ),
            ),
        ],
        options={
            "db_table": "arrival",
        },
    ),
    migrations.AddIndex(
        model_name="arrival",
        index=models.Index(
            fields=["practice", "callback", "happened_at"], name="arrival_of_callback"
        ),
    ),
    migrations.AddIndex(
        model_name="arrival",
        index=models.Index(
            condition=models.Q(("batch__isnull", False)),
            fields=["practice", "batch"],
            name="arrival_of_batch",
        ),
    ),
    migrations.AddConstraint(
        model_name="arrival",
        constraint=models.UniqueConstraint(fields=("practice", "id"), name="arrival_of_practice"),
    ),
    migrations.AddConstraint(
        model_name="arrival",
        constraint=models.UniqueConstraint(
            fields=("practice", "source", "external_id"), name="arrival_once_per_source"
        ),
    ),
    migrations.AddConstraint(
        model_name="arrival",
        constraint=models.UniqueConstraint(
            condition=models.Q(("idempotency_key__isnull", False)),
            fields=("practice", "idempotency_key"),
            name="arrival_once_per_key",
        ),
    ),
    migrations.AddConstraint(
        model_name="arrival",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("settled", ""), ("callback__isnull", False)),
                models.Q(models.Q(("settled", ""), _negated=True), ("callback__isnull", True)),
                _connector="OR",
            ),
            name="arrival_has_callback_or_reason",
        ),
    ),
]
