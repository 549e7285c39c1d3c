"""What people do, and the record of it: tries, notes, drafts, facts, journal, outbox."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ringback.models.ids
import ringback.rules.attempt

OPERATIONS = [
    migrations.CreateModel(
        name="Entry",
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
            ("at", models.DateTimeField()),
            ("via", models.CharField(max_length=8)),
            ("os_user", models.CharField(blank=True, default="", max_length=64)),
            ("verb", models.CharField(max_length=40)),
            ("subject_kind", models.CharField(max_length=20)),
            ("subject_id", models.UUIDField(blank=True, null=True)),
            ("details", models.JSONField(default=dict)),
            ("refused", models.BooleanField(default=False)),
            ("changed", models.BooleanField(default=True)),
            (
                "actor",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
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
            "db_table": "journal",
        },
    ),
    migrations.CreateModel(
        name="Draft",
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
            ("text", models.TextField(blank=True, default="")),
            ("saved_at", models.DateTimeField()),
            (
                "author",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "callback",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ringback.callback",
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
            "db_table": "draft",
        },
    ),
    migrations.CreateModel(
        name="DoneFact",
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
            ("code", models.CharField(max_length=40)),
            ("value", models.JSONField()),
            ("at", models.DateTimeField()),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "callback",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ringback.callback",
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
            "db_table": "done_fact",
        },
    ),
    migrations.CreateModel(
        name="Attempt",
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
            ("result", models.CharField(max_length=20)),
            ("channel", models.CharField(default="phone", max_length=12)),
            ("number", models.CharField(blank=True, default="", max_length=20)),
            ("happened_at", models.DateTimeField()),
            ("entered_at", models.DateTimeField()),
            ("call_again_at", models.DateTimeField(blank=True, null=True)),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "callback",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ringback.callback",
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
            "db_table": "attempt",
        },
    ),
    migrations.CreateModel(
        name="Outgoing",
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
            ("kind", models.CharField(max_length=40)),
            ("payload", models.JSONField(default=dict)),
            ("dedupe_key", models.CharField(max_length=100)),
            ("created_at", models.DateTimeField()),
            ("not_before", models.DateTimeField()),
            ("lease_until", models.DateTimeField(blank=True, null=True)),
            ("tries", models.PositiveSmallIntegerField(default=0)),
            ("sent_at", models.DateTimeField(blank=True, null=True)),
            ("cancelled_at", models.DateTimeField(blank=True, null=True)),
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
            "db_table": "outbox",
            "indexes": [
                models.Index(
                    condition=models.Q(("cancelled_at__isnull", True), ("sent_at__isnull", True)),
                    fields=["practice", "not_before"],
                    name="outbox_due",
                )
            ],
            "constraints": [
                models.UniqueConstraint(fields=("practice", "id"), name="outbox_of_practice"),
                models.UniqueConstraint(fields=("practice", "dedupe_key"), name="outbox_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Note",
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
            ("text", models.TextField()),
            ("signed_at", models.DateTimeField()),
            ("late", models.BooleanField(default=False)),
            (
                "author",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "callback",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ringback.callback",
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
            "db_table": "note",
            "indexes": [
                models.Index(fields=["practice", "callback", "signed_at"], name="note_of_callback")
            ],
            "constraints": [
                models.UniqueConstraint(fields=("practice", "id"), name="note_of_practice"),
                models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="note_says_something"
                ),
            ],
        },
    ),
    migrations.AddIndex(
        model_name="entry",
        index=models.Index(fields=["practice", "subject_id", "at"], name="journal_of_subject"),
    ),
    migrations.AddIndex(
        model_name="entry",
        index=models.Index(
            condition=models.Q(("verb", "opened")),
            fields=["practice", "actor", "subject_id", "at"],
            name="journal_openings",
        ),
    ),
    migrations.AddConstraint(
        model_name="entry",
        constraint=models.UniqueConstraint(fields=("practice", "id"), name="journal_of_practice"),
    ),
    migrations.AddConstraint(
        model_name="draft",
        constraint=models.UniqueConstraint(fields=("practice", "id"), name="draft_of_practice"),
    ),
    migrations.AddConstraint(
        model_name="draft",
        constraint=models.UniqueConstraint(
            fields=("practice", "callback", "author"), name="draft_one_per_author"
        ),
    ),
    migrations.AddConstraint(
        model_name="donefact",
        constraint=models.UniqueConstraint(fields=("practice", "id"), name="done_fact_of_practice"),
    ),
    migrations.AddConstraint(
        model_name="donefact",
        constraint=models.UniqueConstraint(
            fields=("practice", "callback", "code"), name="done_fact_once"
        ),
    ),
    migrations.AddIndex(
        model_name="attempt",
        index=models.Index(
            fields=["practice", "callback", "happened_at"], name="attempt_of_callback"
        ),
    ),
    migrations.AddConstraint(
        model_name="attempt",
        constraint=models.UniqueConstraint(fields=("practice", "id"), name="attempt_of_practice"),
    ),
    migrations.AddConstraint(
        model_name="attempt",
        constraint=models.CheckConstraint(
            condition=models.Q(
                (
                    "result__in",
                    [
                        "reached_patient",
                        "reached_authorised",
                        "reached_other",
                        "voicemail_left",
                        "no_voicemail",
                        "no_answer",
                        "busy",
                        "wrong_number",
                        "greeting_mismatch",
                        "declined",
                        "call_later",
                        "language_barrier",
                        "patient_called_us",
                    ],
                )
            ),
            name="attempt_result_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="attempt",
        constraint=models.CheckConstraint(
            condition=models.Q(("happened_at__lte", models.F("entered_at"))),
            name="attempt_not_in_the_future",
        ),
    ),
    migrations.AddConstraint(
        model_name="attempt",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("result", ringback.rules.attempt.Result["CALL_LATER"]), _negated=True),
                ("call_again_at__isnull", False),
                _connector="OR",
            ),
            name="attempt_call_later_has_time",
        ),
    ),
]
