"""Mail that went out: to whom, when, what became of it; one press sends it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ringback.actions import outbox, people
from ringback.engine.wallclock import now as clock
from ringback.queries import outgoing, practice
from ringback.web import mail_words
from ringback.web.words import Clock

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from ringback.web.staff import StaffRequest


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Every mail, the newest first."""
    now = clock()
    people.may_set_up(by=request.actor, now=now)
    here = Clock(now, practice.remembered(request.actor.practice_id).zone)
    found, can_mail = outgoing.listing(request.actor), outbox.can_mail()
    context = {
        "mails": [mail_words.line(each, here, may_send=can_mail) for each in found.rows],
        "more": found.more,
        "can_mail": can_mail,
        "kept_here": bool(settings.DEMO_MAIL),
    }
    return render(request, "setup/mail.html", context)


@require_POST
def again(request: StaffRequest, mail_id: UUID) -> HttpResponse:
    """Send one once more."""
    outbox.send_again(mail_id, by=request.actor, now=clock())
    return redirect("setup-mail")
