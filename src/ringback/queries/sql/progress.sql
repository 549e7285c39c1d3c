-- What is true of a callback so far, without what was struck through: its tries to reach the
-- patient, oldest first, the kinds of what came in, its done-facts, those a clinician wrote down,
-- when a clinician last answered, its latest note if it was signed since the latest try: an older
-- one knows nothing of it.
SELECT tries.results, tries.times, tries.asked, tries.channels, tries.numbers,
       (SELECT coalesce(array_agg(DISTINCT kind), '{}') FROM arrival
         WHERE practice_id = %(practice)s AND callback_id = %(callback)s),
       (SELECT coalesce(jsonb_object_agg(code, value), '{}') FROM done_fact
         WHERE practice_id = %(practice)s AND callback_id = %(callback)s),
       (SELECT coalesce(array_agg(code), '{}') FROM done_fact
         WHERE practice_id = %(practice)s AND callback_id = %(callback)s AND by_clinician),
       (SELECT max(at) FROM done_fact
         WHERE practice_id = %(practice)s AND callback_id = %(callback)s
           AND code ~ '^answer(_[0-9]+)?$'),
       (SELECT text FROM note
         WHERE practice_id = %(practice)s AND callback_id = %(callback)s
           AND signed_at >= coalesce(tries.latest, '-infinity')
           AND NOT EXISTS (SELECT FROM struck
                            WHERE struck.practice_id = %(practice)s AND struck.note_id = note.id)
           AND NOT EXISTS (SELECT FROM attempt_undone
                            WHERE attempt_undone.practice_id = %(practice)s
                              AND attempt_undone.attempt_id = note.attempt_id)
         ORDER BY signed_at DESC, id DESC LIMIT 1)
  FROM (SELECT coalesce(array_agg(result ORDER BY happened_at, entered_at, id), '{}') AS results,
               coalesce(array_agg(happened_at ORDER BY happened_at, entered_at, id), '{}') AS times,
               coalesce(array_agg(call_again_at ORDER BY happened_at, entered_at, id), '{}')
                 AS asked,
               coalesce(array_agg(channel ORDER BY happened_at, entered_at, id), '{}') AS channels,
               coalesce(array_agg(number ORDER BY happened_at, entered_at, id), '{}') AS numbers,
               max(happened_at) AS latest
          FROM attempt
         WHERE practice_id = %(practice)s AND callback_id = %(callback)s AND party = 'patient'
           AND NOT EXISTS (SELECT FROM attempt_undone
                            WHERE attempt_undone.practice_id = %(practice)s
                              AND attempt_undone.attempt_id = attempt.id)
           AND NOT EXISTS (SELECT FROM struck
                            WHERE struck.practice_id = %(practice)s
                              AND struck.attempt_id = attempt.id)) AS tries
