"""The callback and the ways its list is walked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ringback.models.ids
import ringback.rules.lifecycle
import ringback.rules.queue

OPERATIONS = [
    migrations.CreateModel(
        name="Callback",
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
            ("category", models.CharField(max_length=20)),
            ("stage", models.CharField(max_length=12)),
            ("outcome", models.CharField(blank=True, max_length=20, null=True)),
            (
                "level",
                models.CharField(default=ringback.rules.queue.Level["ROUTINE"], max_length=12),
            ),
            ("rank", models.PositiveSmallIntegerField(default=2)),
            ("source", models.CharField(max_length=40)),
            ("kind", models.CharField(max_length=24)),
            ("received_at", models.DateTimeField()),
            ("last_arrival_at", models.DateTimeField()),
            ("arrivals", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField()),
            ("due_at", models.DateTimeField()),
            ("respond_by", models.DateTimeField()),
            ("due_why", models.CharField(blank=True, default="", max_length=120)),
            ("resolve_by", models.DateTimeField()),
            ("visit_date", models.DateField(blank=True, null=True)),
            ("phone", models.CharField(blank=True, default="", max_length=20)),
            ("name", models.CharField(blank=True, default="", max_length=120)),
            ("language", models.CharField(blank=True, default="", max_length=8)),
            ("words", models.TextField(blank=True, default="")),
            ("read_at", models.DateTimeField(blank=True, null=True)),
            (
                "next_party",
                models.CharField(default=ringback.rules.lifecycle.Party["PRACTICE"], max_length=12),
            ),
            ("next_attempt_at", models.DateTimeField(blank=True, null=True)),
            ("review_at", models.DateTimeField(blank=True, null=True)),
            ("outcome_needed", models.CharField(blank=True, default="", max_length=200)),
            ("tries", models.PositiveSmallIntegerField(default=0)),
            ("last_result", models.CharField(blank=True, default="", max_length=20)),
            ("last_tried_at", models.DateTimeField(blank=True, null=True)),
            ("first_action_at", models.DateTimeField(blank=True, null=True)),
            ("fence", models.PositiveIntegerField(default=1)),
            ("lease_until", models.DateTimeField(blank=True, null=True)),
            ("came_back", models.CharField(blank=True, default="", max_length=16)),
            ("came_back_at", models.DateTimeField(blank=True, null=True)),
            ("closed_at", models.DateTimeField(blank=True, null=True)),
            (
                "closed_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "owner",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "category_version",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ringback.categoryversion",
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
            "db_table": "callback",
        },
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(("closed_at__isnull", True)),
            fields=["practice", "rank", "due_at", "received_at", "id"],
            name="callback_queue",
        ),
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(
                ("closed_at__isnull", True),
                ("owner__isnull", True),
                ("stage__in", ["unsorted", "waiting"]),
            ),
            fields=["practice", "rank", "due_at", "received_at", "id"],
            name="callback_anyones",
        ),
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(
                ("closed_at__isnull", True),
                ("owner__isnull", True),
                ("stage__in", ["unsorted", "waiting"]),
            ),
            fields=["practice", "category", "rank", "due_at", "received_at", "id"],
            name="callback_anyones_in_lane",
        ),
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(("closed_at__isnull", True), ("owner__isnull", False)),
            fields=["practice", "owner", "rank", "due_at", "received_at", "id"],
            name="callback_mine",
        ),
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(("closed_at__isnull", True)),
            fields=["practice", "category", "rank", "due_at", "received_at", "id"],
            name="callback_in_category",
        ),
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(("closed_at__isnull", True)),
            fields=["practice", "source", "rank", "due_at", "received_at", "id"],
            name="callback_from_source",
        ),
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(("closed_at__isnull", True), ("visit_date__isnull", False)),
            fields=["practice", "visit_date", "rank", "due_at", "received_at", "id"],
            name="callback_visits",
        ),
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(("closed_at__isnull", True)),
            fields=["practice", "next_party", "rank", "due_at", "received_at", "id"],
            name="callback_waits_for",
        ),
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(("closed_at__isnull", True), models.Q(("phone", ""), _negated=True)),
            fields=["practice", "phone", "received_at"],
            name="callback_of_number",
        ),
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(("batch__isnull", False)),
            fields=["practice", "batch"],
            name="callback_of_batch",
        ),
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(("closed_at__isnull", True), ("lease_until__isnull", False)),
            fields=["practice", "lease_until"],
            name="callback_leases",
        ),
    ),
    migrations.AddIndex(
        model_name="callback",
        index=models.Index(
            condition=models.Q(("closed_at__isnull", True), ("stage", "scheduled")),
            fields=["practice", "owner", "rank", "due_at", "received_at", "id"],
            name="callback_planned",
        ),
    ),
]
