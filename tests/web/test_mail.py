"""Mail that went out, on its page: what managers see, send again, and what others are refused."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from ringback.actions import outbox
from ringback.channels.email import kinds
from ringback.engine.wallclock import now as clock
from ringback.models import Outgoing
from ringback.queries import outgoing
from ringback.queries.scope import scope
from ringback.rules.outbox import WHY, Kind, Trouble
from ringback.web import mail_words
from tests import records
from tests.post import invited, noted, post
from tests.signing import signed_in
from tests.twins import a_twin

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

PAGE = "/setup/mail"


@pytest.fixture(autouse=True)
def _sends(settings: SettingsWrapper) -> None:
    settings.POST = post()


def text(client: Client, address: str = PAGE, **headers: Any) -> str:
    answer = client.get(address, **headers)
    assert answer.status_code == 200
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


def asked(cast: Cast) -> UUID:
    found = invited(cast.mara, cast.vik, now=clock())
    assert found is not None
    return found


def taken(cast: Cast) -> outbox.Leased:
    (mail,) = outbox.lease(cast.practice_id, kinds.BUILDERS, now=clock(), most=9)
    return mail


def failed(cast: Cast) -> UUID:
    it = asked(cast)
    outbox.mark_failed(taken(cast), Trouble.REFUSED_ADDRESS, now=clock())
    return it


def test_a_manager_sees_what_to_whom_when_and_what_became_of_it(cedar: Cast) -> None:
    assert "Nothing was sent yet." in text(signed_in(cedar.mara))
    asked(cedar)
    shown = text(signed_in(cedar.mara))
    assert re.search(r"Invitation Vik Sharma \d+:\d\d waiting to be sent 0 (?!Send again)", shown)
    mail = taken(cedar)
    assert "being sent 1" in text(signed_in(cedar.mara))
    outbox.give_back(mail, Trouble.UNREACHABLE, now=clock())
    shown = text(signed_in(cedar.mara))
    assert re.search(r"not sent yet, next try \d+:\d\d The mail server did not answer\. 1 ", shown)
    assert "Send again" not in shown


def test_a_failure_says_why_and_is_sent_again_with_one_press(cedar: Cast) -> None:
    it, client = failed(cedar), signed_in(cedar.mara)
    shown = text(client)
    assert f"not sent {WHY[Trouble.REFUSED_ADDRESS]} 1 Send again: Invitation, Vik Sharma" in shown
    answer = client.post(f"{PAGE}/{it}/again")
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    shown = text(client)
    assert "not sent sent again since 1" in shown
    assert "waiting to be sent 0" in shown
    assert client.post(f"{PAGE}/{it}/again").status_code == 409


def test_a_sent_one_says_when(cedar: Cast) -> None:
    asked(cedar)
    outbox.mark_sent(taken(cedar), now=clock())
    assert re.search(r"sent \d+:\d\d 1 Send again", text(signed_in(cedar.mara)))


def test_it_reads_in_spanish(cedar: Cast) -> None:
    failed(cedar)
    client = signed_in(cedar.mara)
    client.cookies["django_language"] = "es"
    shown = text(client)
    assert "Invitación Vik Sharma" in shown
    assert "no se envió El servidor de correo rechazó la dirección." in shown


def test_without_a_mail_server_it_says_so(cedar: Cast, settings: SettingsWrapper) -> None:
    failed(cedar)
    settings.POST = None
    shown = text(signed_in(cedar.mara))
    assert "No mail server is set up here, so nothing is sent." in shown
    assert "Send again" not in shown


@pytest.mark.parametrize("name", ["dana", "vik", "osei"])
def test_other_roles_are_refused_and_it_is_written_down(cedar: Cast, name: str) -> None:
    it, client = failed(cedar), signed_in(getattr(cedar, name))
    before = records.entries(cedar)
    for answer in (client.get(PAGE), client.post(f"{PAGE}/{it}/again")):
        assert answer.status_code == 403
        assert b"Vik Sharma: " not in answer.content
        assert b"Invitation" not in answer.content
    assert records.entries(cedar) == before + 2
    assert b"/setup/mail" not in client.get("/setup").content
    assert b"/setup/mail" in signed_in(cedar.ines).get("/setup").content


def test_another_practice_sees_and_sends_nothing(cedar: Cast, elm: Cast) -> None:
    it = failed(cedar)
    assert "Nothing was sent yet." in text(signed_in(elm.mara))
    assert signed_in(elm.mara).post(f"{PAGE}/{it}/again").status_code == 404
    assert not noted(cedar, it).sent_at


def test_the_page_before_it_says_how_many_failed_until_they_are_sent_again(
    cedar: Cast, elm: Cast
) -> None:
    mara = signed_in(cedar.mara)
    assert "not sent" not in text(mara, "/setup")
    it = failed(cedar)
    assert "1 was not sent" in text(mara, "/setup")
    failed(cedar)
    assert "2 were not sent" in text(mara, "/setup")
    outbox.send_again(it, by=cedar.mara, now=clock())
    assert "1 was not sent" in text(mara, "/setup")
    for client in (signed_in(cedar.dana), signed_in(elm.mara)):
        assert "not sent" not in text(client, "/setup")
    with scope(cedar.practice_id):
        old = clock() - timedelta(days=31)
        Outgoing.objects.filter(failed_at__isnull=False).update(failed_at=old)
    assert "not sent" not in text(mara, "/setup")


def test_three_mails_cost_no_more_than_one(cedar: Cast) -> None:
    client = signed_in(cedar.mara)

    def cost() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connections["default"]) as found:
            assert client.get(PAGE).status_code == 200
        return len(found)

    failed(cedar)
    one = cost()
    failed(cedar)
    invited(cedar.mara, cedar.dana)
    assert cost() == one > 0


def test_only_the_latest_are_listed(cedar: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "LISTED", 2)
    for _ in range(3):
        asked(cedar)
    found = outgoing.listing(cedar.mara)
    assert (len(found.rows), found.more) == (2, True)
    assert "Only the latest are shown." in text(signed_in(cedar.mara))


def test_what_else_is_to_happen_outside_is_no_mail(cedar: Cast) -> None:
    it = asked(cedar)
    with scope(cedar.practice_id):
        Outgoing.objects.filter(id=it).update(kind="tell_post")
    assert outgoing.listing(cedar.mara).rows == []


def test_somebody_unknown_is_said_to_be(cedar: Cast) -> None:
    it = asked(cedar)
    with scope(cedar.practice_id):
        Outgoing.objects.filter(id=it).update(payload={})
    assert "somebody who is no longer known here" in text(signed_in(cedar.mara))


def test_every_kind_has_words() -> None:
    assert set(mail_words.KINDS) == set(Kind)


def test_the_demos_mail_is_read_by_anybody_and_nothing_else_is(
    cedar: Cast, settings: SettingsWrapper, tmp_path: Path
) -> None:
    from ringback.jobs import mailing

    settings.DEMO_MAIL = ""
    assert "Nothing was sent yet." in text(Client(), "/outbox-demo")
    settings.DEMO_MAIL = str(tmp_path)
    with a_twin(tmp_path) as server:
        settings.POST = post(server.url)
        asked(cedar)
        mailing.of_practice(cedar.practice_id)
    page = Client().get("/outbox-demo")
    assert page.headers["Cache-Control"] == "no-store"
    found = re.search(
        r'<a href="(https://calls\.cedar\.example/sign-in/welcome/[\w-]{43})"', str(page.content)
    )
    assert found
    assert "Read what was sent" in text(signed_in(cedar.mara))
    settings.DEMO = False
    assert Client().get("/outbox-demo").status_code == 404


def test_an_old_lease_is_not_being_sent(cedar: Cast) -> None:
    asked(cedar)
    taken(cedar)
    with scope(cedar.practice_id):
        Outgoing.objects.update(lease_until=clock() - timedelta(seconds=1))
    assert "waiting to be sent 1" in text(signed_in(cedar.mara))
