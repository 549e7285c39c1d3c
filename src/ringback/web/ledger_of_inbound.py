"""What the record says of other systems: what they brought, and who lets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

VERBS_OF_INBOUND: Final[dict[str, tuple[StrOrPromise, StrOrPromise]]] = {
    "event kept": (_("{who} brought something in"), _("bring something in")),
    "event to look at": (
        _("{who} could not take in what another system brought, so that somebody looks at it"),
        _("have somebody look at what another system brought"),
    ),
    "event looked at": (
        _("{who} looked at what another system brought, as it came"),
        _("look at what another system brought, as it came"),
    ),
    "event tried again": (
        _("{who} had what another system brought tried again"),
        _("have what another system brought tried again"),
    ),
    "event settled": (
        _("{who} said that there is nothing to do about what another system brought"),
        _("say that there is nothing to do about what another system brought"),
    ),
    "connection added": (
        _("{who} added another system that may bring something in"),
        _("add another system that may bring something in"),
    ),
    "agreement recorded": (
        _("{who} wrote down the agreement with another system"),
        _("write down the agreement with another system"),
    ),
    "connection changed": (
        _("{who} changed where what stands in what another system brings"),
        _("change where what stands in what another system brings"),
    ),
    "connection switched": (
        _("{who} switched another system on or off"),
        _("switch another system on or off"),
    ),
    "connection address renewed": (
        _("{who} gave another system a new address"),
        _("give another system a new address"),
    ),
}
