"""The practices, who works there, and what each has set: hours, pathways, doors."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ringback.models.ids

OPERATIONS = [
    migrations.CreateModel(
        name="Person",
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
            ("password", models.CharField(max_length=128, verbose_name="password")),
            (
                "last_login",
                models.DateTimeField(blank=True, null=True, verbose_name="last login"),
            ),
            ("email", models.EmailField(max_length=254, unique=True)),
            ("name", models.CharField(max_length=120)),
            ("is_active", models.BooleanField(default=True)),
        ],
        options={
            "db_table": "person",
        },
    ),
    migrations.CreateModel(
        name="Practice",
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
            ("slug", models.SlugField(max_length=60, unique=True)),
            ("name", models.CharField(max_length=120)),
            ("colour", models.CharField(default="green", max_length=20)),
            ("zone", models.CharField(max_length=60)),
            ("country", models.CharField(default="US", max_length=2)),
            ("state", models.CharField(blank=True, default="", max_length=8)),
            ("demo", models.BooleanField(default=False)),
            ("created_at", models.DateTimeField()),
        ],
        options={
            "db_table": "practice",
        },
    ),
    migrations.CreateModel(
        name="CategoryVersion",
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
            ("code", models.CharField(max_length=20)),
            ("version", models.PositiveIntegerField()),
            ("pathway", models.JSONField()),
            ("reason", models.CharField(max_length=200)),
            ("created_at", models.DateTimeField()),
            (
                "author",
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
            "db_table": "category_version",
        },
    ),
    migrations.CreateModel(
        name="Door",
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
            ("digest", models.BinaryField(max_length=32)),
            ("purpose", models.CharField(max_length=20)),
            ("label", models.CharField(blank=True, default="", max_length=80)),
            ("created_at", models.DateTimeField()),
            ("expires_at", models.DateTimeField(blank=True, null=True)),
            ("closed_at", models.DateTimeField(blank=True, null=True)),
            (
                "person",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "practice",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ringback.practice",
                ),
            ),
        ],
        options={
            "db_table": "door",
        },
    ),
    migrations.CreateModel(
        name="OpeningHours",
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
            ("week", models.JSONField()),
            ("closed_dates", models.JSONField(default=list)),
            ("since", models.DateTimeField()),
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
            "db_table": "opening_hours",
            "constraints": [
                models.UniqueConstraint(fields=("practice", "id"), name="opening_hours_of_practice")
            ],
        },
    ),
    migrations.CreateModel(
        name="Membership",
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
            (
                "roles",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=20), size=None
                ),
            ),
            (
                "lanes",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=20), blank=True, null=True, size=None
                ),
            ),
            ("left_at", models.DateTimeField(blank=True, null=True)),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="memberships",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "practice",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ringback.practice",
                ),
            ),
        ],
        options={
            "db_table": "membership",
            "constraints": [
                models.UniqueConstraint(
                    fields=("practice", "person"), name="membership_once_per_practice"
                )
            ],
        },
    ),
    migrations.AddConstraint(
        model_name="door",
        constraint=models.UniqueConstraint(fields=("digest",), name="door_once"),
    ),
    migrations.AddConstraint(
        model_name="categoryversion",
        constraint=models.UniqueConstraint(
            fields=("practice", "id"), name="category_version_of_practice"
        ),
    ),
    migrations.AddConstraint(
        model_name="categoryversion",
        constraint=models.UniqueConstraint(
            fields=("practice", "code", "version"), name="category_version_once"
        ),
    ),
]
