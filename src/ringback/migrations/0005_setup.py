"""What a practice sets: parts of its policy in versions, places, posts, lanes, known callers.

The opening hours become one of those parts, in the form a practice writes them in.
"""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q

import ringback.models.ids
from ringback.migrations.sql import each_of

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.operations.base import Operation

TABLES = (
    "policy_part",
    "location",
    "script_suggestion",
    "post_holder",
    "on_call",
    "lane",
    "lane_member",
    "lane_shift",
    "known_caller",
)
COMPOSITE = (("lane_member", "lane_id", "lane"), ("lane_shift", "lane_id", "lane"))
MEMBERS = (
    ("policy_part", "author_id"),
    ("script_suggestion", "author_id"),
    ("script_suggestion", "decided_by_id"),
    ("post_holder", "person_id"),
    ("on_call", "person_id"),
    ("lane", "looked_by_id"),
    ("lane_member", "person_id"),
    ("lane_shift", "owner_id"),
    ("lane_shift", "deputy_id"),
    ("known_caller", "by_id"),
    ("known_caller", "removed_by_id"),
)
WHO = ["vendor", "robocall", "fax_tone", "applicant", "personal", "other_office"]
NEXT_TIME = ["as_now", "its_category", "routine", "set_aside"]
OUTCOMES = [
    "done",
    "unreachable",
    "withdrawn",
    "duplicate",
    "entered_in_error",
    "not_a_patient",
]

PART = """
INSERT INTO policy_part (id, practice_id, kind, name, version, written, author_id, reason, created_at)
SELECT %s, practice_id, %s, '', 1, %s::jsonb, author_id, reason, created_at
  FROM category_version WHERE code = 'MISSED' AND version = 1
"""
HOURS = "SELECT week, closed_dates FROM opening_hours ORDER BY since DESC LIMIT 1"


def walls() -> str:
    """Every new table behind its practice, every reference within it."""
    return "".join(
        [
            *each_of("wall", [{"table": table} for table in TABLES]),
            *each_of("key", [{"table": t, "column": c, "other": o} for t, c, o in COMPOSITE]),
            *each_of("member", [{"table": t, "column": c} for t, c in MEMBERS]),
            *each_of("keep", [{"table": "policy_part"}]),
            "REVOKE UPDATE, DELETE, TRUNCATE ON policy_part FROM ringback_app;",
        ]
    )


