-- The done-facts of a callback with who gave each and when, the first first.
SELECT done_fact.code, done_fact.value::text, done_fact.by_id, person.name,
       done_fact.by_clinician, done_fact.at
  FROM done_fact
  JOIN person ON person.id = done_fact.by_id
 WHERE done_fact.practice_id = %(practice)s AND done_fact.callback_id = %(callback)s
 ORDER BY done_fact.at, done_fact.code
