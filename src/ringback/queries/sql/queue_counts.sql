-- How many callbacks each filter would show of what the list is narrowed to, and whether there may be
-- more. No more than so many rows are walked for one number, so its cost is not a matter of how many
-- there are. Inside stands what the walk's index begins with, outside what is looked at row by row.
-- Everything, whatever is narrowed, is counted only where something is.
SELECT 'all' AS filter, count(*) FILTER (WHERE %(source)s::text IS NULL OR source = %(source)s),
       count(*) >= %(most)s
  FROM (SELECT source FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL
      AND (%(category)s::text IS NULL OR category = %(category)s)
      AND (%(alone)s::text IS NULL OR source = %(alone)s)
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT %(most)s) AS c
UNION ALL
SELECT 'mine', count(*) FILTER (WHERE (%(category)s::text IS NULL OR category = %(category)s)
                                    AND (%(source)s::text IS NULL OR source = %(source)s)),
       count(*) >= %(most)s
  FROM (SELECT category, source FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL AND owner_id = %(person)s
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT %(most)s) AS c
UNION ALL
SELECT 'no_owner', count(*) FILTER (WHERE %(source)s::text IS NULL OR source = %(source)s),
       count(*) >= %(most)s
  FROM (SELECT source FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL
      AND owner_id IS NULL AND stage IN ('unsorted', 'waiting')
      AND (%(category)s::text IS NULL OR category = %(category)s)
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT %(most)s) AS c
UNION ALL
SELECT 'overdue', count(*) FILTER (WHERE %(source)s::text IS NULL OR source = %(source)s),
       count(*) >= %(most)s
  FROM (SELECT source FROM generate_series(0, 2) AS r (rank), LATERAL (SELECT source FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL
      AND rank = r.rank AND due_at <= %(now)s
      AND (%(category)s::text IS NULL OR category = %(category)s)
      AND (%(alone)s::text IS NULL OR source = %(alone)s)
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT %(most)s) AS c
    LIMIT %(most)s) AS c
UNION ALL
SELECT 'due_today', count(*) FILTER (WHERE %(source)s::text IS NULL OR source = %(source)s),
       count(*) >= %(most)s
  FROM (SELECT source FROM generate_series(0, 2) AS r (rank), LATERAL (SELECT source FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL
      AND rank = r.rank AND due_at < %(day_ends_at)s
      AND (%(category)s::text IS NULL OR category = %(category)s)
      AND (%(alone)s::text IS NULL OR source = %(alone)s)
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT %(most)s) AS c
    LIMIT %(most)s) AS c
UNION ALL
SELECT 'visit_tomorrow', count(*) FILTER (WHERE (%(category)s::text IS NULL OR category = %(category)s)
                                    AND (%(source)s::text IS NULL OR source = %(source)s)),
       count(*) >= %(most)s
  FROM (SELECT category, source FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL AND visit_date = %(tomorrow)s
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT %(most)s) AS c
UNION ALL
SELECT 'needs_clinician', count(*) FILTER (WHERE (%(category)s::text IS NULL OR category = %(category)s)
                                    AND (%(source)s::text IS NULL OR source = %(source)s)),
       count(*) >= %(most)s
  FROM (SELECT category, source FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL AND next_party = 'clinician'
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT %(most)s) AS c
UNION ALL
SELECT 'waiting_on_others', count(*) FILTER (WHERE (%(category)s::text IS NULL OR category = %(category)s)
                                    AND (%(source)s::text IS NULL OR source = %(source)s)),
       count(*) >= %(most)s
  FROM (SELECT category, source FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL AND next_party = ANY (%(others)s)
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT %(most)s) AS c
UNION ALL
SELECT 'everything', count(*), count(*) > 1000
  FROM (SELECT 1 FROM callback
    WHERE practice_id = %(practice)s AND closed_at IS NULL
      AND (%(category)s::text IS NOT NULL OR %(source)s::text IS NOT NULL)
      AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s)) LIMIT 1001) AS c
