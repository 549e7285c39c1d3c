-- Who else is on the phone with a number now; a call that was left open about what went on is over.
SELECT person.name FROM call
  JOIN callback ON callback.practice_id = call.practice_id AND callback.id = call.callback_id
   AND callback.owner_id = call.by_id
  JOIN person ON person.id = call.by_id
 WHERE call.practice_id = %(practice)s AND call.number = %(number)s AND call.ended_at IS NULL
   AND call.by_id <> %(person)s
 ORDER BY call.begun_at
 LIMIT 1
