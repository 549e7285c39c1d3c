"""How this practice works, as it set it itself: where each part is read and changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from ringback.actions import opening
from ringback.engine.wallclock import now as clock
from ringback.queries import outgoing, script
from ringback.rules.access import Permission, refusals

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from ringback.web.staff import StaffRequest


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of how a practice works: its page's name, what it is called and what it holds."""

    route: str
    name: StrOrPromise
    words: StrOrPromise
    needs: Permission = Permission.SEE_SETUP


SECTIONS: Final[tuple[Section, ...]] = (
    Section(
        route="setup-kinds",
        name=gettext_lazy("Kinds of request"),
        words=gettext_lazy("Who works each, how soon, what makes it sooner and when it is done."),
    ),
    Section(
        route="setup-hours",
        name=gettext_lazy("Hours and closures"),
        words=gettext_lazy(
            "When you are open, holidays, half days; close early, with what it moves."
        ),
    ),
    Section(
        route="setup-places",
        name=gettext_lazy("Places"),
        words=gettext_lazy("Your offices, the numbers callers dial, and whose hours each keeps."),
    ),
    Section(
        route="setup-promises",
        name=gettext_lazy("Promises"),
        words=gettext_lazy("What your website or portal says about when you answer."),
    ),
    Section(
        route="setup-scripts",
        name=gettext_lazy("Words for the phone"),
        words=gettext_lazy("What is said on a call, line by line, in English and Spanish."),
    ),
    Section(
        route="setup-contact",
        name=gettext_lazy("Reaching patients"),
        words=gettext_lazy("Consent, hours for texts, and what a voicemail may say."),
    ),
    Section(
        route="setup-checking",
        name=gettext_lazy("Checking callers"),
        words=gettext_lazy("What callers are asked for before anything is told, and how much."),
    ),
    Section(
        route="setup-practice",
        name=gettext_lazy("The practice"),
        words=gettext_lazy(
            "Its number and colour, and what an assistant’s list shows of a patient."
        ),
    ),
    Section(
        route="setup-people",
        name=gettext_lazy("People"),
        words=gettext_lazy("Who works here: roles, posts and lanes."),
    ),
    Section(
        route="setup-posts",
        name=gettext_lazy("Posts and who is on call"),
        words=gettext_lazy("Who is asked, when, and where the coming week has gaps."),
    ),
    Section(
        route="setup-lanes",
        name=gettext_lazy("Lanes"),
        words=gettext_lazy(
            "Which requests belong together, who works them, whose queue it is when."
        ),
    ),
    Section(
        route="setup-desks",
        name=gettext_lazy("Shared computers"),
        words=gettext_lazy("Where several people work at one computer and change by PIN."),
        needs=Permission.SET_UP,
    ),
    Section(
        route="setup-known-callers",
        name=gettext_lazy("Known callers"),
        words=gettext_lazy("Numbers that are no patient’s, and what was set aside."),
        needs=Permission.SORT,
    ),
    Section(
        route="setup-connectors",
        name=gettext_lazy("Other systems"),
        words=gettext_lazy("What may bring requests in by itself, and under which agreement."),
        needs=Permission.SET_UP,
    ),
    Section(
        route="setup-mail",
        name=gettext_lazy("Mail that went out"),
        words=gettext_lazy("Invitations and links: when each was sent, and what failed."),
        needs=Permission.SET_UP,
    ),
    Section(
        route="setup-in-need",
        name=gettext_lazy("Opened in need"),
        words=gettext_lazy("When somebody opened a patient outside their lanes, to be reviewed."),
        needs=Permission.REVIEW_GLASS,
    ),
)
"""In the order in which a practice thinks of them. Every route begins with "setup"."""


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Every part, each with one line of what it is."""
    opening.may("set-up read", Permission.SEE_SETUP, by=request.actor, now=clock())
    sections = [
        {
            "url": reverse(each.route),
            "name": each.name,
            "words": each.words,
            "waits": WAITS[each.route](request) if each.route in WAITS else "",
        }
        for each in SECTIONS
        if not refusals(request.actor, each.needs)
    ]
    return render(request, "setup/page.html", {"sections": sections})


def _suggested(request: StaffRequest) -> str:
    """How many suggestions wait for a yes or no, for whoever may say it."""
    if refusals(request.actor, Permission.SET_UP):
        return ""
    number = script.count(request.actor)
    words = ngettext(
        "{count} suggestion waits for your yes or no",
        "{count} suggestions wait for your yes or no",
        number,
    )
    return words.format(count=number) if number else ""


def _not_sent(request: StaffRequest) -> str:
    """How many mails failed lately; only whoever sets up finds this part at all."""
    number = outgoing.failures(request.actor, now=clock())
    words = ngettext("{count} was not sent", "{count} were not sent", number)
    return words.format(count=number) if number else ""


WAITS: Final[dict[str, Callable[[StaffRequest], str]]] = {
    "setup-scripts": _suggested,
    "setup-mail": _not_sent,
}
"""What waits for somebody in a part, by its page's name."""
