"""What the database itself refuses: other practices' rows, rewritten history, shrinking fences.

Row-level security is the second net under the queries; composite keys stop a row from referring to
another practice's; triggers keep the journal, notes and tries as they were written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations

from ringback.models.catalogue import INSERT_ONLY

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

SCOPED = (
    "opening_hours",
    "category_version",
    "callback",
    "arrival",
    "import_batch",
    "import_file",
    "staged_call",
    "bad_row",
    "attempt",
    "note",
    "draft",
    "done_fact",
    "journal",
    "outbox",
)

COMPOSITE = (
    ("callback", "category_version_id", "category_version"),
    ("callback", "batch_id", "import_batch"),
    ("arrival", "callback_id", "callback"),
    ("arrival", "batch_id", "import_batch"),
    ("import_file", "batch_id", "import_batch"),
    ("staged_call", "batch_id", "import_batch"),
    ("bad_row", "batch_id", "import_batch"),
    ("attempt", "callback_id", "callback"),
    ("note", "callback_id", "callback"),
    ("draft", "callback_id", "callback"),
    ("done_fact", "callback_id", "callback"),
)

MEMBERS = (
    ("callback", "owner_id"),
    ("callback", "closed_by_id"),
    ("attempt", "by_id"),
    ("note", "author_id"),
    ("draft", "author_id"),
    ("done_fact", "by_id"),
    ("import_batch", "started_by_id"),
    ("category_version", "author_id"),
    ("journal", "actor_id"),
)

WALL = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY of_practice ON {table}
  USING (practice_id = (SELECT NULLIF(current_setting('ringback.practice', true), '')::uuid))
  WITH CHECK (practice_id = (SELECT NULLIF(current_setting('ringback.practice', true), '')::uuid));
"""

KEY = """
ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_practice
  FOREIGN KEY (practice_id, {column}) REFERENCES {other} (practice_id, id);
"""

MEMBER = """
ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_is_member
  FOREIGN KEY (practice_id, {column}) REFERENCES membership (practice_id, person_id);
"""

KEPT = """
CREATE FUNCTION ringback_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is written once and kept', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

KEEP = """
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION ringback_kept();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION ringback_kept();
"""

FENCE = """
CREATE FUNCTION ringback_fence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.fence < OLD.fence
     OR (NEW.owner_id IS DISTINCT FROM OLD.owner_id AND NEW.fence <= OLD.fence) THEN
    RAISE EXCEPTION 'a change of owner raises the fence' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fence_grows BEFORE UPDATE OF owner_id, fence ON callback
  FOR EACH ROW EXECUTE FUNCTION ringback_fence();
"""

TELL = """
CREATE FUNCTION ringback_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('ringback', NEW.practice_id::text || ' ' || coalesce(NEW.subject_id::text, ''));
  RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT ON journal
  FOR EACH ROW WHEN (NEW.changed) EXECUTE FUNCTION ringback_tell();
"""

STATISTICS = """
CREATE FUNCTION ringback_refresh_statistics() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  ANALYZE callback, arrival, staged_call;
END $$;
REVOKE ALL ON FUNCTION ringback_refresh_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ringback_refresh_statistics() TO ringback_app;
"""

GRANTS = """
REVOKE UPDATE, DELETE, TRUNCATE ON journal, note, attempt, category_version FROM ringback_app;
REVOKE UPDATE, DELETE, TRUNCATE ON arrival FROM ringback_app;
GRANT UPDATE (callback_id, settled, batch_id) ON arrival TO ringback_app;
GRANT DELETE ON django_session, staged_call, import_file, bad_row TO ringback_app;
REVOKE INSERT, UPDATE ON django_migrations FROM ringback_app;
"""


def walls() -> str:
    """All of it, one statement after another."""
    return "".join(
        [
            *(WALL.format(table=table) for table in SCOPED),
            *(KEY.format(table=t, column=c, other=o) for t, c, o in COMPOSITE),
            *(MEMBER.format(table=t, column=c) for t, c in MEMBERS),
            KEPT,
            *(KEEP.format(table=table) for table in INSERT_ONLY),
            FENCE,
            TELL,
            STATISTICS,
            GRANTS,
        ]
    )


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("ringback", "0001_first"),
        ("sessions", "0001_initial"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(walls(), reverse_sql=migrations.RunSQL.noop),
    ]
