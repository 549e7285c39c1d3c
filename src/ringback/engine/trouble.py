"""The named errors of the engine. Each carries one sentence that a person can act on."""

from __future__ import annotations


class EngineTrouble(Exception):  # noqa: N818 - the house names errors after what happened
    """The database or a process could not be started, joined or stopped; the text says why."""


class UnsafeServer(EngineTrouble):
    """The server would lose or show data it must not; `reasons` names every unsafe setting."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("The database is not safe for patient data: " + "; ".join(reasons) + ".")
        self.reasons = reasons
