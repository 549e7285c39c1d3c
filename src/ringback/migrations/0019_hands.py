"""Hands a callback goes through: handed over, put aside, waiting on somebody, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import migrations, models
from django.db.models import F, Q

from ringback.migrations.shapes import must, of_practice, person, within, words
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
        of_practice(*fields),
        {"db_table": table, "indexes": list(indexes), "constraints": [once, *constraints]},
    )


HAND = _table(
    "Hand",
    "hand",
    [
        ("callback", within("callback")),
        ("kind", models.CharField(max_length=8)),
        ("by", person()),
        ("to_person", person(null=True)),
        ("to_post", words(24)),
        ("until", models.DateTimeField(blank=True, null=True)),
        ("why", words(200)),
        ("at", models.DateTimeField()),
    ],
    [
        must("hand_kind_known", Q(kind__in=KINDS)),
        must(
            "hand_aside_has_a_time",
            Q(kind="aside", until__isnull=False) | (~Q(kind="aside") & Q(until__isnull=True)),
        ),
        must("hand_to_one", Q(to_person__isnull=True) | Q(to_post="")),
    ],
    (models.Index(fields=["practice", "callback", "-at"], name="hand_of_callback"),),
)
WAITING = _table(
    "Waiting",
    "waiting",
    [
        ("callback", within("callback")),
        ("whom", models.CharField(max_length=12)),
        ("name", words(120)),
        ("number", words(20)),
        ("what", models.CharField(max_length=200)),
        ("asks", person()),
        ("by", person()),
        ("begun_at", models.DateTimeField()),
        ("review_at", models.DateTimeField()),
        ("asked", models.PositiveSmallIntegerField(default=1)),
        ("ended_at", models.DateTimeField(blank=True, null=True)),
        ("ended", words(12)),
    ],
    [
        models.UniqueConstraint(
            fields=["practice", "callback"],
            condition=Q(ended_at__isnull=True),
            name="waiting_one_at_a_time",
        ),
        must("waiting_whom_known", Q(whom__in=WHOM)),
        must("waiting_says_for_what", ~Q(what="")),
        must("waiting_is_looked_at_later", Q(review_at__gt=F("begun_at"))),
        must(
            "waiting_ended_whole",
            Q(ended_at__isnull=True, ended="") | Q(ended_at__isnull=False, ended__in=ENDED),
        ),
    ],
)
UNDONE = _table(
    "Undone",
    "attempt_undone",
    [
        ("attempt", within("attempt")),
        ("by", person()),
        ("at", models.DateTimeField()),
    ],
    [models.UniqueConstraint(fields=["practice", "attempt"], name="attempt_undone_once")],
)
LAST_STEP = _table(
    "LastStep",
    "last_step",
    [
        ("callback", within("callback")),
        ("by", person()),
        ("kind", models.CharField(max_length=12)),
        ("before", models.JSONField()),
        ("attempt", within("attempt", null=True)),
        ("waiting", within("waiting", null=True)),
        ("fence", models.PositiveIntegerField()),
        ("at", models.DateTimeField()),
        ("until", models.DateTimeField()),
    ],
    [
        models.UniqueConstraint(fields=["practice", "callback"], name="last_step_one_per_callback"),
        must("last_step_kind_known", Q(kind__in=UNDOABLE)),
        must("last_step_can_be_undone_for_a_while", Q(until__gt=F("at"))),
    ],
    (models.Index(fields=["practice", "until"], name="last_step_over"),),
)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0018_note")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("callback", "hand", words(8)),
        migrations.AddField("callback", "hand_name", words(120)),
        migrations.AddField("callback", "hand_post", words(24)),
        migrations.AddField("callback", "hand_why", words(330)),
        migrations.AddConstraint(
            "callback", must("callback_hand_known", Q(hand="") | Q(hand__in=KINDS))
        ),
        migrations.AddField("attempt", "party", models.CharField(max_length=8, default="patient")),
        migrations.AddField("attempt", "party_name", words(120)),
        migrations.AddField("attempt", "why_late", words(200)),
        migrations.AddConstraint(
            "attempt", must("attempt_party_known", Q(party__in=["patient", "other"]))
        ),
        HAND,
        WAITING,
        UNDONE,
        LAST_STEP,
        migrations.RunSQL(_walls(), migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
