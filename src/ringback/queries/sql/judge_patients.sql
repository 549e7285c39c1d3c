-- Say of each staged patient between two positions who on file is the same, and what that makes of it.
-- The same is: the same record number, else the same name and birth date with no other record
-- number. A record number of somebody of another name and birth date, and two that are the same,
-- are for a person. Who only looks alike is named in like_id and never joined.
-- Every row looks itself up (LATERAL, fenced by OFFSET): see load_chunk.
WITH staged AS MATERIALIZED (
  SELECT * FROM staged_patient
   WHERE practice_id = %(practice)s AND batch_id = %(batch)s
     AND position >= %(since)s AND position < %(edge)s
), found AS MATERIALIZED (
  SELECT staged.*, numbered.ids AS numbered, named.ids AS named
    FROM staged,
 LATERAL (SELECT array_agg(id) AS ids
            FROM (SELECT id FROM patient
                   WHERE practice_id = %(practice)s AND record_number <> ''
                     AND record_number = staged.record_number LIMIT 2) AS ours
          OFFSET 0) AS numbered,
 LATERAL (SELECT array_agg(id) AS ids
            FROM (SELECT id FROM patient
                   WHERE practice_id = %(practice)s AND folded = staged.folded
                     AND birth_date = staged.birth_date
                     AND (record_number = '' OR staged.record_number = '') LIMIT 2) AS ours
          OFFSET 0) AS named
), judged AS MATERIALIZED (
  SELECT found.id, of.id AS patient_id,
         CASE WHEN cardinality(numbered) > 1 OR numbered IS NULL AND cardinality(named) > 1
              THEN 'two_on_file'
              WHEN of.id IS NULL THEN 'new'
              WHEN of.folded <> found.folded
                   AND (of.birth_date <> found.birth_date OR found.birth_date IS NULL
                        OR of.birth_date IS NULL)
              THEN 'of_another'
              WHEN of.withdrawn_at IS NOT NULL THEN 'again'
              WHEN of.folded <> found.folded OR of.birth_date <> found.birth_date
                   OR of.birth_date IS NULL AND found.birth_date IS NOT NULL
                   OR of.record_number = '' AND found.record_number <> ''
                   OR found.language NOT IN ('', of.language)
                   OR EXISTS (
                      SELECT FROM jsonb_array_elements(found.numbers) AS each
                       WHERE NOT EXISTS (
                             SELECT FROM patient_number
                              WHERE patient_number.practice_id = %(practice)s
                                AND patient_number.patient_id = of.id
                                AND patient_number.number = each ->> 'number'
                                AND flag <> 'not_on_file'))
                   OR found.asked <> '' AND NOT EXISTS (
                      SELECT FROM contact_rule
                       WHERE contact_rule.practice_id = %(practice)s
                         AND contact_rule.patient_id = of.id AND said = found.asked
                         AND (removed_at IS NULL OR removed_at NOT IN (
                              SELECT undone_at FROM import_batch
                               WHERE practice_id = %(practice)s AND undone_at IS NOT NULL)))
              THEN 'changed' ELSE 'same' END AS verdict
    FROM found
    LEFT JOIN LATERAL (SELECT id, folded, birth_date, record_number, language, withdrawn_at
                         FROM patient
                        WHERE practice_id = %(practice)s
                          AND id = COALESCE(numbered[1], named[1]) OFFSET 0) AS of ON true
), alike AS MATERIALIZED (
  SELECT judged.id, COALESCE(named.id, numbered.id) AS like_id
    FROM judged JOIN staged ON staged.id = judged.id
    LEFT JOIN LATERAL (SELECT id FROM patient
                        WHERE practice_id = %(practice)s AND folded = staged.folded
                          AND withdrawn_at IS NULL
                        ORDER BY folded, birth_date LIMIT 1) AS named ON true
    LEFT JOIN LATERAL (SELECT patient.id
                         FROM jsonb_array_elements(staged.numbers) AS each,
                      LATERAL (SELECT patient_id FROM patient_number
                                WHERE practice_id = %(practice)s
                                  AND number = each ->> 'number' LIMIT 20) AS theirs,
                      LATERAL (SELECT id, birth_date FROM patient
                                WHERE practice_id = %(practice)s AND id = theirs.patient_id
                                  AND withdrawn_at IS NULL OFFSET 0) AS patient
                        WHERE patient.birth_date = staged.birth_date LIMIT 1) AS numbered ON true
   WHERE judged.verdict = 'new'
)
UPDATE staged_patient
   SET verdict = judged.verdict,
       patient_id = CASE WHEN judged.verdict IN ('again', 'changed', 'same')
                         THEN judged.patient_id END,
       like_id = alike.like_id
  FROM judged LEFT JOIN alike ON alike.id = judged.id
 WHERE staged_patient.practice_id = %(practice)s AND staged_patient.id = judged.id
