-- Return every callback whose exclusive time has run out to those anyone may take, saying why.
WITH lapsed AS MATERIALIZED (
  SELECT id, owner_id, stage FROM callback
   WHERE practice_id = %(practice)s AND closed_at IS NULL AND lease_until <= %(now)s
   ORDER BY lease_until LIMIT 500
     FOR UPDATE SKIP LOCKED
)
UPDATE callback SET
       stage = CASE callback.stage WHEN 'unsorted' THEN 'unsorted' WHEN 'on_hold' THEN 'on_hold'
                                   ELSE 'waiting' END,
       fence = fence + 1,
       owner_id = NULL,
       lease_until = NULL,
       next_party = CASE callback.stage WHEN 'on_hold' THEN next_party ELSE 'practice' END,
       came_back = CASE callback.stage WHEN 'scheduled' THEN 'try_not_made' ELSE 'lapsed' END,
       came_back_at = %(now)s
  FROM lapsed
 WHERE callback.practice_id = %(practice)s AND callback.id = lapsed.id
RETURNING callback.id, lapsed.owner_id, lapsed.stage
