"""A PIN at a shared computer: five tries, today, for whom it is, and one entry each time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.hashers import identify_hasher

from ringback.actions import desk, leaving, pin, practice
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.engine.wallclock import now as clock
from ringback.models import DeskSignIn, Door, Entry, Person
from ringback.queries import desk as desks
from ringback.queries import door
from ringback.queries.scope import scope
from ringback.rules import shareddesk
from ringback.rules.access import Role
from tests.sharing import PIN, WRONG, Watched, opened, shared, with_pin
from tests.together import at_once

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django.fixtures import SettingsWrapper

    from ringback.queries.door import Opened
    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def quick(settings: SettingsWrapper) -> None:
    """Passwords and PINs are kept cheaply, but where it is said otherwise."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def came(cast: Cast, who: Actor, *, ago: timedelta = timedelta()) -> Opened:
    """A shared computer at which somebody with a PIN signed in fully."""
    with_pin(who)
    here = opened(shared(cast))
    now = clock()
    desk.signed_in(here, who.person_id, since=now - ago, now=now)
    return here


def tries(here: Opened, who: Actor, typed: str = PIN, *, now: datetime | None = None) -> bool:
    try:
        desk.come_back(here, who.person_id, typed, where_from="198.51.100.7", now=now or clock())
    except Refused as refusal:
        return [str(each) for each in refusal.reasons] != [shareddesk.NOT_OPENED]
    return True


def entries(practice_id: Any, *verbs: str) -> list[tuple[Any, ...]]:
    with scope(practice_id):
        found = Entry.objects.filter(verb__in=verbs).order_by("at", "id")
        return [
            (each.verb, each.actor_id, each.subject_kind, each.subject_id, each.refused,
             each.details.get("refused"))
            for each in found
        ]  # fmt: skip


def test_who_signed_in_fully_comes_back_with_their_pin_and_it_is_written_down(cedar: Cast) -> None:
    here = came(cedar, cedar.dana)
    assert tries(here, cedar.dana)
    dana = cedar.dana.person_id
    expected = [("switched", dana, "person", dana, False, None)]
    assert entries(cedar.practice_id, "switched", "sign-in failed") == expected


def test_five_wrong_pins_and_only_a_full_sign_in_helps(cedar: Cast) -> None:
    here = came(cedar, cedar.dana)
    assert [tries(here, cedar.dana, WRONG) for _ in range(5)] == [False] * 5
    assert not tries(here, cedar.dana), "the right one comes too late"
    assert DeskSignIn.objects.get(desk_id=here.id).wrong_pins == 5
    desk.signed_in(here, cedar.dana.person_id, since=clock(), now=clock())
    assert tries(here, cedar.dana)


def test_a_right_pin_between_does_not_begin_the_count_again(cedar: Cast) -> None:
    here = came(cedar, cedar.dana)
    told = [tries(here, cedar.dana, each) for each in (WRONG, WRONG, WRONG, WRONG, PIN, WRONG, PIN)]
    assert told == [False, False, False, False, True, False, False]


def test_five_wrong_pins_are_five_over_all_computers(cedar: Cast, elm: Cast) -> None:
    dana, mara = cedar.dana, cedar.mara
    practice.member(dana.person_id, elm.practice_id, roles=[Role.FRONT_DESK])
    computers = [came(cedar, dana), opened(shared(cedar)), opened(shared(elm))]
    for each in computers[1:]:
        desk.signed_in(each, dana.person_id, since=clock(), now=clock())
    with_pin(mara)
    desk.signed_in(computers[0], mara.person_id, since=clock(), now=clock())
    assert [tries(computers[n % 3], dana, WRONG) for n in range(5)] == [False] * 5
    assert [tries(each, dana) for each in computers] == [False] * 3, "locked at each of them"
    assert tries(computers[0], mara), "nobody else is"
    desk.signed_in(computers[1], dana.person_id, since=clock(), now=clock())
    assert [tries(each, dana) for each in computers] == [True] * 3, "a full sign-in opens them"


@pytest.fixture
def watched(settings: SettingsWrapper) -> list[str]:
    """The PINs that were looked at."""
    settings.PASSWORD_HASHERS = ["tests.sharing.Watched"]
    Watched.looked_at.clear()
    return Watched.looked_at


