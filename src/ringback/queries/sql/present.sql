-- Colleagues who have a callback open or are on the phone about it, each once, of one or of all.
SELECT here.callback_id, here.person_id, person.name, min(here.on_call_since) AS on_call_since
  FROM (
    SELECT callback_id, person_id, NULL::timestamptz AS on_call_since FROM presence
     WHERE practice_id = %(practice)s AND seen_at > %(since)s
       AND (%(callback)s::uuid IS NULL OR callback_id = %(callback)s)
    UNION ALL
    SELECT call.callback_id, call.by_id, call.begun_at FROM call
      JOIN callback ON callback.practice_id = call.practice_id AND callback.id = call.callback_id
       AND callback.owner_id = call.by_id  -- one that was left open about what went on is over
     WHERE call.practice_id = %(practice)s AND call.ended_at IS NULL
       AND (%(callback)s::uuid IS NULL OR call.callback_id = %(callback)s)
  ) AS here
  JOIN person ON person.id = here.person_id
 WHERE here.person_id <> %(person)s
 GROUP BY here.callback_id, here.person_id, person.name
 ORDER BY here.callback_id, min(here.on_call_since) NULLS LAST, person.name, here.person_id
