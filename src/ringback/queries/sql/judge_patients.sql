-- Say of each staged patient between two positions who on file is the same, and what that makes of
-- it. The same is: the same record number, else the same name and birth date with no other record
-- number. A record number of somebody of another name and birth date, and two that are the same,
-- are for a person. Who only looks alike is named in like_id and never joined.
-- Every row looks itself up (LATERAL, fenced by OFFSET), all in one pass: see load_chunk. What an
-- index is to find is a bare column: COALESCE and ->> are not leakproof, and under the policy the
-- planner walks the whole table before it lets them see a row.
WITH judged AS MATERIALIZED (
  SELECT staged.id, of.id AS of_id, COALESCE(called.id, reached.id) AS like_id,
         CASE WHEN numbered.many > 1 OR numbered.many = 0 AND named.many > 1 THEN 'two_on_file'
              WHEN of.id IS NULL THEN 'new'
              WHEN of.folded <> staged.folded
                   AND (of.birth_date <> staged.birth_date OR staged.birth_date IS NULL
                        OR of.birth_date IS NULL)
              THEN 'of_another'
              WHEN of.withdrawn_at IS NOT NULL THEN 'again'
              WHEN of.folded <> staged.folded OR of.birth_date <> staged.birth_date
                   OR of.birth_date IS NULL AND staged.birth_date IS NOT NULL
                   OR of.record_number = '' AND staged.record_number <> ''
                   OR staged.language NOT IN ('', of.language)
                   OR EXISTS (
                      SELECT FROM jsonb_to_recordset(staged.numbers) AS each (number text)
                       WHERE NOT EXISTS (
                             SELECT FROM patient_number
                              WHERE patient_number.practice_id = %(practice)s
                                AND patient_number.patient_id = of.id
                                AND patient_number.number = each.number
                                AND flag <> 'not_on_file'))
                   OR staged.asked <> '' AND NOT EXISTS (
                      SELECT FROM contact_rule
                       WHERE contact_rule.practice_id = %(practice)s
                         AND contact_rule.patient_id = of.id AND said = staged.asked
                         AND (removed_at IS NULL OR removed_at NOT IN (
                              SELECT undone_at FROM import_batch
                               WHERE practice_id = %(practice)s AND undone_at IS NOT NULL)))
              THEN 'changed' ELSE 'same' END AS verdict
    FROM staged_patient AS staged
   CROSS JOIN LATERAL (
         SELECT count(*) AS many, (array_agg(id))[1] AS id
           FROM (SELECT id FROM patient
                  WHERE practice_id = %(practice)s AND record_number <> ''
                    AND record_number = staged.record_number LIMIT 2) AS ours
         OFFSET 0) AS numbered
   CROSS JOIN LATERAL (
         SELECT count(*) AS many, (array_agg(id))[1] AS id
           FROM (SELECT id FROM patient
                  WHERE practice_id = %(practice)s AND folded = staged.folded
                    AND birth_date = staged.birth_date
                    AND (record_number = '' OR staged.record_number = '') LIMIT 2) AS ours
         OFFSET 0) AS named
   CROSS JOIN LATERAL (SELECT COALESCE(numbered.id, named.id) AS id OFFSET 0) AS it
    LEFT JOIN LATERAL (
         SELECT id, folded, birth_date, record_number, language, withdrawn_at FROM patient
          WHERE practice_id = %(practice)s AND id = it.id
         OFFSET 0) AS of ON true
    LEFT JOIN LATERAL (
         SELECT id FROM patient
          WHERE of.id IS NULL AND practice_id = %(practice)s AND folded = staged.folded
            AND withdrawn_at IS NULL
          ORDER BY folded, birth_date LIMIT 1) AS called ON true
    LEFT JOIN LATERAL (
         SELECT patient.id
           FROM jsonb_to_recordset(staged.numbers) AS each (number text)
          CROSS JOIN LATERAL (
                SELECT patient_id FROM patient_number
                 WHERE practice_id = %(practice)s AND number = each.number LIMIT 20) AS theirs
          CROSS JOIN LATERAL (
                SELECT id, birth_date FROM patient
                 WHERE practice_id = %(practice)s AND id = theirs.patient_id
                   AND withdrawn_at IS NULL OFFSET 0) AS patient
          WHERE of.id IS NULL AND patient.birth_date = staged.birth_date LIMIT 1)
         AS reached ON true
   WHERE staged.practice_id = %(practice)s AND staged.batch_id = %(batch)s
     AND staged.position >= %(since)s AND staged.position < %(edge)s
)
UPDATE staged_patient
   SET verdict = judged.verdict,
       patient_id = CASE WHEN judged.verdict IN ('again', 'changed', 'same') THEN of_id END,
       like_id = CASE WHEN judged.verdict = 'new' THEN judged.like_id END
  FROM judged
 WHERE staged_patient.practice_id = %(practice)s AND staged_patient.batch_id = %(batch)s
   AND position >= %(since)s AND position < %(edge)s AND staged_patient.id = judged.id
