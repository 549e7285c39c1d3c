"""A part that works by the clock stops: every page says so, and open pages hear of it."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions.heartbeat import Pulse
from ringback.engine.wallclock import now as clock
from ringback.jobs import mailing
from ringback.models import Heartbeat
from ringback.rules.heartbeat import Part
from ringback.web import live, silence
from tests.post import post
from tests.signing import signed_in

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
SHOWN = re.compile(r'data-silence="(\w+)"\s*(hidden)?')


@pytest.fixture(autouse=True)
def watching(monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper) -> None:
    """Pages are answered since yesterday, mail can go out, and every part beat just now."""
    monkeypatch.setattr(silence.Watch, "since", clock() - timedelta(days=1))
    settings.POST = post()
    heard(tick=1, worker=1, intake=1)


def heard(**ago: float) -> None:
    for name, seconds in ago.items():
        at = clock() - timedelta(seconds=seconds)
        Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def shown(who: Actor, at: str = "/") -> list[str]:
    page = signed_in(who).get(at).content.decode()
    return [part for part, hidden in SHOWN.findall(page) if not hidden]


def test_while_both_work_nothing_is_said(cedar: Cast) -> None:
    assert shown(cedar.dana) == []


@pytest.mark.parametrize("part", ["tick", "worker", "intake"])
def test_every_page_says_what_is_silent(cedar: Cast, part: str) -> None:
    heard(**{part: 46})
    pages = (cedar.dana, "/"), (cedar.vik, "/lanes"), (cedar.mara, "/setup"), (cedar.ines, "/setup")
    assert [shown(who, at) for who, at in pages] == [[part]] * 4


def test_where_no_mail_is_sent_no_sender_is_missed(cedar: Cast, settings: SettingsWrapper) -> None:
    heard(worker=86400)
    settings.POST = None
    assert shown(cedar.dana) == []


def test_what_was_just_begun_is_given_a_moment(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard(tick=86400, worker=86400, intake=86400)
    monkeypatch.setattr(silence.Watch, "since", clock() - timedelta(seconds=40))
    assert shown(cedar.dana) == []
    monkeypatch.setattr(silence.Watch, "since", None)
    assert shown(cedar.dana) == []


def test_an_open_page_hears_of_it(cedar: Cast) -> None:
    request: Any = SimpleNamespace(session=signed_in(cedar.dana).session)
    asked = str(cedar.practice_id)
    assert live._may_still_look(request, asked) == ""
    heard(tick=100, worker=100)
    assert live._may_still_look(request, asked) == "tick worker"
    assert live._may_still_look(request, str(cedar.mara.person_id)) is None


def test_the_sender_beats_with_every_round_but_not_all_the_time(
    monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper
) -> None:
    monkeypatch.setattr(mailing, "pulse", Pulse(Part.WORKER))
    settings.POST = None
    heard(worker=100)
    mailing.once()
    first = Heartbeat.objects.get(name="worker").at
    assert clock() - first < timedelta(seconds=30)
    mailing.once()
    assert Heartbeat.objects.get(name="worker").at == first
    settings.BEAT_EVERY_S = 1e-9
    monkeypatch.setattr(mailing, "pulse", Pulse(Part.WORKER))
    mailing.once()
    mailing.once()
    assert Heartbeat.objects.get(name="worker").at > first
