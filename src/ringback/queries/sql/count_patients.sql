-- What a patient list laid ready comes to: new, the same again, changed; and of the new, who looks
-- like somebody on file.
SELECT count(*) FILTER (WHERE verdict IN ('new', 'again')),
       count(*) FILTER (WHERE verdict = 'same'),
       count(*) FILTER (WHERE verdict = 'changed'),
       count(*) FILTER (WHERE like_id IS NOT NULL)
  FROM staged_patient WHERE practice_id = %(practice)s AND batch_id = %(batch)s