@pytest.mark.parametrize(("before", "times"), [(4, 2), (0, 50)])
def test_many_at_once_are_never_more_than_five_tries(
    cedar: Cast, watched: list[str], before: int, times: int
) -> None:
    here = came(cedar, cedar.dana)
    for _ in range(before):
        tries(here, cedar.dana, WRONG)
    assert at_once(times, lambda _: tries(here, cedar.dana, WRONG)) == [False] * times
    assert watched == [WRONG] * 5
    assert DeskSignIn.objects.get(desk_id=here.id).wrong_pins == 5
    assert not tries(here, cedar.dana), "the right one comes too late"
    assert len(watched) == 5
    assert len(entries(cedar.practice_id, "sign-in failed")) == before + times + 1


def test_many_at_once_at_many_computers_are_never_more_than_five_tries(
    cedar: Cast, watched: list[str]
) -> None:
    computers = [came(cedar, cedar.dana), *(opened(shared(cedar)) for _ in range(3))]
    for each in computers[1:]:
        desk.signed_in(each, cedar.dana.person_id, since=clock(), now=clock())
    told = at_once(24, lambda n: tries(computers[n % 4], cedar.dana, WRONG))
    assert (told, watched) == ([False] * 24, [WRONG] * 5)


def test_two_people_are_counted_each_by_themselves(cedar: Cast) -> None:
    here = came(cedar, cedar.dana)
    with_pin(cedar.mara)
    desk.signed_in(here, cedar.mara.person_id, since=clock(), now=clock())
    assert [tries(here, cedar.dana, WRONG) for _ in range(5)] == [False] * 5
    assert tries(here, cedar.mara)


def test_each_refusal_is_one_entry_and_they_are_all_alike(cedar: Cast) -> None:
    here = came(cedar, cedar.dana)
    with_pin(cedar.mara)  # she never signed in here
    refused = [
        tries(here, cedar.dana, WRONG),
        tries(here, cedar.dana, now=clock() + timedelta(days=1)),
        tries(here, cedar.dana, ""),
        tries(here, cedar.mara),
    ]
    assert refused == [False] * 4
    told = sorted(entries(cedar.practice_id, "sign-in failed"), key=str)
    dana, mara = cedar.dana.person_id, cedar.mara.person_id
    expected = [
        ("sign-in failed", None, "person", who, True, ["pin"]) for who in (dana, dana, dana, mara)
    ]
    assert told == sorted(expected, key=str)


def test_a_pin_opens_nothing_the_next_day_nor_after_the_longest_sign_in(cedar: Cast) -> None:
    here = came(cedar, cedar.dana)
    now = clock()
    assert not tries(here, cedar.dana, now=now + timedelta(hours=24))
    old = came(cedar, cedar.dana, ago=timedelta(hours=13))
    assert not tries(old, cedar.dana)


def test_a_new_password_asks_for_a_full_sign_in(cedar: Cast) -> None:
    here = came(cedar, cedar.dana)
    them = Person.objects.get(id=cedar.dana.person_id)
    them.set_password("eight red tricycles")
    them.save()
    assert not tries(here, cedar.dana)


def test_whoever_left_does_not_come_back(cedar: Cast) -> None:
    here = came(cedar, cedar.vik)
    assert [each.name for each in desks.people(here, now=clock())] == [cedar.vik.name]
    leaving.leave(cedar.vik.person_id, by=cedar.mara, now=clock())
    assert not tries(here, cedar.vik)
    assert desks.people(here, now=clock()) == []


def test_a_computer_stays_shared_when_the_one_who_made_it_so_leaves(cedar: Cast) -> None:
    here = opened(desk.share("Front counter", by=cedar.ines, now=clock()))
    leaving.leave(cedar.ines.person_id, by=cedar.mara, now=clock())
    assert desks.is_open(here.id)
    assert [each.by for each in desks.listing(cedar.mara)] == [cedar.ines.name]


