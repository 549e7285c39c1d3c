-- What was struck through on a callback, the first first, with the entry as it was written: a try, a
-- note, or the check of a call.
SELECT struck.attempt_id, struck.note_id, struck.call_id, person.name, struck.at, struck.reason,
       struck.moved_to_id, maker.name, attempt.happened_at, attempt.result,
       author.name, note.signed_at, note.text, note.clinical,
       caller.name, coalesce(call.verified_at, call.begun_at)
  FROM struck
  JOIN person ON person.id = struck.by_id
  LEFT JOIN attempt ON attempt.practice_id = %(practice)s AND attempt.id = struck.attempt_id
  LEFT JOIN person AS maker ON maker.id = attempt.by_id
  LEFT JOIN note ON note.practice_id = %(practice)s AND note.id = struck.note_id
  LEFT JOIN person AS author ON author.id = note.author_id
  LEFT JOIN call ON call.practice_id = %(practice)s AND call.id = struck.call_id
  LEFT JOIN person AS caller ON caller.id = call.by_id
 WHERE struck.practice_id = %(practice)s AND struck.callback_id = %(callback)s
 ORDER BY struck.at, struck.id
