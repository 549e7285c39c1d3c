"""What a practice writes is read whole, and every mistake in it is named with its place.

A pathway, a script or the opening hours come as tables: from the practice's file, or from a form.
Each key is asked for by whoever knows what it means; a key nobody asked for is a mistake too, so
that a misspelt rule is never a silent one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

Path = tuple[str | int, ...]
"""Where something stands: ("done", 0, "words")."""

MISSING: Final = gettext_noop("{key} is missing")
UNKNOWN: Final = gettext_noop("there is no {key} here; it may be {known}")
NOT_A_TABLE: Final = gettext_noop("{key} must be a table")
NOT_A_LIST: Final = gettext_noop("{key} must be a list")
NOT_TEXT: Final = gettext_noop("write {key} in words")
NOT_YES_OR_NO: Final = gettext_noop("{key} is true or false")
NOT_A_NUMBER: Final = gettext_noop("{key} is a whole number from {least} to {most}")
NONE_OF: Final = gettext_noop("{value} is none of {known}")
UNREADABLE: Final = gettext_noop("{said}")
TOO_LONG: Final = gettext_noop("say it in at most {most} letters")


@dataclass(frozen=True, kw_only=True)
class Mistake(Reason):
    """One thing that is wrong, and where."""

    path: Path


class MistakenError(ValueError):
    """A value cannot be meant. Says why, for a Mistake."""

    def __init__(self, words: str, **values: str) -> None:
        super().__init__(words.format(**values))
        self.words = words
        self.values = tuple(values.items())


@dataclass(kw_only=True)
class Table:
    """One table being read. `found` collects the mistakes of the whole document."""

    data: Mapping[str, Any]
    path: Path = ()
    found: list[Mistake] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def mistaken(self, at: str, words: str, /, **values: str) -> None:
        """Write a mistake down at one key of this table, or at the table itself ("")."""
        where = (*self.path, at) if at else self.path
        mistake = Mistake(code="mistake", words=words, values=tuple(values.items()), path=where)
        self.found.append(mistake)

    def need(self, key: str, parse: Callable[[str, Any], T], instead: T) -> T:
        """The value of a key that must be there; `instead` where it is missing or mistaken."""
        if key not in self.data:
            self.asked.add(key)
            self.mistaken(key, MISSING, key=key)
            return instead
        return self.may(key, parse, instead)

    def may(self, key: str, parse: Callable[[str, Any], T], otherwise: T) -> T:
        """The value of a key that may be left out; `otherwise` where it is or is mistaken."""
        self.asked.add(key)
        if key not in self.data:
            return otherwise
        try:
            return parse(key, self.data[key])
        except MistakenError as wrong:
            self.mistaken(key, wrong.words, **dict(wrong.values))
        except ValueError as wrong:
            self.mistaken(key, UNREADABLE, said=str(wrong))
        return otherwise

    def inner(self, key: str) -> Table:
        """A table inside this one; an empty one where there is none."""
        self.asked.add(key)
        data = self.data.get(key, {})
        if not isinstance(data, Mapping):
            self.mistaken(key, NOT_A_TABLE, key=key)
            data = {}
        return Table(data=data, path=(*self.path, key), found=self.found)

    def each(self, key: str) -> list[Table]:
        """The tables of a list, in order; none where it is left out."""
        self.asked.add(key)
        listed = self.data.get(key, [])
        if not isinstance(listed, list):
            self.mistaken(key, NOT_A_LIST, key=key)
            return []
        return list(self._tables(key, listed))

    def _tables(self, key: str, listed: Iterable[Any]) -> Iterable[Table]:
        for index, each in enumerate(listed):
            path = (*self.path, key, index)
            if isinstance(each, Mapping):
                yield Table(data=each, path=path, found=self.found)
            else:
                Table(data={}, path=path, found=self.found).mistaken("", NOT_A_TABLE, key=key)

    def end(self) -> None:
        """Nothing more is asked: whatever is left over is a mistake."""
        for key in self.data:
            if key not in self.asked:
                self.mistaken(key, UNKNOWN, key=key, known=", ".join(sorted(self.asked)))


def mistake(path: Path, words: str, **values: str) -> Mistake:
    """One thing that is wrong at a place of a document."""
    return Mistake(code="mistake", words=words, values=tuple(values.items()), path=path)


def too_long(value: object, most: int, path: Path = ()) -> Iterator[Mistake]:
    """Words anywhere in a document that are longer than any page of ours can print."""
    if isinstance(value, str) and len(value) > most:
        yield Mistake(code="mistake", words=TOO_LONG, values=(("most", str(most)),), path=path)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from too_long(each, most, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from too_long(each, most, (*path, index))


def text(key: str, value: object) -> str:
    """Words: not empty, not only spaces."""
    if not isinstance(value, str) or not value.strip():
        raise MistakenError(NOT_TEXT, key=key)
    return value


def text_or_none(key: str, value: object) -> str:
    """Words, or "" for none."""
    if not isinstance(value, str):
        raise MistakenError(NOT_TEXT, key=key)
    return value


def texts(key: str, value: object) -> tuple[str, ...]:
    """A list of words."""
    if not isinstance(value, list):
        raise MistakenError(NOT_A_LIST, key=key)
    return tuple(text(key, each) for each in value)


def yes_or_no(key: str, value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise MistakenError(NOT_YES_OR_NO, key=key)
    return value


def number(least: int, most: int) -> Callable[[str, object], int]:
    """A whole number within bounds."""

    def parse(key: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise MistakenError(NOT_A_NUMBER, key=key, least=str(least), most=str(most))
        return value

    return parse


def one_of(kind: Callable[[Any], T], known: Iterable[str]) -> Callable[[str, object], T]:
    """One value of a closed list."""
    listed = tuple(known)

    def parse(_: str, value: object) -> T:
        if value not in listed:
            raise MistakenError(NONE_OF, value=repr(value), known=", ".join(listed))
        return kind(value)

    return parse


def some_of(
    kind: Callable[[Any], T], known: Iterable[str]
) -> Callable[[str, object], tuple[T, ...]]:
    """Values of a closed list, in the order written."""
    single = one_of(kind, known)

    def parse(key: str, value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise MistakenError(NOT_A_LIST, key=key)
        return tuple(single(key, each) for each in value)

    return parse
