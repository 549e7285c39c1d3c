-- How much of what an import holds came in before it: calls, and people of whom every call did; and
-- how many people will be set aside: on the list for it, no voicemail, never reached as a patient (as
-- in listed).
-- Every call looks itself up (LATERAL, fenced by OFFSET): see load_chunk.
WITH staged AS MATERIALIZED (
  SELECT opens, before.settled IS NOT NULL AS known,
         listed.id IS NOT NULL AND kind <> 'voicemail' AS aside
    FROM staged_call
    LEFT JOIN LATERAL (SELECT settled FROM arrival
                        WHERE practice_id = %(practice)s AND source = %(source)s
                          AND external_id = staged_call.external_id
                          AND settled <> 'undone' OFFSET 0) AS before ON true
    LEFT JOIN LATERAL (SELECT id FROM known_caller
                        WHERE practice_id = %(practice)s AND phone = staged_call.phone
                          AND next_time = 'set_aside' AND removed_at IS NULL
                          AND NOT EXISTS (
                              SELECT FROM callback JOIN attempt ON attempt.callback_id = callback.id
                               WHERE callback.practice_id = %(practice)s
                                 AND callback.phone = known_caller.phone
                                 AND attempt.practice_id = %(practice)s
                                 AND attempt.result IN ('reached_patient', 'reached_authorised',
                                                        'patient_called_us'))
                        LIMIT 1) AS listed
           ON staged_call.opens IS NOT NULL
   WHERE practice_id = %(practice)s AND batch_id = %(batch)s
), people AS (
  SELECT bool_and(known) AS known, bool_and(aside) AS aside
    FROM staged WHERE opens IS NOT NULL GROUP BY opens
)
SELECT (SELECT count(*) FROM staged), (SELECT count(*) FROM staged WHERE known),
       (SELECT count(*) FROM people), (SELECT count(*) FROM people WHERE known),
       (SELECT count(*) FROM people WHERE aside AND NOT known)