def test_nobody_of_another_practice_comes_in(cedar: Cast, elm: Cast) -> None:
    here = came(cedar, cedar.dana)
    with_pin(elm.dana)
    desk.signed_in(here, elm.dana.person_id, since=clock(), now=clock())
    assert not DeskSignIn.objects.filter(person_id=elm.dana.person_id).exists()
    assert not tries(here, elm.dana)
    expected = [("sign-in failed", None, "door", here.id, True, ["pin"])]
    assert entries(cedar.practice_id, "sign-in failed") == expected
    assert entries(elm.practice_id, "sign-in failed") == []


def test_whoever_signs_out_for_good_is_not_of_the_row(cedar: Cast) -> None:
    here = came(cedar, cedar.dana)
    desk.signed_out(here.id, cedar.dana.person_id)
    assert desks.people(here, now=clock()) == []
    assert not tries(here, cedar.dana)


def test_the_row_is_of_the_practices_own_day(cedar: Cast) -> None:
    here = came(cedar, cedar.dana)
    now = clock()
    assert [each.id for each in desks.people(here, now=now)] == [cedar.dana.person_id]
    assert desks.people(here, now=now + timedelta(days=1)) == []


def test_a_computer_that_is_no_longer_shared_opens_nothing(cedar: Cast, elm: Cast) -> None:
    secret = shared(cedar)
    here = opened(secret)
    with pytest.raises(NotFound):
        desk.stop_sharing(here.id, by=elm.mara, now=clock())
    with pytest.raises(NotPermitted):
        desk.stop_sharing(here.id, by=cedar.dana, now=clock())
    desk.stop_sharing(here.id, by=cedar.mara, now=clock())
    assert door.opened(secret, desks.DESK, now=clock()) is None
    assert desks.listing(cedar.mara) == []
    with pytest.raises(NotFound):
        desk.stop_sharing(here.id, by=cedar.mara, now=clock())
    told = entries(cedar.practice_id, "computer shared", "computer no longer shared")
    assert [(each[0], each[1], each[4]) for each in told] == [
        ("computer shared", cedar.mara.person_id, False),
        ("computer no longer shared", cedar.dana.person_id, True),
        ("computer no longer shared", cedar.mara.person_id, False),
        ("computer no longer shared", cedar.mara.person_id, True),
    ]


def test_only_who_sets_the_practice_up_shares_a_computer_and_gives_it_a_name(cedar: Cast) -> None:
    with pytest.raises(NotPermitted):
        desk.share("Front counter", by=cedar.dana, now=clock())
    with pytest.raises(Refused, match="Give the computer a name"):
        desk.share("  ", by=cedar.mara, now=clock())
    assert not Door.objects.filter(practice_id=cedar.practice_id, purpose=desks.DESK).exists()


def test_the_list_says_by_whom_and_when_it_was_last_used(cedar: Cast, elm: Cast) -> None:
    here = came(cedar, cedar.dana)
    at = clock()
    assert tries(here, cedar.dana, now=at)
    (found,) = desks.listing(cedar.mara)
    assert (found.name, found.by, found.used_at) == ("Front counter", cedar.mara.name, at)
    assert desks.listing(elm.mara) == []


@pytest.mark.parametrize("typed", ["", "12", "1234", "1984", "0000", "73o5"])
def test_a_trivial_pin_is_not_kept(cedar: Cast, typed: str) -> None:
    with pytest.raises(Refused):
        pin.choose(cedar.dana.person_id, typed, now=clock())
    assert Person.objects.get(id=cedar.dana.person_id).pin == ""


def test_a_pin_is_kept_as_passwords_are_and_written_down_in_each_practice(
    cedar: Cast, elm: Cast, settings: SettingsWrapper
) -> None:

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    dana = cedar.dana.person_id
    practice.member(dana, elm.practice_id, roles=[Role.FRONT_DESK])
    pin.choose(dana, PIN, now=clock())
    assert identify_hasher(Person.objects.get(id=dana).pin).algorithm == "argon2"
    pin.remove(dana, now=clock())
    pin.remove(dana, now=clock())
    assert Person.objects.get(id=dana).pin == ""
    for place in (cedar, elm):
        told = entries(place.practice_id, "PIN set", "PIN removed")
        assert [each[0] for each in told] == ["PIN set", "PIN removed"]
        assert {each[3] for each in told} == {dana}
