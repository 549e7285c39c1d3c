-- Patients on file by the beginnings of words of their names, by the end of a number, or whole.
-- A beginning is a range of words (first to past), which a policy leaves to the index: see
-- docs/adr/0015. Every way in is NULL where it was not asked for. Whole matches stand first.
WITH ids AS MATERIALIZED (
  (SELECT id FROM patient WHERE practice_id = %(practice)s AND folded = %(whole)s LIMIT %(most)s)
   UNION
  (SELECT patient_id FROM patient_number
    WHERE practice_id = %(practice)s AND number = %(number)s AND flag <> 'not_on_file'
    LIMIT %(most)s)
   UNION
  (SELECT patient_id FROM patient_number
    WHERE practice_id = %(practice)s AND ends = %(ends)s AND flag <> 'not_on_file'
      AND number LIKE '%%' || %(digits)s
    LIMIT %(candidates)s)
   UNION
  (SELECT patient_id FROM patient_word AS one
    WHERE practice_id = %(practice)s AND word >= %(first)s AND word < %(past)s
      AND (%(second)s::text IS NULL OR EXISTS (
           SELECT FROM patient_word AS other
            WHERE other.practice_id = %(practice)s AND other.patient_id = one.patient_id
              AND other.word >= %(second)s AND other.word < %(second_past)s))
    LIMIT %(candidates)s)
), named AS MATERIALIZED (
  SELECT patient.id, name, folded = %(whole)s AS exact
    FROM ids, LATERAL (SELECT id, name, folded FROM patient
                        WHERE practice_id = %(practice)s AND id = ids.id
                          AND withdrawn_at IS NULL OFFSET 0) AS patient
   WHERE %(holding)s::text[] IS NULL OR ' ' || folded LIKE ALL (%(holding)s::text[])
   ORDER BY exact DESC NULLS LAST, name, id LIMIT %(most)s
)
SELECT named.id, named.name,
       (SELECT COALESCE(array_agg(number ORDER BY number), '{}') FROM patient_number
         WHERE practice_id = %(practice)s AND patient_id = named.id AND flag <> 'not_on_file')
  FROM named ORDER BY exact DESC NULLS LAST, name, id
