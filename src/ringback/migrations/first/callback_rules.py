"""What a callback must be, whoever writes it."""

from django.db import migrations, models

import ringback.rules.lifecycle
import ringback.rules.queue

OPERATIONS = [
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.UniqueConstraint(fields=("practice", "id"), name="callback_of_practice"),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                (
                    "stage__in",
                    [
                        "unsorted",
                        "waiting",
                        "owned",
                        "scheduled",
                        "escalated",
                        "on_hold",
                        "closed",
                    ],
                )
            ),
            name="callback_stage_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(("level__in", ["emergency", "urgent", "clinical", "routine"])),
            name="callback_level_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("next_party__in", ["practice", "owner", "clinician", "patient", "third_party"])
            ),
            name="callback_party_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("outcome__isnull", True),
                (
                    "outcome__in",
                    ["done", "unreachable", "withdrawn", "duplicate", "entered_in_error"],
                ),
                _connector="OR",
            ),
            name="callback_outcome_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("came_back", ""),
                (
                    "came_back__in",
                    ["given_back", "lapsed", "try_not_made", "answered", "reopened"],
                ),
                _connector="OR",
            ),
            name="callback_came_back_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(
                    ("closed_at__isnull", False),
                    ("outcome__isnull", False),
                    ("stage", ringback.rules.lifecycle.Stage["CLOSED"]),
                ),
                models.Q(
                    models.Q(("stage", ringback.rules.lifecycle.Stage["CLOSED"]), _negated=True),
                    ("closed_at__isnull", True),
                    ("outcome__isnull", True),
                ),
                _connector="OR",
            ),
            name="callback_closed_has_time_and_outcome",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("stage", ringback.rules.lifecycle.Stage["OWNED"]), _negated=True),
                models.Q(("lease_until__isnull", False), ("owner__isnull", False)),
                _connector="OR",
            ),
            name="callback_owned_has_owner_and_lease",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("owner__isnull", False), ("lease_until__isnull", True), _connector="OR"
            ),
            name="callback_lease_has_owner",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("stage", ringback.rules.lifecycle.Stage["CLOSED"]), _negated=True),
                ("owner__isnull", True),
                _connector="OR",
            ),
            name="callback_closed_has_no_owner",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("stage", ringback.rules.lifecycle.Stage["SCHEDULED"]), _negated=True),
                ("next_attempt_at__isnull", False),
                _connector="OR",
            ),
            name="callback_scheduled_has_next_try",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("stage", ringback.rules.lifecycle.Stage["ON_HOLD"]), _negated=True),
                ("review_at__isnull", False),
                _connector="OR",
            ),
            name="callback_on_hold_has_review",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("stage", ringback.rules.lifecycle.Stage["CLOSED"]),
                models.Q(
                    ("category", "UNSORTED"),
                    ("stage", ringback.rules.lifecycle.Stage["UNSORTED"]),
                ),
                models.Q(
                    models.Q(("stage", ringback.rules.lifecycle.Stage["UNSORTED"]), _negated=True),
                    models.Q(("category", "UNSORTED"), _negated=True),
                ),
                _connector="OR",
            ),
            name="callback_unsorted_is_its_category",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("level", ringback.rules.queue.Level["EMERGENCY"]), ("rank", 0)),
                models.Q(("level", ringback.rules.queue.Level["URGENT"]), ("rank", 1)),
                models.Q(
                    models.Q(
                        (
                            "level__in",
                            [
                                ringback.rules.queue.Level["EMERGENCY"],
                                ringback.rules.queue.Level["URGENT"],
                            ],
                        ),
                        _negated=True,
                    ),
                    ("rank", 2),
                ),
                _connector="OR",
            ),
            name="callback_rank_follows_level",
        ),
    ),
    migrations.AddConstraint(
        model_name="callback",
        constraint=models.CheckConstraint(
            condition=models.Q(("last_arrival_at__gte", models.F("received_at"))),
            name="callback_last_arrival_not_before_first",
        ),
    ),
]
