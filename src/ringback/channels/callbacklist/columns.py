"""Which column of a list holds what: told by its name in English or Spanish, or by its cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ringback.channels.callbacklist import notes
from ringback.rules.calendarwords import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ringback.channels.callbacklist.text import Row


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FIELDS: Final[dict[str, frozenset[str]]] = {
    "name": _words(
        "name patient patientname caller callername who fullname firstname lastname first last "
        "contact contactname client nombre nombres paciente nombredelpaciente nombrecompleto "
        "apellido apellidos quien contacto "
    ),
    "phone": _words(
        "phone phonenumber number phoneno telephone tel telno cell cellphone mobile homephone "
        "workphone callback callbacknumber contactnumber bestnumber numbertocall telefono tfno "
        "numero celular movil numerodetelefono telefonocelular "
    ),
    "why": _words(
        "why reason message msg note notes regarding re about concern comment comments details "
        "description request what subject issue reasonforcall callreason needs motivo razon "
        "mensaje nota notas asunto comentario comentarios detalle detalles porque que "
        "motivodelallamada "
    ),
    "when": _words(
        "when since date time datetime dateandtime dateofcall timeofcall received datereceived "
        "called calledat on calldate calltime timestamp waitingsince desde fecha hora cuando "
        "recibido llamo fechayhora fechadellamada desdecuando "
    ),
    "category": _words(
        "category kind kindofrequest requesttype type categoria tipo tipodesolicitud "
    ),
}
"""What a column may hold, and how people head one that does."""

HEADER_AMONG: Final = 5
"""Rows at the top in which the names of the columns are looked for: a title may stand above."""
HEADER_NAMES: Final = 2
MOST: Final = 0.8
HALF: Final = 0.5
LOOKED_AT: Final = 200
"""Rows by whose cells a column is told."""


def field_of(name: str) -> str:
    """What a column of this name holds; "" where the name says nothing."""
    bare = re.sub(r"[^a-z0-9]", "", plain(name))
    bare = re.sub(r"\d+$", "", bare)
    return next((field for field, names in FIELDS.items() if bare in names), "")


def header_at(rows: Sequence[Row], country: str) -> int | None:
    """Which of the first rows names the columns; None where none does."""
    for place, row in enumerate(rows[:HEADER_AMONG]):
        known = {field_of(cell) for cell in row.cells} - {""}
        bare = all(notes.number_in(cell, country) is None for cell in row.cells)
        if len(known) >= HEADER_NAMES and bare:
            return place
    return None


def looks_like_table(rows: Sequence[Row], country: str) -> bool:
    """Whether rows without names over them are cells in columns, one of them of numbers."""
    if not rows:
        return False
    counts = [len(row.cells) for row in rows]
    usual = max(set(counts), key=counts.count)
    same = [row for row in rows if len(row.cells) == usual]
    if usual == 1 or len(same) < MOST * len(rows):
        return False
    return any(
        _share([row.cells[n] for row in same], lambda cell: is_only_number(cell, country)) >= MOST
        for n in range(usual)
    )


def guess(
    header: Sequence[str], rows: Sequence[Row], *, country: str, is_time: Callable[[str], bool]
) -> dict[int, str]:
    """Which column holds what; one whose name says nothing is told by its cells."""
    width = max([len(header), *(len(row.cells) for row in rows)])
    found = {n: field for n, name in enumerate(header) if (field := field_of(name))}
    left = {
        n: [row.cells[n] for row in rows[:LOOKED_AT] if n < len(row.cells) and row.cells[n]]
        for n in range(width)
        if n not in found and not (n < len(header) and header[n])
    }
    checks: Mapping[str, Callable[[str], bool]] = {
        "phone": lambda cell: is_only_number(cell, country),
        "when": is_time,
        "name": notes.reads_like_name,
    }
    for field, check in checks.items():
        if field not in found.values() and (n := _best(left, check)) is not None:
            found[n] = field
            del left[n]
    return _with_why(found, left)


def _with_why(found: dict[int, str], left: Mapping[int, list[str]]) -> dict[int, str]:
    """Where nothing is said to be the reason, the fullest column that is nothing else."""
    if "why" in found.values():
        return found
    length = {n: sum(map(len, cells)) for n, cells in left.items() if any(cells)}
    if length:
        found[max(length, key=lambda n: length[n])] = "why"
    return found


def is_only_number(cell: str, country: str) -> bool:
    """Whether a cell is a number and hardly anything beside it."""
    found = notes.number_in(cell, country)
    beside = 12
    return found is not None and len(cell) - (found[1] - found[0]) <= beside


def _best(left: Mapping[int, list[str]], check: Callable[[str], bool]) -> int | None:
    shares = {n: _share(cells, check) for n, cells in left.items()}
    best = max(shares, key=lambda n: shares[n], default=None)
    return best if best is not None and shares[best] >= HALF else None


def _share(cells: Iterable[str], check: Callable[[str], bool]) -> float:
    full = [cell for cell in cells if cell]
    return sum(map(check, full)) / len(full) if full else 0.0
