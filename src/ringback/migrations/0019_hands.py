"""Hands a callback goes through: handed over, put aside, waiting on somebody, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import ringback.models.ids
from ringback.migrations.sql import each_of

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

KINDS = ["handed", "back", "aside", "waiting"]
WHOM = ["patient", "office", "insurer", "records", "colleague"]
ENDED = ["came", "stopped", "undone"]
UNDOABLE = ["result", "done", "handed", "aside", "waiting"]
OTHERS = {
    "callback_id": ("callback", ("hand", "waiting", "last_step")),
    "attempt_id": ("attempt", ("attempt_undone", "last_step")),
    "waiting_id": ("waiting", ("last_step",)),
}
MEMBERS = {
    "hand": ("by_id", "to_person_id"),
    "waiting": ("asks_id", "by_id"),
    "attempt_undone": ("by_id",),
    "last_step": ("by_id",),
}
GRANTS = """
REVOKE UPDATE, DELETE, TRUNCATE ON hand, attempt_undone FROM ringback_app;
REVOKE UPDATE ON waiting FROM ringback_app;
GRANT UPDATE (review_at, asked, ended_at, ended) ON waiting TO ringback_app;
GRANT DELETE ON last_step TO ringback_app;
"""


def _walls() -> str:
    keys = [
        {"table": table, "column": column, "other": other}
        for column, (other, tables) in OTHERS.items()
        for table in tables
    ]
    members = [
        {"table": table, "column": column}
        for table, columns in MEMBERS.items()
        for column in columns
    ]
    return "\n".join(
        [
            *each_of("wall", [{"table": table} for table in MEMBERS]),
            *each_of("key", keys),
            *each_of("member", members),
            *each_of("keep", [{"table": table} for table in ("hand", "attempt_undone")]),
        ]
    )


def _key() -> models.UUIDField[Any, Any]:
    return models.UUIDField(
        default=ringback.models.ids.new_id, editable=False, primary_key=True, serialize=False
    )


def _practice() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "ringback.practice", db_index=False, on_delete=models.PROTECT, related_name="+"
    )


def _within(model: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        model, blank=null, null=null, db_constraint=False, db_index=False,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip


def _person(*, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, blank=null, null=null, on_delete=models.PROTECT, related_name="+"
    )


def _text(longest: int) -> models.CharField[Any, Any]:
    return models.CharField(max_length=longest, blank=True, default="")


def _table(
    model: str,
    table: str,
    fields: list[tuple[str, Any]],
    constraints: list[Any],
    indexes: tuple[models.Index, ...] = (),
) -> migrations.CreateModel:
    once = models.UniqueConstraint(fields=["practice", "id"], name=f"{table}_of_practice")
    return migrations.CreateModel(
        model,
        [("id", _key()), ("practice", _practice()), *fields],
        {"db_table": table, "indexes": list(indexes), "constraints": [once, *constraints]},
    )


def _check(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=name)


HAND = _table(
    "Hand",
    "hand",
    [
        ("callback", _within("ringback.callback")),
        ("kind", models.CharField(max_length=8)),
        ("by", _person()),
        ("to_person", _person(null=True)),
        ("to_post", _text(24)),
        ("until", models.DateTimeField(blank=True, null=True)),
        ("why", _text(200)),
        ("at", models.DateTimeField()),
    ],
    [
        _check("hand_kind_known", Q(kind__in=KINDS)),
        _check(
            "hand_aside_has_a_time",
            Q(kind="aside", until__isnull=False) | (~Q(kind="aside") & Q(until__isnull=True)),
        ),
        _check("hand_to_one", Q(to_person__isnull=True) | Q(to_post="")),
    ],
    (models.Index(fields=["practice", "callback", "-at"], name="hand_of_callback"),),
)
WAITING = _table(
    "Waiting",
    "waiting",
    [
        ("callback", _within("ringback.callback")),
        ("whom", models.CharField(max_length=12)),
        ("name", _text(120)),
        ("number", _text(20)),
        ("what", models.CharField(max_length=200)),
        ("asks", _person()),
        ("by", _person()),
        ("begun_at", models.DateTimeField()),
        ("review_at", models.DateTimeField()),
        ("asked", models.PositiveSmallIntegerField(default=1)),
        ("ended_at", models.DateTimeField(blank=True, null=True)),
        ("ended", _text(12)),
    ],
    [
        models.UniqueConstraint(
            fields=["practice", "callback"],
            condition=Q(ended_at__isnull=True),
            name="waiting_one_at_a_time",
        ),
        _check("waiting_whom_known", Q(whom__in=WHOM)),
        _check("waiting_says_for_what", ~Q(what="")),
        _check("waiting_is_looked_at_later", Q(review_at__gt=F("begun_at"))),
        _check(
            "waiting_ended_whole",
            Q(ended_at__isnull=True, ended="") | Q(ended_at__isnull=False, ended__in=ENDED),
        ),
    ],
)
UNDONE = _table(
    "Undone",
    "attempt_undone",
    [
        ("attempt", _within("ringback.attempt")),
        ("by", _person()),
        ("at", models.DateTimeField()),
    ],
    [models.UniqueConstraint(fields=["practice", "attempt"], name="attempt_undone_once")],
)
LAST_STEP = _table(
    "LastStep",
    "last_step",
    [
        ("callback", _within("ringback.callback")),
        ("by", _person()),
        ("kind", models.CharField(max_length=12)),
        ("before", models.JSONField()),
        ("attempt", _within("ringback.attempt", null=True)),
        ("waiting", _within("ringback.waiting", null=True)),
        ("fence", models.PositiveIntegerField()),
        ("at", models.DateTimeField()),
        ("until", models.DateTimeField()),
    ],
    [
        models.UniqueConstraint(fields=["practice", "callback"], name="last_step_one_per_callback"),
        _check("last_step_kind_known", Q(kind__in=UNDOABLE)),
        _check("last_step_can_be_undone_for_a_while", Q(until__gt=F("at"))),
    ],
    (models.Index(fields=["practice", "until"], name="last_step_over"),),
)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0018_note")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("callback", "hand", _text(8)),
        migrations.AddField("callback", "hand_name", _text(120)),
        migrations.AddField("callback", "hand_post", _text(24)),
        migrations.AddField("callback", "hand_why", _text(330)),
        migrations.AddConstraint(
            "callback", _check("callback_hand_known", Q(hand="") | Q(hand__in=KINDS))
        ),
        migrations.AddField("attempt", "party", models.CharField(max_length=8, default="patient")),
        migrations.AddField("attempt", "party_name", _text(120)),
        migrations.AddField("attempt", "why_late", _text(200)),
        migrations.AddConstraint(
            "attempt", _check("attempt_party_known", Q(party__in=["patient", "other"]))
        ),
        HAND,
        WAITING,
        UNDONE,
        LAST_STEP,
        migrations.RunSQL(_walls(), migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
