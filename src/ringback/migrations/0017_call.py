"""Calls while they last and what came of their checks; what was asked and is not in the script."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import F, Q

from ringback.migrations.shapes import must, of_practice, once, person, within, words
from ringback.migrations.sql import each_of

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

Char, Moment, Json = models.CharField, models.DateTimeField, models.JSONField
ON = Q(ended_at__isnull=True)
CALLERS = [
    "unknown",
    "patient",
    "parent",
    "guardian",
    "authorised",
    "other_office",
    "new_to_us",
]
CALL_BACKS = ["none", "given", "looked_up", "on_our_list"]
WHY_NOT = [
    "could_not_say",
    "would_not_say",
    "did_not_agree",
    "no_authority",
    "call_ended",
    "",
]
IDENTIFIERS = ["name", "birth_date", "phone", "address", "policy_number", "record_number"]
WAYS = ["said", "matched_here", "against_chart"]
COMPOSITE = (
    ("call", "callback_id", "callback"),
    ("call", "patient_id", "patient"),
    ("call", "authority_id", "authority"),
    ("attempt", "call_id", "call"),
    ("comparison", "call_id", "call"),
    ("check_lift", "call_id", "call"),
)
TABLES = ("call", "comparison", "check_lift")
KEPT = ("comparison", "check_lift")


def walls() -> str:
    """Every new table behind its practice, every reference within it; outcomes are kept."""
    return "\n".join(
        [
            *each_of("wall", [{"table": each} for each in TABLES]),
            *each_of("key", [{"table": t, "column": c, "other": o} for t, c, o in COMPOSITE]),
            *each_of("member", [{"table": each, "column": "by_id"} for each in TABLES]),
            *each_of("keep", [{"table": each} for each in KEPT]),
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {', '.join(KEPT)} FROM ringback_app;",
        ]
    )


CALL = [
    ("callback", within("callback")),
    ("patient", within("patient", null=True)),
    ("by", person()),
    ("begun_at", Moment()),
    ("ended_at", Moment(blank=True, null=True)),
    ("number", words(20)),
    ("direction", Char(default="out", max_length=4)),
    ("party", Char(default="patient", max_length=8)),
    ("caller", Char(default="unknown", max_length=16)),
    ("situations", Json(blank=True, default=list)),
    ("stakes", Json(blank=True, default=list)),
    ("authority", within("authority", null=True)),
    ("said_relation", models.BooleanField(default=False)),
    ("of_age", models.BooleanField(blank=True, null=True)),
    ("office", words(120)),
    ("office_person", words(120)),
    ("call_back", Char(default="none", max_length=12)),
    ("wrong", models.PositiveSmallIntegerField(default=0)),
    ("ended_why", words(16)),
    ("verified_at", Moment(blank=True, null=True)),
]
COMPARISON = [
    ("call", within("call")),
    ("identifier", Char(max_length=16)),
    ("way", Char(max_length=16)),
    ("agreed", models.BooleanField()),
    ("this_line", models.BooleanField(default=False)),
    ("at", Moment()),
    ("by", person()),
]
RULES = {
    "call_direction_known": Q(direction__in=["out", "in"]),
    "call_party_known": Q(party__in=["patient", "other"]),
    "call_caller_known": Q(caller__in=CALLERS),
    "call_call_back_known": Q(call_back__in=CALL_BACKS),
    "call_ended_why_known": Q(ended_why__in=WHY_NOT),
    "call_ends_after_it_begins": Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")),
    "call_verified_or_not": Q(verified_at__isnull=True) | Q(ended_why=""),
}


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0016_patient")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            "Call",
            of_practice(*CALL),
            {
                "db_table": "call",
                "indexes": [
                    models.Index(
                        fields=["practice", "callback", "begun_at"], name="call_of_callback"
                    ),
                    models.Index(
                        fields=["practice", "number"], name="call_under_way_with", condition=ON
                    ),
                ],
                "constraints": [
                    once("call_of_practice", "id"),
                    once("call_one_per_callback", "callback", where=ON),
                    once("call_one_per_person", "by", where=ON),
                    *(must(name, rule) for name, rule in RULES.items()),
                ],
            },
        ),
        migrations.CreateModel(
            "Comparison",
            of_practice(*COMPARISON),
            {
                "db_table": "comparison",
                "indexes": [
                    models.Index(fields=["practice", "call", "at"], name="comparison_of_call"),
                ],
                "constraints": [
                    once("comparison_of_practice", "id"),
                    once("comparison_agrees_once", "call", "identifier", where=Q(agreed=True)),
                    must("comparison_identifier_known", Q(identifier__in=IDENTIFIERS)),
                    must("comparison_way_known", Q(way__in=WAYS)),
                    must("comparison_not_by_this_line", ~Q(this_line=True) | Q(agreed=False)),
                ],
            },
        ),
        migrations.CreateModel(
            "CheckLift",
            of_practice(
                ("call", within("call")),
                ("by", person()),
                ("at", Moment()),
                ("reason", Char(max_length=500)),
            ),
            {
                "db_table": "check_lift",
                "constraints": [
                    once("check_lift_of_practice", "id"),
                    must("check_lift_says_why", ~Q(reason="")),
                ],
            },
        ),
        migrations.AddField("attempt", "call", within("call", null=True)),
        migrations.AddField("scriptsuggestion", "kind", Char(default="change", max_length=8)),
        migrations.AddConstraint(
            "scriptsuggestion",
            must("script_suggestion_kind_known", Q(kind__in=["change", "asked"])),
        ),
        migrations.RunSQL(walls(), migrations.RunSQL.noop),
    ]
