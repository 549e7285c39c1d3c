-- Take a patient list back. Whom it put on file and nobody has had to do with since is on file no
-- more; of the others, what is still as the list left it becomes what it was. What a person changed
-- since stays.
-- So many at a time, by their ids; asked with loops forbidden, as load_patients is. Everybody
-- somebody had to do with is one set, not a question for each: OR would ask all callbacks each time.
WITH brought AS MATERIALIZED (
  SELECT * FROM brought_patient
   WHERE practice_id = %(practice)s AND batch_id = %(batch)s AND patient_id > %(since)s
   ORDER BY patient_id LIMIT %(size)s
), fresh AS MATERIALIZED (
  SELECT patient_id, after, id FROM brought WHERE fresh
), touched AS MATERIALIZED (
  SELECT patient_id AS id FROM fresh JOIN callback USING (patient_id)
   WHERE callback.practice_id = %(practice)s
   UNION
  SELECT patient_id FROM fresh JOIN call USING (patient_id)
   WHERE call.practice_id = %(practice)s
   UNION
  SELECT patient_id FROM fresh JOIN consent USING (patient_id)
   WHERE consent.practice_id = %(practice)s
   UNION
  SELECT patient_id FROM fresh JOIN authority USING (patient_id)
   WHERE authority.practice_id = %(practice)s
   UNION
  SELECT patient_id FROM fresh JOIN visit USING (patient_id)
   WHERE visit.practice_id = %(practice)s
   UNION
  SELECT patient_id FROM fresh JOIN contact_rule USING (patient_id)
   WHERE contact_rule.practice_id = %(practice)s
     AND (confirmed_at IS NOT NULL
          OR removed_at IS NULL AND contact_rule.id::text IS DISTINCT FROM after ->> 'rule')
   UNION
  SELECT patient_id FROM fresh JOIN patient_number USING (patient_id)
   WHERE patient_number.practice_id = %(practice)s AND flag <> 'not_on_file'
     AND (flag <> 'allowed' OR NOT COALESCE(after -> 'numbers', '[]') ? number)
   UNION
  SELECT fresh.patient_id
    FROM fresh
    JOIN brought_patient AS later ON later.patient_id = fresh.patient_id AND later.id <> fresh.id
    JOIN import_batch ON import_batch.id = later.batch_id
   WHERE later.practice_id = %(practice)s AND import_batch.practice_id = %(practice)s
     AND import_batch.undone_at IS NULL
     AND import_batch.started_at > (SELECT started_at FROM import_batch
                                     WHERE practice_id = %(practice)s AND id = %(batch)s)
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
       (SELECT count(*) FROM touched) AS kept,
       (SELECT max(patient_id::text) FROM brought) AS last
  FROM back
