"""What other systems bring in, as it came; and the systems that may."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations, models
from django.db.models import Q

from ringback.migrations.shapes import must, of_practice, once, person, within, words
from ringback.migrations.sql import each_of

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

STATES = ["waiting", "taken", "look", "nothing"]
KEYS = [("connector_id", "connector"), ("arrival_id", "arrival")]
MEMBERS = [("connector", "person_id"), ("inbound", "settled_by_id")]
GRANTS = """
REVOKE UPDATE ON inbound FROM ringback_app;
GRANT UPDATE (state, trouble, about, tries, not_before, lease_until, arrival_id, settled_by_id,
              settled_at, why) ON inbound TO ringback_app;
"""


def _walls() -> str:
    keys = [{"table": "inbound", "column": column, "other": other} for column, other in KEYS]
    members = [{"table": table, "column": column} for table, column in MEMBERS]
    return "\n".join(
        [
            *each_of("wall", [{"table": table} for table in ("connector", "inbound")]),
            *each_of("key", keys),
            *each_of("member", members),
        ]
    )


CONNECTOR = migrations.CreateModel(
    "Connector",
    of_practice(
        ("channel", models.CharField(max_length=20)),
        ("label", models.CharField(max_length=80)),
        ("person", person()),
        ("settings", models.JSONField(default=dict)),
        ("secret", models.TextField(blank=True, default="")),
        ("own", models.BooleanField(default=False)),
        ("agreement_with", words(120)),
        ("agreement_date", models.DateField(null=True, blank=True)),
        ("on_since", models.DateTimeField(null=True, blank=True)),
        ("created_at", models.DateTimeField()),
        ("refused", models.PositiveIntegerField(default=0)),
        ("refused_at", models.DateTimeField(null=True, blank=True)),
    ),
    {
        "db_table": "connector",
        "constraints": [
            once("connector_of_practice", "id"),
            once("connector_of_person", "person"),
            must(
                "connector_on_has_agreement",
                Q(on_since=None)
                | Q(own=True)
                | (~Q(agreement_with="") & Q(agreement_date__isnull=False)),
            ),
        ],
    },
)
INBOUND = migrations.CreateModel(
    "Inbound",
    of_practice(
        ("connector", within("connector")),
        ("external_id", models.CharField(max_length=200)),
        ("content_type", words(80)),
        ("payload", models.BinaryField()),
        ("received_at", models.DateTimeField()),
        ("state", models.CharField(max_length=12, default="waiting")),
        ("trouble", words(40)),
        ("about", words(40)),
        ("tries", models.PositiveSmallIntegerField(default=0)),
        ("not_before", models.DateTimeField()),
        ("lease_until", models.DateTimeField(null=True, blank=True)),
        ("arrival", within("arrival", null=True)),
        ("settled_by", person(null=True)),
        ("settled_at", models.DateTimeField(null=True, blank=True)),
        ("why", words(200)),
    ),
    {
        "db_table": "inbound",
        "indexes": [
            models.Index(
                fields=["practice", "not_before"], name="inbound_due", condition=Q(state="waiting")
            ),
            models.Index(fields=["practice", "-received_at", "-id"], name="inbound_latest"),
            models.Index(
                fields=["practice", "-received_at", "-id"],
                name="inbound_to_look_at",
                condition=Q(state="look"),
            ),
            models.Index(
                fields=["practice", "connector", "-received_at"], name="inbound_of_connector"
            ),
        ],
        "constraints": [
            once("inbound_of_practice", "id"),
            once("inbound_once", "connector", "external_id"),
            must("inbound_state_known", Q(state__in=STATES)),
            must(
                "inbound_taken_has_arrival",
                Q(state="taken", arrival__isnull=False) | (~Q(state="taken") & Q(arrival=None)),
            ),
            must("inbound_to_look_at_says_why", ~Q(state="look") | ~Q(trouble="")),
            must(
                "inbound_settled_says_who_and_why",
                (
                    Q(state="nothing", settled_by__isnull=False, settled_at__isnull=False)
                    & ~Q(why="")
                )
                | (~Q(state="nothing") & Q(settled_by=None, settled_at=None, why="")),
            ),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("ringback", "0029_patient_list")]
    operations: ClassVar[list[Operation]] = [
        CONNECTOR,
        INBOUND,
        migrations.RunSQL(_walls(), migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
