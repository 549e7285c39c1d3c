-- Give a person the most pressing callback: one anyone may take, or their own whose try is due.
-- One statement: rows somebody else is taking at this moment are skipped, never waited for.
WITH anyones AS MATERIALIZED (
  SELECT id, rank, due_at, received_at FROM callback
   WHERE practice_id = %(practice)s AND closed_at IS NULL AND owner_id IS NULL
     AND stage IN ('unsorted', 'waiting')
   ORDER BY rank, due_at, received_at, id LIMIT 1
     FOR UPDATE SKIP LOCKED
), mine AS MATERIALIZED (
  SELECT id, rank, due_at, received_at FROM callback
   WHERE practice_id = %(practice)s AND closed_at IS NULL AND owner_id = %(person)s
     AND stage = 'scheduled' AND next_attempt_at <= %(now)s
   ORDER BY rank, due_at, received_at, id LIMIT 1
     FOR UPDATE SKIP LOCKED
), chosen AS MATERIALIZED (
  SELECT id FROM (SELECT * FROM anyones UNION ALL SELECT * FROM mine) AS heads
   ORDER BY rank, due_at, received_at, id LIMIT 1
)
UPDATE callback SET
       stage = CASE stage WHEN 'unsorted' THEN stage ELSE 'owned' END,
       fence = fence + (owner_id IS NULL)::int,
       owner_id = %(person)s,
       lease_until = %(lease_until)s,
       next_party = 'owner',
       came_back = ''
 WHERE practice_id = %(practice)s AND id = (SELECT id FROM chosen)
RETURNING id, rank, due_at, received_at, fence, stage, level, category, category_version_id, kind,
          source, last_arrival_at, arrivals, due_why, visit_date, language, read_at, next_party,
          next_attempt_at, review_at, outcome_needed, tries, last_result, last_tried_at, owner_id,
          lease_until, came_back, came_back_at, %(name)s, name, phone, words
