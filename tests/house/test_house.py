"""The house itself: statements, imports, fields and words."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ringback
from ringback.actions import attempt, calling, claim, confirmed, done, door, note, opening
from ringback.actions import ledger as sealing
from ringback.api import schemas
from ringback.jobs import tick
from ringback.queries import (
    category,
    ledger,
    nextforme,
    person,
    practice,
    proof,
    queue,
    roster,
    statement,
)
from ringback.queries.queue import FIELDS
from ringback.queries.scope import scope
from ringback.rules.attempt import Result
from ringback.rules.categoryfile import read
from tests import records
from tests.actions.test_attempt import taken
from tests.cast import NOON, came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

SOURCE = Path(ringback.__file__).parent
ROOT = SOURCE.parent.parent
SQL = sorted(each.stem for each in statement.SQL.glob("*.sql"))
OF_IMPORTS = {
    "came_before", "chunk_edge", "here_already", "load_chunk", "lock_practice",
    "refresh_statistics", "stage_calls", "undo_hold", "undo_import", "without_loops",
}  # fmt: skip
"""Statements that the tests of imports run, file after file."""

OF_PATIENTS = {
    "count_patients", "judge_patients", "load_patients", "patients_edge", "patients_found",
    "stage_patients", "undo_patients",
}  # fmt: skip
"""Statements that the tests of patient lists, and of finding patients, run."""

OF_THE_OUTBOX = {"outbox_lease"}
"""Statements that tests/actions/test_outbox.py runs."""

OF_OTHER_SYSTEMS = {"inbound_lease", "keep_inbound"}
"""Statements that tests/actions/test_inbound.py runs."""

OF_THE_TICK = {"beat", "tick_alive", "tick_lock"}
"""Statements that tests/jobs/test_tick.py runs, in processes of their own."""

ELSEWHERE = OF_IMPORTS | OF_OTHER_SYSTEMS | OF_PATIENTS | OF_THE_OUTBOX | OF_THE_TICK

NEVER_SHOWN = re.compile(
    r"\b(fence|lease|pool|episode|arrivals?|tick|MISSED|NEWPT|INTAKE|UNSORTED|VM-1|he|she)\b"
)


@pytest.mark.parametrize("name", SQL)
def test_every_statement_begins_by_saying_what_it_is_for(name: str) -> None:
    lines = statement.text(name).splitlines()
    comment = [line[3:] for line in takewhile(lambda line: line.startswith("-- "), lines)]
    assert re.fullmatch(r"[A-Z].+\.", " ".join(comment))


def test_every_statement_runs(cedar: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    text = statement.text
    monkeypatch.setattr(statement, "text", lambda name: (ran.append(name), text(name))[1])
    it, fence = taken(cedar)
    claim.release(it, by=cedar.dana, now=NOON, fence=fence)
    claim.claim_next(by=cedar.vik, now=NOON)
    came_in(cedar.dana)
    claim.claim_next(by=cedar.dana, now=NOON)
    nextforme.heads([cedar.dana], NOON)
    claim.return_lapsed(cedar.practice_id, now=NOON)
    signed_in(cedar.dana).get("/")
    person.actor_of_token(door.issue_token("test", by=cedar.dana, now=NOON), now=NOON)
    person.actor(cedar.dana.person_id, cedar.practice_id, via="web")
    practice.categories(cedar.practice_id)
    with scope(cedar.practice_id):
        statement.rows("quiet", {})
    now_set = category.versions(cedar.mara, "NEWPT")[0].category
    category.tried(cedar.mara, before=now_set, after=now_set, now=NOON)
    with scope(cedar.practice_id):
        roster.filled(cedar.dana, now=NOON)
    sealing.seal(cedar.practice_id, now=NOON, since=None)
    ledger.stand(cedar.practice_id)
    for said in ({}, {1: b"something else"}):
        evidence = proof.Evidence(of={cedar.practice_id: said})
        list(proof.proofs(evidence, every=timedelta(days=1), now=NOON, slug=cedar.slug))
    for page in ("/ledger", "/ledger/unusual"):
        signed_in(cedar.mara).get(page)
    confirmed.by_hand(cedar.dana.person_id)
    _worked_to_done(cedar)
    assert statement.practice() == ""
    assert sorted({*ran, *ELSEWHERE}) == SQL
    assert not ELSEWHERE & set(ran)


def _worked_to_done(cedar: Cast) -> None:
    it, fence = taken(cedar, name="Tom Whitfield")
    calling.begin(it, by=cedar.dana, now=NOON, fence=fence)
    note.save_draft(it, "Reached her", by=cedar.dana, now=NOON)
    opening.opened(it, by=cedar.dana, now=NOON)
    made = attempt.Made(result=Result.REACHED_PATIENT, note="Reached her; nothing is needed now.")
    attempt.log(it, made, by=cedar.dana, now=NOON, fence=fence)
    done.complete(it, {"nothing_needed": True}, "", by=cedar.dana, now=NOON, fence=fence)


def test_the_import_law_holds() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    found = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout


def test_the_list_and_the_item_have_the_same_fields_at_the_machine_door(cedar: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    taken_now = schemas.row_out(claim.claim(it, by=cedar.dana, now=NOON), cedar.dana.person_id)
    item = schemas.callback_out(opening.opened(it, by=cedar.dana, now=NOON))
    (row,) = queue.page(cedar.dana, queue.wanted(cedar.dana, now=NOON)).rows
    line = schemas.row_out(row, cedar.dana.person_id)
    assert list(item) == list(line) == list(schemas.CallbackOut.model_fields)
    assert item == line == taken_now


@pytest.mark.parametrize(("name", "which"), [("queue_page", 1), ("claim_next", -1)])
def test_what_answers_a_row_of_the_queue_has_its_fields_in_order(name: str, which: int) -> None:
    asked = re.split(r"^SELECT", statement.text(name), flags=re.MULTILINE)[which]
    columns = asked.partition("FROM")[0].split(",")
    assert tuple(re.split(r" AS |\.", each.strip())[-1] for each in columns) == FIELDS


def spoken(path: Path) -> list[str]:
    """Every sentence a floor marks for translation."""
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    calls = (each for each in found if isinstance(each, ast.Call))
    return [
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "gettext_noop"
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]


SPOKEN = [
    (path, words)
    for floor in ("rules", "actions", "queries")
    for path in sorted((SOURCE / floor).glob("*.py"))
    for words in spoken(path)
]


def test_there_are_sentences_to_look_at() -> None:
    assert len(SPOKEN) > 15


def test_no_sentence_uses_a_word_that_is_only_ours() -> None:
    assert [words for _, words in SPOKEN if NEVER_SHOWN.search(words)] == []


def test_no_default_pathway_uses_a_word_that_is_only_ours() -> None:
    import tomllib  # only here

    for path in (SOURCE / "defaults" / "pathways").glob("*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if "handlers" not in data:
            continue
        found = read(data)
        said = [
            found.name,
            *(each.words for each in found.tighten),
            *(each.words for each in found.done),
            *(fact.words for fact in found.facts()),
        ]
        assert [words for words in said if NEVER_SHOWN.search(words)] == []


def test_a_duty_is_done_for_every_practice_even_when_one_breaks(cedar: Cast, elm: Cast) -> None:
    it, _ = taken(elm)
    done: list[object] = []

    def do(practice_id: object, now: object) -> None:
        done.append(practice_id)
        if practice_id == cedar.practice_id:
            raise ValueError(now)
        tick.duties()[0].do(practice_id, now)

    duty = tick.Duty(name="test", period_s=1, do=do)
    tick.once(duty, NOON.replace(hour=18))
    assert {cedar.practice_id, elm.practice_id} <= set(done)
    assert records.callback(elm, it).came_back == "lapsed"
    assert len(done) == len(practice.practices())
