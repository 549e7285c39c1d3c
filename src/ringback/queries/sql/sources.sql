-- The ways in which open callbacks came: one step along the index for each, however many rows.
WITH RECURSIVE found AS (
  SELECT (SELECT source FROM callback
           WHERE practice_id = %(practice)s AND closed_at IS NULL
             AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s))
           ORDER BY source LIMIT 1) AS source
  UNION ALL
  SELECT (SELECT callback.source FROM callback
           WHERE practice_id = %(practice)s AND closed_at IS NULL
             AND callback.source > found.source
             AND (%(only)s::text[] IS NULL OR category = ANY (%(only)s))
           ORDER BY callback.source LIMIT 1)
    FROM found WHERE found.source IS NOT NULL
)
SELECT source FROM found WHERE source IS NOT NULL LIMIT 40
