"""Which step may follow which stage."""

from itertools import product

import pytest

from ringback.rules import lifecycle
from ringback.rules.lifecycle import STEPS, Stage, Step

U, W, O, S, E, H, C = Stage  # noqa: E741 - the first letter of each stage, for the table below
LEADS_TO = {
    Step.SORT: {U: W, W: W, O: O},
    Step.CLAIM: {U: U, W: O, O: O, S: O, H: O},
    Step.RELEASE: {U: U, O: W, S: W, E: E},
    Step.LAPSE: {U: U, O: W, S: W, E: E},
    Step.SCHEDULE: {U: U, O: S, S: S, H: S},
    Step.ESCALATE: {W: E, O: E, S: E},
    Step.ACCEPT: {E: E},
    Step.ANSWER: {E: W},
    Step.HOLD: {O: H, S: H},
    Step.CLOSE: {U: C, W: C, O: C, S: C, E: C, H: C},
    Step.REOPEN: {C: W},
}
EVERY_CASE = list(product(Step, Stage))


@pytest.mark.parametrize(("step", "stage"), EVERY_CASE)
def test_each_step_leads_where_the_table_says(step: Step, stage: Stage) -> None:
    assert lifecycle.after(step, stage) == LEADS_TO[step].get(stage)


@pytest.mark.parametrize(("step", "stage"), EVERY_CASE)
def test_a_step_is_refused_exactly_where_it_leads_nowhere(step: Step, stage: Stage) -> None:
    refused = bool(lifecycle.refusals(step, stage))
    assert refused == (stage not in LEADS_TO[step])


def test_only_reopening_leaves_closed() -> None:
    assert [step for step in Step if C in STEPS[step]] == [Step.REOPEN]


def test_only_a_clinicians_answer_or_their_own_end_leaves_escalated() -> None:
    assert [step for step in Step if STEPS[step].get(E, E) != E] == [Step.ANSWER, Step.CLOSE]


@pytest.mark.parametrize("stage", sorted({*Stage} - {Stage.CLOSED}))
def test_no_open_stage_is_a_dead_end(stage: Stage) -> None:
    left = {STEPS[step].get(stage) for step in Step} - {None, stage}
    assert left != set()


@pytest.mark.parametrize(
    ("step", "stage", "code"),
    [
        (Step.CLAIM, Stage.CLOSED, "closed"),
        (Step.CLAIM, Stage.ESCALATED, "escalated"),
        (Step.HOLD, Stage.WAITING, "wrong_stage"),
    ],
)
def test_a_refusal_names_its_kind(step: Step, stage: Stage, code: str) -> None:
    assert [each.code for each in lifecycle.refusals(step, stage)] == [code]
