"""Imports of phone logs: the batch, its file, its calls and its bad rows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ringback.models.ids

OPERATIONS = [
    migrations.CreateModel(
        name="ImportBatch",
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
            ("file_name", models.CharField(max_length=200)),
            ("digest", models.CharField(max_length=64)),
            ("format", models.CharField(blank=True, default="", max_length=20)),
            ("settings", models.JSONField(default=dict)),
            ("started_at", models.DateTimeField()),
            ("staged_at", models.DateTimeField(blank=True, null=True)),
            ("loading_at", models.DateTimeField(blank=True, null=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
            ("cancelled_at", models.DateTimeField(blank=True, null=True)),
            ("undone_at", models.DateTimeField(blank=True, null=True)),
            ("rows", models.PositiveIntegerField(default=0)),
            ("counts", models.JSONField(default=dict)),
            (
                "started_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
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
            "db_table": "import_batch",
        },
    ),
    migrations.CreateModel(
        name="BadRow",
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
            ("line", models.PositiveIntegerField()),
            ("skipped", models.BooleanField(default=True)),
            ("reason", models.CharField(max_length=300)),
            ("raw", models.TextField()),
            (
                "batch",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
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
            "db_table": "bad_row",
        },
    ),
    migrations.CreateModel(
        name="StagedCall",
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
            ("position", models.PositiveIntegerField()),
            ("line", models.PositiveIntegerField()),
            ("external_id", models.CharField(max_length=200)),
            ("kind", models.CharField(max_length=24)),
            ("happened_at", models.DateTimeField()),
            ("phone", models.CharField(blank=True, default="", max_length=20)),
            ("called", models.CharField(blank=True, default="", max_length=40)),
            ("seconds", models.PositiveIntegerField(blank=True, null=True)),
            ("settled", models.CharField(blank=True, default="", max_length=20)),
            ("opens", models.UUIDField(blank=True, null=True)),
            ("leads", models.BooleanField(default=False)),
            ("category", models.CharField(blank=True, default="", max_length=20)),
            ("calls", models.PositiveIntegerField(blank=True, null=True)),
            ("last_at", models.DateTimeField(blank=True, null=True)),
            ("due_at", models.DateTimeField(blank=True, null=True)),
            ("due_why", models.CharField(blank=True, default="", max_length=120)),
            ("resolve_by", models.DateTimeField(blank=True, null=True)),
            (
                "batch",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
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
            "db_table": "staged_call",
        },
    ),
    migrations.CreateModel(
        name="ImportFile",
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
            ("content", models.BinaryField()),
            (
                "batch",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
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
            "db_table": "import_file",
            "constraints": [
                models.UniqueConstraint(fields=("practice", "id"), name="import_file_of_practice"),
                models.UniqueConstraint(fields=("practice", "batch"), name="import_file_one"),
            ],
        },
    ),
    migrations.AddIndex(
        model_name="importbatch",
        index=models.Index(fields=["practice", "-started_at"], name="import_batch_latest"),
    ),
    migrations.AddConstraint(
        model_name="importbatch",
        constraint=models.UniqueConstraint(
            fields=("practice", "id"), name="import_batch_of_practice"
        ),
    ),
    migrations.AddIndex(
        model_name="badrow",
        index=models.Index(fields=["practice", "batch", "line"], name="bad_row_of_batch"),
    ),
    migrations.AddConstraint(
        model_name="badrow",
        constraint=models.UniqueConstraint(fields=("practice", "id"), name="bad_row_of_practice"),
    ),
    migrations.AddConstraint(
        model_name="stagedcall",
        constraint=models.UniqueConstraint(
            fields=("practice", "id"), name="staged_call_of_practice"
        ),
    ),
    migrations.AddConstraint(
        model_name="stagedcall",
        constraint=models.UniqueConstraint(
            fields=("practice", "batch", "position"), name="staged_call_in_order"
        ),
    ),
    migrations.AddConstraint(
        model_name="stagedcall",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("opens__isnull", False), ("settled", "")),
                models.Q(models.Q(("settled", ""), _negated=True), ("opens", None)),
                _connector="OR",
            ),
            name="staged_call_opens_or_is_settled",
        ),
    ),
    migrations.AddConstraint(
        model_name="stagedcall",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("leads", False),
                models.Q(
                    ("calls__isnull", False),
                    ("due_at__isnull", False),
                    ("last_at__isnull", False),
                ),
                _connector="OR",
            ),
            name="staged_call_lead_knows_its_callback",
        ),
    ),
]
