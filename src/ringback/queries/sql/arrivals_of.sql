-- What the patient did about a callback, the first first, with the time they said is best to call.
SELECT id, kind, source, happened_at, seconds, text, raw ->> 'best_time'
  FROM arrival
 WHERE practice_id = %(practice)s AND callback_id = %(callback)s
 ORDER BY happened_at, id
