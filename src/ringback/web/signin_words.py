"""What the log of somebody's sign-ins says, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ringback.queries.signins import SignIn
    from ringback.web.words import Clock

WORDS: Final[dict[str, StrOrPromise]] = {
    "signed in": gettext_lazy("Signed in"),
    "sign-in failed": gettext_lazy("A sign-in failed"),
    "signed out": gettext_lazy("Signed out"),
    "locked": gettext_lazy("Locked the screen"),
    "unlocked": gettext_lazy("Unlocked the screen"),
    "switched": gettext_lazy("Came back to a shared computer"),
    "PIN set": gettext_lazy("Set a PIN"),
    "PIN removed": gettext_lazy("Took the PIN away"),
    "second step added": gettext_lazy("Added a second step"),
    "second step removed": gettext_lazy("Took a second step away"),
    "recovery codes made": gettext_lazy("Made new recovery codes"),
    "new password asked for": gettext_lazy("A new password was asked for"),
    "new password set": gettext_lazy("Set a new password"),
    "new address asked for": gettext_lazy("A new e-mail address was asked for"),
    "new address set": gettext_lazy("Set a new e-mail address"),
    "new address withdrawn": gettext_lazy("A new e-mail address was not set after all"),
}
FAILED: Final[dict[str, StrOrPromise]] = {
    "password": gettext_lazy("A sign-in failed: wrong password"),
    "code": gettext_lazy("A sign-in failed: wrong code"),
    "pin": gettext_lazy("A PIN did not open a shared computer"),
    "too_often": gettext_lazy("A sign-in failed: too many tries"),
    "not_confirmed": gettext_lazy("A sign-in failed: the provider has not confirmed the address"),
}
BY_A_LINK: Final = gettext_lazy("Set a new password, by a link that {name} made")


def lines(found: list[SignIn], wall: Clock) -> list[dict[str, Any]]:
    """The log as the page shows it, on the practice's clock."""
    return [
        {
            "words": _words(each),
            "when": wall.moment(each.at),
            "where_from": each.where_from,
        }
        for each in found
    ]


def _words(found: SignIn) -> StrOrPromise:
    if found.link_by:
        return str(BY_A_LINK).format(name=found.link_by)
    return FAILED.get(found.why, WORDS[found.verb])
