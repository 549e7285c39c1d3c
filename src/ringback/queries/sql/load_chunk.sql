-- Put one chunk of an import into arrivals and callbacks, set by set, under the practice's lock.
--   known: calls that came in before (an overlapping file); they are dropped and counted.
--   apart: callbacks that cannot be opened as staged, because some of their calls are known or
--          their number has an open callback or is on the list of known callers; their calls stay
--          staged and go in one at a time.
-- The staged rows are so new that the planner takes them for one, and would loop over a join without
-- its index: so every call looks itself up (LATERAL, fenced by OFFSET and LIMIT), and the sets are
-- asked with NOT IN and inside OR, which are hashed.
-- Arrivals of an import that was undone are taken up again under their old id.
WITH chunk AS MATERIALIZED (
  SELECT * FROM staged_call
   WHERE practice_id = %(practice)s AND batch_id = %(batch)s AND position < %(edge)s
), known AS MATERIALIZED (
  SELECT chunk.id, chunk.opens
    FROM chunk,
 LATERAL (SELECT settled FROM arrival
           WHERE practice_id = %(practice)s AND source = %(source)s
             AND external_id = chunk.external_id OFFSET 0) AS before
   WHERE before.settled <> 'undone'
), apart AS MATERIALIZED (
  SELECT opens FROM known WHERE opens IS NOT NULL
   UNION
  SELECT chunk.opens
    FROM chunk,
 LATERAL (SELECT id FROM callback
           WHERE practice_id = %(practice)s AND phone = chunk.phone
             AND phone <> '' AND closed_at IS NULL LIMIT 1) AS open
   WHERE chunk.leads
   UNION
  SELECT chunk.opens
    FROM chunk,
 LATERAL (SELECT id FROM known_caller
           WHERE practice_id = %(practice)s AND phone = chunk.phone AND removed_at IS NULL
           LIMIT 1) AS listed
   WHERE chunk.leads
), going AS MATERIALIZED (
  SELECT * FROM chunk
   WHERE (opens IS NULL OR opens NOT IN (SELECT opens FROM apart))
     AND id NOT IN (SELECT id FROM known)
), opened AS (
  INSERT INTO callback (
         id, practice_id, batch_id, category_version_id, category, stage, level, rank, source,
         location, kind, received_at, last_arrival_at, arrivals, created_at, due_at, respond_by,
         due_why, due_window, due_since, resolve_by, heard, phone, name, language, words, next_party,
         outcome_needed, tries, last_result, fence, came_back, best_time, best_time_read,
         hand, hand_name, hand_post, hand_why)
  SELECT opens, %(practice)s, %(batch)s,
         CASE category WHEN 'UNSORTED' THEN %(unsorted_version)s::uuid
                       ELSE %(missed_version)s::uuid END,
         category, CASE category WHEN 'UNSORTED' THEN 'unsorted' ELSE 'waiting' END,
         'routine', 2, %(source)s, COALESCE(%(places)s::jsonb ->> called, ''),
         CASE category WHEN 'UNSORTED' THEN 'voicemail' ELSE 'missed_call' END,
         happened_at, last_at, calls, %(now)s, due_at, due_at, due_why, due_window, due_since,
         resolve_by, '[]', phone, '', '', '', 'practice',
         CASE category WHEN 'UNSORTED' THEN %(unsorted_needed)s ELSE %(missed_needed)s END,
         0, '', 1, '', '', '{}', '', '', '', ''
    FROM going WHERE leads
  RETURNING id
), stored AS (
  INSERT INTO arrival (
         id, practice_id, batch_id, source, external_id, kind, happened_at, stored_at, phone, name,
         text, seconds, raw, body_digest, callback_id, settled)
  SELECT id, %(practice)s, %(batch)s, %(source)s, external_id, kind, happened_at, %(now)s, phone,
         '', '', seconds, jsonb_build_object('line', line, 'called', called), '', opens, settled
    FROM going
  ON CONFLICT (practice_id, source, external_id) DO UPDATE
     SET callback_id = EXCLUDED.callback_id, settled = EXCLUDED.settled,
         batch_id = EXCLUDED.batch_id
   WHERE arrival.settled = 'undone'
  RETURNING settled
), gone AS (
  DELETE FROM staged_call
   WHERE practice_id = %(practice)s AND batch_id = %(batch)s AND position < %(edge)s
     AND (opens IS NULL OR opens NOT IN (SELECT opens FROM apart)
          OR id IN (SELECT id FROM known))
)
SELECT (SELECT count(*) FROM known) AS already_in,
       (SELECT count(*) FROM opened) AS opened,
       count(*) AS stored,
       count(*) FILTER (WHERE settled = 'returned') AS returned,
       count(*) FILTER (WHERE settled = 'reached_us') AS reached_us,
       count(*) FILTER (WHERE settled = 'no_number') AS no_number,
       count(*) FILTER (WHERE settled = 'known_caller') AS known_caller
  FROM stored
