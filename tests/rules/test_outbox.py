"""Mail that goes out: what is noted, when it is tried again, what became of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ringback.rules import outbox
from ringback.rules.outbox import Kind, Mail, State, Trouble

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ID = "01981f3e-0000-7000-8000-00000000002a"
INVITED = {"person": ID, "by": ID, "door": ID}


@pytest.mark.parametrize(
    ("kind", "payload", "codes"),
    [
        (Kind.INVITATION, INVITED, []),
        (Kind.INVITATION, {**INVITED, "language": "es"}, []),
        (Kind.PASSWORD_RESET, {"person": ID, "door": ID}, []),
        (Kind.CONTACT_CHANGED, {"person": ID, "what": "email", "former": ID}, []),
        (Kind.CONTACT_CHANGED, {"person": ID, "what": "password"}, []),
        ("postcard", {}, ["no_such_kind"]),
        (Kind.INVITATION, {"person": ID, "by": ID}, ["other_fields"]),
        (Kind.INVITATION, {**INVITED, "email": "ana@example.org"}, ["other_fields"]),
        (Kind.PASSWORD_RESET, {**INVITED}, ["other_fields"]),
        (Kind.INVITATION, {**INVITED, "person": "ana@example.org"}, ["no_id"]),
        (Kind.INVITATION, {**INVITED, "person": ID.upper()}, ["no_id"]),
        (Kind.INVITATION, {**INVITED, "door": 7}, ["no_id"]),
        (Kind.INVITATION, {**INVITED, "language": "fr"}, ["no_id"]),
        (Kind.CONTACT_CHANGED, {"person": ID, "what": "Ana Reyes"}, ["no_id"]),
    ],
)
def test_a_note_holds_ids_and_codes_and_nothing_else(
    kind: str, payload: dict[str, Any], codes: list[str]
) -> None:
    assert [each.code for each in outbox.problems(kind, payload)] == codes


@pytest.mark.parametrize(
    ("payload", "found"),
    [({"door": ID}, UUID(ID)), ({"door": "x"}, None), ({"door": 1}, None), ({}, None)],
)
def test_an_id_is_read_from_a_note_or_not_at_all(payload: dict[str, Any], found: Any) -> None:
    assert outbox.id_in(payload, "door") == found


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [(0, 30), (1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (9, 3600), (32767, 3600)],
)
def test_each_pause_is_twice_the_last_up_to_an_hour(tries: int, seconds: int) -> None:
    assert outbox.pause(tries) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("trouble", "tries", "minutes"),
    [
        (Trouble.BUSY, 1, 0.5),
        (Trouble.UNREACHABLE, 2, 1),
        (Trouble.NOT_LET_IN, 20, 60),
        (Trouble.NOT_ENCRYPTED, 54, 60),
        (Trouble.WRONG_KEY, 9, 60),
        (Trouble.BUSY, 55, None),
        (Trouble.UNREADABLE, 1, None),
        (Trouble.NO_ADDRESS, 1, None),
        (Trouble.REFUSED_ADDRESS, 1, None),
        (Trouble.REFUSED, 1, None),
    ],
)
def test_what_passes_is_tried_again_and_what_lasts_is_not(
    trouble: Trouble, tries: int, minutes: float | None
) -> None:
    expected = None if minutes is None else NOW + timedelta(minutes=minutes)
    assert outbox.again_at(trouble, tries=tries, now=NOW) == expected


def test_it_is_tried_for_about_two_days() -> None:
    whole = sum((outbox.pause(each) for each in range(1, outbox.MOST_TRIES)), timedelta())
    assert timedelta(days=1, hours=22) < whole < timedelta(days=2, hours=2)


LATER = NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("mail", "state", "refusals"),
    [
        (Mail(), State.WAITING, ["on_its_way"]),
        (Mail(lease_until=LATER), State.SENDING, ["on_its_way"]),
        (Mail(lease_until=LATER, error="busy"), State.SENDING, ["on_its_way"]),
        (Mail(lease_until=NOW), State.WAITING, ["on_its_way"]),
        (Mail(error="busy"), State.TRYING_AGAIN, ["on_its_way"]),
        (Mail(sent_at=NOW), State.SENT, []),
        (Mail(failed_at=NOW, error="refused"), State.FAILED, []),
        (Mail(failed_at=NOW, error="refused", again=True), State.FAILED, ["sent_again"]),
        (Mail(sent_at=NOW, again=True), State.SENT, ["sent_again"]),
        (Mail(cancelled_at=NOW), State.NOT_NEEDED, ["no_longer_needed"]),
    ],
)
def test_what_became_of_a_mail_and_whether_it_may_go_once_more(
    mail: Mail, state: State, refusals: list[str]
) -> None:
    found = [each.code for each in outbox.again_refusals(mail, NOW)]
    assert (outbox.state(mail, NOW), found) == (state, refusals)


def test_every_trouble_has_words_and_every_kind_a_shape() -> None:
    assert set(outbox.WHY) == set(Trouble)
    assert set(outbox.SHAPES) == set(Kind)
    assert outbox.again_key(UUID(ID)) == f"again {ID}"
