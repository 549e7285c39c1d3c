"""Broken variants of the product, and which harness must catch each.

A harness that no mutant fails is not evidence. A mutant is a copy of the source with a few words
replaced, or the real source on a database that was tampered with; words that are no longer found
fail the test, so that no mutant goes stale unseen.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.server import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Change:
    """Words of one file, below src/ringback, and what stands there instead."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One way to be broken. `catches`: words that one of the harness's violations must hold."""

    name: str
    harness: str
    catches: str
    changes: tuple[Change, ...] = ()
    sql: tuple[str, ...] = ()


UNKEYED = (
    "ALTER TABLE arrival DROP CONSTRAINT arrival_once_per_source",
    "DROP INDEX arrival_once_per_key",
)
BLIND = Change(
    file="actions/arrival.py",
    old="    for found in known:\n",
    new="    for found in known[:0]:\n",
)
UNLOCKED = Change(
    file="actions/arrival.py",
    old='        ("lock_keys", _turn(by, new)),\n',
    new="",
)
ANY_KEY = Change(
    file="actions/arrival.py",
    old='if found.by == "key" and found.body_digest != new.body_digest:',
    new="if False:",
)
ATTEMPTS_UNKEYED = (
    Change(
        file="actions/attempt.py",
        old="if made.idempotency_key is None:",
        new="if made.idempotency_key or True:",
    ),
    Change(
        file="actions/attempt.py",
        old="        idempotency_key=made.idempotency_key,\n",
        new="",
    ),
)
CLAIM = "queries/sql/claim_next.sql"
PLAIN_SELECT = (
    Change(file=CLAIM, old="     FOR UPDATE SKIP LOCKED\n", new=""),
    # Without this the trigger on the fence refuses the second owner: see the mutant before.
    Change(file=CLAIM, old="fence + (owner_id IS NULL)::int", new="fence + 1"),
)
MARK_THEN_SEND = (
    Change(
        file="jobs/mailing.py",
        old="    try:\n        _send(mail)\n",
        new="    if not outbox.mark_sent(mail, now=clock()):\n        return\n"
        "    try:\n        _send(mail)\n",
    ),
)

