-- How much of what an import holds came in before it: calls, and people of whom every call did.
-- Every call looks itself up (LATERAL, fenced by OFFSET): see load_chunk.
WITH staged AS MATERIALIZED (
  SELECT opens, before.settled IS NOT NULL AS known
    FROM staged_call
    LEFT JOIN LATERAL (SELECT settled FROM arrival
                        WHERE practice_id = %(practice)s AND source = %(source)s
                          AND external_id = staged_call.external_id
                          AND settled <> 'undone' OFFSET 0) AS before ON true
   WHERE practice_id = %(practice)s AND batch_id = %(batch)s
), people AS (
  SELECT bool_and(known) AS known FROM staged WHERE opens IS NOT NULL GROUP BY opens
)
SELECT (SELECT count(*) FROM staged), (SELECT count(*) FROM staged WHERE known),
       (SELECT count(*) FROM people), (SELECT count(*) FROM people WHERE known)
