"""Somebody is put on file whole, and the rules read back what was written."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from ringback.actions import onfile
from ringback.actions.act import NotPermitted
from ringback.actions.onfile import NewPatient, NewVisit
from ringback.queries import onfile as kept
from ringback.queries.scope import scope
from ringback.rules.authority import Authority, Basis
from ringback.rules.contact import Contact, Flag, Number
from ringback.rules.patientrule import Channel, Hours, Level, Rule, Topic, Window
from tests import records
from tests.cast import NOON, NUMBER, came_in

if TYPE_CHECKING:
    from tests.cast import Cast

HOURS = Hours(
    windows=(Window(weekdays=frozenset({0, 4}), start=510, end=720),), zone="America/New_York"
)
WHO = Contact(
    name="Tom Whitfield",
    numbers=(Number(number=NUMBER, flag=Flag.PREFERRED),),
    zone="America/Chicago",
    level=Level.MINIMAL,
    safe_name="Tom Miller",
    language="es",
    interpreter=True,
    part2=True,
    restrictions=("not to my insurer",),
    rules=(
        Rule(topic=Topic.HOURS, said="mornings", confirmed=True, hours=HOURS),
        Rule(topic=Topic.CHANNEL, said="no texts", confirmed=False,
             channels=frozenset({Channel.TEXT})),
        Rule(topic=Topic.VOICEMAIL, said="none", confirmed=True, level=Level.NONE),
    ),
)  # fmt: skip
WIFE = Authority(
    name="Maria Whitfield",
    relation="wife",
    basis=Basis.PATIENT,
    scope=frozenset({"visits", "care"}),
    from_date=date(2026, 1, 1),
    until_date=date(2027, 1, 1),
)
NEW = NewPatient(
    who=WHO,
    identity={"birth_date": date(1979, 3, 14)},
    labels={NUMBER: "mobile"},
    speakers=(WIFE,),
    visits=(NewVisit(starts_at=NOON + timedelta(days=2), what="follow-up"),),
)


def test_what_was_put_on_file_is_what_the_rules_read(cedar: Cast) -> None:
    it = came_in(cedar.dana, phone=NUMBER).callback_id
    assert it is not None
    patient_id = onfile.put(it, NEW, by=cedar.dana, now=NOON)
    with scope(cedar.practice_id):
        callback = records.Callback.objects.get(id=it)
        found = kept.known(callback)
        visits = kept.visits(callback, found, now=NOON)
    order = {each.said: each for each in found.contact.rules}
    assert (found.patient_id, found.patient.birth_date) == (patient_id, date(1979, 3, 14))
    assert order == {each.said: each for each in WHO.rules}
    assert (found.contact.numbers, found.labels) == (WHO.numbers, {NUMBER: "mobile"})
    assert [entry for _, entry in found.speakers] == [WIFE]
    assert [each.what for each in visits] == ["follow-up"]
    assert (found.contact.zone, found.contact.level, found.contact.restrictions) == (
        "America/Chicago",
        Level.MINIMAL,
        ("not to my insurer",),
    )


def test_only_who_sorts_puts_somebody_on_file(cedar: Cast) -> None:
    it = came_in(cedar.dana).callback_id
    assert it is not None
    with pytest.raises(NotPermitted):
        onfile.put(it, NEW, by=cedar.vik, now=NOON)


def test_who_is_on_file_waits_to_be_put_on_it_no_longer(cedar: Cast) -> None:
    it = came_in(cedar.dana, name="Tom Whitfield").callback_id
    came_in(cedar.dana)
    assert it is not None
    assert [each.id for each in kept.unfiled(cedar.dana, 5)] == [it]
    onfile.put(it, NEW, by=cedar.dana, now=NOON)
    assert kept.unfiled(cedar.dana, 5) == []
