-- Take a patient list back. Whom it put on file and nobody has had to do with since is on file no
-- more; of the others, what is still as the list left it becomes what it was. What a person changed
-- since stays.
WITH brought AS MATERIALIZED (
  SELECT * FROM brought_patient WHERE practice_id = %(practice)s AND batch_id = %(batch)s
), touched AS MATERIALIZED (
  SELECT brought.patient_id AS id
    FROM brought
   WHERE fresh AND (
         EXISTS (SELECT FROM callback WHERE callback.practice_id = %(practice)s
                    AND callback.patient_id = brought.patient_id)
         OR EXISTS (SELECT FROM call WHERE call.practice_id = %(practice)s
                       AND call.patient_id = brought.patient_id)
         OR EXISTS (SELECT FROM consent WHERE consent.practice_id = %(practice)s
                       AND consent.patient_id = brought.patient_id)
         OR EXISTS (SELECT FROM authority WHERE authority.practice_id = %(practice)s
                       AND authority.patient_id = brought.patient_id)
         OR EXISTS (SELECT FROM visit WHERE visit.practice_id = %(practice)s
                       AND visit.patient_id = brought.patient_id)
         OR EXISTS (SELECT FROM contact_rule WHERE contact_rule.practice_id = %(practice)s
                       AND contact_rule.patient_id = brought.patient_id
                       AND (confirmed_at IS NOT NULL
                            OR contact_rule.id::text IS DISTINCT FROM after ->> 'rule'
                               AND removed_at IS NULL))
         OR EXISTS (SELECT FROM patient_number WHERE patient_number.practice_id = %(practice)s
                       AND patient_number.patient_id = brought.patient_id
                       AND flag <> 'not_on_file'
                       AND (flag <> 'allowed'
                            OR NOT COALESCE(after -> 'numbers', '[]') ? number))
         OR EXISTS (SELECT FROM brought_patient AS later JOIN import_batch ON import_batch.id = later.batch_id
                     WHERE later.practice_id = %(practice)s
                       AND later.patient_id = brought.patient_id AND later.id <> brought.id
                       AND import_batch.practice_id = %(practice)s
                       AND import_batch.undone_at IS NULL
                       AND import_batch.started_at > (
                           SELECT started_at FROM import_batch
                            WHERE practice_id = %(practice)s AND id = %(batch)s)))
), back AS MATERIALIZED (
  SELECT * FROM brought WHERE patient_id NOT IN (SELECT id FROM touched)
), withdrawn AS (
  UPDATE patient SET withdrawn_at = %(now)s
   WHERE practice_id = %(practice)s AND id IN (SELECT patient_id FROM back WHERE fresh)
), put_back AS (
  UPDATE patient
     SET name = CASE WHEN after ->> 'name' = name THEN before ->> 'name' ELSE name END,
         birth_date = CASE WHEN after ->> 'birth_date' = birth_date::text
                           THEN (before ->> 'birth_date')::date ELSE birth_date END,
         record_number = CASE WHEN after ->> 'record_number' = record_number
                              THEN before ->> 'record_number' ELSE record_number END,
         language = CASE WHEN after ->> 'language' = language
                         THEN before ->> 'language' ELSE language END
    FROM back
   WHERE NOT back.fresh AND patient.practice_id = %(practice)s AND patient.id = back.patient_id
), numbers AS (
  UPDATE patient_number SET flag = 'not_on_file'
    FROM back
   WHERE patient_number.practice_id = %(practice)s
     AND patient_number.patient_id = back.patient_id
     AND flag = 'allowed' AND COALESCE(after -> 'numbers', '[]') ? number
), rules AS (
  UPDATE contact_rule SET removed_at = %(now)s
    FROM back
   WHERE contact_rule.practice_id = %(practice)s
     AND contact_rule.patient_id = back.patient_id
     AND contact_rule.id::text = after ->> 'rule'
     AND confirmed_at IS NULL AND removed_at IS NULL
)
SELECT count(*) FILTER (WHERE fresh) AS withdrawn,
       count(*) FILTER (WHERE NOT fresh) AS put_back,
       (SELECT count(*) FROM touched) AS kept
  FROM back
