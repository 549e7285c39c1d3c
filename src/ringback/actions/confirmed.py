"""Whether an account is known to be that of whoever reads its mail, or only of who held a link.

A link that went by mail nobody here has seen. One that was handed over, its maker may have used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from ringback.queries import statement

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.models import Person


def by_mail(them: Person) -> None:
    """They chose their password by a link sent to their address, and nobody else has a way in.

    Where a second step is there already, it may be somebody else's: then nothing is known.
    """
    if Authenticator.objects.filter(user_id=them.id).exists():
        return
    still(them)


def still(them: Person) -> None:
    """What was known of the account is known of it with the address it has now."""
    EmailAddress.objects.update_or_create(
        user_id=them.id, email=them.email, defaults={"verified": True, "primary": True}
    )


def by_hand(person_id: UUID) -> None:
    """The password came by a link that was handed over: whoever made it may have chosen it."""
    statement.run("address_not_confirmed", {"person": person_id})
