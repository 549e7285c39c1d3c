"""Another system is let in, with its agreement, and no sooner."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ringback.actions import connector
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.actions.connector import Places
from ringback.channels.formhook.reading import PLACES
from ringback.models import Connector, Door
from ringback.queries import connector as connectors
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.connector import Agreement
from tests import records
from tests.cast import NOON
from tests.connectors import connected

if TYPE_CHECKING:
    from ringback.actions.connector import Added
    from tests.cast import Cast

WHOLE = Agreement(party="Forms Inc.", signed_on=date(2026, 11, 1))


def added(cast: Cast) -> Added:
    return connector.add("formhook", "Website form", PLACES, by=cast.mara, now=NOON)


def test_it_acts_as_somebody_who_may_only_bring_in(cedar: Cast) -> None:
    made = added(cedar)
    by = person.connector_of(made.secret, now=NOON)
    assert by is not None
    assert (by.roles, by.name, by.via) == ({Role.CONNECTOR}, "Website form", "inbound")
    assert person.actor_of_token(made.secret, now=NOON) is None
    assert [each.actor_id for each in records.journal(cedar, "connection added")] == [
        cedar.mara.person_id
    ]


def test_it_is_switched_on_only_with_its_agreement(cedar: Cast) -> None:
    made = added(cedar)
    with pytest.raises(Refused, match="business-associate agreement"):
        connector.switch(made.id, on=True, by=cedar.mara, now=NOON)
    connector.agree(made.id, WHOLE, by=cedar.mara, now=NOON)
    connector.switch(made.id, on=True, by=cedar.mara, now=NOON)
    connector.switch(made.id, on=True, by=cedar.mara, now=NOON + timedelta(days=1))
    (row,) = connectors.listing(cedar.mara)
    assert (row.on_since, row.agreement) == (NOON, WHOLE)
    connector.switch(made.id, on=False, by=cedar.mara, now=NOON)
    assert connectors.listing(cedar.mara)[0].on_since is None


def test_ones_own_needs_none(cedar: Cast) -> None:
    made = added(cedar)
    connector.agree(made.id, Agreement(own=True, party="x"), by=cedar.mara, now=NOON)
    connector.switch(made.id, on=True, by=cedar.mara, now=NOON)
    assert connectors.listing(cedar.mara)[0].agreement == Agreement(own=True)


def test_an_agreement_of_tomorrow_is_none(cedar: Cast) -> None:
    made = added(cedar)
    late = NOON.replace(hour=23)  # still the 23rd in New York
    for day, ok in ((date(2026, 11, 23), True), (date(2026, 11, 24), False)):
        found = Agreement(party="Forms Inc.", signed_on=day)
        if ok:
            connector.agree(made.id, found, by=cedar.mara, now=late)
        else:
            with pytest.raises(Refused, match="future"):
                connector.agree(made.id, found, by=cedar.mara, now=late)


def test_its_secret_is_kept_unreadable_and_shown_to_its_door_only(cedar: Cast) -> None:
    it = connected(cedar, signing="a shared secret")
    with scope(cedar.practice_id):
        assert "shared" not in Connector.objects.get(id=it.id).secret
    found = connectors.of(it.actor)
    assert found is not None
    assert (found.secret, found.on) == ("a shared secret", True)
    connector.place(it.id, Places(where={"name": "n"}), by=cedar.mara, now=NOON)
    assert connectors.listing(cedar.mara)[0].settings == {"name": "n"}
    assert connectors.listing(cedar.mara)[0].signs
    connector.place(it.id, Places(where={}, secret=""), by=cedar.mara, now=NOON)
    assert not connectors.listing(cedar.mara)[0].signs
    assert connectors.of(cedar.mara) is None


def test_a_new_address_ends_the_old_one(cedar: Cast) -> None:
    it = connected(cedar)
    new = connector.rotate(it.id, by=cedar.mara, now=NOON)
    assert person.connector_of(it.secret, now=NOON) is None
    assert person.connector_of(new, now=NOON) is not None
    assert not Door.objects.filter(label=new).exists()


def test_what_is_wrong_is_refused(cedar: Cast) -> None:
    with pytest.raises(Refused):
        connector.add("formhook", " ", PLACES, by=cedar.mara, now=NOON)
    with pytest.raises(Refused):
        connector.add("formhook", "x", {"name": "a\nb"}, by=cedar.mara, now=NOON)
    it = connected(cedar)
    with pytest.raises(Refused):
        connector.place(it.id, Places(secret="x" * 201), by=cedar.mara, now=NOON)


@pytest.mark.parametrize("who", ["dana", "vik", "osei", "elm", "nobody"])
def test_only_who_sets_up_here_changes_it(cedar: Cast, elm: Cast, who: str) -> None:
    it = connected(cedar)
    by = {"elm": elm.mara, "nobody": cedar.mara}.get(who) or getattr(cedar, who)
    of = uuid4() if who == "nobody" else it.id
    no = NotFound if who in {"elm", "nobody"} else NotPermitted
    for deal in (
        lambda: connector.agree(of, WHOLE, by=by, now=NOON),
        lambda: connector.place(of, Places(), by=by, now=NOON),
        lambda: connector.switch(of, on=False, by=by, now=NOON),
        lambda: connector.rotate(of, by=by, now=NOON),
    ):
        with pytest.raises(no):
            deal()
    assert connectors.one(it.id, elm.mara) is None
    assert connectors.one(it.id, cedar.mara) is not None
