-- Where the ledger of a practice ends (nulls before its first seal), and the oldest transaction that
-- still runs: whatever is not there yet will be written in that one or a later one.
SELECT coalesce(last.position, 0), last.hash, last.sealed_at,
       pg_snapshot_xmin(pg_current_snapshot())::text
  FROM (SELECT) AS now
  LEFT JOIN LATERAL (
       SELECT position, hash, sealed_at FROM seal
        WHERE practice_id = %(practice)s
        ORDER BY position DESC
        LIMIT 1) AS last ON true
