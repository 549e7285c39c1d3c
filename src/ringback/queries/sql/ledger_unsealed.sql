-- Entries that are not sealed yet, behind one of them, in the order in which they will be, each in
-- the ledger's form: every column with its length before it, as the database's own protocol sends a
-- row. Looked for among all, or among those written in a transaction that may have been under way
-- the last time; what came here from another server counted its transactions there, above ours.
SELECT journal.id,
       record_send(ROW(journal.id, journal.practice_id, journal.at, journal.actor_id,
                       journal.via::text, journal.os_user::text, journal.verb::text,
                       journal.subject_kind::text, journal.subject_id, journal.details,
                       journal.refused, journal.changed))
  FROM journal
 WHERE journal.practice_id = %(practice)s
   AND journal.id > %(after)s
   AND (%(since)s::xid8 IS NULL
        OR (journal.written_in >= %(since)s::xid8
            AND journal.written_in < pg_snapshot_xmax(pg_current_snapshot())))
   AND NOT EXISTS (SELECT FROM seal
                    WHERE seal.practice_id = journal.practice_id AND seal.entry_id = journal.id)
 ORDER BY journal.id
 LIMIT %(most)s
