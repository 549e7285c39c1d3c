"""The four database roles, their rights, and the databases they work in.

    owner    owns the tables; migrations only
    app      serves: reads, adds, changes; no DDL, no TRUNCATE, no way around row-level security
    report   reads
    backup   reads past row-level security, so that a backup is whole

The SQL is for PostgreSQL 15 and newer, and may be run any number of times. It never grants on
existing tables: a migration that took a right away from a table must not have it handed back here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from ringback.engine import addresses
from ringback.engine.addresses import APP_ROLE, BACKUP_ROLE, DATABASE, OWNER_ROLE, REPORT_ROLE

if TYPE_CHECKING:
    from collections.abc import Mapping

LOGIN_ROLES = (OWNER_ROLE, APP_ROLE, REPORT_ROLE, BACKUP_ROLE)

ROLES_SQL = """\
DO $$
DECLARE
  missing text;
BEGIN
  FOREACH missing IN ARRAY
    ARRAY['ringback_owner', 'ringback_app', 'ringback_report', 'ringback_backup']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = missing) THEN
      EXECUTE format('CREATE ROLE %I', missing);
    END IF;
  END LOOP;
END
$$;

ALTER ROLE ringback_owner  LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE ringback_app    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE ringback_report LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE ringback_backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;

-- A page that takes longer than this has failed already; a transaction left open holds up everyone.
ALTER ROLE ringback_app SET statement_timeout = '20s';
ALTER ROLE ringback_app SET idle_in_transaction_session_timeout = '15s';
ALTER ROLE ringback_app SET lock_timeout = '10s';

ALTER ROLE ringback_report SET default_transaction_read_only = on;
ALTER ROLE ringback_report SET statement_timeout = '60s';
ALTER ROLE ringback_report SET idle_in_transaction_session_timeout = '15s';

ALTER ROLE ringback_backup SET default_transaction_read_only = on;
"""

DATABASE_SQL = """\
ALTER DATABASE {database} OWNER TO ringback_owner;
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT ALL ON DATABASE {database} TO ringback_owner;
GRANT CONNECT ON DATABASE {database} TO ringback_app, ringback_report, ringback_backup;
"""

SCHEMA_SQL = """\
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO ringback_owner;
GRANT USAGE ON SCHEMA public TO ringback_app, ringback_report, ringback_backup;

-- What the owner makes from now on. DELETE is granted by the migration of the table that needs it.
ALTER DEFAULT PRIVILEGES FOR ROLE ringback_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE ON TABLES TO ringback_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ringback_owner IN SCHEMA public
  GRANT USAGE ON SEQUENCES TO ringback_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ringback_owner IN SCHEMA public
  GRANT SELECT ON TABLES TO ringback_report, ringback_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE ringback_owner IN SCHEMA public
  GRANT SELECT ON SEQUENCES TO ringback_backup;
"""

SCRIPT = """\
-- The roles and the database of Ringback, for a PostgreSQL server of your own (15 or newer).
-- Run with psql as a superuser; running it again changes nothing. Choose the four passwords first.

{roles}
{passwords}
SELECT 'CREATE DATABASE {database} TEMPLATE template0 ENCODING ''UTF8'''
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}') \\gexec

{rights}
\\connect {database}

{schema}"""


def script(database: str = DATABASE) -> str:
    """Return everything `prepare` does as text for psql, with a placeholder for each password."""
    quoted = _identifier(database).as_string()
    passwords = [f"ALTER ROLE {role} PASSWORD '<password of {role}>';\n" for role in LOGIN_ROLES]
    return SCRIPT.format(
        roles=ROLES_SQL,
        passwords="".join(passwords),
        database=quoted,
        name=database.replace("'", "''"),
        rights=DATABASE_SQL.format(database=quoted),
        schema=SCHEMA_SQL,
    )


def prepare(
    admin: str, database: str = DATABASE, passwords: Mapping[str, str] | None = None
) -> None:
    """Make the roles and the database, or bring them back to what they should be. Idempotent.

    `admin` is a superuser's URL, to any database of the server; `passwords` maps a role's name to
    its password (the embedded server needs none: there the kernel says who calls). Raises
    psycopg.Error when the superuser may not do this.
    """
    with psycopg.connect(admin, autocommit=True) as connection:
        with connection.transaction():
            connection.execute(ROLES_SQL)
            for role, password in (passwords or {}).items():
                connection.execute(_password(role, password))
        if not _exists(connection, database):
            _create(connection, database, "template0")
        _grant(connection, database)
    with psycopg.connect(addresses.at(admin, database)) as connection:
        connection.execute(SCHEMA_SQL)


def create_database(admin: str, name: str, *, template: str) -> None:
    """Make a copy of a prepared database: a few milliseconds. Nobody may be using the template.

    Raises psycopg.errors.DuplicateDatabase, or ObjectInUse when the template has visitors.
    """
    with psycopg.connect(admin, autocommit=True) as connection:
        _create(connection, name, template)
        # The rights on a database are not part of what a copy copies.
        _grant(connection, name)


def drop_database(admin: str, name: str) -> None:
    """Remove a database and send everyone in it away. Idempotent."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_identifier(name))
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(statement)


def _create(connection: psycopg.Connection, name: str, template: str) -> None:
    statement = "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'"
    connection.execute(sql.SQL(statement).format(_identifier(name), _identifier(template)))


def _grant(connection: psycopg.Connection, database: str) -> None:
    connection.execute(sql.SQL(DATABASE_SQL).format(database=_identifier(database)))


def _exists(connection: psycopg.Connection, database: str) -> bool:
    asked = "SELECT FROM pg_database WHERE datname = %s"
    return connection.execute(asked, [database]).fetchone() is not None


def _password(role: str, password: str) -> sql.Composed:
    statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
    return statement.format(_identifier(role), sql.Literal(password))


def _identifier(name: str) -> sql.Identifier:
    return sql.Identifier(name)
