-- Take an import back: close what it opened and nobody has touched, detach its calls from what
-- others' arrivals keep open, leave alone what people have worked on or closed.
-- All sets are read before anything is written, so the counts come from `others`.
WITH joined AS MATERIALIZED (
  SELECT DISTINCT callback_id AS id FROM arrival
   WHERE practice_id = %(practice)s AND batch_id = %(batch)s AND callback_id IS NOT NULL
), held AS MATERIALIZED (
  SELECT callback.id, callback.batch_id IS NOT DISTINCT FROM %(batch)s AS ours,
         callback.closed_at IS NULL
         AND fence = 1 AND tries = 0 AND owner_id IS NULL AND read_at IS NULL
         AND first_action_at IS NULL
         AND NOT EXISTS (SELECT FROM attempt WHERE attempt.practice_id = %(practice)s
                            AND attempt.callback_id = callback.id)
         AND NOT EXISTS (SELECT FROM note WHERE note.practice_id = %(practice)s
                            AND note.callback_id = callback.id)
         AND NOT EXISTS (SELECT FROM done_fact WHERE done_fact.practice_id = %(practice)s
                            AND done_fact.callback_id = callback.id)
         AND NOT EXISTS (SELECT FROM draft WHERE draft.practice_id = %(practice)s
                            AND draft.callback_id = callback.id AND draft.text <> '')
         AS untouched,
         closed_at IS NULL AS open
    FROM callback JOIN joined USING (id)
   WHERE callback.practice_id = %(practice)s
), others AS MATERIALIZED (
  SELECT callback_id AS id, count(*) AS arrivals, min(happened_at) AS first_at,
         max(happened_at) AS last_at
    FROM arrival JOIN joined ON joined.id = arrival.callback_id
   WHERE practice_id = %(practice)s AND batch_id IS DISTINCT FROM %(batch)s
   GROUP BY callback_id
), closing AS MATERIALIZED (
  SELECT id FROM held WHERE ours AND untouched AND id NOT IN (SELECT id FROM others)
), keeping AS MATERIALIZED (
  SELECT id FROM held WHERE open AND (untouched OR NOT ours) AND id IN (SELECT id FROM others)
), closed AS (
  UPDATE callback
     SET stage = 'closed', outcome = 'entered_in_error', closed_at = %(now)s,
         closed_by_id = %(person)s, fence = fence + 1, next_party = 'practice', outcome_needed = ''
   WHERE practice_id = %(practice)s AND id IN (SELECT id FROM closing)
), recounted AS (
  UPDATE callback
     SET arrivals = others.arrivals, received_at = others.first_at,
         last_arrival_at = others.last_at
    FROM others JOIN keeping USING (id)
   WHERE callback.practice_id = %(practice)s AND callback.id = others.id
), detached AS (
  UPDATE arrival SET callback_id = NULL, settled = 'undone'
   WHERE practice_id = %(practice)s AND batch_id = %(batch)s AND settled <> 'undone'
     AND (callback_id IS NULL
          OR callback_id IN (SELECT id FROM closing UNION ALL SELECT id FROM keeping))
  RETURNING id
)
SELECT (SELECT count(*) FROM closing) AS closed,
       (SELECT count(*) FROM keeping) AS kept,
       (SELECT count(*) FROM held WHERE ours)
         - (SELECT count(*) FROM closing)
         - (SELECT count(*) FROM keeping JOIN held USING (id) WHERE ours) AS worked,
       (SELECT count(*) FROM detached) AS detached
