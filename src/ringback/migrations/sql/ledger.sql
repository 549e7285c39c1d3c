-- Which transaction wrote an entry: so the sealer looks at the newest ones only. Entries from
-- before have none.
ALTER TABLE journal ADD COLUMN written_in xid8;
ALTER TABLE journal ALTER COLUMN written_in SET DEFAULT pg_current_xact_id();
CREATE INDEX journal_written ON journal (practice_id, written_in);
REVOKE UPDATE, DELETE, TRUNCATE ON seal FROM ringback_app;
