-- How much of what an import holds came in before it: calls, and people of whom every call did; and
-- of how many people the number is on the list whose calls are set aside.
-- Every call looks itself up (LATERAL, fenced by OFFSET): see load_chunk.
WITH staged AS MATERIALIZED (
  SELECT opens, before.settled IS NOT NULL AS known, listed.id IS NOT NULL AS aside
    FROM staged_call
    LEFT JOIN LATERAL (SELECT settled FROM arrival
                        WHERE practice_id = %(practice)s AND source = %(source)s
                          AND external_id = staged_call.external_id
                          AND settled <> 'undone' OFFSET 0) AS before ON true
    LEFT JOIN LATERAL (SELECT id FROM known_caller
                        WHERE practice_id = %(practice)s AND phone = staged_call.phone
                          AND next_time = 'set_aside' AND removed_at IS NULL LIMIT 1) AS listed
           ON staged_call.opens IS NOT NULL
   WHERE practice_id = %(practice)s AND batch_id = %(batch)s
), people AS (
  SELECT bool_and(known) AS known, bool_or(aside) AS aside FROM staged WHERE opens IS NOT NULL GROUP BY opens
)
SELECT (SELECT count(*) FROM staged), (SELECT count(*) FROM staged WHERE known),
       (SELECT count(*) FROM people), (SELECT count(*) FROM people WHERE known),
       (SELECT count(*) FROM people WHERE aside AND NOT known)
