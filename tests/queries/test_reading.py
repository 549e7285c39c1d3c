"""A reading: in one trip what is sure to be asked, nothing twice, nothing kept, and no writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import claim
from ringback.models import PolicyPart
from ringback.queries import in_force, onfile, reading
from ringback.queries.scope import scope
from ringback.rules.policy import Part
from tests.cast import NOON

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

pytestmark = pytest.mark.postgres


def asked_for(cast: Cast) -> int:
    return onfile.asked_for(cast.practice_id).needed


def new_rules(cast: Cast, needed: int) -> None:
    """The next version of whom we ask for what."""
    here = PolicyPart.objects.filter(practice_id=cast.practice_id, kind=str(Part.VERIFICATION))
    last = here.filter(name="").order_by("-version").first()
    written = {**in_force.default("verification"), "needed": needed, "needed_with_care": 3}
    PolicyPart.objects.create(
        practice_id=cast.practice_id,
        kind=str(Part.VERIFICATION),
        version=last.version + 1 if last else 1,
        written=written,
        author_id=cast.mara.person_id,
        reason="test",
        created_at=NOON,
    )


def workers(practice_id: UUID) -> reading.Asked:
    return "workers", {"practice": practice_id}


def test_what_is_read_ahead_is_one_trip_and_is_asked_no_more(cedar: Cast) -> None:
    both = (workers(cedar.practice_id), in_force.asked(cedar.practice_id))
    with scope(cedar.practice_id), CaptureQueriesContext(connections["default"]) as found:
        with reading.ahead(*both):
            assert reading.rows(*both[0]) == reading.rows(*both[0]) != []
            reading.rows(*both[1])
        assert len(found) == 1


def test_what_was_not_foreseen_is_asked_when_it_is_wanted_and_once(cedar: Cast) -> None:
    with scope(cedar.practice_id), CaptureQueriesContext(connections["default"]) as found:
        with reading.ahead():
            assert not found.captured_queries
            assert reading.rows(*workers(cedar.practice_id)) != []
            reading.rows(*workers(cedar.practice_id))
        assert len(found) == 1
        reading.rows(*workers(cedar.practice_id))
        assert len(found) == 2


def test_a_reading_inside_another_is_part_of_it(cedar: Cast) -> None:
    with scope(cedar.practice_id), CaptureQueriesContext(connections["default"]) as found:
        with reading.ahead(workers(cedar.practice_id)):
            with reading.ahead(workers(cedar.practice_id), in_force.asked(cedar.practice_id)):
                assert reading.under_way()
            assert len(found) == 2
            reading.rows(*in_force.asked(cedar.practice_id))
        assert len(found) == 2
        assert not reading.under_way()


def test_nothing_is_held_when_it_ends_in_an_error(cedar: Cast) -> None:
    with scope(cedar.practice_id), pytest.raises(LookupError), reading.ahead():
        raise LookupError
    assert not reading.under_way()


def test_other_values_are_another_question(cedar: Cast, elm: Cast) -> None:
    with scope(cedar.practice_id), reading.ahead(workers(cedar.practice_id)):
        here = reading.rows(*workers(cedar.practice_id))
        assert reading.rows(*workers(elm.practice_id)) != here


def test_no_action_begins_inside_a_reading(cedar: Cast) -> None:
    with scope(cedar.practice_id), reading.ahead(), pytest.raises(RuntimeError):
        claim.claim_next(by=cedar.dana, now=NOON)
    with scope(cedar.practice_id), reading.ahead(), pytest.raises(RuntimeError):
        claim.claim(cedar.practice_id, by=cedar.dana, now=NOON)


def test_a_new_version_is_in_force_at_once_also_in_the_transaction_that_made_it(
    cedar: Cast,
) -> None:
    with scope(cedar.practice_id):
        before = asked_for(cedar)
        new_rules(cedar, before + 1)
        assert asked_for(cedar) == before + 1
        new_rules(cedar, before)
        assert asked_for(cedar) == before


def test_what_one_practice_has_in_force_is_never_anothers(cedar: Cast, elm: Cast) -> None:
    with scope(cedar.practice_id):
        before = asked_for(cedar)
        new_rules(cedar, before + 1)
    with scope(elm.practice_id):
        assert asked_for(elm) == before
