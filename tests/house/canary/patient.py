"""The canary, and the eye that finds it: as typed, in an address, in a page, folded or packed."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME: Final = "Quetzalina Vandermolen"
NUMBER: Final = "+12025550188"
OTHER_NUMBER: Final = "+12025550186"
"""A robot's, one would think; all from 0186 to 0189 are the canary's."""
BORN: Final = "03/04/1957"
WORDS: Final = f"my heliotrope cushion of the third of Marchember, born {BORN}"
"""What stands in the practice's own pages and nowhere else."""

SIGNS: Final = {
    "name": re.compile(r"quetzalina|vandermolen", re.IGNORECASE),
    "words": re.compile(r"heliotrope|marchember", re.IGNORECASE),
    "number": re.compile(r"555[-.)\s]{0,2}018[6-9]"),
    "birth date": re.compile(r"0?3/0?4/(19)?57|1957-?03-?04|([Mm]arch 4|4 [Mm]arch),? 1957"),
}
PACKED: Final = re.compile(r"\.?[A-Za-z0-9+/_-]{12,}={0,2}")
"""Long enough to hold four letters of the name, as a session or the cache would pack them."""


def signs(text: str | bytes) -> list[str]:
    """What of the canary stands in it, however it was written."""
    plain = text if isinstance(text, str) else text.decode("utf-8", "replace")
    forms = [plain, unquote_plus(plain), unescape(plain), *_unpacked(plain)]
    return [name for name, sign in SIGNS.items() if any(map(sign.search, forms))]


def _unpacked(text: str) -> Iterator[str]:
    """What is packed in it: once, and once more inside of that."""
    for outer in _opened(text):
        yield outer
        yield from _opened(outer)


def _opened(text: str) -> Iterator[str]:
    for each in PACKED.findall(text):
        bare = each.strip(".=")
        for altchars in (b"-_", b"+/"):
            try:
                found = base64.b64decode(bare + "=" * (-len(bare) % 4), altchars, validate=True)
            except (binascii.Error, ValueError):
                continue
            yield found.decode("utf-8", "replace")
            try:
                yield zlib.decompress(found).decode("utf-8", "replace")
            except zlib.error:
                continue


def hits(kept: Iterable[tuple[str, str | bytes]]) -> list[str]:
    """Where the canary was found, and what of it: "the server's log: name, number"."""
    found = ((where, signs(text)) for where, text in kept)
    return sorted({f"{where}: {', '.join(what)}" for where, what in found if what})
