"""The reasons a rule gives, by their codes."""

from collections.abc import Iterable

from ringback.rules.reason import Reason


def codes(reasons: Iterable[Reason]) -> list[str]:
    """The code of each reason, each of which can really be said in words."""
    return [each.code for each in reasons if str(each)]


def places(reasons: Iterable[Reason]) -> list[str]:
    """Each mistake in something written, with the place it names first of all."""
    found = [(each, dict(each.values)["place"]) for each in reasons]
    return [f"{each.code} {place}" for each, place in found if str(each).startswith(f"{place}: ")]
