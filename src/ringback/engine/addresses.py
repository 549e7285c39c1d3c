"""Where the database is: three URLs, read once from the environment.

`DATABASE_URL` is the app role's (it may lead to PgBouncer in transaction mode),
`DATABASE_OWNER_URL` the owner's (migrations only) and `DATABASE_DIRECT_URL` a direct road for
LISTEN and advisory locks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

APP_ROLE = "ringback_app"
OWNER_ROLE = "ringback_owner"
REPORT_ROLE = "ringback_report"
BACKUP_ROLE = "ringback_backup"
ADMIN_ROLE = "ringback_admin"
"""The embedded server's superuser: makes roles and databases, and serves nobody."""

DATABASE = "ringback"


@dataclass(frozen=True, kw_only=True)
class Address:
    """One PostgreSQL address, as Django and libpq want it."""

    host: str
    port: str
    name: str
    user: str
    password: str

    def django(self) -> dict[str, str]:
        """Return the connection part of a Django DATABASES entry."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
        }


def parse(url: str) -> Address:
    """Read `postgresql://user:password@host:port/name`; a socket folder goes in `?host=/folder`.

    Raises ValueError, without repeating the password, when the URL is of another kind.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("a database URL begins with postgresql://")
    query = dict(parse_qsl(parts.query))
    return Address(
        host=query.get("host", parts.hostname or ""),
        port=query.get("port", str(parts.port or "")),
        name=unquote(parts.path.lstrip("/")) or "ringback",
        user=unquote(parts.username or query.get("user", "")),
        password=unquote(parts.password or ""),
    )


def local(folder: Path, role: str, database: str = DATABASE) -> str:
    """Return the URL of a role at a server that listens on a socket in `folder`."""
    return f"postgresql://{role}@/{quote(database, safe='')}?host={quote(str(folder), safe='')}"


def at(url: str, database: str) -> str:
    """Return the same URL, leading to another database."""
    return urlsplit(url)._replace(path="/" + quote(database, safe="")).geturl()


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """The roads to one database. `owner` is absent where serving must not have it.

    `admin` is the embedded server's superuser, for preparing databases; it stays in this process.
    """

    app: str
    direct: str
    owner: str | None = None
    admin: str | None = None

    def at(self, database: str) -> Addresses:
        """Return the same roads to another database of the same server."""
        return Addresses(
            app=at(self.app, database),
            direct=at(self.direct, database),
            owner=at(self.owner, database) if self.owner else None,
            admin=at(self.admin, database) if self.admin else None,
        )

    def serving(self) -> Addresses:
        """Keep only what serving may have: the app role's roads."""
        return replace(self, owner=None, admin=None)

    def environment(self) -> dict[str, str]:
        """Return the same as environment variables, for a child process."""
        found = {"DATABASE_URL": self.app, "DATABASE_DIRECT_URL": self.direct}
        return found | ({"DATABASE_OWNER_URL": self.owner} if self.owner else {})


def from_environment(environ: Mapping[str, str]) -> Addresses | None:
    """Return the external server's addresses, or None where the embedded server is meant."""
    app = environ.get("DATABASE_URL")
    if not app:
        return None
    return Addresses(
        app=app,
        direct=environ.get("DATABASE_DIRECT_URL") or app,
        owner=environ.get("DATABASE_OWNER_URL") or None,
    )
