-- Where the next chunk of a patient list ends: after so many rows. NULL when the rest is one chunk.
SELECT position FROM staged_patient
 WHERE practice_id = %(practice)s AND batch_id = %(batch)s
 ORDER BY position LIMIT 1 OFFSET %(size)s
