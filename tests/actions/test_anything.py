"""R30: anything may happen in any order, and every item still has what the house promises of it."""

from __future__ import annotations

import os
import secrets

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.actions.anything import Anything

STEPS_EACH = 50
EXAMPLES = 20
STEPS = int(os.environ.get("RINGBACK_STEPS", "5000"))
SEED = int(os.environ.get("RINGBACK_SEED") or secrets.randbelow(2**32))


def test_whatever_happens_every_item_is_whole_and_they_add_up() -> None:
    print(f"RINGBACK_SEED={SEED}")  # noqa: T201 - shown with a failure, to play it again
    rounds = 0
    while Anything.steps < STEPS:
        run_state_machine_as_test(
            seed(SEED + rounds)(Anything),
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS_EACH,
                deadline=None,
                database=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            ),
        )
        rounds += 1
