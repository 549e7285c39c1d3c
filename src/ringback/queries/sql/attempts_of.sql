-- The tries of a callback that count, the first first: none that was undone or struck through.
SELECT attempt.id, attempt.result, attempt.channel, attempt.number, attempt.happened_at,
       attempt.entered_at, attempt.call_again_at, attempt.by_id, person.name, attempt.party,
       attempt.party_name, attempt.call_id, attempt.template, attempt.why_late
  FROM attempt
  JOIN person ON person.id = attempt.by_id
 WHERE attempt.practice_id = %(practice)s AND attempt.callback_id = %(callback)s
   AND NOT EXISTS (SELECT FROM attempt_undone
                    WHERE attempt_undone.practice_id = %(practice)s
                      AND attempt_undone.attempt_id = attempt.id)
   AND NOT EXISTS (SELECT FROM struck
                    WHERE struck.practice_id = %(practice)s AND struck.attempt_id = attempt.id)
 ORDER BY attempt.happened_at, attempt.entered_at
