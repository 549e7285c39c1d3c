-- What "next for me" would give a person in this practice now, only looked at: the first of what
-- anyone may take and of their own whose try is due. Locks nothing, so it may be gone a moment later.
SELECT rank, due_at, received_at, id FROM (
  SELECT head.* FROM unnest(%(lanes)s::text[]) AS lane (code),
  LATERAL (
    SELECT rank, due_at, received_at, id FROM callback
     WHERE practice_id = %(practice)s AND closed_at IS NULL AND owner_id IS NULL
       AND stage IN ('unsorted', 'waiting') AND (%(by_lane)s::bool IS NULL OR category = lane.code)
     ORDER BY rank, due_at, received_at, id LIMIT 1
  ) AS head
  UNION ALL (
    SELECT rank, due_at, received_at, id FROM callback
     WHERE practice_id = %(practice)s AND closed_at IS NULL AND owner_id = %(actor)s
       AND stage = 'scheduled' AND next_attempt_at <= %(at)s
       AND (%(by_lane)s::bool IS NULL OR category = ANY (%(lanes)s::text[]))
     ORDER BY rank, due_at, received_at, id LIMIT 1
  )
) AS heads
 ORDER BY rank, due_at, received_at, id LIMIT 1
