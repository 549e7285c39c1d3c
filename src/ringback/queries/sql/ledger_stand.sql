-- How far the journal is sealed: the last position, when it was written, and since when the oldest
-- entry waits that is not (null: none does). Ids grow with time, so what may still wait is newer
-- than an hour before the last seal: no transaction of ours lasts as long.
SELECT coalesce(last.position, 0), last.sealed_at,
       (SELECT min(journal.at) FROM journal
         WHERE journal.practice_id = %(practice)s
           AND (last.since IS NULL OR journal.id >= last.since)
           AND NOT EXISTS (SELECT FROM seal
                            WHERE seal.practice_id = journal.practice_id
                              AND seal.entry_id = journal.id))
  FROM (SELECT) AS now
  LEFT JOIN LATERAL (
       SELECT position, sealed_at,
              (lpad(to_hex((extract(epoch FROM sealed_at) * 1000)::bigint - 3600000), 12, '0')
               || repeat('0', 20))::uuid AS since
         FROM seal
        WHERE practice_id = %(practice)s
        ORDER BY position DESC
        LIMIT 1) AS last ON true
