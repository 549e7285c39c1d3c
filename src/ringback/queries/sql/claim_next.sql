-- Give a person the most pressing callback, one anyone may take or their own whose try is due, and
-- write the entry of it, all in one statement. Rows somebody else is taking at this moment are
-- skipped, never waited for. Somebody of some lanes only: the head of each, then the first of those.
-- Somebody of several practices: only what comes before a place, where another practice has its head.
-- Nothing for whoever has left, or lost a role, since they were looked up: their place is held first,
-- so whoever takes them out finds what they took.
WITH here AS MATERIALIZED (
  SELECT membership.id FROM membership
   WHERE practice_id = %(practice)s AND person_id = %(actor)s AND left_at IS NULL
     AND roles @> %(roles)s::varchar[]
     FOR SHARE
), anyones AS MATERIALIZED (
  SELECT head.* FROM unnest(%(lanes)s::text[]) AS lane (code),
  LATERAL (
    SELECT id, rank, due_at, received_at FROM callback
     WHERE EXISTS (SELECT FROM here) AND practice_id = %(practice)s AND closed_at IS NULL AND owner_id IS NULL
       AND stage IN ('unsorted', 'waiting') AND (%(by_lane)s::bool IS NULL OR category = lane.code)
     ORDER BY rank, due_at, received_at, id LIMIT 1
       FOR UPDATE SKIP LOCKED
  ) AS head
), mine AS MATERIALIZED (
  SELECT id, rank, due_at, received_at FROM callback
   WHERE EXISTS (SELECT FROM here) AND practice_id = %(practice)s AND closed_at IS NULL
     AND owner_id = %(actor)s
     AND stage = 'scheduled' AND next_attempt_at <= %(at)s
     AND (%(by_lane)s::bool IS NULL OR category = ANY (%(lanes)s::text[]))
   ORDER BY rank, due_at, received_at, id LIMIT 1
     FOR UPDATE SKIP LOCKED
), chosen AS MATERIALIZED (
  SELECT id FROM (SELECT * FROM anyones UNION ALL SELECT * FROM mine) AS heads
   WHERE %(before)s::uuid IS NULL OR (rank, due_at, received_at, id)
         < (%(before_rank)s, %(before_due_at)s, %(before_received_at)s, %(before)s)
   ORDER BY rank, due_at, received_at, id LIMIT 1
), claimed AS (
  UPDATE callback SET
         stage = CASE stage WHEN 'unsorted' THEN stage ELSE 'owned' END,
         fence = fence + (owner_id IS NULL)::int,
         owner_id = %(actor)s,
         lease_until = %(lease_until)s,
         next_party = 'owner',
         came_back = ''
   WHERE practice_id = %(practice)s AND id = (SELECT id FROM chosen)
  RETURNING *
), written AS (
  INSERT INTO journal (id, practice_id, at, actor_id, via, os_user, verb, subject_kind, subject_id,
                       details, refused, changed)
  SELECT %(id)s, %(practice)s, %(at)s, %(actor)s, %(via)s, %(os_user)s, %(verb)s,
         %(subject_kind)s, claimed.id, %(details)s, %(refused)s, %(changed)s
    FROM claimed
)
SELECT id, rank, due_at, received_at, fence, stage, level, category, category_version_id, kind,
       source, last_arrival_at, arrivals, due_why, visit_date, language, read_at, next_party,
       next_attempt_at, promised_at, review_at, outcome_needed, tries, last_result, last_tried_at, owner_id,
       lease_until, came_back, came_back_at, hand, hand_name, hand_post, hand_why,
       %(name)s AS owner_name, name, phone, words
  FROM claimed
