-- The newest finished callbacks of the same patient in somebody's lanes, none that was entered in
-- error. The same patient is the same on file; where nobody has said which, the same number and name.
SELECT id, category, coalesce(outcome, ''), closed_at FROM callback
 WHERE practice_id = %(practice)s AND closed_at IS NOT NULL AND id <> %(callback)s
   AND outcome IS DISTINCT FROM 'entered_in_error'
   AND (patient_id = %(patient)s
        OR (%(patient)s::uuid IS NULL AND patient_id IS NULL
            AND phone = %(phone)s AND phone <> '' AND upper(name) = upper(%(name)s)))
   AND (%(lanes)s::text[] IS NULL OR category = ANY(%(lanes)s))
 ORDER BY closed_at DESC, id DESC
 LIMIT %(most)s
