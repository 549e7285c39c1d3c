-- Lock every open callback an import opened or joined, so that nobody works on one while it is
-- taken back.
SELECT id FROM callback
 WHERE practice_id = %(practice)s AND closed_at IS NULL
   AND id IN (SELECT callback_id FROM arrival
               WHERE practice_id = %(practice)s AND batch_id = %(batch)s)
 ORDER BY id
   FOR UPDATE
