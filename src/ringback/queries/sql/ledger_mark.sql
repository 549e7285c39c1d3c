-- Where the ledger of a practice ends (nulls before its first seal), and the oldest transaction that
-- still runs: whatever is not there yet will be written in that one or a later one. A moment that no
-- sealer writes is told as one that can be read.
SELECT coalesce(last.position, 0), last.hash,
       CASE WHEN last.position IS NOT NULL
            THEN least(greatest(last.sealed_at, '1971-01-01+00'), '9000-01-01+00') END,
       pg_snapshot_xmin(pg_current_snapshot())::text
  FROM (SELECT) AS now
  LEFT JOIN LATERAL (
       SELECT position, hash, sealed_at FROM seal
        WHERE practice_id = %(practice)s
        ORDER BY position DESC
        LIMIT 1) AS last ON true
