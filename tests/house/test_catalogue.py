"""The walls of the database, read from its own catalogue, on whatever server the tests run."""

from __future__ import annotations

import os
from typing import Any

import psycopg
import pytest

from ringback.engine.addresses import APP_ROLE, OWNER_ROLE
from ringback.models.catalogue import DELETE_GRANTED, INSERT_ONLY, WITHOUT_PRACTICE

pytestmark = pytest.mark.postgres


def ask(question: str, *values: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return connection.execute(question, values or None).fetchall()


def one(question: str, *values: Any) -> list[Any]:
    return [row[0] for row in ask(question, *values)]


TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
)
SCOPED = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
   AND a.attname = 'practice_id' AND NOT a.attisdropped
"""


def scoped() -> set[str]:
    """Tables of rows that belong to a practice and stand behind the wall."""
    return set(one(SCOPED)) - set(WITHOUT_PRACTICE)


def test_every_table_is_behind_the_wall_or_on_the_list_with_its_reason() -> None:
    assert set(one(TABLES)) == scoped() | set(WITHOUT_PRACTICE)
    assert all(WITHOUT_PRACTICE.values())


def test_the_wall_stands_on_every_practice_table_even_for_its_owner() -> None:
    found = one(f"{TABLES} AND relrowsecurity AND relforcerowsecurity")
    assert set(found) == scoped()


def test_every_practice_table_has_the_one_policy_for_reading_and_writing() -> None:
    found = ask("SELECT tablename, policyname, permissive, cmd, qual, with_check FROM pg_policies")
    setting = "NULLIF(current_setting('ringback.practice'::text, true), ''::text)"
    rule = f'(practice_id = ( SELECT ({setting})::uuid AS "nullif"))'
    assert {row[0]: row[1:] for row in found} == dict.fromkeys(
        scoped(), ("of_practice", "PERMISSIVE", "ALL", rule, rule)
    )
    assert len(found) == len(scoped())


def test_no_row_can_refer_to_another_practices_row() -> None:
    found = ask(
        """
        SELECT k.conrelid::regclass::text, k.conname,
               array(SELECT attname FROM unnest(k.conkey) n JOIN pg_attribute a
                       ON a.attrelid = k.conrelid AND a.attnum = n)
          FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid::regclass::text = ANY (%s)
        """,
        list(scoped()),
    )
    plain = [(table, name) for table, name, columns in found if "practice_id" not in columns]
    assert plain == []
    assert found != []


def test_every_reference_to_a_practices_row_is_held_by_a_key() -> None:
    held = {
        (table, column)
        for table, columns in ask(
            """
            SELECT k.conrelid::regclass::text,
                   array(SELECT attname::text FROM unnest(k.conkey) n JOIN pg_attribute a
                           ON a.attrelid = k.conrelid AND a.attnum = n)
              FROM pg_constraint k WHERE k.contype = 'f'
            """
        )
        for column in columns
    }
    columns = ask(
        """
        SELECT c.relname::text, a.attname::text FROM pg_class c
          JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relname = ANY (%s) AND a.attname LIKE '%%\\_id' AND NOT a.attisdropped
        """,
        list(scoped()),
    )
    free = set(columns) - held
    assert free == {
        ("journal", "subject_id"),  # may name anything that was asked for, even what is not there
        ("arrival", "external_id"),  # the sender's own
        ("staged_call", "external_id"),
        ("inbound", "external_id"),
    }


def test_uniqueness_is_per_practice() -> None:
    """A global one would tell a practice what another has."""
    found = ask(
        """
        SELECT t.relname, i.relname FROM pg_index x
          JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
         WHERE x.indisunique AND NOT x.indisprimary AND t.relname = ANY (%s)
           AND (SELECT attname FROM pg_attribute
                 WHERE attrelid = t.oid AND attnum = x.indkey[0]) <> 'practice_id'
        """,
        list(scoped()),
    )
    assert found == []


def test_no_view_and_no_function_leads_around_the_wall() -> None:
    public = "'public'::regnamespace"
    views = one(
        f"SELECT relname FROM pg_class WHERE relnamespace = {public} AND (relkind = 'm' OR"
        " (relkind = 'v' AND NOT coalesce(reloptions::text LIKE '%security_invoker=true%', false)))"
    )
    definer = one(f"SELECT proname FROM pg_proc WHERE pronamespace = {public} AND prosecdef")
    assert (views, definer) == ([], ["ringback_refresh_statistics"])


def test_the_app_is_nobody_special() -> None:
    (role,) = ask(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication"
        " FROM pg_roles WHERE rolname = %s",
        APP_ROLE,
    )
    assert (one("SELECT current_user"), role) == ([APP_ROLE], (False,) * 5)
    assert set(one("SELECT tableowner FROM pg_tables WHERE schemaname = 'public'")) == {OWNER_ROLE}
    member = "SELECT 1 FROM pg_auth_members WHERE member = %s::regrole"
    assert one(member, APP_ROLE) == []
    assert one("SELECT has_schema_privilege('public', 'CREATE')") == [False]


def granted(privilege: str) -> set[str]:
    return set(one(f"{TABLES} AND has_table_privilege(oid, %s)", privilege))


def test_the_app_deletes_only_where_a_reason_says_so() -> None:
    assert granted("DELETE") == set(DELETE_GRANTED)
    assert all(DELETE_GRANTED.values())


@pytest.mark.parametrize("privilege", ["TRUNCATE", "REFERENCES", "TRIGGER"])
def test_the_app_empties_and_rebuilds_nothing(privilege: str) -> None:
    assert granted(privilege) == set()


def test_the_app_changes_nothing_that_is_written_once() -> None:
    everything = set(one(TABLES))
    partly = {*CHANGES_IN_PART, "django_migrations"}
    assert granted("UPDATE") == everything - {*INSERT_ONLY, *partly}
    assert granted("INSERT") == everything - {"django_migrations"}


CHANGES_IN_PART = {
    "arrival": ["batch_id", "callback_id", "settled"],
    "break_glass": ["reviewed_at", "reviewed_by_id"],
    "sheet_row": ["attempt_id"],
    "inbound": [
        "about",
        "arrival_id",
        "lease_until",
        "not_before",
        "settled_at",
        "settled_by_id",
        "state",
        "tries",
        "trouble",
        "why",
    ],
    "incident": ["closed_at", "closed_by_id", "ended", "words"],
    "waiting": ["asked", "ended", "ended_at", "review_at"],
}
"""What came in and what was given as a need stay; what became of it follows."""


@pytest.mark.parametrize("table", CHANGES_IN_PART)
def test_of_some_rows_only_what_became_of_them_can_change(table: str) -> None:
    found = one(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass"
        " AND attnum > 0 AND has_column_privilege(attrelid, attname, 'UPDATE')",
        table,
    )
    assert sorted(found) == CHANGES_IN_PART[table]


def test_what_is_written_once_is_kept_by_triggers_too() -> None:
    found = ask(
        "SELECT tgrelid::regclass::text, array_agg(tgname::text ORDER BY tgname) FROM pg_trigger"
        " WHERE tgname LIKE 'kept%' AND tgenabled = 'O' GROUP BY 1"
    )
    assert dict(found) == {table: ["kept", "kept_whole"] for table in INSERT_ONLY}
