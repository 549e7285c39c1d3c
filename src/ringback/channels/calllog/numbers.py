"""Telephone numbers as a log has them, made comparable once per distinct number."""

import re
from collections.abc import Iterable, Iterator

from ringback.channels.calllog import limits
from ringback.rules.phonelog import is_extension

WITHHELD = frozenset(
    {
        "",
        "-",
        "?",
        "anonymous",
        "blocked",
        "blocked caller id",
        "hidden",
        "no caller id",
        "none",
        "not available",
        "null",
        "number withheld",
        "out of area",
        "private",
        "private caller",
        "private number",
        "restricted",
        "unavailable",
        "unknown",
        "unknown caller",
        "unknown number",
        "withheld",
        # How Twilio writes anonymous, restricted, blocked, unknown and unavailable.
        "+266696687",
        "+7378742833",
        "+2562533",
        "+8656696",
        "+86282452253",
    }
)
"""What phone systems write when a caller hides the number."""

NORTH_AMERICA = frozenset({"US", "CA"})

_NANP = re.compile(r"(?:\+?1)?([2-9]\d\d[2-9]\d{6})")
_E164 = re.compile(r"\+[1-9]\d{7,14}")
_OUTSIDE = re.compile(r"9\+?\d{5,19}(?!\d)")
"""The key for an outside line, and a number behind it: fifteen digits at most, and the prefix for
abroad."""
_DRESS = str.maketrans("", "", " ()-./\t\u00a0\u2011")
_BRACKETED = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)?)\)$")
_LISTED = re.compile(r'[\s"]*(\+?[\d(][\d ()./-]*\d)["]?\s*[,;\t]?\s*(.*)')
_NUMBER_LIKE = re.compile(r"\+?[\d ()./-]{2,}")


class Numbers:
    """Normalises numbers for one country and remembers each distinct one."""

    def __init__(self, country: str = "US") -> None:
        self.country = country.upper()
        self._known: dict[str, str | None] = {}

    def __call__(self, text: str) -> str | None:
        """Return E.164 where possible, else the number as written; None when it is hidden.

        Of what is longer than any number with its name, a part is kept as it stands.
        """
        if len(text) > limits.KEPT_CHARACTERS:
            return self._of_long(text[: limits.NUMBER_CHARACTERS])
        try:
            return self._known[text]
        except KeyError:
            return self._known.setdefault(text, self._normalised(text))

    def _of_long(self, text: str) -> str | None:
        """Remember nothing of it: a million of these would fill the memory."""
        found = self._normalised(text)
        return found and found[: limits.KEPT_CHARACTERS]

    def _normalised(self, text: str) -> str | None:
        northern = self.country in NORTH_AMERICA
        if northern and text not in WITHHELD and (match := _NANP.fullmatch(text)):
            return f"+1{match[1]}"
        plain = _bare(text)
        if plain.lower() in WITHHELD:
            return None
        compact = plain.translate(_DRESS)
        if is_extension(compact):
            return compact
        if northern and (match := _NANP.fullmatch(compact)):
            return f"+1{match[1]}"
        settled = _E164.fullmatch(compact) and not compact.startswith("+1")
        if settled or len(compact) > limits.DIALLED_CHARACTERS:
            return compact
        return self._parsed(compact) or compact

    def _parsed(self, compact: str) -> str | None:
        """Ask the library; a leading 9 may be the key for an outside line."""
        found = self._possible(compact)
        if found is None and _OUTSIDE.match(compact):
            found = self._possible(compact[1:])
        return found

    def _possible(self, compact: str) -> str | None:
        import phonenumbers  # noqa: PLC0415  # a slow import, needed for few numbers

        try:
            number = phonenumbers.parse(compact, self.country)
        except phonenumbers.NumberParseException:
            return None
        if phonenumbers.is_possible_number_with_reason(number) != _POSSIBLE:
            return None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_POSSIBLE = 0
"""phonenumbers.ValidationResult.IS_POSSIBLE, without importing it at start-up."""


def national(number: str, country: str = "US") -> str:
    """Return a number the way people of the country read it; others with their country code."""
    if not number.startswith("+"):
        return number
    country = country.upper()
    if country in NORTH_AMERICA and (match := _NANP.fullmatch(number)):
        digits = match[1]
        return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
    import phonenumbers  # noqa: PLC0415  # a slow import, needed for few numbers

    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return number
    home = phonenumbers.region_code_for_number(parsed) == country
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, style.NATIONAL if home else style.INTERNATIONAL)


def listed(lines: Iterable[str], country: str = "US") -> dict[str, str]:
    """Read a list of numbers, one to a line, each with a name after it if there is one."""
    numbers = Numbers(country)
    return {number: name for text, name in written(lines) if (number := numbers(text))}


def written(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each line's number as it is written, and the name after it.

    Lines without a number (a heading, a remark) are passed over.
    """
    for line in lines:
        match = _LISTED.match(line.strip("\ufeff")[: limits.CELL_CHARACTERS])
        if match:
            yield match[1], match[2].strip(' "\r\n,;')


def _bare(text: str) -> str:
    """Take the number out of `"Ann" <2025550143>`, `Ann (201)`, `sip:201@host` and `tel:+1...`."""
    plain = re.sub(r"^ext\.?\s*(?=\d)", "", text.strip().strip('"').strip(), flags=re.IGNORECASE)
    if "@" in plain or plain[:4].lower() in {"sip:", "tel:"}:
        plain = re.sub(r"^<?(sips?|tel):", "", plain, flags=re.IGNORECASE).split("@")[0]
    if match := re.search(r"<([^<>]*)>$", plain):
        return match[1].strip()
    match = _BRACKETED.search(plain)
    if match and not plain.startswith("(") and _NUMBER_LIKE.fullmatch(match[1].strip()):
        plain = match[1].strip()
    return plain