def every_practice(_: Any, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ANN401 - Django's
    """Each practice's parts, inside its own walls: its hours as they are, the rest by default."""
    defaults = {
        "scripts": _default("scripts"),
        "contact": _default("practice/contact"),
        "promises": {},
    }
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM practice")
        for (practice_id,) in cursor.fetchall():
            cursor.execute("SELECT set_config('ringback.practice', %s, true)", [str(practice_id)])
            cursor.execute(HOURS)
            week, closed = (json.loads(each) for each in cursor.fetchone())
            different = [{"on": day, "hours": [], "why": "closed"} for day in closed]
            hours = {**week, "holidays": False, "different": different}
            for kind, written in {"hours": hours, **defaults}.items():
                cursor.execute(PART, [uuid4(), kind, json.dumps(written)])
        cursor.execute("SELECT set_config('ringback.practice', '', true)")


def _default(name: str) -> dict[str, Any]:
    path = files("ringback") / "defaults" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def _person(*, db_index: bool = True, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=db_index,
        null=null,
        blank=null,
    )


def _of_practice(*fields: tuple[str, models.Field[Any, Any]]) -> list[Any]:
    key = models.UUIDField(
        default=ringback.models.ids.new_id, editable=False, primary_key=True, serialize=False
    )
    practice = models.ForeignKey(
        "ringback.practice", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    return [("id", key), ("practice", practice), *fields]


def _lane() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "ringback.lane",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


def _once(name: str, *fields: str, where: Q | None = None) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["practice", *fields], name=name, condition=where)


def _must(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=name)


def _maybe(field: type[models.Field[Any, Any]]) -> models.Field[Any, Any]:
    return field(blank=True, null=True)


Char, Small, Moment = models.CharField, models.PositiveSmallIntegerField, models.DateTimeField
GOING_ON = Q(until__isnull=True)
KEPT = Q(removed_at__isnull=True)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0004_pathways")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            "PolicyPart",
            _of_practice(
                ("kind", Char(max_length=20)),
                ("name", Char(blank=True, default="", max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("written", models.JSONField()),
                ("author", _person()),
                ("reason", Char(max_length=200)),
                ("created_at", Moment()),
            ),
            {
                "db_table": "policy_part",
                "constraints": [
                    _once("policy_part_of_practice", "id"),
                    _once("policy_part_once", "kind", "name", "version"),
                ],
            },
        ),
        migrations.CreateModel(
            "Location",
            _of_practice(
                ("slug", models.SlugField(max_length=40)),
                ("name", Char(max_length=120)),
                ("numbers", models.JSONField(default=list)),
                ("created_at", Moment()),
                ("removed_at", _maybe(Moment)),
            ),
            {
                "db_table": "location",
                "constraints": [
                    _once("location_of_practice", "id"),
                    _once("location_once", "slug"),
                ],
            },
        ),
        migrations.CreateModel(
            "ScriptSuggestion",
            _of_practice(
                ("line", Char(max_length=80)),
                ("language", Char(max_length=8)),
                ("text", models.TextField()),
                ("author", _person()),
                ("created_at", Moment()),
                ("decided_by", _person(null=True)),
                ("decided_at", _maybe(Moment)),
                ("accepted", _maybe(models.BooleanField)),
            ),
            {
                "db_table": "script_suggestion",
                "constraints": [
                    _once("script_suggestion_of_practice", "id"),
                    _must(
                        "script_suggestion_decided_whole",
                        Q(decided_at__isnull=True, accepted__isnull=True)
                        | Q(decided_at__isnull=False, accepted__isnull=False),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "PostHolder",
            _of_practice(
                ("post", Char(max_length=24)),
                ("person", _person(db_index=False)),
                ("since", Moment()),
                ("until", _maybe(Moment)),
            ),
            {
                "db_table": "post_holder",
                "constraints": [
                    _once("post_holder_of_practice", "id"),
                    _once("post_holder_once_at_a_time", "post", "person", where=GOING_ON),
                ],
            },
        ),
        migrations.CreateModel(
            "OnCall",
            _of_practice(
                ("post", Char(max_length=24)),
                ("person", _person(db_index=False)),
                ("starts_at", Moment()),
                ("ends_at", Moment()),
                ("removed_at", _maybe(Moment)),
            ),
            {
                "db_table": "on_call",
                "indexes": [models.Index(fields=["practice", "ends_at"], name="on_call_ending")],
                "constraints": [
                    _once("on_call_of_practice", "id"),
                    _must("on_call_ends_after_it_starts", Q(ends_at__gt=F("starts_at"))),
                ],
            },
        ),
        migrations.CreateModel(
            "Lane",
            _of_practice(
                ("name", Char(max_length=60)),
                ("categories", ArrayField(Char(max_length=20))),
                ("room", Small(default=0)),
                ("check_minutes", _maybe(Small)),
                ("check_from", _maybe(models.TimeField)),
                ("check_until", _maybe(models.TimeField)),
                ("looked_at", _maybe(Moment)),
                ("looked_by", _person(db_index=False, null=True)),
                ("created_at", Moment()),
                ("removed_at", _maybe(Moment)),
            ),
            {
                "db_table": "lane",
                "constraints": [
                    _once("lane_of_practice", "id"),
                    _once("lane_named_once", "name", where=KEPT),
                    _must(
                        "lane_rhythm_whole",
                        Q(check_minutes__isnull=True, check_from__isnull=True)
                        & Q(check_until__isnull=True)
                        | Q(
                            check_minutes__gt=0,
                            check_from__isnull=False,
                            check_until__isnull=False,
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "LaneMember",
            _of_practice(
                ("lane", _lane()),
                ("person", _person(db_index=False)),
                ("since", Moment()),
                ("until", _maybe(Moment)),
            ),
            {
                "db_table": "lane_member",
                "constraints": [
                    _once("lane_member_of_practice", "id"),
                    _once("lane_member_once_at_a_time", "lane", "person", where=GOING_ON),
                ],
            },
        ),
        migrations.CreateModel(
            "LaneShift",
            _of_practice(
                ("lane", _lane()),
                ("weekday", Small()),
                ("start", Small()),
                ("end", Small()),
                ("owner", _person(db_index=False)),
                ("deputy", _person(db_index=False, null=True)),
                ("since", Moment()),
                ("until", _maybe(Moment)),
            ),
            {
                "db_table": "lane_shift",
                "constraints": [
                    _once("lane_shift_of_practice", "id"),
                    _must("lane_shift_weekday", Q(weekday__lte=6)),
                    _must(
                        "lane_shift_ends_after_it_starts",
                        Q(end__gt=F("start"), start__lt=1440, end__lte=2880),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "KnownCaller",
            _of_practice(
                ("phone", Char(max_length=20)),
                ("who", Char(max_length=20)),
                ("next_time", Char(max_length=20)),
                ("category", Char(blank=True, default="", max_length=20)),
                ("words", Char(blank=True, default="", max_length=120)),
                ("set_aside", models.PositiveIntegerField(default=0)),
                ("by", _person()),
                ("at", Moment()),
                ("removed_by", _person(null=True)),
                ("removed_at", _maybe(Moment)),
            ),
            {
                "db_table": "known_caller",
                "constraints": [
                    _once("known_caller_of_practice", "id"),
                    _once("known_caller_once", "phone", where=KEPT),
                    _must("known_caller_who_known", Q(who__in=WHO)),
                    _must("known_caller_next_time_known", Q(next_time__in=NEXT_TIME)),
                ],
            },
        ),
        migrations.AddField("callback", "location", Char(blank=True, default="", max_length=40)),
        migrations.RemoveConstraint("callback", "callback_outcome_known"),
        migrations.AddConstraint(
            "callback",
            _must("callback_outcome_known", Q(outcome__isnull=True) | Q(outcome__in=OUTCOMES)),
        ),
        migrations.RunSQL(walls(), migrations.RunSQL.noop),
        migrations.RunPython(every_practice, migrations.RunPython.noop),
        migrations.DeleteModel("OpeningHours"),
    ]
