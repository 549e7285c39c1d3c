-- What somebody did last with a callback, the callback's fence just after it, until when they may
-- take it back, and the result it was, where it was one. A try that was struck through meanwhile is
-- nothing to take back.
SELECT kind, fence, until, coalesce(attempt.result, '')
  FROM last_step
  LEFT JOIN attempt ON attempt.practice_id = last_step.practice_id
   AND attempt.id = last_step.attempt_id
 WHERE last_step.practice_id = %(practice)s AND last_step.callback_id = %(callback)s
   AND last_step.by_id = %(person)s AND until >= %(now)s
   AND NOT EXISTS (SELECT FROM struck
                    WHERE struck.practice_id = %(practice)s
                      AND struck.attempt_id = last_step.attempt_id)