MUTANTS = (
    Mutant(
        name="commits are answered before they are on the disk",
        harness="R1",
        catches="was acknowledged and is lost",
        sql=(
            "ALTER ROLE ringback_app SET synchronous_commit = off",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ringback_app'",
        ),
    ),
    Mutant(
        name="nobody asks whether an arrival came in before, and no key is unique",
        harness="R1",
        catches="is there 2 times",
        changes=(BLIND,),
        sql=UNKEYED,
    ),
    Mutant(
        name="the claim does not lock; the trigger on the fence is the last net",
        harness="R1",
        catches="POST /queue/next was answered 500",
        changes=PLAIN_SELECT[:1],
    ),
    Mutant(
        name="the claim neither locks nor keeps the fence",
        harness="R1",
        catches="the holder's own",
        changes=PLAIN_SELECT,
    ),
    Mutant(
        name="a transaction is over in the middle",
        harness="R2",
        catches="is half",
        changes=(
            Change(
                file="actions/arrival.py",
                old="        stored = _stored(act, new, found)\n",
                new="        statement.halve(str(by.practice_id))\n"
                "        stored = _stored(act, new, found)\n",
            ),
            Change(
                file="queries/statement.py",
                old="def practice() -> str:",
                new="def halve(practice_id: str) -> None:\n"
                "    with connection.cursor() as cursor:\n"
                '        cursor.execute("COMMIT")\n'
                "    set_practice(practice_id)\n\n\n"
                "def practice() -> str:",
            ),
        ),
    ),
    Mutant(
        name="the key of an arrival is ignored",
        harness="R2",
        catches="sent again it was answered 201",
        changes=(BLIND,),
        sql=UNKEYED,
    ),
    Mutant(
        name="the key of a try is ignored",
        harness="R2",
        catches="attempt: web killed after COMMIT: sent again it was answered 201 and 201",
        changes=ATTEMPTS_UNKEYED,
    ),
    Mutant(
        name="mails are marked before they are sent",
        harness="R3",
        catches="was never sent",
        changes=MARK_THEN_SEND,
    ),
    Mutant(
        name="a repeat has a name of its own",
        harness="R4",
        catches="one mail has the names",
        changes=(
            Change(
                file="jobs/mailing.py",
                old="mail.practice_id, mail.dedupe_key, post.sender",
                new='mail.practice_id, f"{mail.dedupe_key} {mail.tries}", post.sender',
            ),
        ),
    ),
    Mutant(
        name="the mark of a late try is taken",
        harness="R4",
        catches="the late mark of a frozen worker was taken",
        changes=(Change(file="actions/outbox.py", old="        tries=mail.tries,\n", new=""),),
    ),
    Mutant(
        name="a mail is everybody's while somebody sends it",
        harness="R4",
        catches="one mail went out",
        changes=(
            Change(
                file="queries/sql/outbox_lease.sql",
                old="     AND (lease_until IS NULL OR lease_until <= %(now)s)\n",
                new="",
            ),
        ),
    ),
    Mutant(
        name="copies of an arrival do not wait for each other, and no key is unique",
        harness="R6",
        catches="times at once was answered",
        changes=(UNLOCKED,),
        sql=UNKEYED,
    ),
    Mutant(
        name="a key may come with another body",
        harness="R6",
        catches="the same key with another body was answered 20",
        changes=(ANY_KEY,),
    ),
    Mutant(
        name="nobody asks whether fsync is on",
        harness="R14",
        catches="fsync off: exit code None",
        changes=(
            Change(
                file="engine/safety.py",
                old='    "fsync": "saved work can be lost when the power fails",\n',
                new="",
            ),
        ),
    ),
    Mutant(
        name="a call of a log has another name each time it is read",
        harness="R19",
        catches="imported twice",
        changes=(
            Change(
                file="actions/staging.py",
                old="        external_id(call),\n",
                new="        str(new_id()),\n",
            ),
        ),
    ),
    Mutant(
        name="nobody misses the sender of mail",
        harness="R23",
        catches="worker hung: the page says ['intake']",
        changes=(
            Change(
                file="web/silence.py",
                old="{Part.TICK, Part.INTAKE} | ({Part.WORKER} if settings.POST else set())",
                new="{Part.TICK, Part.INTAKE}",
            ),
        ),
    ),
    Mutant(
        name="nobody misses whoever takes in what comes",
        harness="R23",
        catches="worker hung: the page says ['worker']",
        changes=(
            Change(
                file="web/silence.py",
                old="{Part.TICK, Part.INTAKE} | ({Part.WORKER} if settings.POST else set())",
                new="{Part.TICK, Part.WORKER}",
            ),
        ),
    ),
    Mutant(
        name="the fence is not looked at",
        harness="R24",
        catches="an old tab of the same person: answered [201, 201]",
        changes=(
            Change(
                file="actions/holding.py", old="if callback.fence != fence:", new="if fence < 0:"
            ),
        ),
    ),
    Mutant(
        name="what was refused is not kept",
        harness="R24",
        catches="the text of the one who lost is gone",
        changes=(
            Change(file="actions/act.py", old="no_room = _kept_draft(act)", new="no_room = ()"),
        ),
    ),
    Mutant(
        name="nobody asks which version of a draft a window had",
        harness="R24",
        catches="another window: the text written there is gone",
        changes=(
            Change(
                file="rules/draft.py",
                old="    if saw == kept_one.version or _is_of(",
                new="    if True or _is_of(",
            ),
        ),
    ),
)


@contextmanager
def broken(mutant: Mutant, folder: Path) -> Iterator[Path]:
    """The source folder of this mutant, for PYTHONPATH."""
    if not mutant.changes:
        yield SOURCE
        return
    shutil.copytree(SOURCE / "ringback", folder / "ringback")
    for change in mutant.changes:
        path = folder / "ringback" / change.file
        text = path.read_text("utf-8")
        assert change.old in text, f"{mutant.name}: {change.file} no longer says {change.old!r}"
        path.write_text(text.replace(change.old, change.new), "utf-8")
    yield folder
    shutil.rmtree(folder)
