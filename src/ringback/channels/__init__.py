"""How the outside comes in and out: one folder each, none knows another.

A folder with a module `way` brings something in by itself, and is found by that.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.actions.inbound import Way


@cache
def ways() -> Mapping[str, Way]:
    """Every channel that brings something in, by the name of its folder."""
    found: dict[str, Way] = {}
    for each in iter_modules(__path__):
        inside = import_module(f"{__name__}.{each.name}").__path__
        if any(module.name == "way" for module in iter_modules(inside)):
            found[each.name] = import_module(f"{__name__}.{each.name}.way").WAY
    return found
