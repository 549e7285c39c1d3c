-- How many open callbacks stand under each filter, each counted to 1,001 at the most.
SELECT
  (SELECT count(*) FROM (SELECT 1 FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT 1001) AS c),
  (SELECT count(*) FROM (SELECT 1 FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL AND owner_id = %(person)s
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT 1001) AS c),
  (SELECT count(*) FROM (SELECT 1 FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL AND owner_id IS NULL
      AND stage IN ('unsorted', 'waiting')
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT 1001) AS c),
  (SELECT count(*) FROM (SELECT 1 FROM generate_series(0, 2) AS r (rank),
    LATERAL (SELECT 1 FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL AND callback.rank = r.rank
      AND due_at <= %(now)s
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT 1001) AS late
    LIMIT 1001) AS c),
  (SELECT count(*) FROM (SELECT 1 FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL AND visit_date = %(tomorrow)s
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT 1001) AS c)
