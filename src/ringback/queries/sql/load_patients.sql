-- Put one judged chunk of a patient list on file, set by set, under the practice's lock.
-- Numbers and contact rules are added and never taken away; what is empty in the list changes
-- nothing; a name changes only where it is another one, not where it is written otherwise.
-- What was done to each patient is kept, to be taken back. Asked with loops forbidden: the chunk is
-- so new that the planner takes it for one row.
WITH chunk AS MATERIALIZED (
  SELECT staged_patient.*, COALESCE(patient_id, id) AS whose, verdict IN ('new', 'again') AS fresh
    FROM staged_patient
   WHERE practice_id = %(practice)s AND batch_id = %(batch)s AND position < %(edge)s
), was AS MATERIALIZED (
  SELECT chunk.whose, of.*,
         of.folded <> chunk.folded AS renamed,
         of.birth_date IS DISTINCT FROM chunk.birth_date AND chunk.birth_date IS NOT NULL AS born,
         of.record_number = '' AND chunk.record_number <> '' AS numbered,
         chunk.language NOT IN ('', of.language) AS speaks
    FROM chunk,
 LATERAL (SELECT name, folded, birth_date, record_number, language FROM patient
           WHERE practice_id = %(practice)s AND id = chunk.patient_id OFFSET 0) AS of
   WHERE verdict IN ('again', 'changed')
), put AS (
  INSERT INTO patient (
         id, practice_id, name, birth_date, address, record_number, policy_number, emancipated,
         own_care, safe_name, language, interpreter, zone, voicemail_level, part2, restriction,
         created_at)
  SELECT id, %(practice)s, name, birth_date, '', record_number, '', false, false, '',
         CASE language WHEN '' THEN 'en' ELSE language END, false, '', '', false, '', %(now)s
    FROM chunk WHERE verdict = 'new'
), changed AS (
  UPDATE patient
     SET name = CASE WHEN was.renamed THEN chunk.name ELSE patient.name END,
         birth_date = COALESCE(chunk.birth_date, patient.birth_date),
         record_number = CASE WHEN was.numbered THEN chunk.record_number
                              ELSE patient.record_number END,
         language = CASE WHEN was.speaks THEN chunk.language ELSE patient.language END,
         withdrawn_at = NULL
    FROM chunk JOIN was USING (whose)
   WHERE patient.practice_id = %(practice)s AND patient.id = chunk.whose
), numbers AS (
  INSERT INTO patient_number (id, practice_id, patient_id, number, label, flag)
  SELECT gen_random_uuid(), %(practice)s, whose, each ->> 'number', each ->> 'label', 'allowed'
    FROM chunk, jsonb_array_elements(chunk.numbers) AS each
   WHERE verdict <> 'same'
  ON CONFLICT (practice_id, patient_id, number) DO UPDATE SET flag = 'allowed'
   WHERE patient_number.flag = 'not_on_file'
  RETURNING patient_id, number
), listed AS (
  SELECT patient_id, jsonb_agg(number) AS added FROM numbers GROUP BY patient_id
), rules AS (
  INSERT INTO contact_rule (
         id, practice_id, patient_id, topic, said, number, channels, hours, level, heard_at)
  SELECT gen_random_uuid(), %(practice)s, whose, topic, asked, '', '[]', '{}', '', %(now)s
    FROM chunk
   WHERE verdict <> 'same' AND asked <> ''
     AND NOT EXISTS (
         SELECT FROM contact_rule
          WHERE contact_rule.practice_id = %(practice)s AND contact_rule.patient_id = chunk.whose
            AND said = chunk.asked
            AND (removed_at IS NULL OR removed_at NOT IN (
                 SELECT undone_at FROM import_batch
                  WHERE practice_id = %(practice)s AND undone_at IS NOT NULL)))
  RETURNING patient_id, id
), brought AS (
  INSERT INTO brought_patient (
         id, practice_id, batch_id, patient_id, like_id, fresh, before, after)
  SELECT gen_random_uuid(), %(practice)s, %(batch)s, chunk.whose, chunk.like_id, chunk.fresh,
         CASE WHEN was.whose IS NULL THEN '{}'
              ELSE jsonb_build_object('name', was.name, 'birth_date', was.birth_date,
                                      'record_number', was.record_number,
                                      'language', was.language) END,
         jsonb_strip_nulls(jsonb_build_object(
             'name', CASE WHEN was.renamed THEN chunk.name END,
             'birth_date', CASE WHEN was.born THEN chunk.birth_date END,
             'record_number', CASE WHEN was.numbered THEN chunk.record_number END,
             'language', CASE WHEN was.speaks THEN chunk.language END,
             'numbers', listed.added, 'rule', rules.id))
    FROM chunk LEFT JOIN was USING (whose)
    LEFT JOIN listed ON listed.patient_id = chunk.whose
    LEFT JOIN rules ON rules.patient_id = chunk.whose
   WHERE verdict <> 'same'
), gone AS (
  DELETE FROM staged_patient
   WHERE practice_id = %(practice)s AND batch_id = %(batch)s AND position < %(edge)s
)
SELECT count(*) FILTER (WHERE fresh) AS fresh,
       count(*) FILTER (WHERE verdict = 'changed') AS changed,
       count(*) FILTER (WHERE verdict = 'same') AS same,
       count(*) FILTER (WHERE like_id IS NOT NULL) AS alike
  FROM chunk
