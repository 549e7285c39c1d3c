-- The numbers of the practice's places, the oldest place first.
SELECT numbers::text FROM location
 WHERE practice_id = %(practice)s AND removed_at IS NULL
 ORDER BY created_at
