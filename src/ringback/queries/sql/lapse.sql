-- Return every callback whose exclusive time has run out to those anyone may take, saying why. What
-- a clinician took goes on waiting for a clinician.
WITH lapsed AS MATERIALIZED (
  SELECT id, owner_id, stage FROM callback
   WHERE practice_id = %(practice)s AND closed_at IS NULL AND lease_until <= %(now)s
   ORDER BY lease_until LIMIT 500
     FOR UPDATE SKIP LOCKED
)
UPDATE callback SET
       stage = CASE WHEN callback.stage IN ('unsorted', 'on_hold', 'escalated') THEN callback.stage
                    ELSE 'waiting' END,
       fence = fence + 1,
       owner_id = NULL,
       lease_until = NULL,
       next_party = CASE WHEN callback.stage IN ('on_hold', 'escalated') THEN next_party
                         ELSE 'practice' END,
       came_back = CASE callback.stage WHEN 'scheduled' THEN 'try_not_made' ELSE 'lapsed' END,
       came_back_at = %(now)s
  FROM lapsed
 WHERE callback.practice_id = %(practice)s AND callback.id = lapsed.id
RETURNING callback.id, lapsed.owner_id, lapsed.stage
